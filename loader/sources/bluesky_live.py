"""Bluesky as it goes on: the public stream, everybody's or some accounts', all or on topics.

What comes is read as from files of the same events. The stream has no names; those who were
acted upon most are looked up at the end, with the posts that were acted upon most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from loader.records import Interaction, Kind, Post, Record, User
from loader.sources.bluesky import Documents
from loader.sources.bluesky_api import NOWHERE, PUBLIC_API, did_of, posts, profiles
from loader.sources.bluesky_stream import PUBLIC_STREAMS, Jetstream, Subscription
from loader.sources.bluesky_uris import LIKE, POST, REPOST
from loader.sources.source import Announce, Option, Over, Stream
from loader.sources.times import shown
from loader.topics import topic_id
from queries.errors import SourceError

LOOKED_UP = 1_000
COUNTED = 200_000
MOST_HANDLES = 100


def collect(options: Mapping[str, str], announce: Announce, over: Over) -> Iterator[Record]:
    """Records as they come, until it is `over`.

    Raises SourceError when an option cannot be followed, and when nothing can be heard.
    """
    api = options.get("api", "") or PUBLIC_API
    topics = frozenset(filter(None, map(topic_id, _listed(options.get("topic", "")))))
    handles = _listed(options.get("handle", ""))
    if len(handles) > MOST_HANDLES:
        raise SourceError(f"--handle: {len(handles)} are named; {MOST_HANDLES} can be heard")
    told = Subscription(
        urls=_urls(options.get("url", "")),
        dids=tuple(did_of(handle, api) for handle in handles),
    )
    if topics:
        told = Subscription(told.urls, (POST, LIKE, REPOST), told.dids)
    return _collected(told, topics, "" if api == NOWHERE else api, announce, over)


def _collected(
    told: Subscription, topics: frozenset[str], api: str, announce: Announce, over: Over
) -> Iterator[Record]:
    reading, chosen, met = Documents(), OnTopics(topics), Met()
    for document in Jetstream(told, announce, over).documents():
        for record in chosen.of(reading.records(document)):
            met.count(record)
            yield record
    if api:
        yield from _looked_up(met, reading, chosen, api, announce)
    reading.tell(announce)


def _looked_up(
    met: Met, reading: Documents, chosen: OnTopics, api: str, announce: Announce
) -> Iterator[Record]:
    """The profiles and the posts that were acted upon most."""
    people, evidence = met.people.most_common(LOOKED_UP), met.posts.most_common(LOOKED_UP)
    announce(f"Looking up {len(people):,} people and {len(evidence):,} posts …")
    try:
        for page in profiles([_native(id_) for id_, _ in people], api):
            yield from reading.records(page)
        for page in posts([_native(id_) for id_, _ in evidence], api):
            yield from chosen.of(reading.records(page))
    except SourceError as error:
        announce(f"{error}; who is not named is shown by the id")


class OnTopics:
    """Lets through posts on some topics, and the acts on and through them; or everything.

    A post through which somebody acted on one of them is their evidence, and passes too; so
    does what is taken back, since it may have been collected before.
    """

    def __init__(self, topics: frozenset[str]) -> None:
        self._topics = topics
        self._posts: set[str] = set()
        self._people: set[str] = set()

    def of(self, found: list[Record]) -> list[Record]:
        """Those of the records of one event that are let through."""
        if not self._topics:
            return found
        for record in found:
            if isinstance(record, Post) and not self._topics.isdisjoint(
                map(topic_id, record.topics)
            ):
                self._posts.add(record.id)
        acts = [one for one in found if isinstance(one, Interaction) and self._is_about(one)]
        through = {act.via for act in acts}
        self._people.update(id_ for act in acts for id_ in (act.who, act.whom))
        return [one for one in found if one in acts or self._passes(one, through)]

    def _is_about(self, act: Interaction) -> bool:
        return act.post in self._posts or act.via in self._posts

    def _passes(self, record: Record, through: set[str | None]) -> bool:
        if isinstance(record, Post):
            return record.id in self._posts or record.id in through
        if isinstance(record, User):
            return record.id in self._people
        return not isinstance(record, Interaction)


class Met:
    """How often people and posts were acted upon; of very many, the most."""

    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.posts: Counter[str] = Counter()

    def count(self, record: Record) -> None:
        """Count the act, if it is one."""
        if isinstance(record, Interaction):
            self._add(self.people, record.whom)
            if record.post and record.kind is not Kind.FOLLOW:
                self._add(self.posts, record.post)

    def _add(self, counter: Counter[str], id_: str) -> None:
        counter[id_] += 1
        if len(counter) > COUNTED:
            most = counter.most_common(COUNTED // 2)
            counter.clear()
            counter.update(dict(most))


def _native(id_: str) -> str:
    return id_.partition(":")[2]


def _listed(option: str) -> list[str]:
    """The names in an option, which are separated by commas or spaces."""
    return option.replace(",", " ").split()


def _urls(option: str) -> tuple[str, ...]:
    """The address in the option, or the public ones."""
    if not option:
        return PUBLIC_STREAMS
    if not _is_address(option):
        raise SourceError(f"--url {shown(option)}: name one such as {PUBLIC_STREAMS[0]}")
    return (option,)


def _is_address(text: str) -> bool:
    """Whether `text` is the address of a WebSocket, and no more than that."""
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    spelled = text.isprintable() and not set(text) & set(" #@")
    return whole and spelled and parts.scheme in ("ws", "wss")


STREAM = Stream(
    name="bluesky",
    hears="Bluesky's public stream: posts, reposts, likes, replies, quotes, follows",
    collect=collect,
    options=(
        Option("topic", "hashtags to keep, separated by commas (default: everything)"),
        Option("handle", "accounts to hear, separated by commas (default: everybody)"),
        Option("url", "a Jetstream's address (default: Bluesky's public ones)"),
        Option("api", "where names are looked up, or 'none'", PUBLIC_API),
    ),
)
