"""The things in what Reddit answers: listings within listings, or a thing a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.times import shown


class Thing(NamedTuple):
    """A comment (t1), account (t2), submission (t3), subreddit (t5) or 'more', and its fields."""

    kind: str
    fields: Fields


def things_in(document: Fields) -> Iterator[Thing | BadCell]:
    """The things in `document`, each before those below it; BadCell for what is none.

    Without recursion, since how deep a tree of comments goes is up to those who comment.
    """
    waiting: list[Fields | BadCell] = [document]
    while waiting:
        found = waiting.pop()
        if isinstance(found, BadCell):
            yield found
            continue
        try:
            thing, below = _taken_apart(found)
        except BadCell as bad:
            yield bad
            continue
        if thing:
            yield thing
        waiting.extend(reversed(below))


def _taken_apart(found: Fields) -> tuple[Thing | None, list[Fields | BadCell]]:
    """The thing that `found` is, if it is one, and what may hold further things."""
    if "kind" not in found or "data" not in found:
        return _bare(found)
    kind, data = found.word("kind"), found.inner("data")
    if kind == "Listing":
        return None, _each(data, "children")
    return Thing(kind, data), _replies(data)


def _bare(found: Fields) -> tuple[Thing | None, list[Fields | BadCell]]:
    """A line of a dump, which does not say of what kind it is, or an answer of another form."""
    if "body" in found and "link_id" in found:
        return Thing("t1", found), _replies(found)
    if "title" in found and "subreddit" in found:
        return Thing("t3", found), []
    if "json" in found:
        # What the API answers to a request for more comments.
        return None, _each(found.inner("json").inner("data"), "things")
    raise BadCell("line", "is no listing, comment or submission")


def _replies(comment: Fields) -> list[Fields | BadCell]:
    """The replies below a comment; the API writes "" where there is none."""
    if comment.value.get("replies") in (None, ""):
        return []
    try:
        return [comment.inner("replies")]
    except BadCell as bad:
        return [bad]


def _each(fields: Fields, name: str) -> list[Fields | BadCell]:
    """The objects of a list; what is none among them costs the others nothing."""
    path = f"{fields.path}.{name}" if fields.path else name
    return [
        Fields(one, f"{path}[{place}]")
        if isinstance(one, Mapping)
        else BadCell(f"{path}[{place}]", f"is no object: {shown(one)}")
        for place, one in enumerate(fields.list(name))
    ]
