"""+K: an account of this site says that somebody influences it on a topic."""

from __future__ import annotations

import hashlib
from datetime import datetime

from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Runs

# What the site may run besides those of lists.
QUERIES = frozenset({"endorse", "endorse_not", "endorsed_by"})


def endorse(graph: Runs, *, by: str, person: str, topic: str, at: datetime) -> None:
    """Note that the account `by` endorses `person` on `topic`; doing it again changes nothing.

    It counts from the next score run on. Raises NotInGraph, and ParameterRefused on a topic that
    the newest run's recipe calls sensitive.
    """
    found = graph.ask("topics_named", ids=[topic]).one()
    if found and found["sensitive"]:
        raise ParameterRefused(f"{topic!r} is a sensitive topic: nobody is endorsed on it")
    id = _id(by, person, topic)
    given = graph.run("endorse", id=id, by=by, person=person, topic=topic, at=at.isoformat()).rows[
        0
    ]
    if not given["accepted"]:
        raise NotInGraph(f"no person {person!r}, or no topic {topic!r}, in this graph")


def endorsed_by(graph: Runs, by: str, person: str) -> list[str]:
    """The topics on which the account `by` endorses `person`."""
    return [row["topic"] for row in graph.run("endorsed_by", by=by, person=person).rows]


def take_back(graph: Runs, *, by: str, person: str, topic: str) -> bool:
    """Take an endorsement back; whether there was one."""
    return bool(graph.run("endorse_not", id=_id(by, person, topic)).rows[0]["gone"])


def _id(by: str, person: str, topic: str) -> str:
    """The same for the same three, and never for others: ids may hold anything."""
    said = "".join(f"{len(one)}:{one}" for one in (by, person, topic))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
