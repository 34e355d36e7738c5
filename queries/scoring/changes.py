"""What changed a person's score, told with names, evidence and the runs it lies between."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from queries.errors import NotInGraph
from queries.graph import Graph, Row
from queries.history import moment_of
from queries.scoring.change import CAUSES, Cause, Moment, Stand, change
from queries.scoring.differences import TITLES
from queries.scoring.moments import moment_of_run, newest_run, since
from queries.scoring.past import Past, past_in

PEOPLE_TOLD = 5
EVIDENCE_TOLD = 3


def told_changes(graph: Graph, person: str, topic: str, text: str) -> dict[str, Any]:
    """The whole account as an object for JSON; `text` is what `--since` says.

    Computed in memory from what is loaded now. Where `text` names a run, what it showed is told
    too, and what was loaded or taken back since is a cause of its own. Raises NotInGraph,
    NothingToScore, ParameterRefused.
    """
    who, about = _named(graph, person, topic)
    row = newest_run(graph)
    after = moment_of_run(row)
    before, run = since(graph, text, after)
    past = past_in(graph)
    start, causes = change(past, past.ids.index(person), topic, before, after)
    shown = _shown(graph, person, topic, run)
    loaded = start.score - shown["score"] if shown else 0.0
    first = _told(Cause("loaded", {}, [], start), []) | {"points": loaded}
    return {
        "person": person,
        "name": who["name"] or who["handle"] or person,
        "topic": topic,
        "topic_name": about["name"],
        "before": _told_stand(start, before) | ({"shown": shown} if run else {}),
        "after": _told_stand(causes[-1].stand, after) | {"run": row["id"]},
        "points": loaded + sum(cause.points for cause in causes),
        "causes": [
            first,
            *(
                _told(one, _people(graph, past, one, person, topic, before, after))
                for one in causes
            ),
        ],
    }


def _named(graph: Graph, person: str, topic: str) -> tuple[Row, Row]:
    who = graph.ask("people_named", ids=[person]).one()
    about = graph.ask("topics_named", ids=[topic]).one()
    if who is None:
        raise NotInGraph(f"no person {person!r} in this graph")
    if about is None:
        raise NotInGraph(f"no topic {topic!r} in this graph")
    return who, about


def _shown(graph: Graph, person: str, topic: str, run: Row | None) -> Row | None:
    """What the run showed of the person."""
    rows = graph.ask("person_history", person=person, topic=topic, limit=10_000).rows
    found = next((row for row in rows if run and row["run"] == run["id"]), None)
    return {"score": found["score"], "rank": found["rank"]} if found else None


def _told_stand(stand: Stand, moment: Moment) -> Row:
    return {
        "as_of": datetime.fromtimestamp(moment.now, UTC).isoformat().replace("+00:00", "Z"),
        "score": stand.score if stand.rank else None,
        "rank": stand.rank,
        "recipe": moment.recipe.hash,
        "recipe_name": moment.recipe.name,
        "reference": moment.reference,
    }


def _told(cause: Cause, people: list[Row]) -> Row:
    return {
        "name": cause.name,
        "says": CAUSES[cause.name],
        "points": cause.points,
        "terms": {TITLES[term]: points for term, points in cause.terms.items()},
        "people": people,
        "others": max(0, len(cause.supporters) - len(people)),
    }


def _people(
    graph: Graph,
    past: Past,
    cause: Cause,
    person: str,
    topic: str,
    before: Moment,
    after: Moment,
) -> list[Row]:
    """The first of the cause's people, and of who came in what they did since."""
    told = cause.supporters[:PEOPLE_TOLD]
    ids = [past.ids[one.person] for one in told]
    names = {
        row["id"]: row["name"] or row["handle"] for row in graph.ask("people_named", ids=ids).rows
    }
    rows: list[Row] = []
    span = (before.now, after.now)
    for one, id_ in zip(told, ids, strict=True):
        acts = 0 if cause.name != "came in" else _acts(past, one.person, person, before, after)
        evidence = _evidence(graph, id_, person, topic, span) if acts else []
        rows.append(
            {"id": id_, "name": names.get(id_), "points": one.points, "acts": acts}
            | {"evidence": evidence}
        )
    return rows


def _acts(past: Past, who: int, person: str, before: Moment, after: Moment) -> int:
    acts = past.acts
    chosen = (acts.who == who) & (acts.whom == past.ids.index(person))
    chosen &= (acts.at >= before.now * 1000) & (acts.at < after.now * 1000)
    return int(np.sum(acts.count[chosen]))


def _evidence(
    graph: Graph, who: str, person: str, topic: str, between: tuple[int, int]
) -> list[Row]:
    """Their newest acts since, word for word."""
    found = graph.ask("evidence", influencer=person, influenced=who, topic=topic, limit=50)
    names = ("at", "kind", "topics", "post", "post_text", "post_url")
    since_then = [
        {name: row[name] for name in names}
        for row in found.plain().rows
        if row["at"]
        and row["kind"] != "FOLLOWS"
        and between[0] <= moment_of(row["at"]).timestamp() < between[1]
    ]
    return since_then[:EVIDENCE_TOLD]
