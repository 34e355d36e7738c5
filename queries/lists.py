"""Lists of people that somebody keeps: shortlists, with notes, costs and a budget.

Their queries are not in `read/`, so no address of `/queries` leads to what is on them; all
that reads or changes them comes through here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Result, Row, Runs

MOST_PEOPLE = 200
MOST_LISTS = 500
LONGEST_NAME = 120
LONGEST_NOTE = 2_000
MOST_MONEY = 1e12
NO_MONEY = -1.0
MONEY = re.compile(r"(?:[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,6})?")

# All that the site may ask of the database beside `read/`.
QUERIES = frozenset(
    {
        "lists_kept", "list_kept", "list_people", "list_make", "list_add", "list_take_out",
        "list_note", "list_change", "list_copy", "list_delete", "list_erase", "list_share",
        "lists_expire",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Added:
    """How many were put on a list, and for how many there was no room."""

    people: int
    left_out: int


class Lists:
    """The lists in a graph. Whatever names a list that is not there raises NotInGraph."""

    def __init__(self, graph: Runs) -> None:
        self._graph = graph

    def all(self, *, deleted: bool = False) -> list[Row]:
        """Every list, the one changed last first; or those that were deleted."""
        return self._graph.run("lists_kept", deleted=deleted, limit=MOST_LISTS).plain().rows

    def one(self, list_: str) -> Row:
        """A list's own row."""
        return _there(self._graph.run("list_kept", list=list_))

    def shared(self, share: str) -> Row:
        """The list that is shared by that address."""
        return _there(self._graph.run("list_kept", share=share or "-"))

    def people(self, list_: str, topic: str) -> Result:
        """Those on it, and how they stand on `topic`; by id."""
        return self._graph.run("list_people", list=list_, topic=topic).plain()

    def make(self, name: str, topic: str = "*") -> str:
        """A new list; its id. Raises ParameterRefused when there are MOST_LISTS."""
        self._room()
        list_ = secrets.token_hex(8)
        self._graph.run("list_make", list=list_, name=name_of(name), topic=topic or "*")
        return list_

    def add(self, list_: str, people: Sequence[str]) -> Added:
        """Put people on it."""
        done = self._graph.run("list_add", list=list_, people=list(people), most=MOST_PEOPLE)
        row = _there(done)
        return Added(row["added"], row["wanted"] - row["added"])

    def take_out(self, list_: str, people: Sequence[str]) -> int:
        """Take people off it; how many were on it."""
        self.one(list_)
        done = self._graph.run("list_take_out", list=list_, people=list(people))
        return int(done.rows[0]["gone"])

    def note(self, list_: str, person: str, *, note: str, cost: float | None) -> None:
        """What is noted of somebody on it, and what they cost."""
        told = {"note": text_of(note), "cost": NO_MONEY if cost is None else cost}
        _changed(self._graph.run("list_note", list=list_, person=person, **told))

    def change(self, list_: str, *, name: str, note: str, topic: str, budget: float | None) -> None:
        """Name, note, topic and budget, all at once."""
        told = {"name": name_of(name), "note": text_of(note), "topic": topic or "*"}
        money = NO_MONEY if budget is None else budget
        _changed(self._graph.run("list_change", list=list_, budget=money, **told))

    def copy(self, list_: str, name: str) -> str:
        """A second list of the same people; its id."""
        self._room()
        copy = secrets.token_hex(8)
        _there(self._graph.run("list_copy", list=list_, copy=copy, name=name_of(name)))
        return copy

    def delete(self, list_: str) -> None:
        """Put it among the deleted; it can be brought back for 30 days."""
        self._graph.run("lists_expire")
        _changed(self._graph.run("list_delete", list=list_))

    def restore(self, list_: str) -> None:
        """Bring it back."""
        if self.one(list_)["deleted"]:
            self._room()
        _changed(self._graph.run("list_delete", list=list_, back=True))

    def erase(self, list_: str) -> None:
        """Take a deleted list away for good."""
        self._graph.run("list_erase", list=list_)

    def share(self, list_: str, *, with_notes: bool) -> None:
        """Let whoever has the new address see it; an earlier address leads nowhere any more."""
        token = secrets.token_urlsafe(24)
        _changed(self._graph.run("list_share", list=list_, share=token, all=with_notes))

    def unshare(self, list_: str) -> None:
        """Let nobody see it by an address any more."""
        _changed(self._graph.run("list_share", list=list_))

    def _room(self) -> None:
        self._graph.run("lists_expire")
        if len(self.all()) >= MOST_LISTS:
            raise ParameterRefused(f"there are {MOST_LISTS} lists already; delete some first")


def name_of(text: str) -> str:
    """A list's name, on one line. Raises ParameterRefused when there is none."""
    name = " ".join(text.split())
    if not name:
        raise ParameterRefused("a list needs a name")
    if len(name) > LONGEST_NAME:
        raise ParameterRefused(f"a list's name has {LONGEST_NAME} characters at most")
    return name


def text_of(text: str) -> str:
    """A note. Raises ParameterRefused when it is too long."""
    if len(text) > LONGEST_NOTE:
        raise ParameterRefused(f"a note has {LONGEST_NOTE:,} characters at most")
    return text.replace("\r\n", "\n").strip()


def money_of(text: str, what: str) -> float | None:
    """A sum of money from text such as "1,250.50"; None from nothing.

    Raises ParameterRefused when it is not one: a comma that does not part thousands could be
    a decimal one.
    """
    plain = text.strip()
    if not plain:
        return None
    if not MONEY.fullmatch(plain) or float(plain.replace(",", "")) > MOST_MONEY:
        raise ParameterRefused(
            f"'{what}' must be a number such as 1250.50 or 1,250.50, got {text[:40]!r}"
        )
    return float(plain.replace(",", ""))


def _there(result: Result) -> Row:
    row = result.plain().one()
    if row is None:
        raise NotInGraph("no such list; it may have been deleted")
    return row


def _changed(result: Result) -> None:
    if not sum(result.rows[0].values()):
        raise NotInGraph("no such list, or nobody like that on it; it may have been deleted")
