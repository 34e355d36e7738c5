"""Bluesky, from what its network says of itself: Jetstream's events and pages of its API.

Files of Jetstream events, one a line, in any order of files:
- A like, a repost and a follow are acts; undone, they are taken back.
- A post is the evidence. It replies to the author of its parent, quotes the author of a post
  that it embeds, and mentions whom its text marks, unless replied to or quoted there already.
- Marked hashtags and added tags are its topics. An act on a post is about the topics of that
  post where it was read before, else about those of the post through which it was done.
- A deleted post goes with the acts on it and through it; an account that is deleted or taken
  down goes with all its acts.
- Handles come with identities, names and descriptions with profiles.

Pages of the API (`app.bsky…`), as JSON: profiles, follows and followers, feeds, threads, posts,
likes and reposts of a post, and records as they lie in accounts (`com.atproto.repo…`).

An act that is a record has the record's address for its id, so that the file, the stream and
the undoing mean the same; `#reply`, `#quote` and `#mention:<did>` name the acts of a post. Lists
of who liked, reposted or follows do not tell the record; what is in them has an id made of kind,
who and what. That cannot be the id everywhere, because the stream undoes a record by its address
alone. So a like that comes both in such a list and as a record is there twice: it is counted as
two acts, and its weight, which is that of the largest, is that of one. An
edited post stays as it was first. Times say when a record was made, but never later than it
was seen; those without a zone are in UTC, as Bluesky itself reads them.

Memory holds the topics of the latest tagged posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.bluesky_records import Bluesky
from loader.sources.bluesky_views import Views
from loader.sources.cells import BadCell
from loader.sources.documents import Document, documents, files_under
from loader.sources.source import Announce, Source
from loader.sources.times import clock


def read(paths: tuple[Path, ...], _: Mapping[str, str], announce: Announce) -> Iterator[Record]:
    """People, posts and acts in the files `paths`, and in those below the folders among them.

    Raises SourceError when there is none.
    """
    files = files_under(paths, source="bluesky")
    return records_of(chain.from_iterable(map(documents, files)), announce)


def records_of(found: Iterable[Document | Reject], announce: Announce) -> Iterator[Record]:
    """What each document says; afterwards it is announced what was left out."""
    reading = Documents()
    for document in found:
        yield from reading.records(document)
    reading.tell(announce)


class Documents:
    """Reads documents of either sort, one after the other."""

    def __init__(self) -> None:
        times = clock("UTC", datetime.now(UTC))
        self._bluesky = Bluesky(times)
        self._views = Views(self._bluesky, times)

    def records(self, document: Document | Reject) -> list[Record]:
        """What a document says; what cannot be read of it is a Reject."""
        if isinstance(document, Reject):
            return [document]
        file, line, fields = document
        try:
            if "kind" in fields or "time_us" in fields:
                return self._bluesky.event(fields)
            return [
                Reject(file, line, found.field, str(found)) if isinstance(found, BadCell) else found
                for found in self._views.page(fields)
            ]
        except BadCell as bad:
            return [Reject(file, line, bad.field, str(bad))]

    def tell(self, announce: Announce) -> None:
        """Announce what was left out, and how often a time was not believed."""
        if left_out := self._bluesky.left_out.most_common():
            counts = ", ".join(f"{what} ({count:,})" for what, count in left_out)
            announce(f"bluesky: left out {counts}")
        if retimed := self._bluesky.retimed:
            announce(f"bluesky: {retimed:,} records say no time to be believed; seen is taken")


SOURCE = Source(
    name="bluesky",
    reads="Files of Bluesky: events of Jetstream, and pages of its API as JSON",
    takes_paths=True,
    read=read,
)
