"""Stack Exchange, from the dumps it publishes: Users, Posts, Comments and Votes of a site.

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

A dump is a folder, or the 7z archives it comes in, which are read as they are: each table is
unpacked in passing, Posts twice. Memory is the same for a dump of any size; what is remembered
of posts, about 60 MB for each million, lies in the system's temporary folder meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.cells import BadCell
from loader.sources.source import Announce, Option, Part, Source
from loader.sources.stackexchange_dumps import DumpFile, FoundDump, dumps_in
from loader.sources.stackexchange_memory import Memory, Place
from loader.sources.stackexchange_records import Dump, place_of
from loader.sources.stackexchange_rows import Row, rows_of
from loader.sources.stackexchange_site import links_in, site_of
from loader.sources.times import Clock, NotATime, clock
from queries.errors import SourceError

Transform = Callable[[Row], list[Record]]

# Which site it is shows soon; a made-up dump may link to millions of sites.
POSTS_WITH_LINKS = 100_000


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """Users, posts and acts of the dumps in `paths`, which are folders or 7z archives.

    Raises SourceError when one has no Posts.xml, and for archives that are not to be read.
    """
    return chain.from_iterable(part.records for part in parts(paths, options, announce))


def parts(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Part]:
    """The same, table by table, in the order in which they are to be read."""
    if not paths:
        raise SourceError("stackexchange: name the folder or the archives of a dump")
    dumps = dumps_in(paths)
    if len(dumps) > 1 and (options.get("site") or options.get("network")):
        raise SourceError("--site and --network are of one dump; load the dumps one by one")
    times = clock("UTC", datetime.now(UTC))
    return chain.from_iterable(_tables(dump, options, announce, times) for dump in dumps)


def _tables(
    found: FoundDump, options: Mapping[str, str], announce: Announce, times: Clock
) -> Iterator[Part]:
    links: Counter[str] = Counter()
    with closing(Memory()) as memory:
        memory.survey(_surveyed(found.files["Posts.xml"], links))
        dump = Dump(site_of(found.name, links, options, announce), memory, times)
        tables: dict[str, Transform] = {
            "Users.xml": dump.user,
            "Posts.xml": dump.post,
            "Comments.xml": dump.comment,
            "Votes.xml": dump.vote,
        }
        for name, read_row in tables.items():
            if file := found.files.get(name):
                yield Part(file.label, _records(file, read_row))
            else:
                announce(f"{found.name} has no {name}, so nothing of it is loaded")
    if dump.left_out:
        counts = (f"{what} ({count:,})" for what, count in dump.left_out.most_common())
        announce(f"{found.name}: left out {', '.join(counts)}")


def _surveyed(file: DumpFile, links: Counter[str]) -> Iterator[tuple[str, Place]]:
    """What to remember of each post; the sites that posts link to are added to `links`.

    A reading of its own, before the records: an answer may stand before its question, and the
    address of the site is in every record. Bad rows are left to the second reading.
    """
    with file.opened() as opened:
        for number, row in enumerate(rows_of(opened, file.label)):
            if isinstance(row, Reject):
                continue
            if number < POSTS_WITH_LINKS:
                links.update(links_in(row.text("Body")))
            with suppress(BadCell):
                if place := place_of(row):
                    yield row.id("Id"), place


def _records(file: DumpFile, read_row: Transform) -> Iterator[Record]:
    """What each row of `file` yields; a row that cannot be read is a Reject as a whole."""
    with file.opened() as opened:
        for row in rows_of(opened, file.label):
            if isinstance(row, Reject):
                yield row
                continue
            try:
                yield from read_row(row)
            except BadCell as bad:
                yield Reject(file.label, row.line, bad.field, str(bad))
            except NotATime as bad:
                yield Reject(file.label, row.line, "CreationDate", str(bad))


SOURCE = Source(
    name="stackexchange",
    reads="Stack Exchange dumps: folders of XML files, or the 7z archives as published",
    takes_paths=True,
    read=read,
    parts=parts,
    options=(
        Option("site", "the site, such as quantumcomputing (default: read from the dump)"),
        Option("network", "what stands before each id (default: the name of the site)"),
    ),
)
