"""Addresses of topics and people, whose ids may hold anything; and the way back.

`/topics/ac/dc.json` is the page of the topic "ac/dc.json" where there is one, else the
JSON of "ac/dc". So an address is read against the graph: the longest id that is there wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

FORMS = ("html", "json", "csv", "xlsx")
PLAIN = "/:@!$&'()*+,;=-._~"
ODD = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an address: whose page, which of that one's pages, in which form."""

    id: str
    page: str
    form: str


def ending_of(form: str) -> str:
    """What an address ends in for that form: nothing for a page."""
    return "" if form == "html" else f".{form}"


def address(
    folder: str,
    id: str,
    below: str = "",
    form: str = "html",
    query: Mapping[str, object] | None = None,
) -> str:
    """Where a topic's or a person's page is: `address("topics", "c#", "/arrows")`."""
    parts = id.split("/")
    # A browser folds "." and ".." and a server "//": then the slash itself is written out.
    folded = any(part in ("", ".", "..") for part in parts)
    path = quote(id, safe=PLAIN.replace("/", "") if folded else PLAIN)
    return with_query(f"/{folder}/{path}{below}{ending_of(form)}", query or {})


def with_query(path: str, query: Mapping[str, object]) -> str:
    """`path` with what `query` says; of a list each is said in turn, and what is empty is not."""
    said = {name: value for name, value in query.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(said, doseq=True, quote_via=quote)}" if said else path


def readings(tail: str, pages: Iterable[str]) -> list[Reading]:
    """Every way to read what follows `/topics/` or `/people/`, the longest id first.

    `pages` are what may stand below an id: "", "/arrows".
    """

    def each() -> Iterator[Reading]:
        for page in pages:
            for form in FORMS:
                ending = page + ending_of(form)
                if tail.endswith(ending) and len(tail) > len(ending):
                    yield Reading(tail[: len(tail) - len(ending)], page, form)

    return sorted(each(), key=lambda one: -len(one.id))


def chosen(ways: Sequence[Reading], known: Iterable[str]) -> Reading | None:
    """The first reading whose id is known."""
    ids = set(known)
    return next((way for way in ways if way.id in ids), None)


def is_local(target: str) -> bool:
    """Whether that is an address of this site, whatever a browser makes of it.

    A browser takes `\\` for `/` and drops line ends, so that `/\\evil` is another host.
    """
    return target.startswith("/") and not target.startswith("//") and not ODD.search(target)
