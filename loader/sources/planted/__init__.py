"""Brindlemouth, an invented town: a community in which it is known who influences whom.

Nobody in it is real. Everything follows from the seed, so that two machines load the
same town; `planted_truth` says what was put into it and should be found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from loader.records import Record
from loader.sources.planted import telling
from loader.sources.planted.cast import Cast, cast
from loader.sources.planted.circles import Circles, follows
from loader.sources.planted.life import Life
from loader.sources.planted.truth import Truth, truth_of
from loader.sources.source import Announce, Option, Source
from queries.errors import SourceError

__all__ = ["SOURCE", "TOWN", "Truth", "planted_truth", "truth_json"]

TOWN = "Brindlemouth"
_FEWEST, _MOST = 500, 20_000


def planted_truth(options: Mapping[str, str]) -> Truth:
    """Who was made influential, popular, or part of the ring. Writes no posts, so it is quick."""
    return truth_of(_cast(options))


def truth_json(options: Mapping[str, str]) -> str:
    """`planted_truth` as JSON, to lie beside the data."""
    seed, people = _seed_and_people(options)
    return planted_truth(options).json(network="planted", town=TOWN, seed=seed, people=people)


def read(
    _paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """The whole town: topics, people, posts by time, then what people did, by time.

    Half a year is made before the first record is given: some 100 MB for 2,000 people.
    """
    seed, people = _seed_and_people(options)
    announce(f"{TOWN} is an invented town: {people:,} people, none of them real.")
    everyone = _cast(options)
    circles = Circles(everyone, seed)
    ties = follows(everyone, circles, seed)
    life = Life(everyone, circles, seed)
    yield from telling.topics()
    yield from telling.users(everyone, ties)
    drafts = sorted(life.drafts, key=lambda draft: (draft.at, draft.id))
    yield from map(telling.post, drafts)
    acts = [*map(telling.follow, ties), *map(telling.interaction, life.acts)]
    yield from sorted(acts, key=lambda act: (act.at, act.id))


def _cast(options: Mapping[str, str]) -> Cast:
    seed, people = _seed_and_people(options)
    return cast(seed, people)


def _seed_and_people(options: Mapping[str, str]) -> tuple[int, int]:
    seed, people = (_whole_number(option, options) for option in SOURCE.options)
    if not _FEWEST <= people <= _MOST:
        raise SourceError(f"--people is a number from {_FEWEST} to {_MOST}, got {people}")
    return seed, people


def _whole_number(option: Option, options: Mapping[str, str]) -> int:
    text = options.get(option.name) or option.default
    if not text.isdecimal():
        raise SourceError(f"--{option.name} is a whole number, got '{text}'")
    return int(text)


SOURCE = Source(
    name="planted",
    reads=f"{TOWN}, an invented town whose influential people are known",
    takes_paths=False,
    read=read,
    truth=truth_json,
    options=(
        Option("seed", "which town to invent; the same number gives the same town", "7"),
        Option("people", f"how many people live there, {_FEWEST} to {_MOST}", "2000"),
    ),
)
