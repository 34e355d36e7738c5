"""E-mail addresses in texts, which are never kept."""

from __future__ import annotations

import re

REPLACEMENT = "(e-mail address)"

# Not after '@': '@ada@example.social' is a handle of the fediverse.
_ADDRESS = re.compile(r"(?<![\w.+%@-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}")


def without_addresses(text: str) -> str:
    """`text` with each e-mail address in it replaced."""
    return _ADDRESS.sub(REPLACEMENT, text) if "@" in text else text
