"""Audiences: of what they are made, what is odd about them, and whom that rests on."""

from __future__ import annotations

from typing import Any

from explorer.boards import Remembering
from explorer.page import Asked, Shown
from explorer.views.people import topic_row
from queries.errors import ParameterRefused
from queries.flags import FLAGS
from queries.graph import Result, Row

EVIDENCE = 10


def flagged(asked: Asked) -> Shown:
    """Everybody with a flag, or with one of them."""
    flag = asked.values["flag"]
    _known(flag)
    rows = asked.kept.ask("flagged", flag=flag, **asked.window())
    return Shown(rows, {"flags": FLAGS, "flag": FLAGS.get(flag)})


def audience(asked: Asked) -> Shown:
    """A person's audience by topic, and each flag with its numbers and the first it rests on.

    With `flag` the rows are all that this one rests on.
    """
    ask, id, chosen = asked.graph.ask, asked.about["id"], asked.values["flag"]
    _known(chosen)
    around: dict[str, Any] = {"rows": FLAGS, "chosen": FLAGS.get(chosen)}
    if chosen:
        rests_on = ask(FLAGS[chosen].query, person=id, **asked.window())
        return Shown(rests_on.plain(), around)
    found = ask("audience_quality", person=id)
    told = flags_of(asked, EVIDENCE)
    return Shown(found, around | {"flags": told}, found.json() | {"flags": plain(told)})


def flags_of(asked: Asked, evidence: int) -> list[Row]:
    """The person's flags: the row of the table, the numbers, and some of whom each rests on."""
    id = asked.about["id"]
    return [
        row
        | {"flag": FLAGS[row["flag"]]}
        | {"rests_on": asked.graph.ask(row["evidence"], person=id, limit=evidence).plain()}
        for row in asked.graph.ask("person_flags", person=id).rows
        if row["flag"] in FLAGS
    ]


def plain(flags: list[Row]) -> list[Row]:
    """The same for JSON, with what each flag asks and how it may be wrong."""
    return [
        {
            "flag": row["flag"].name,
            "asks": row["flag"].asks,
            "value": row["value"],
            "unit": row["flag"].unit,
            "threshold": row["flag"].threshold,
            "among": row["among"],
            "wrong_by": row["flag"].wrong_by,
            "evidence": row["evidence"],
            "rests_on": row["rests_on"].rows,
        }
        for row in flags
    ]


RANKED = ("experts", "hidden")
MOST_ROWS = 100


def lenses(asked: Asked) -> Shown:
    """A topic seen otherwise; the rows are those on whom measures differ."""
    around = lenses_of(asked.kept, asked.about["id"], asked.values["limit"])
    differ = around.pop("differ")
    told = {name: around[name].rows for name in ("disputed", *RANKED)}
    return Shown(differ, around, differ.json() | {"quality": around["quality"]} | told)


def lenses_of(kept: Remembering, topic: str, limit: int = 1) -> dict[str, Any]:
    """By name the first rows of each lens, and how sound the attention is.

    Each is found among all of a topic, so as many as a page may ask for are kept.
    """

    def first(query: str, **values: str) -> Result:
        return kept.first(query, limit, MOST_ROWS, topic=topic, **values)

    return {
        "quality": kept.ask("topic_quality", topic=topic).one(),
        "differ": first("where_measures_differ"),
        "disputed": first("who_is_disputed"),
        **{name: first("leaders_by", by=name) for name in RANKED},
    }


MOST_VIEWERS = 200


def seen_from(asked: Asked) -> Shown:
    """A topic's influence on some people, seen from them."""
    viewers = list(dict.fromkeys(asked.values["from"]))
    if len(viewers) > MOST_VIEWERS:
        raise ParameterRefused(f"'from' takes {MOST_VIEWERS} ids at most, got {len(viewers)}")
    topic = topic_row(asked, asked.about["id"])
    known = asked.graph.ask("people_named", ids=viewers).rows if viewers else []
    there = {row["id"] for row in known}
    missing = [id for id in viewers if id not in there]
    rows = asked.graph.ask("seen_from", viewers=sorted(there), topic=topic["id"], **asked.window())
    around = {"viewers": known, "missing": missing, "wanted": viewers}
    return Shown(rows, around, rows.json() | {"missing": missing})


def _known(flag: str) -> None:
    if flag and flag not in FLAGS:
        raise ParameterRefused(f"'flag' must be one of {', '.join(FLAGS)}; got {flag[:40]!r}")
