"""The recipe: what acts are worth and how they combine, as one small editable file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any

from queries.errors import SettingRefused

SHIPPED = Path(__file__).with_name("recipe.toml")

# The relationship type of each kind that a recipe can weigh. A follow is not an act:
# it has no moment, and it is what can be bought.
KINDS: Mapping[str, str] = {
    "repost": "REPOSTED",
    "quote": "QUOTED",
    "reply": "REPLIED_TO",
    "mention": "MENTIONED",
    "like": "LIKED",
    "adopt": "ADOPTED",
}


@dataclass(frozen=True, slots=True)
class Memory:
    """Half-lives in days; `lasting` of an act's worth fades with `lasting_days` instead."""

    horizon_days: float
    short_days: float
    lasting: float = 0.0
    lasting_days: float = 240.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term of the sum weighs; `returning` is a part of the network's."""

    reach: float
    amplification: float
    activity: float
    network: float
    followers: float
    returning: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many distinct people a score needs; what a topic below it backs off to.

    `few` is below how many a short memory tells little; `recorded` for what share of the audience
    the own acts of those acted on must be known, for active days to count.
    """

    floor: int
    confident: int
    back_off: float
    few: float = 1.0
    recorded: float = 0.0


@dataclass(frozen=True, slots=True)
class Credibility:
    """When a supporter counts fully, and how the unknown rest counts."""

    damping: float
    lag_days: float
    follow: float
    account_days: float
    active_days: int
    known_by: int
    open: float
    covered: float


@dataclass(frozen=True, slots=True)
class Network:
    """Options of the graph algorithms."""

    damping: float
    tolerance: float
    iterations: int
    follow: float
    betweenness_samples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How often acts are drawn again for the intervals; 0 tells none."""

    resamples: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """All of it. `kinds` has one weight in 0..1 for each of KINDS."""

    name: str
    kinds: Mapping[str, float]
    memory: Memory
    weights: Weights
    evidence: Evidence
    credibility: Credibility
    network: Network
    uncertainty: Uncertainty

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when any number changes; the name does not."""
        numbers = asdict(self) | {"name": ""}
        text = json.dumps(numbers, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def weight_by_relationship(self) -> dict[str, float]:
        """Each relationship type's weight, as `fold_attention` takes them."""
        return {KINDS[kind]: weight for kind, weight in self.kinds.items()}


SECTIONS: Mapping[str, type] = {
    "memory": Memory,
    "weights": Weights,
    "evidence": Evidence,
    "credibility": Credibility,
    "network": Network,
    "uncertainty": Uncertainty,
}


def recipe_from(path: Path | None = None) -> Recipe:
    """The recipe in `path`, or the one that ships.

    Raises SettingRefused, naming the file, section and key that cannot be used.
    """
    source = path or SHIPPED
    try:
        told = tomllib.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingRefused(f"{source}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{source.name}: not TOML: {error}") from error
    return _recipe(told, source.name)


def _recipe(told: Mapping[str, Any], file: str) -> Recipe:
    known = {"name", "kinds", *SECTIONS}
    for key in told:
        if key not in known:
            raise SettingRefused(
                f"{file}: no section {key!r}; there are: {', '.join(sorted(known))}"
            )
    sections = {
        name: section(**_numbers(told.get(name), _keys(section), f"{file} [{name}]"))
        for name, section in SECTIONS.items()
    }
    kinds = _numbers(told.get("kinds"), dict.fromkeys(KINDS, True), f"{file} [kinds]")
    for kind, weight in kinds.items():
        if not 0 <= weight <= 1:
            raise SettingRefused(f"{file} [kinds]: {kind!r} must be between 0 and 1, got {weight}")
    return Recipe(name=str(told.get("name", file)), kinds=kinds, **sections)


def _keys(section: type) -> dict[str, bool]:
    """The keys of a section, and whether each has to be there."""
    return {field.name: field.default is MISSING for field in fields(section)}


def _numbers(section: Any, wanted: Mapping[str, bool], where: str) -> dict[str, Any]:
    given = section if isinstance(section, dict) else {}
    needed = {key for key, needs in wanted.items() if needs}
    if odd_keys := (needed - set(given)) | (set(given) - set(wanted)):
        odd = ", ".join(sorted(odd_keys))
        raise SettingRefused(f"{where}: these keys are missing or unknown: {odd}")
    for key, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            raise SettingRefused(f"{where}: {key!r} must be a number from 0 on, got {value!r}")
    return {key: given[key] for key in wanted if key in given}
