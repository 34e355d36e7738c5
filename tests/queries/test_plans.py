"""No question of the library looks at everything, or pairs all of one with all of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from queries.endorsements import QUERIES as ENDORSEMENTS
from queries.graph import Graph
from queries.library import library
from queries.lists import QUERIES as LISTS

QUERIES = library().queries
# All that the site asks, and the little that it writes.
ASKED = sorted({name for name in QUERIES if QUERIES[name].folder == "read"} | LISTS | ENDORSEMENTS)


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


@pytest.mark.parametrize("name", ASKED)
def test_no_plan_reads_everything_or_multiplies(town: Graph, name: str) -> None:
    query = QUERIES[name]
    told = town.driver.execute_query(f"EXPLAIN {query.cypher}", query.defaults)
    found = set(operators(dict(told.summary.plan or {})))
    assert "ProduceResults" in found or query.folder == "write"
    assert not found & {"AllNodesScan", "AllRelationshipsScan", "CartesianProduct"}
