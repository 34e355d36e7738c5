"""Stack Exchange, from the dumps it publishes: a folder of Users, Posts, Comments and Votes.

- An answer replies to the owner of the question.
- A comment replies to the owner of the post it stands below.
- '@name' in a comment mentions the one of that name who took part before: below the same post,
  else on the same page.
- A favourite of a known person likes the question's owner; dumps give its day alone.
- Tags of a question are the topics of all that happens on its page.
- Questions, answers and comments are posts, the evidence. Handles carry the id, as in
  'Blue-2293', since display names are not unique.

What has no owner any more, and what people do to their own posts, is no act between people:
it is counted and said, and is no reject. Times in a dump are in UTC.

Memory holds, for each post, its owner and its page, and for each post with comments those who
wrote there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.cells import BadCell
from loader.sources.source import Announce, Option, Source
from loader.sources.stackexchange_records import Dump, Place, place_of
from loader.sources.stackexchange_rows import Row, rows_of
from loader.sources.stackexchange_site import links_in, site_of
from loader.sources.times import Clock, NotATime, clock
from queries.errors import SourceError

Transform = Callable[[Row], list[Record]]


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """Users, posts and acts of the dumps in the folders `paths`.

    Raises SourceError when a folder has no Posts.xml.
    """
    if not paths:
        raise SourceError("stackexchange: name the folder of a dump")
    if len(paths) > 1 and (options.get("site") or options.get("network")):
        raise SourceError("--site and --network are of one dump; load the folders one by one")
    for folder in paths:
        if not (folder / "Posts.xml").is_file():
            raise SourceError(f"{folder} has no Posts.xml; name the folder of an unpacked dump")
    times = clock("UTC", datetime.now(UTC))
    # Resolved, since the name of '.' says nothing.
    folders = [folder.resolve() for folder in paths]
    return chain.from_iterable(_dump(folder, options, announce, times) for folder in folders)


def _dump(
    folder: Path, options: Mapping[str, str], announce: Announce, times: Clock
) -> Iterator[Record]:
    places, links = _surveyed(folder / "Posts.xml")
    dump = Dump(site_of(folder, links, options, announce), places, times)
    files: dict[str, Transform] = {
        "Users.xml": dump.user,
        "Posts.xml": dump.post,
        "Comments.xml": dump.comment,
        "Votes.xml": dump.vote,
    }
    for name, read_row in files.items():
        if (folder / name).is_file():
            yield from _records(folder / name, read_row)
        else:
            announce(f"{folder.name} has no {name}, so nothing of it is loaded")
    if dump.left_out:
        counts = (f"{what} ({count:,})" for what, count in dump.left_out.most_common())
        announce(f"{folder.name}: left out {', '.join(counts)}")


def _surveyed(path: Path) -> tuple[dict[str, Place], Counter[str]]:
    """What is remembered of each post, and the sites that posts link to.

    A reading of its own, before the records: an answer may stand before its question, and the
    address of the site is in every record. Bad rows are left to the second reading.
    """
    places: dict[str, Place] = {}
    links: Counter[str] = Counter()
    for row in rows_of(path):
        if isinstance(row, Reject):
            continue
        links.update(links_in(row.text("Body")))
        with suppress(BadCell):
            if place := place_of(row):
                places[row.id("Id")] = place
    return places, links


def _records(path: Path, read_row: Transform) -> Iterator[Record]:
    """What each row of `path` yields; a row that cannot be read is a Reject as a whole."""
    for row in rows_of(path):
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield from read_row(row)
        except BadCell as bad:
            yield Reject(path.name, row.line, bad.field, str(bad))
        except NotATime as bad:
            yield Reject(path.name, row.line, "CreationDate", str(bad))


SOURCE = Source(
    name="stackexchange",
    reads="Folders of Stack Exchange dumps: Users, Posts, Comments and Votes as XML",
    takes_paths=True,
    read=read,
    options=(
        Option("site", "the site, such as quantumcomputing (default: read from the dump)"),
        Option("network", "what stands before each id (default: the name of the site)"),
    ),
)
