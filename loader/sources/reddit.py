"""Reddit: pages of its API and dumps of it (Pushshift, Arctic Shift), also as .zst.

- A comment replies to the author of what it stands below: a comment, or the submission.
- 'u/name' in a text mentions that account, unless it is in a quotation.
- A crosspost reposts the original of its author.
- Submissions and comments are posts, the evidence; the subreddit is the topic of all that
  happens in it. Somebody's own page ('u_name') is no topic, and neither is flair.
- Accounts (t2) are people; so are bots such as AutoModerator, which are accounts like others.
- A post whose author is '[deleted]' or '[removed]' was taken back: it is removed if it was
  loaded before, and stays so when another file still has it.

People are known by their names, in small letters. The fullname of an account (t2_…) would be
no better: names are never changed nor given again, fullnames are missing in all that was
written down before 2018, and a mention or an older page has the name alone. So only the name
is the same in every page and dump.

A dump is read once. Whose a post is is remembered on disk (`authors`), so memory stays the
same for files of any size; a reply whose parent comes later, or in another file, waits there.
Votes, flags (over 18, quarantine), flair and awards are not read. Times are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.authors import Authors
from loader.sources.cells import BadCell
from loader.sources.documents import Document, documents, files_under
from loader.sources.reddit_things import Things
from loader.sources.reddit_tree import things_in
from loader.sources.source import Announce, Source
from loader.sources.times import clock
from loader.sources.told import Told


def read(paths: tuple[Path, ...], _: Mapping[str, str], announce: Announce) -> Iterator[Record]:
    """People, subreddits, posts and acts in `paths`: files, or folders of files."""
    return _records(files_under(paths, source="reddit"), announce)


def _records(files: list[Path], announce: Announce) -> Iterator[Record]:
    with closing(Authors()) as authors:
        things = Things(authors, clock("UTC", datetime.now(UTC)))
        told = Told()
        for path in files:
            for document in documents(path):
                if isinstance(document, Reject):
                    yield document
                else:
                    yield from filter(told.is_news, _of_document(document, things))
        yield from things.waited()
        if things.left_out:
            counts = (f"{what} ({count:,})" for what, count in things.left_out.most_common())
            announce(f"reddit: left out {', '.join(counts)}")


def _of_document(document: Document, things: Things) -> Iterator[Record]:
    """What each thing in a page or on a line yields; one that cannot be read is a Reject."""
    for thing in things_in(document.fields):
        try:
            if isinstance(thing, BadCell):
                raise thing
            records = things.read(thing)
        except BadCell as bad:
            yield Reject(document.file, document.line, bad.field, str(bad))
        else:
            yield from records


SOURCE = Source(
    name="reddit",
    reads="Reddit's listings and comment trees as JSON, and dumps of it (also .zst)",
    takes_paths=True,
    read=read,
)
