"""Two to five people side by side: parts, audiences, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from explorer.page import Asked, Shown
from explorer.venn import drawn
from explorer.views.people import topic_row
from queries.errors import NotInGraph
from queries.graph import Asks, Result, Row
from queries.reach import Region, only, regions

MOST = 5
MOST_DRAWN = 3
ADDED = ("reach", "only")


@dataclass(frozen=True, slots=True)
class Pair:
    """How many act on both, as a number and as a share of each one's audience."""

    first: int
    second: int
    people: int
    of_first: float | None
    of_second: float | None
    of_both: float | None


def compare(asked: Asked) -> Shown:
    """The rows are the people; regions and pairs stand beside them."""
    topic = topic_row(asked, asked.values["topic"])
    ids = called(asked.graph, asked.values["p"])
    told = asked.graph.ask("people_compared", ids=ids, topic=topic["id"])
    rows = {row["id"]: row for row in told.rows}
    audiences = asked.boards.audiences(asked.graph, ids, topic["id"])
    sets = [audiences[id_] for id_ in ids]
    alone = only(sets)
    people = [{**rows[id_], "reach": len(sets[i]), "only": alone[i]} for i, id_ in enumerate(ids)]
    result = replace(told, columns=(*told.columns, *ADDED), rows=people)
    found = regions(sets)
    pairs = pairs_of(found, [len(one) for one in sets])
    together = sum(region.people for region in found)
    around: dict[str, Any] = {
        "topic": topic,
        "ids": ids,
        "regions": found,
        "pairs": pairs,
        "together": together,
        "venn": drawn(found, len(ids)) if 2 <= len(ids) <= MOST_DRAWN else None,
        "most": MOST,
    }
    if asked.form == "html":
        around["lists"] = asked.lists.all()
    return Shown(result, around, _told(result, ids, found, pairs, together))


def called(graph: Asks, names: Sequence[str]) -> list[str]:
    """The ids of those who are named by id or handle, each once, in that order.

    Raises NotInGraph.
    """
    if not names:
        return []
    found = {row["called"]: row["id"] for row in graph.ask("people_called", names=names).rows}
    for name in names:
        if not found.get(name):
            raise NotInGraph(f"no person {name!r} in this graph, neither by id nor by handle")
    return list(dict.fromkeys(found[name] for name in names))


def pairs_of(found: Sequence[Region], sizes: Sequence[int]) -> list[Pair]:
    """Each two of them, once."""
    told = []
    for i, j in combinations(range(len(sizes)), 2):
        both = sum(one.people for one in found if i in one.members and j in one.members)
        whole = sizes[i] + sizes[j] - both
        told.append(
            Pair(i, j, both, _share(both, sizes[i]), _share(both, sizes[j]), _share(both, whole))
        )
    return told


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _told(
    result: Result, ids: list[str], found: list[Region], pairs: list[Pair], together: int
) -> Row:
    return result.json() | {
        "together": together,
        "regions": [
            {"only": [ids[i] for i in region.members], "people": region.people} for region in found
        ],
        "pairs": [
            {
                "first": ids[pair.first],
                "second": ids[pair.second],
                "people": pair.people,
                "share_of_first": pair.of_first,
                "share_of_second": pair.of_second,
                "share_of_both": pair.of_both,
            }
            for pair in pairs
        ],
    }
