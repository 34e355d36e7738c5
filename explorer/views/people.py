"""A person's pages: who it is, whom they influence, by whom they are, and the evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from explorer.page import Asked, Shown
from explorer.sparkline import sparkline
from explorer.views import named
from explorer.views.offered import offered
from explorer.views.runs import chosen_run
from queries.backtests import expected
from queries.errors import NotInGraph
from queries.flags import FLAGS
from queries.graph import Result, Row
from queries.history import deltas
from queries.scoring.receipt import receipt_in_short, taken_apart

NEAR = 10
POSTS = 5
MOMENTS = 8
# With more supporters a receipt takes longer than all else, so it has a page of its own.
RECEIPT_PEOPLE = 500


def person(asked: Asked) -> Shown:
    """Everything about one person; the rows are the scores by topic."""
    ask, id, topic = asked.graph.ask, asked.about["id"], asked.values["topic"]
    run = chosen_run(asked)
    chosen = {"run": run["id"]} if run else {}
    then = run and not run["whole"]
    if then:
        scores = ask("person_scores_then", person=id, **chosen)
    else:
        scores = counted(asked, ask("person_scores", person=id, counted=False, **chosen).plain())
    around: dict[str, Any] = {
        "overall": next((row for row in scores.rows if row["topic"] == "*"), None),
        "measures": None if then else ask("person_measures", person=id, **chosen).one(),
        "influences": ask("whom_they_influence", person=id, topic=topic, limit=NEAR).plain(),
        "influenced_by": ask("who_influences", person=id, topic=topic, limit=NEAR).plain(),
        "posts": ask("posts_acted_on", person=id, topic=topic, limit=POSTS).plain(),
        "topic": topic_row(asked, topic),
        "shown_run": run,
    }
    around |= told_history(asked, {"limit": 500})
    row = next((row for row in scores.rows if row["topic"] == topic), None)
    if not run:
        overall = around["overall"] or {}
        around |= {
            "audience": ask("audience_quality", person=id, topic=topic, limit=1).one(),
            "flags": ask("person_flags", person=id).rows,
            "flag_rows": FLAGS,
            "expected": expected(asked.graph, overall.get("score"), around["newest"].get("recipe")),
        }
    if not run and row and row["enough"]:
        if row["people"] <= RECEIPT_PEOPLE:
            around["receipt"] = receipt_in_short(asked.graph, id, topic, row)
        else:
            around["supporters"] = row["people"]
    around |= {} if then else named.told(asked, run)
    if asked.form == "html":
        around["lists"] = offered(asked)
    told = {name: around[name] for name in ("audience", "flags", "expected") if name in around}
    return Shown(scores, around, scores.json() | {"deltas": around["moves"]} | told)


def counted(asked: Asked, scores: Result) -> Result:
    """The same with how many are ranked on each topic, which is counted once a run."""
    ranked = ranked_by_topic(asked, scores.parameters["run"])
    rows = [one | {"ranked": ranked.get(one["topic"], 0)} for one in scores.rows]
    return replace(scores, rows=rows)


def ranked_by_topic(asked: Asked, run: str = "") -> dict[str, int]:
    """How many are ranked on each topic on which anybody is."""
    row = asked.boards.told(asked.graph, "ranked_by_topic", run, run=run).one() or {}
    return dict(zip(row.get("topics") or (), row.get("people") or (), strict=True))


def history(asked: Asked) -> Shown:
    """How score and rank moved, in full."""
    around = told_history(asked, {"limit": asked.values["limit"]})
    past = around["past"]
    told = past.json() | {"deltas": around["moves"]}
    return Shown(past, around | {"topic": topic_row(asked, asked.values["topic"])}, told)


def told_history(asked: Asked, limit: dict[str, int]) -> dict[str, Any]:
    """The person's history on the topic at hand: rows, moves, and the line to draw."""
    newest = asked.graph.ask("newest_run").plain().one() or {}
    past = asked.graph.ask(
        "person_history", person=asked.about["id"], topic=asked.values["topic"], **limit
    ).plain()
    moves = deltas(past.rows, newest.get("id"))
    return {
        "newest": newest,
        "past": past,
        "moves": moves,
        "line": sparkline(past.rows),
        "moments": MOMENTS,
    }


def receipt(asked: Asked) -> Shown:
    """What a score is made of, to the last point; the rows are supporters."""
    topic = asked.values["topic"]
    known = topic_row(asked, topic)
    id, window = asked.about["id"], asked.window()
    found = taken_apart(asked.graph, id, topic, **window, kept=asked.kept)
    around = {"topic": known, "receipt": found, "ranked": known["people"]}
    return Shown(found.supporters, around, json=found.supporters.json() | found.told())


def arrows(asked: Asked) -> Shown:
    """The whole list of one direction, or of those with the same audience."""
    id, topic = asked.about["id"], asked.values["topic"]
    result = asked.graph.ask(asked.page.query, person=id, topic=topic, **asked.window())
    return Shown(result, {"topic": topic_row(asked, topic)})


def evidence(asked: Asked) -> Shown:
    """The posts that others acted on, or what one counterpart did, word for word."""
    id, topic, other = asked.about["id"], asked.values["topic"], asked.values["with"]
    around: dict[str, Any] = {"topic": topic_row(asked, topic), "other": None}
    if not other:
        return Shown(
            asked.graph.ask("posts_acted_on", person=id, topic=topic, **asked.window()), around
        )
    around["other"] = asked.graph.ask("people_named", ids=[other]).one()
    if around["other"] is None:
        raise NotInGraph(f"no person {other!r} in this graph")
    result = asked.graph.ask(
        "evidence", influencer=id, influenced=other, topic=topic, **asked.window()
    )
    return Shown(result, around)


def topic_row(asked: Asked, topic: str) -> Row:
    """The topic that a page is narrowed to. Raises NotInGraph."""
    found = asked.kept.ask("topics_named", ids=[topic]).one()
    if found is None:
        raise NotInGraph(f"no topic {topic!r} in this graph")
    if found["sensitive"]:
        raise NotInGraph(
            f"{topic!r} is a sensitive topic: nobody is ranked or listed on it, unless whoever "
            "runs this site takes it off the recipe's list"
        )
    return found
