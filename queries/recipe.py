"""The recipe: what acts are worth and how they combine, as one small editable file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from queries.errors import SettingRefused

SHIPPED = Path(__file__).with_name("recipe.toml")
# Recipes that come with it, by name: each is `recipes/<name>.toml`.
PRESETS = Path(__file__).with_name("recipes")

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
    the own acts of those acted on must be known, for active days to count; `days_each` how many
    active days count for each person of True Reach, 0 for all.
    """

    floor: int
    confident: int
    back_off: float
    few: float = 1.0
    recorded: float = 0.0
    days_each: float = 0.0


@dataclass(frozen=True, slots=True)
class Credibility:
    """When a supporter counts fully, how one who is old and active but `alone` known does, and how
    the unknown rest counts."""

    damping: float
    lag_days: float
    follow: float
    account_days: float
    active_days: int
    known_by: int
    open: float
    covered: float
    alone: float = 0.0


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
class Caps:
    """How many people somebody may act on in a day before each act counts less; 0 is no cap."""

    per_day: float


@dataclass(frozen=True, slots=True)
class Labels:
    """How credible, 0..1, who is labelled is: in place of what is computed. See `LABELS`."""

    verified: float = 1.0
    known: float = 1.0
    hand_checked: float = 1.0
    suspicious: float = 0.0


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics on which, and below which, nobody is ranked: ids, names or synonyms."""

    sensitive: tuple[str, ...]


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
    caps: Caps
    labels: Labels
    topics: Topics

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when any number changes; the name does not."""
        numbers = asdict(self) | {"name": ""}
        text = json.dumps(numbers, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def text(self) -> str:
        """All of it as JSON, from which `recipe_of` makes it again."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

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
    "caps": Caps,
    "labels": Labels,
}
# What halves, divides or steepens cannot be 0; what is a share is 1 at most, as kinds and labels.
ABOVE_ZERO = frozenset(
    {"horizon_days", "short_days", "lasting_days", "few", "open", "covered", "tolerance"}
)
SHARES = frozenset({"lasting", "recorded", "alone"})


def presets() -> dict[str, Path]:
    """The recipes that come with it: names and files, the shipped one first."""
    return {"default": SHIPPED, **{path.stem: path for path in sorted(PRESETS.glob("*.toml"))}}


def recipe_from(path: Path | None = None) -> Recipe:
    """The recipe in `path`, or the preset of that name, or the one that ships.

    A section that a file leaves out is as shipped; one that it has is whole.
    Raises SettingRefused, naming the file, section and key that cannot be used.
    """
    source = recipe_file(path) if path else SHIPPED
    return recipe_told(_told(source), source.name)


def recipe_file(path: Path) -> Path:
    """Where the recipe `path` stands, which may be a preset's name. Raises SettingRefused."""
    if path.exists() or path.suffix or len(path.parts) > 1:
        return path
    known = presets()
    if path.name not in known:
        raise SettingRefused(
            f"{path}: no such file, and no recipe of that name comes with it; "
            f"there are: {', '.join(known)}"
        )
    return known[path.name]


def recipe_of(text: str) -> Recipe:
    """The recipe that a run kept as JSON (`Recipe.text`). Raises SettingRefused."""
    return recipe_told(json.loads(text), "the run's recipe")


@cache
def _shipped() -> dict[str, Any]:
    return _told(SHIPPED)


def _told(source: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingRefused(f"{source}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{source.name}: not TOML: {error}") from error


def recipe_told(told: Mapping[str, Any], source: str) -> Recipe:
    """The recipe that `told` says, in the sections that a file has; `source` is named in errors.

    A section that is left out is as shipped. Raises SettingRefused.
    """
    return _recipe({**_shipped(), **told}, source)


def _recipe(told: Mapping[str, Any], file: str) -> Recipe:
    known = {"name", "kinds", "topics", *SECTIONS}
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
    for name, numbers in (("kinds", kinds), *((name, asdict(sections[name])) for name in SECTIONS)):
        for key, number in numbers.items():
            if not 0 <= number <= 1 and (name in ("kinds", "labels") or key in SHARES):
                raise SettingRefused(
                    f"{file} [{name}]: {key!r} must be between 0 and 1, got {number}"
                )
            if not number and key in ABOVE_ZERO:
                raise SettingRefused(f"{file} [{name}]: {key!r} must be above 0, got {number}")
    topics = _topics(told.get("topics"), f"{file} [topics]")
    return Recipe(name=str(told.get("name", file)), kinds=kinds, topics=topics, **sections)


def _topics(section: Any, where: str) -> Topics:
    given = section if isinstance(section, dict) else {}
    if set(given) != {"sensitive"}:
        odd = ", ".join(sorted(set(given) ^ {"sensitive"}))
        raise SettingRefused(f"{where}: these keys are missing or unknown: {odd}")
    names = given["sensitive"]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SettingRefused(f"{where}: 'sensitive' must be a list of names, got {names!r}")
    return Topics(tuple(names))


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
