"""What is in the graph and is nobody's to read through the bench."""

from __future__ import annotations

# A node with one of these labels has no relationships: so it can be come by only as "any node"
# or by its id, and hidden.py and plans.py see to those. A new label here must keep to that.
INTERNAL_LABELS: tuple[str, ...] = ("Suppressed",)
