"""X, the former Twitter, from what its API gave: JSON of version 2 and 1.1, and twarc's CSV.

Reads pages of version 2, the flattened output of twarc, lines of a filtered stream, statuses and
people of version 1.1 (a line each, in an array, or in a page), lists of ids, the CSV of twarc-csv,
and compliance. A file's format is found from its content. The same person, post or act has the
same id in all of them: people and posts 'x:<number>'.

- A post is a post; a repost is an act alone, since the post is another's.
- Replies, quotes and reposts act on the author of the post in question, mentions on the one who
  is mentioned, unless the same post replies to or quotes that one.
- Lists of followers and of the followed are follows; lists of who liked a post, or of what
  somebody liked, are likes, and lists of who reposted, reposts. The page says whose list it is
  (twarc notes the address it asked), or the file's name does ('followers_783214.json'), or
  --list and --of do. The author of a post that was liked is looked up in the other files.
- Hashtags and cashtags are topics, these with their '$'. X's own context annotations are not.
- All versions of an edited post are one post, under the id of the first, with the acts of the
  newest that was read; what only an earlier one did is taken back.
- Deletions, and posts that were withheld, take back a post; deleted, suspended, protected and
  withheld accounts a person. Lists of compliance are read after all other files. What was taken
  back within the last 100,000 is not loaded when it turns up later.
- Left out and counted: withheld posts and people, posts of protected accounts, acts on either,
  acts of people on themselves, direct messages, lists, counts, and lines about the stream.

A post without a time has the one that its id tells. E-mail addresses in texts and profiles are
replaced. Mentions without an id, as CSV has them, are resolved where the handle was read before.

Memory holds the last 100,000 posts and handles (to know who wrote what is referred to), and the
members of lists that wait for an author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.documents import Document, documents, files_under
from loader.sources.edges_tables import Table
from loader.sources.files import UNREADABLE, opened
from loader.sources.source import Announce, Option, Source
from loader.sources.times import clock
from loader.sources.x_authors import authors_in
from loader.sources.x_compliance import BATCHES, batch_of, is_row
from loader.sources.x_csv import documents_in, table_in
from loader.sources.x_ids import checked
from loader.sources.x_memory import Memory
from loader.sources.x_reader import Reader
from loader.sources.x_relations import RELATIONS, Relation, relation_named
from queries.errors import SourceError

_JSON = (b"{", b"[")
_START_READ = 65_536

Documents = Callable[[], Iterator[Document | Reject]]


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """People, posts, acts and removals of `paths`, files and folders.

    Raises SourceError when no file holds anything of X.
    """
    asked = _asked(options)
    files = files_under(paths, source="x")
    found = {path: told for path in files if (told := _documents_in(path, announce))}
    if not found:
        raise SourceError("x: none of the files holds JSON or CSV of X's API")
    return _records(found, asked, options.get("compliance", ""), announce)


def _records(
    files: Mapping[Path, Documents], asked: Relation, compliance: str, announce: Announce
) -> Iterator[Record]:
    times = clock("", datetime.now(UTC))
    reader = Reader(times, Memory())
    for path in sorted(files, key=lambda path: _is_compliance(files[path])):
        relation = _relation(path, asked, announce)
        batch = batch_of(path, compliance)
        for found in files[path]():
            if isinstance(found, Reject):
                yield found
            else:
                yield from reader.records(found, relation, batch)
    if reader.waiting:
        wanted = {waiting.post for waiting in reader.waiting}
        yield from reader.settled(authors_in(files.values(), wanted, times))
    if reader.left_out:
        counts = (f"{what} ({count:,})" for what, count in reader.left_out.most_common())
        announce(f"x: left out {', '.join(counts)}")


def _documents_in(path: Path, announce: Announce) -> Documents | None:
    """How to read a file, from its first bytes; None, announced, when it holds nothing of X."""
    try:
        with opened(path) as file:
            start = file.read(_START_READ).removeprefix(b"\xef\xbb\xbf").lstrip()
    except UNREADABLE:
        # Told as a reject of the file, beside what the others hold.
        return lambda: documents(path)
    if start.startswith(_JSON):
        return lambda: documents(path)
    if start and (table := table_in(path)):
        return _rows(table)
    # A stream may have been cut anywhere, also in its first line.
    if any(line.lstrip().startswith(_JSON) for line in start.splitlines()):
        return lambda: documents(path)
    announce(f"{path.name} {'holds neither JSON nor CSV of X' if start else 'is empty'}")
    return None


def _rows(table: Table) -> Documents:
    return lambda: documents_in(table)


def _is_compliance(told: Documents) -> bool:
    """Whether a file is a list of what to take back, which is read last."""
    first = next(told(), None)
    return isinstance(first, Document) and is_row(first.fields)


def _relation(path: Path, asked: Relation, announce: Announce) -> Relation:
    """What a file is a list of, where its pages do not say."""
    named = relation_named(path.name)
    if named.name and named.about and not asked.about:
        announce(f"{path.name}: '{named.name}' of {named.about}, unless a page says otherwise")
    return Relation(asked.name or named.name, asked.about or named.about)


def _asked(options: Mapping[str, str]) -> Relation:
    """What --list and --of say. Raises SourceError when they make no sense."""
    name, about = options.get("list", ""), options.get("of", "")
    if name and name not in RELATIONS:
        raise SourceError(f"--list {name!r}: use one of {', '.join(RELATIONS)}")
    compliance = options.get("compliance", "")
    if compliance and compliance not in BATCHES:
        raise SourceError(f"--compliance {compliance!r}: use {' or '.join(BATCHES)}")
    try:
        return Relation(name, checked(about, "of") if about else "")
    except ValueError as error:
        raise SourceError(f"--of {error}; handles change, so give the number") from error


SOURCE = Source(
    name="x",
    reads="X (Twitter): JSON of API v2 and v1.1, twarc's output and CSV, streams, compliance",
    takes_paths=True,
    read=read,
    options=(
        Option("list", "what lists of people are, if nothing says: followers, liking_users, …"),
        Option("of", "whose list it is (or of which post), if nothing says: a number"),
        Option("compliance", "what ids to take back are of, if nothing says: posts or people"),
    ),
)
