"""No question of the library looks at everything, or pairs all of one with all of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from queries.endorsements import QUERIES as ENDORSEMENTS
from queries.graph import Graph
from queries.library import library
from queries.lists import QUERIES as LISTS
from queries.schema import ACT_IDS

QUERIES = library().queries
# All that the site asks, and the little that it writes.
ASKED = sorted({name for name in QUERIES if QUERIES[name].folder == "read"} | LISTS | ENDORSEMENTS)


def operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a plan does, each with what it does it to."""
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)


@pytest.mark.parametrize("name", ASKED)
def test_no_plan_reads_everything_or_multiplies(town: Graph, name: str) -> None:
    query = QUERIES[name]
    told = town.driver.execute_query(f"EXPLAIN {query.cypher}", query.defaults)
    found = set(operators(dict(told.summary.plan or {})))
    names = {name for name, _ in found}
    assert "ProduceResults" in names or query.folder == "write"
    assert not names & {"AllNodesScan", "AllRelationshipsScan", "CartesianProduct"}
    # After a first load through the importer there is nothing that finds acts by their ids.
    seeks = [to for name, to in found if "RelationshipIndexSeek" in name]
    assert not [to for to in seeks for name in ACT_IDS if f":{name.upper()[:-3]}(" in to]
