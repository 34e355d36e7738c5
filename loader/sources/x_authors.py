"""Who wrote certain posts: a second reading of the files, for lists that came before them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress

from loader.records import Reject
from loader.sources.cells import BadCell
from loader.sources.documents import Document
from loader.sources.fields import Fields
from loader.sources.latest import Latest
from loader.sources.times import Clock
from loader.sources.x_memory import Known
from loader.sources.x_status import status_of

# A post may be in a post, in a page, in a recorded answer: each adds two levels.
_DEEPEST = 8


def authors_in(
    files: Iterable[Callable[[], Iterator[Document | Reject]]],
    wanted: Collection[str],
    times: Clock,
) -> dict[str, Known]:
    """What `files` tell of the posts `wanted`, by the ids that X has for them.

    In memory for the posts wanted. What cannot be read was told in the first reading.
    """
    found: dict[str, Known] = {}
    nobody: Latest[str] = Latest()
    for told in files:
        for document in told():
            if isinstance(document, Document):
                for fields in _posts_in(document.fields.value, wanted):
                    with suppress(BadCell):
                        status = status_of(fields, nobody, times, "")
                        if status.author and not status.hidden:
                            found[status.version] = Known(
                                status.id, status.version, status.author, status.topics
                            )
    return found


def _posts_in(value: object, wanted: Collection[str], depth: int = _DEEPEST) -> Iterator[Fields]:
    """The objects that say who wrote one of the posts `wanted`."""
    if isinstance(value, list):
        for one in value:
            yield from _posts_in(one, wanted, depth)
    elif isinstance(value, dict) and depth:
        id_ = str(value.get("id_str") or value.get("id"))
        if id_ in wanted and ("author_id" in value or "user" in value):
            yield Fields(value)
        for one in value.values():
            if isinstance(one, dict | list):
                yield from _posts_in(one, wanted, depth - 1)
