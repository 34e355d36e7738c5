"""A picture of the graph: some people, the arrows among them, and the communities' names.

It is made of parts, each of which brought some people in: the start, everybody who was
expanded, those who were added by name, and a path. Who takes a part away takes away the
people that no other part has brought.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from queries.errors import ParameterRefused
from queries.graph import Asks, Result, Row
from queries.recipe import KINDS

# So many communities have a colour of their own; the rest is grey.
COLOURS = 7
MOST_ARROWS = 6_000
MOST_PEOPLE = 2_000
# How many come in when somebody is expanded; again, and so many more.
EXPANDED = 25
MOST_EXPANDED = 60
# From so many ranked people on, a topic opens as its communities.
COMMUNITIES_FIRST = 10_000
# Seconds: a timeline has the finest of these that gives it no more than MOST_STEPS.
STEPS = (60, 600, 3_600, 21_600, 86_400, 604_800, 2_629_800, 31_557_600)
MOST_STEPS = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """What a picture is to hold.

    It starts with the first `limit` of: the people around `focus`, those named in `people`,
    `members` of `community` or of the topic, best first. `step` is the shortest that
    the timeline may have, in seconds. `also` are people that the asker shows already: arrows to
    and from them are told as well.
    """

    topic: str
    focus: str = ""
    people: Sequence[str] = ()
    community: int | None = None
    members: Sequence[str] = ()
    limit: int = 60
    expand: Sequence[str] = ()
    add: Sequence[str] = ()
    path: Sequence[str] = ()
    via: Sequence[str] = ()
    also: Sequence[str] = ()
    step: int = 0

    @property
    def of_the_best(self) -> bool:
        """Whether it is as a topic or a community opens, before anybody was chosen."""
        chosen = (self.people, self.expand, self.add, self.path, self.also)
        return not self.focus and not any(chosen)


@dataclass(frozen=True, slots=True)
class Part:
    """Who came in by what: "start", "expand" (around `of`), "add", or "path".

    `all` is how many there would be without a limit, None where nobody counted.
    """

    kind: str
    of: str
    people: Sequence[str]
    all: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """`people` are the nodes, best first; `truncated` says that more stand around the start.

    Of more than MOST_ARROWS arrows those with the most weight are told.
    """

    topic: str
    people: Result
    arrows: Result
    acts: Result
    communities: Result
    parts: Sequence[Part]
    truncated: bool
    step: int
    paths: Sequence[Row] = field(default_factory=tuple)


def picture(graph: Asks, wish: Wish, kept: Asks) -> Picture:
    """The picture that is wished for; `kept` is a graph that need not be asked twice.

    That is for what many will see: a topic or a community as it opens.

    Raises ParameterRefused beyond MOST_PEOPLE.
    """
    start, truncated = _start(graph, wish)
    parts = [start, *_expansions(graph, wish)]
    if wish.add:
        parts.append(Part("add", "", list(wish.add)))
    paths = _paths(graph, wish)
    if wish.path:
        chain = paths[0]["people"] if paths else wish.path
        parts.append(Part("path", "", list(chain)))
    ids = list(dict.fromkeys(id for part in parts for id in part.people))
    if len(ids) > MOST_PEOPLE:
        raise ParameterRefused(
            f"that would be {len(ids):,} people; a picture holds {MOST_PEOPLE:,}. "
            "Expand fewer, or begin from a community"
        )
    among = list(dict.fromkeys([*ids, *wish.also]))
    if wish.of_the_best:
        graph = kept
    arrows = graph.ask("arrows_among", ids=among, topic=wish.topic, limit=MOST_ARROWS)
    # What is shown already may be told in longer steps, never in shorter ones.
    step = max(wish.step, step_for(arrows.rows))
    acts = graph.ask(
        "acts_among",
        influencers=[row["influencer"] for row in arrows.rows],
        influenced=[row["influenced"] for row in arrows.rows],
        topic=wish.topic,
        step=step,
    )
    return Picture(
        topic=wish.topic,
        people=graph.ask("people_on_topic", ids=ids, topic=wish.topic).plain(),
        arrows=arrows.plain(),
        acts=acts.plain(),
        communities=_communities(kept, wish),
        parts=parts,
        truncated=truncated,
        step=step,
        paths=paths,
    )


def _communities(graph: Asks, wish: Wish) -> Result:
    """The largest communities; none for who asks for more people, since they are told already."""
    if wish.also:
        return Result("communities", {}, (), [], False, 0.0)
    return graph.ask("communities", limit=COLOURS).plain()


def _start(graph: Asks, wish: Wish) -> tuple[Part, bool]:
    """The people whom the picture begins with, and whether there are more of the kind."""
    if wish.people:
        return Part("start", "", list(wish.people)), False
    if wish.limit == 0:
        return Part("start", wish.focus, []), False
    if wish.focus:
        near = graph.ask("neighbours", person=wish.focus, topic=wish.topic, limit=wish.limit)
        ids = [wish.focus, *(row["id"] for row in near.rows)]
        return Part("start", wish.focus, ids, _all_of(near)), near.truncated
    if wish.community is not None or wish.members:
        first = list(wish.members[: wish.limit])
        return Part("start", "", first), len(wish.members) > wish.limit
    found = graph.ask("leaders", topic=wish.topic, limit=wish.limit)
    return Part("start", "", [row["id"] for row in found.rows]), found.truncated


def _expansions(graph: Asks, wish: Wish) -> list[Part]:
    parts = []
    for id, times in list(Counter(wish.expand).items())[:MOST_EXPANDED]:
        near = graph.ask("neighbours", person=id, topic=wish.topic, limit=EXPANDED * times)
        parts.append(Part("expand", id, [id, *(row["id"] for row in near.rows)], _all_of(near)))
    return parts


def _all_of(near: Result) -> int:
    return near.rows[0]["all"] if near.rows else 0


def _paths(graph: Asks, wish: Wish) -> list[Row]:
    if len(wish.path) != 2 or wish.path[0] == wish.path[1]:
        return []
    return path_between(graph, wish.path, wish.topic, wish.via).plain().rows


def path_between(graph: Asks, ends: Sequence[str], topic: str, via: Sequence[str]) -> Result:
    """The shortest chains of influence from the first of `ends` to the second."""
    kinds = [KINDS[kind] for kind in via]
    return graph.ask("path_between", source=ends[0], target=ends[1], topic=topic, kinds=kinds)


def step_for(arrows: Sequence[Mapping[str, Any]]) -> int:
    """How fine a timeline over these arrows is drawn, in seconds."""
    first = [row["first"] for row in arrows if row["first"] is not None]
    last = [row["last"] for row in arrows if row["last"] is not None]
    if not first or not last:
        return STEPS[4]
    seconds = max(last) - min(first)
    return next((step for step in STEPS if seconds <= step * MOST_STEPS), STEPS[-1])


def community_map(graph: Asks, topic: str) -> dict[str, Any] | None:
    """The communities of a topic and the attention between them, as the run kept it.

    None where a topic is too small to have one.
    """
    row = graph.ask("community_maps", topic=topic).one()
    return _map(row["told"]) if row and row["told"] else None


@lru_cache(maxsize=4)
def _map(told: str) -> dict[str, Any]:
    """A topic's map: read once a run, since it may be megabytes."""
    found: dict[str, Any] = json.loads(told)
    return found
