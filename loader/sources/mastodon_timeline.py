"""What is posted under some hashtags, live, as an instance of Mastodon sees it.

`read_live` asks for the timeline of each hashtag in turn: first for some pages back, then for
what is new. It reads what the instance shows to everybody, asks at most every two seconds and
far less when the instance says so, and ends by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from urllib.parse import quote

from loader.records import Record, Reject
from loader.sources.authors import Authors
from loader.sources.cells import BadCell, number_of
from loader.sources.documents import Document
from loader.sources.fields import Fields
from loader.sources.mastodon import Reading
from loader.sources.mastodon_accounts import host_of
from loader.sources.mastodon_api import Instance, Time
from loader.sources.mastodon_files import Whose
from loader.sources.source import Announce, Option, Over, Stream
from loader.sources.times import clock
from loader.sources.told import Told
from queries.errors import SourceError

PAGE = 40
PAGES_BACK = 5
# How often to look whether something new is there, and how many statuses to tell apart.
LOOK_SECONDS = 15.0
REMEMBERED = 5_000

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1"})


def read_live(
    instance: str,
    topics: Iterable[str],
    seconds: float,
    announce: Announce,
    *,
    pages_back: int = PAGES_BACK,
    look_seconds: float = LOOK_SECONDS,
    time: Time | None = None,
) -> Iterator[Record]:
    """People, posts and acts under the hashtags `topics` on `instance`, for `seconds`.

    At first up to `pages_back` pages of 40 posts that are there already. Raises SourceError at
    once when the instance does not answer, and in the course of it when it answers no more.
    """
    tags = [_Tag(name) for name in dict.fromkeys(map(_hashtag, topics))]
    if not tags:
        raise SourceError("mastodon: name a hashtag to collect, with --topic")
    times = time or Time()
    asked = Instance(_address(instance), times.now() + seconds, announce, times)
    name = _name(asked)
    for tag in tags:
        tag.pages_back = pages_back
    return _live(asked, name, tags, look_seconds, announce)


@dataclass(slots=True)
class _Tag:
    """A hashtag: the newest and the oldest status that came, and those told lately."""

    name: str
    newest: str = ""
    oldest: str = ""
    pages_back: int = 0
    has_more: bool = True
    seen: dict[str, str] = field(default_factory=dict)

    def query(self) -> dict[str, str]:
        """What to ask for next: what is older while pages back are left, then what is new."""
        ids = {"limit": str(PAGE)}
        if self.oldest and self.pages_back > 0:
            return ids | {"max_id": self.oldest}
        return ids | ({"min_id": self.newest} if self.newest else {})

    def news(self, page: list[object]) -> list[Fields | str]:
        """What is new or changed in `page`, the oldest first; a text says what is no status."""
        back = self.oldest and self.pages_back > 0
        ids = sorted(filter(None, map(_id, page)), key=_age)
        if ids and not back:
            self.newest = max(self.newest, ids[-1], key=_age)
        if ids and (back or not self.oldest):
            grew = not self.oldest or _age(ids[0]) < _age(self.oldest)
            self.oldest = ids[0]
            self.pages_back = self.pages_back - 1 if grew and len(page) == PAGE else 0
        elif back:
            self.pages_back = 0
        news = [one for status in reversed(page) if (one := self._once(status)) is not None]
        self.has_more = self.pages_back > 0 or len(news) >= PAGE
        return news

    def _once(self, status: object) -> Fields | str | None:
        if not isinstance(status, dict):
            return "is no object"
        if not (id_ := _id(status)):
            return "has no id"
        edited = str(status.get("edited_at"))
        if self.seen.get(id_) == edited:
            return None
        while len(self.seen) >= REMEMBERED:
            del self.seen[next(iter(self.seen))]
        self.seen[id_] = edited
        return Fields(status)


def _live(
    asked: Instance, name: str, tags: list[_Tag], look_seconds: float, announce: Announce
) -> Iterator[Record]:
    told = Told()
    with closing(asked), closing(Authors()) as authors:
        reading = Reading(authors, name, clock("UTC", datetime.now(UTC)), waits=False)
        reading.statuses.place = name
        for tag, page in _pages(asked, tags, look_seconds):
            news = tag.news(page if isinstance(page, list) else [page])
            yield from filter(told.is_news, _records(news, name, reading))
        if reading.left_out:
            counts = (f"{what} ({count:,})" for what, count in reading.left_out.most_common())
            announce(f"mastodon: left out {', '.join(counts)}")


def _pages(asked: Instance, tags: list[_Tag], look_seconds: float) -> Iterator[tuple[_Tag, object]]:
    """The pages of all hashtags in turn, until the time is over.

    Only when none of them has more to give at once, some time passes before the next turn.
    """
    while True:
        for tag in tags:
            path = f"/api/v1/timelines/tag/{quote(tag.name, safe='')}"
            page = asked.ask(path, tag.query())
            if page is None:
                return
            yield tag, page
        if not any(tag.has_more for tag in tags) and not asked.wait(look_seconds):
            return


def _records(news: list[Fields | str], name: str, reading: Reading) -> Iterator[Record]:
    for status in news:
        if isinstance(status, str):
            yield Reject(name, 0, "status", status)
        else:
            yield from reading.document(Document(name, 0, status), Whose())


def _name(asked: Instance) -> str:
    """What an instance calls itself in the addresses of its accounts."""
    said = asked.ask("/api/v2/instance", {}, needed=False)
    if said == {}:
        # Older ones, and other programs, know the first edition of this page alone.
        said = asked.ask("/api/v1/instance", {}, needed=False)
    told = said if isinstance(said, dict) else {}
    name = str(told.get("domain") or told.get("uri") or "").lower()
    host = host_of(name) or name
    return host if _HOST.fullmatch(host) else host_of(asked.address)


def _address(instance: str) -> str:
    """Where to ask. Raises SourceError when `instance` is no name of a host."""
    bare = instance.strip().rstrip("/")
    scheme, _, host = bare.rpartition("://")
    if not _HOST.fullmatch(host) or scheme not in ("", "https", "http"):
        raise SourceError(f"--instance {instance!r}: name it as in mastodon.example")
    if scheme == "http" and host.partition(":")[0] not in _LOOPBACK:
        raise SourceError(f"--instance {instance!r}: only https is asked")
    return f"{scheme or 'https'}://{host}"


def _hashtag(topic: str) -> str:
    """A topic as it is written after '#'. Raises SourceError for none."""
    name = topic.strip().lstrip("#").strip().replace(" ", "")
    if not name or not all(char.isalnum() or char in "_·-" for char in name):
        raise SourceError(f"--topic {topic!r}: a hashtag has letters, digits and '_'")
    return name


def _id(status: object) -> str:
    found = status.get("id") if isinstance(status, dict) else None
    return found if isinstance(found, str) and len(found) < 100 else ""


def _age(id_: str) -> tuple[int, str]:
    """Sorts ids by age: they are numbers that grow, or texts of one length that do."""
    return len(id_), id_


def collect(options: Mapping[str, str], announce: Announce, over: Over) -> Iterator[Record]:
    """What `read_live` gives until it is `over`, as the options of the row say."""
    try:
        back = number_of(options.get("pages-back"), "--pages-back")
    except BadCell as bad:
        raise SourceError(f"{bad.field} {bad}") from bad
    return read_live(
        options.get("instance", ""),
        filter(str.strip, options.get("topic", "").split(",")),
        inf,
        announce,
        pages_back=PAGES_BACK if back is None else back,
        time=Time(over=over),
    )


STREAM = Stream(
    name="mastodon",
    hears="What is posted under some hashtags, as an instance of Mastodon shows it to all",
    collect=collect,
    options=(
        Option("instance", "the instance to ask, such as mastodon.example"),
        Option("topic", "hashtags, separated by commas"),
        Option("pages-back", "how many pages of 40 earlier posts to read", str(PAGES_BACK)),
    ),
)
