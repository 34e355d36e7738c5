"""How many posts everybody wrote, by what they are about."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from queries.graph import Graph
from queries.scoring.arrows import Integers
from queries.scoring.past import Past

# The spans of time over which posts are counted, in days; `ever` is all.
SPANS = {"week": 7, "month": 30, "quarter": 90, "season": 120}


def _none() -> Integers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Posts:
    """Entry i: how many posts of `who[i]` carry the topics `tag_sets[tags[i]]`.

    `signal` are those of the week with a name, a link or a tag in them. Bit w of `weeks` is set
    when one of them was written w weeks ago, or in the last days of the quarter after them.
    """

    who: Integers = field(default_factory=_none)
    tags: Integers = field(default_factory=_none)
    week: Integers = field(default_factory=_none)
    month: Integers = field(default_factory=_none)
    quarter: Integers = field(default_factory=_none)
    season: Integers = field(default_factory=_none)
    ever: Integers = field(default_factory=_none)
    signal: Integers = field(default_factory=_none)
    weeks: Integers = field(default_factory=_none)
    tag_sets: tuple[tuple[str, ...], ...] = ()


def posts_in(graph: Graph, past: Past, *, as_of: str) -> Posts:
    """Those before `as_of`, counted by author, topics and span of time."""
    rows = graph.run("posts_told", as_of=as_of, **SPANS).rows
    sets: dict[tuple[str, ...], int] = {}
    tags = [sets.setdefault(tuple(one), len(sets)) for row in rows for one in row["tags"]]
    who = np.repeat(
        past.positions(np.array([row["who"] for row in rows], np.int64)),
        [len(row["tags"]) for row in rows],
    )
    counted = {
        name: np.array([one for row in rows for one in row[name]], np.int64)
        for name in (*SPANS, "ever", "signal", "weeks")
    }
    return Posts(who=who, tags=np.array(tags, np.int64), tag_sets=tuple(sets), **counted)
