"""The example of /methods, in which every score is worked out by hand: see `worked.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("worked.toml")


@dataclass(frozen=True, slots=True)
class Worked:
    """One score worked out: whose, how, what comes out, and why in words.

    `value` has as many decimals as are meant. Of a row that names a kind it is the number of
    the name, from 0 on.
    """

    who: str
    working: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Example:
    """What happened, as it stands in the file; and the scores by name."""

    people: list[dict[str, Any]]
    posts: list[dict[str, Any]]
    acts: list[dict[str, Any]]
    follows: list[dict[str, Any]]
    endorsements: list[dict[str, Any]]
    worked: Mapping[str, Worked]

    def called(self, handle: str) -> str:
        """The name of somebody in it."""
        return str(next(one["name"] for one in self.people if one["handle"] == handle))


@cache
def example() -> Example:
    """The example, read once."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    worked = {name: Worked(**row) for name, row in told.pop("worked").items()}
    return Example(**told, worked=worked)
