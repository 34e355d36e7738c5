"""How far a query on the bench may go."""

from __future__ import annotations

from dataclasses import dataclass

from queries.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds one query, before it is parsed and while it runs."""

    text_bytes: int = 10_000
    depth: int = 32
    subqueries: int = 4
    run: int = 8
    operators: int = 400
    # Neo4j plans a chain of 33 for four seconds and more, and looks at no clock meanwhile.
    hops: int = 20
    clauses: int = 60
    cases: int = 40
    range: int = 1_000_000
    nested_range: int = 10_000
    grown: int = 100_000_000
    copied: int = 30_000_000_000

    plan_seconds: float = 6.0
    seconds: float = 10.0
    rows: int = 10_000
    answer_bytes: int = 5_000_000
    value_depth: int = 32
    memory_mb: int = 1024
    drawn_nodes: int = 300
    drawn_arrows: int = 1_000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits with what the settings say of them."""
        return cls(seconds=settings.bench_seconds, rows=settings.rows)
