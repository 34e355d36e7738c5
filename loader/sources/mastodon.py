"""Mastodon and the fediverse: what its API answers, streams, and archives of accounts.

- Statuses are posts, the evidence; their text is plain, their hashtags are the topics.
- A boost reposts the original; a reply answers whom the status says; a quote that was agreed
  to quotes; those named besides are mentioned.
- Notifications of a favourite, a boost or a follow are such acts. A list of followers, of
  those followed or of favourites is one when its name says whose it is, as in
  'followers_ada@example.org.json', or --account does.
- 'delete' in a stream, and what the API answers to a deletion, is a removal.
- An archive is a folder, a zip or a tar.gz with outbox.json, likes.json and actor.json, whose
  owner is who acts.
- Only what is public or unlisted is read. Bookmarks, blocks and mutes are left alone.
- Who is marked `noindex`, or says #nobot or #noindex in the bio, is left out, and removed if
  loaded before. `discoverable` and `indexable` are no such wish: they are off unless switched
  on, and concern a directory and a search.

People are known by the address of the account, 'ada@example.org' in small letters: the one
thing that is said of an account in all places. The API of every instance has it (that of its
own accounts is completed by their pages, or by --instance where these are on another host),
and so have mentions, lists of followers and archives. The address of the actor would be as
good, but the API tells it since 2023 alone, and mentions and lists never. Posts are known by
their `uri`, which is the same on every instance; ids in the API are not.

Files are read once. What a reply answers is remembered on disk (`authors`), and a reply that
comes before it waits there. Newer instances have numbers in the addresses of posts: whose
such a post is that an archive boosts is known when another file has it, or it is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.authors import Authors
from loader.sources.cells import BadCell
from loader.sources.documents import Document
from loader.sources.fields import Fields
from loader.sources.mastodon_accounts import Accounts, is_address, spelled
from loader.sources.mastodon_activities import Activities
from loader.sources.mastodon_acts import Acts
from loader.sources.mastodon_archives import is_archive, unpacked
from loader.sources.mastodon_events import followed, in_the_api, things_in
from loader.sources.mastodon_files import Whose, addresses_in, documents_of, files_of, is_list
from loader.sources.mastodon_files import whose as whose_of
from loader.sources.mastodon_statuses import Statuses
from loader.sources.source import Announce, Option, Source
from loader.sources.times import Clock, clock
from loader.sources.told import Told
from queries.errors import SourceError


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """People, posts and acts in `paths`: files, archives, or folders such as unpacked ones."""
    account = options.get("account", "").strip().lstrip("@")
    if account and not is_address(account):
        raise SourceError(f"--account {account!r}: name it as in ada@example.org")
    # At once, and again where archives are unpacked.
    plain = tuple(path for path in paths if not is_archive(path))
    if plain or not paths:
        files_of(plain)
    return _records(
        paths, options.get("instance", ""), spelled(account) if account else "", announce
    )


class Reading:
    """One reading of many files: what is remembered from one to the next."""

    def __init__(self, authors: Authors, instance: str, times: Clock, *, waits: bool) -> None:
        self.left_out: Counter[str] = Counter()
        accounts = Accounts(instance, times, self.left_out)
        self.acts = Acts(authors, accounts, self.left_out, waits=waits)
        self.statuses = Statuses(accounts, self.acts, times, self.left_out)
        self.activities = Activities(self.statuses, times)

    def document(self, document: Document, whose: Whose) -> Iterator[Record]:
        """The records in a document; of its parts, one that cannot be read is a Reject."""
        for thing in things_in(document.fields):
            try:
                if isinstance(thing, BadCell):
                    raise thing
                yield from self._thing(thing, whose)
            except BadCell as bad:
                yield Reject(document.file, document.line, bad.field, str(bad))

    def _thing(self, thing: Fields, whose: Whose) -> list[Record]:
        found = in_the_api(thing, self.statuses, whose)
        if found is None:
            found = self.activities.read(thing)
        if found is None:
            raise BadCell(thing.path or "line", "is no status, account, notification or activity")
        return found


def _records(
    paths: tuple[Path, ...], instance: str, account: str, announce: Announce
) -> Iterator[Record]:
    times, told = clock("UTC", datetime.now(UTC)), Told()
    with unpacked(paths) as places, closing(Authors()) as authors:
        files = files_of(places)
        reading = Reading(authors, instance, times, waits=True)
        owners: dict[Path, str] = {}
        for place, path in enumerate(files):
            reading.statuses.place = instance or str(place)
            reading.activities.owner = owners.get(path.parent, account)
            yield from filter(told.is_news, _file(path, reading))
            if path.name == "actor.json":
                owners[path.parent] = reading.activities.owner
        yield from reading.acts.waited()
        if reading.left_out:
            counts = (f"{what} ({count:,})" for what, count in reading.left_out.most_common())
            announce(f"mastodon: left out {', '.join(counts)}")


def _file(path: Path, reading: Reading) -> Iterator[Record]:
    whose = whose_of(path, reading.activities.owner)
    if is_list(path):
        yield from _list(path, whose, reading.statuses)
        return
    for document in documents_of(path):
        if isinstance(document, Reject):
            yield document
        else:
            yield from reading.document(document, whose)


def _list(path: Path, whose: Whose, statuses: Statuses) -> Iterator[Record]:
    """The follows in a CSV, which names accounts and nothing else."""
    for found in addresses_in(path):
        if isinstance(found, Reject):
            yield found
        elif not is_address(found[1]):
            yield Reject(path.name, found[0], "Account address", "is no address of an account")
        elif not whose.address:
            statuses.without("follows; --account says of whom")
        else:
            yield from followed(statuses, spelled(found[1]), whose, None)


SOURCE = Source(
    name="mastodon",
    reads="Mastodon's API as JSON, its streams, and archives of accounts, packed or not",
    takes_paths=True,
    read=read,
    options=(
        Option(
            "instance", "the instance that answered, such as mastodon.example (default: guessed)"
        ),
        Option("account", "whose notifications, lists and archive these are: ada@example.org"),
    ),
)
