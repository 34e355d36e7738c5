"""Last.fm, as it comes inside the `graphdatascience` package: a real network for everybody.

1,892 anonymous listeners, their 12,717 friendships and 186,479 dated tags on artists (HetRec
2011). The set has no names, hence 'listener-2', 'artist 52' and 'tag 73'.

- A friendship is mutual: two follows, without a time.
- A tag that a listener gives to an artist after friends gave the same tag to the same artist
  is an adoption, its credit split among those friends. It is an inference, not an act
  (see `lastfm_adoption`).
- The tags that take part in an adoption are posts: its evidence. The other tags are not loaded.

Nearly all dates are months: the set puts the first of the month at midnight in Spain, where
it was made. Adoptions are therefore between months, not within one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as parquet

from loader.records import Interaction, Kind, Post, Record, Reject, User
from loader.sources.lastfm_adoption import Adoption, Decay, adoptions, neighbours
from loader.sources.source import Announce, Option, Source
from queries.errors import SourceError

FRIENDS = "user_friend_df_directed.parquet.gzip"
LISTENERS = "user_nodes.parquet.gzip"
TAGGED = "user_tag_artist_rels.parquet.gzip"

# Listeners have ids up to 2,100 in this set, and artists have theirs plus 10,000.
_ARTIST_OFFSET = 10_000
_FIRST_YEAR, _LAST_YEAR = 2005, 2011
_HOUR_MILLISECONDS = 3_600_000

_Thing = tuple[int, int]
_Times = dict[_Thing, dict[int, datetime]]


class Tagging(NamedTuple):
    """A listener gave an artist a tag."""

    listener: int
    artist: int
    tag: int
    at: datetime

    @property
    def id(self) -> str:
        return f"lastfm:{self.listener}:{self.artist}:{self.tag}"


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """Listeners, friendships, then each adoption with the posts it rests on.

    Reads the folder inside the package, or that in `paths`. All tags are kept in memory.
    """
    decay = Decay(_days(options, "window-days"), _days(options, "half-life-days"))
    return _records(paths[0] if paths else bundled(), decay, announce)


def bundled() -> Path:
    """The folder of the set inside the `graphdatascience` package, found without importing it."""
    package = find_spec("graphdatascience")
    if package is None or package.origin is None:
        raise SourceError("lastfm comes with graphdatascience; pip install graphdatascience")
    folder = Path(package.origin).parent / "resources" / "lastfm"
    if missing := [name for name in (LISTENERS, FRIENDS, TAGGED) if not (folder / name).exists()]:
        raise SourceError(f"this graphdatascience has no {missing[0]}; version 2.2 has")
    return folder


def _records(folder: Path, decay: Decay, announce: Announce) -> Iterator[Record]:
    for (listener,) in _rows(folder / LISTENERS, "nodeId"):
        yield User(f"lastfm:{listener}", handle=f"listener-{listener}")
    pairs = [(one, other) for one, other in _rows(folder / FRIENDS, "sourceNodeId", "targetNodeId")]
    for one, other in pairs:
        yield _follow(one, other)
        yield _follow(other, one)
    times: _Times = defaultdict(dict)
    yield from _gather(folder / TAGGED, times)
    announce(
        f"adoptions are inferred: the same tag on the same artist within "
        f"{decay.window.days} days after a friend"
    )
    friends = neighbours(pairs)
    for thing, moments in times.items():
        yield from _adopted(thing, moments, list(adoptions(moments, friends, decay)))


def _follow(who: int, whom: int) -> Interaction:
    return Interaction(
        f"lastfm:friend:{who}:{whom}", f"lastfm:{who}", f"lastfm:{whom}", Kind.FOLLOW
    )


def _gather(path: Path, times: _Times) -> Iterator[Reject]:
    """Fills `times` with the first time of each listener for each artist and tag."""
    columns = ("sourceNodeId", "targetNodeId", "tagID", "year", "month", "day", "timestamp")
    for row, values in enumerate(_rows(path, *columns), 1):
        listener, artist, tag, year, month, day, timestamp = values
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            reason = f"is not of {_FIRST_YEAR} to {_LAST_YEAR}, when tags were given: {year}"
            yield Reject(path.name, row, "year", reason)
            continue
        moments = times[artist - _ARTIST_OFFSET, tag]
        at = _moment(year, month, day, timestamp)
        moments[listener] = min(at, moments.get(listener, at))


def _moment(year: int, month: int, day: int, timestamp: int) -> datetime:
    """The time of a tag: the day that is named where only that is known, else the moment."""
    if timestamp % _HOUR_MILLISECONDS == 0:
        return datetime(year, month, day, tzinfo=UTC)
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=timestamp)


def _adopted(
    thing: _Thing, times: Mapping[int, datetime], found: list[Adoption]
) -> Iterator[Post | Interaction]:
    """The adoptions of one tag on one artist, after the posts that they rest on."""
    taggings = {
        listener: Tagging(listener, *thing, times[listener])
        for adoption in found
        for listener in (adoption.example, adoption.adopter)
    }
    yield from map(_post, taggings.values())
    for adoption in found:
        example, adopter = taggings[adoption.example], taggings[adoption.adopter]
        yield Interaction(
            id=f"lastfm:adopt:{adopter.listener}:{example.listener}:{adopter.artist}:{adopter.tag}",
            who=f"lastfm:{adopter.listener}",
            whom=f"lastfm:{example.listener}",
            kind=Kind.ADOPT,
            at=adoption.at,
            topics=(f"tag {adopter.tag}",),
            post=example.id,
            via=adopter.id,
            credit=adoption.credit,
        )


def _post(tagging: Tagging) -> Post:
    return Post(
        id=tagging.id,
        author=f"lastfm:{tagging.listener}",
        at=tagging.at,
        text=f"tagged artist {tagging.artist} as tag {tagging.tag}",
        topics=(f"tag {tagging.tag}",),
    )


def _rows(path: Path, *columns: str) -> Iterator[tuple[int, ...]]:
    """The values of `columns`, row by row, in the order asked for."""
    table = parquet.ParquetFile(path).read(columns=list(columns))
    return zip(*(table[name].to_pylist() for name in columns), strict=True)


def _days(options: Mapping[str, str], name: str) -> timedelta:
    text = options.get(name) or _DEFAULTS[name]
    try:
        days = timedelta(days=float(text))
    except (ValueError, OverflowError):
        days = timedelta()
    if days <= timedelta():
        raise SourceError(f"--{name} is a number of days above 0, got '{text}'")
    return days


_DEFAULTS = {"window-days": "90", "half-life-days": "30"}

SOURCE = Source(
    name="lastfm",
    reads="1,892 anonymous listeners of Last.fm, from the graphdatascience package",
    takes_paths=False,
    read=read,
    options=(
        Option(
            "window-days",
            "how many days after a friend's tag the same tag counts as adopted",
            _DEFAULTS["window-days"],
        ),
        Option(
            "half-life-days",
            "after how many days a friend's share of an adoption has halved",
            _DEFAULTS["half-life-days"],
        ),
    ),
)
