"""A score taken apart: the terms in points, and the points that each supporter brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from queries.errors import NotInGraph
from queries.graph import Asks, Result, Row

# The parts of a score, and whether supporters bring them.
TERMS = {
    "points_true_reach": True,
    "points_amplification": True,
    "points_activity": False,
    "points_network": True,
    "points_followers": False,
}
# So many supporters are named in the sentence that sums a receipt up.
FEW = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a score is made of.

    `scored` is the person's row of `person_scores` on the topic, None when nobody ever acted on
    them there. `supporters` are the rows of `receipt`, the most points first; `impact` those of
    `receipt_of_impact`. `teleport` is what everybody's Network Impact begins with.
    """

    person: str
    topic: str
    scored: Row | None
    supporters: Result
    impact: Result
    teleport: float | None

    @property
    def enough(self) -> bool:
        """Whether there is a score at all."""
        return bool(self.scored and self.scored["enough"])

    @property
    def few(self) -> list[Row]:
        """The supporters who bring most, as many as the sentence names."""
        return self.supporters.rows[:FEW]

    @property
    def few_share(self) -> float:
        """The part of the score that those bring, 0..1."""
        return float(sum(row["share"] for row in self.few))

    @property
    def brought(self) -> float:
        """All points that supporters bring, those who are not listed included."""
        return self._points(from_supporters=True)

    @property
    def own(self) -> float:
        """The points of the person's own activity and followers."""
        return self._points(from_supporters=False)

    def told(self) -> dict[str, Any]:
        """The same for JSON, around the rows of `supporters`."""
        scored = self.scored or {}
        return {
            "enough": self.enough,
            "score": scored.get("score"),
            "backed_off": scored.get("backed_off"),
            "terms": {name: scored.get(name) for name in TERMS},
            "from_supporters": self.brought if self.enough else None,
            "own": self.own if self.enough else None,
            "network_impact": scored.get("network_impact"),
            "teleport": self.teleport,
            "impact": self.impact.plain().rows,
        }

    def _points(self, *, from_supporters: bool) -> float:
        scored = self.scored or {}
        return sum(
            scored.get(name) or 0.0 for name, theirs in TERMS.items() if theirs == from_supporters
        )


def receipt_of(
    graph: Asks, person: str, topic: str = "*", *, skip: int = 0, limit: int = 50
) -> Receipt:
    """The receipt of a person's score on a topic, with `limit` supporters of either list.

    Points of all supporters and the person's own sum to the score, and so do contributions and
    `teleport` to Network Impact. Raises NotInGraph.
    """
    if graph.ask("people_named", ids=[person]).one() is None:
        raise NotInGraph(
            f"no person {person!r} in this graph; "
            "'influence run find_people --text NAME' tells the ids"
        )
    if graph.ask("topics_named", ids=[topic]).one() is None:
        raise NotInGraph(f"no topic {topic!r} in this graph")
    return taken_apart(graph, person, topic, skip=skip, limit=limit)


def taken_apart(
    graph: Asks, person: str, topic: str, *, skip: int, limit: int, kept: Asks | None = None
) -> Receipt:
    """The same of a person and a topic that are known to be there.

    The lists are asked of `kept`, if there is one: of thousands who act they take seconds.
    """
    about: dict[str, Any] = {"person": person, "topic": topic}
    window = about | {"skip": skip, "limit": limit}
    run = graph.ask("newest_run").one() or {}
    damping = run.get("damping")
    return Receipt(
        person=person,
        topic=topic,
        scored=graph.ask("person_scores", counted=False, **about).plain().one(),
        supporters=(kept or graph).ask("receipt", **window),
        impact=(kept or graph).ask("receipt_of_impact", **window),
        teleport=None if damping is None else 1 - damping,
    )


def receipt_in_short(graph: Asks, person: str, topic: str, scored: Row) -> Receipt:
    """The same with the first FEW supporters, and nobody who hands Network Impact on.

    `scored` is the person's row of `person_scores` on the topic.
    """
    return Receipt(
        person=person,
        topic=topic,
        scored=scored,
        supporters=graph.ask("receipt", person=person, topic=topic, limit=FEW),
        impact=Result("receipt_of_impact", {}, (), [], False, 0.0),
        teleport=None,
    )
