"""A leaderboard in columns: narrowed, counted and sorted without asking the database again.

`topic_columns` is asked once for each run and topic, `topic_column` for each property that it is
sorted by; then each choice of facets takes milliseconds on 100,000 people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.graph import Row

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Strings = npt.NDArray[Any]

UNKNOWN = "unknown"

# Bands by their lower edges, in the order in which they are shown.
SIZES: tuple[tuple[float, str, str], ...] = (
    (0, "0-100", "under 100"),
    (100, "100-1k", "100 to 1,000"),
    (1_000, "1k-10k", "1,000 to 10,000"),
    (10_000, "10k-100k", "10,000 to 100,000"),
    (100_000, "100k-1m", "100,000 to a million"),
    (1_000_000, "1m", "a million and more"),
)
ACTIVITIES: tuple[tuple[float, str, str], ...] = (
    (0, "quiet", "hardly any (under 1 day)"),
    (1, "now-and-then", "now and then (1 to 5 days)"),
    (5, "often", "often (5 to 15 days)"),
    (15, "most-days", "most days (15 and more)"),
)
EVIDENCE: tuple[tuple[str, str], ...] = (
    ("ok", "thirty people or more"),
    ("low", "three to thirty: low confidence"),
    ("estimated", "estimated from everything"),
    ("none", "too few to rank"),
)
FLAGS: tuple[tuple[str, str], ...] = (
    ("none", "nothing odd"),
    ("flagged", "flagged"),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A row: its name in an address, its title, what it goes by, and each person's value."""

    name: str
    title: str
    says: str
    value: Callable[[Board], Strings]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Board:
    """Everybody who has a score or a part of one on a topic, in the order of their ids.

    Position i of every array is the same person. `ranks` is -1 and values are NaN where there
    is none. `values` are by the property that they are of; more are put there when they are
    asked for.
    """

    run: str
    ids: Strings
    numbers: Integers
    networks: Strings
    followers: Integers
    ranks: Integers
    communities: Integers
    languages: Strings
    flagged: Mask
    confidences: Strings
    values: dict[str, Floats]

    @classmethod
    def of(cls, row: Row | None, overall: Board | None = None) -> Board:
        """The board that a row of `topic_columns` tells; `overall` is that of everything.

        Without a row it is empty.
        """
        row = row or {}
        ids = row.get("ids") or []
        # Not by NumPy: its texts are all as wide as the longest.
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)

        def told(name: str, type_: Any) -> Any:
            """One of the lists, in the order of the ids; of what is not told there is nothing."""
            values = np.array(row.get(name) or [], type_)
            return values[order] if len(values) else values

        numbers, communities = told("numbers", np.int64), told("communities", np.int64)
        languages, flagged = told("languages", object), told("flagged", np.bool_)
        if overall is not None:
            where = overall.places(numbers)
            communities = np.where(where < 0, -1, _at(overall.communities, where, -1))
            languages = np.where(where < 0, "", _at(overall.languages, where, ""))
            flagged = _at(overall.flagged, where, False)
        return cls(
            run=str(row.get("run") or ""),
            ids=told("ids", object),
            numbers=numbers,
            networks=told("networks", object),
            followers=told("followers", np.int64),
            ranks=told("ranks", np.int64),
            communities=communities,
            languages=languages,
            flagged=flagged,
            confidences=told("confidences", object),
            values={"active_days": told("active_days", np.float64)},
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def cells(self) -> int:
        """How many numbers and texts it holds."""
        return len(self) * (2 * len(FACETS) + 3 + len(self.values))

    @cached_property
    def by_number(self) -> Integers:
        """The positions in the order of the database's numbers."""
        return np.argsort(self.numbers)

    def places(self, numbers: Integers) -> Integers:
        """The position of each of the database's numbers, -1 of those who are not here."""
        if not len(self):
            return np.full(len(numbers), -1)
        sorter = self.by_number
        near = np.searchsorted(self.numbers, numbers, sorter=sorter)
        places = sorter[np.minimum(near, len(self) - 1)]
        return np.where(self.numbers[places] == numbers, places, -1)

    def ranks_of(self, numbers: Integers) -> Integers:
        """The rank of each of the database's numbers, -1 of those who have none."""
        return _at(self.ranks, self.places(numbers), -1)

    def column(self, numbers: Sequence[int], values: Sequence[float]) -> Floats:
        """`values` of those people, in the order of the board; NaN of the others."""
        told = np.full(len(self), np.nan)
        places = self.places(np.array(numbers, np.int64))
        told[places[places >= 0]] = np.array(values, np.float64)[places >= 0]
        return told

    @cached_property
    def coded(self) -> dict[str, tuple[list[str], Integers]]:
        """For each facet its values, and the number of everybody's value among them."""
        found = {}
        for facet in FACETS:
            codes, values = pd.factorize(facet.value(self))
            found[facet.name] = (list(values), codes)
        return found

    def listed(self, by: str) -> Mask:
        """Who is listed at all, when sorted by that: whoever has a value, or a rank."""
        return self.ranks > 0 if by == "score" else ~np.isnan(self.values[by])

    def kept(self, chosen: Mapping[str, str], *, but: str = "") -> Mask:
        """Who has the chosen value of every facet; `but` leaves one facet out of account."""
        mask = np.ones(len(self), np.bool_)
        for name, value in chosen.items():
            if value and name != but:
                values, codes = self.coded[name]
                mask &= codes == (values.index(value) if value in values else -1)
        return mask

    def order(self, by: str, chosen: Mapping[str, str]) -> Integers:
        """The positions of those who are listed and chosen, the best first, equals by id."""
        found = np.flatnonzero(self.listed(by) & self.kept(chosen))
        key = self.ranks[found] if by == "score" else -self.values[by][found]
        return found[np.argsort(key, kind="stable")]

    def counts(self, name: str, by: str, chosen: Mapping[str, str]) -> list[tuple[str, int]]:
        """How many there would be for each value of a facet, the others being as chosen.

        Bands in their order, all else the most first. Values that nobody has are left out.
        """
        values, codes = self.coded[name]
        mask = self.listed(by) & self.kept(chosen, but=name)
        counted = np.bincount(codes[mask], minlength=len(values)).tolist()
        told = [(value, n) for value, n in zip(values, counted, strict=True) if n]
        bands = list(BY_NAME[name].words)
        if bands:
            return sorted(told, key=lambda one: bands.index(one[0]))
        return sorted(told, key=lambda one: (-one[1], one[0]))

    def around(self, communities: Sequence[int]) -> dict[int, str]:
        """The best ranked of each of these communities."""
        best: dict[int, str] = {}
        for community in communities:
            found = np.flatnonzero((self.communities == community) & (self.ranks > 0))
            if len(found):
                best[community] = self.ids[found[np.argmin(self.ranks[found])]]
        return best


def language_of(tag: str | None) -> str:
    """The language of a tag such as "pt-BR": "pt"; "" where it says none."""
    word = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return word if word.isalpha() and 2 <= len(word) <= 3 and word != "und" else ""


def _at(values: npt.NDArray[Any], where: Integers, default: object) -> npt.NDArray[Any]:
    """`values` there; the default stands for nowhere."""
    return np.append(values, np.array([default], values.dtype))[where]


def _banded(values: Floats | Integers, bands: Sequence[tuple[float, str, str]]) -> Strings:
    edges = np.array([edge for edge, _, _ in bands])
    names = np.array([name for _, name, _ in bands], object)
    told = names[np.clip(np.searchsorted(edges, values, side="right") - 1, 0, None)]
    return np.where(np.isnan(values) | (values < 0), UNKNOWN, told)


def _numbered(numbers: Integers) -> Strings:
    codes, found = pd.factorize(numbers)
    return np.array([str(one) if one >= 0 else UNKNOWN for one in found], object)[codes]


def _words(bands: Sequence[tuple[float, str, str]]) -> dict[str, str]:
    return {name: word for _, name, word in bands} | {UNKNOWN: "not known"}


def _or_unknown(values: Strings) -> Strings:
    return np.where(values == "", UNKNOWN, values)


FACETS: tuple[Facet, ...] = (
    Facet("network", "Network", "Where the account is.", lambda b: _or_unknown(b.networks), {}),
    Facet(
        "size",
        "Followers",
        "As the network reports them; they can be bought.",
        lambda b: _banded(b.followers, SIZES),
        _words(SIZES),
    ),
    Facet(
        "language",
        "Language",
        "The one most of their posts are marked with.",
        lambda b: _or_unknown(b.languages),
        {},
    ),
    Facet(
        "community",
        "Community",
        "Who act on each other more than on others.",
        lambda b: _numbered(b.communities),
        {},
    ),
    Facet(
        "activity",
        "Active days",
        "Days on which they did something, fading with a half-life of 30 days.",
        lambda b: _banded(b.values["active_days"], ACTIVITIES),
        _words(ACTIVITIES),
    ),
    Facet(
        "evidence",
        "Evidence",
        "How many distinct people acted on them here.",
        lambda b: np.where(b.confidences == "", UNKNOWN, b.confidences),
        dict(EVIDENCE) | {UNKNOWN: "not known"},
    ),
    Facet(
        "flags",
        "Flags",
        "Whether something is odd around them, on any topic.",
        lambda b: np.where(b.flagged, "flagged", "none"),
        dict(FLAGS),
    ),
)
BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}
