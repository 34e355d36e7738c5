"""A recipe as a form and as an address: what differs from one that comes with it, and no more."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from explorer.addresses import with_query
from explorer.arguments import TOPIC, Argument
from queries.errors import ParameterRefused, SettingRefused
from queries.recipe import Recipe, presets, recipe_from, recipe_told
from queries.recipe_text import sections_told

PATH = "/methods/recipe"
MINE = "mine"
TOPICS = "topics.sensitive"
# A list in which nothing stands; an empty field says that it is as it was.
NO_TOPICS = "-"
NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?")
Changes = Mapping[str, str]


def numbers_of(recipe: Recipe) -> dict[str, Any]:
    """Each number of the recipe by its name: "kinds.repost"."""
    told = asdict(recipe)
    return {
        f"{section}.{key}": value
        for section, values in told.items()
        if section not in ("name", "topics")
        for key, value in values.items()
    }


NUMBERS = tuple(numbers_of(recipe_from()))
FROM = Argument("from", "default", choices=tuple(presets()), says="The recipe to begin with.")
FIRST = Argument(
    "first", 100, kind="count", least=1, most=1_000, says="Told of are so many people of either."
)
NAME = Argument("name", "", longest=60, says="What the recipe is called.")
ARGUMENTS = (
    FROM,
    TOPIC,
    FIRST,
    NAME,
    *(Argument(name, "", longest=40, says=f"`{name}` of the recipe.") for name in NUMBERS),
    Argument(TOPICS, "", longest=4_000, says="The sensitive topics, one a line; `-` for none."),
    Argument("toml", "", longest=20_000, says="A recipe's file, whole."),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One number: what stands in its field, what does in the recipe begun from, what is wrong."""

    name: str
    word: str
    value: str
    begun: str
    error: str = ""

    @property
    def changed(self) -> bool:
        """Whether it is another than in the recipe begun from."""
        return self.value != self.begun


@dataclass(frozen=True, slots=True)
class Section:
    """Numbers that belong together, and what the file says of them."""

    name: str
    help: str
    fields: list[Field]

    @property
    def changed(self) -> int:
        """How many of them are others."""
        return sum(one.changed for one in self.fields)


@dataclass(frozen=True, slots=True)
class Edited:
    """The recipe that a form says: `begun` with `changes`, each as an address says it.

    `recipe` leaves out what is wrong, which `errors` tell by field.
    """

    begun: Recipe
    preset: str
    name: str
    changes: Changes
    recipe: Recipe
    errors: Mapping[str, str] = field(default_factory=dict)

    def sections(self) -> list[Section]:
        """The form."""
        begun = numbers_of(self.begun)
        found: dict[str, list[Field]] = {}
        for name, value in begun.items():
            section, key = name.split(".")
            was = text_of(value)
            now = self.changes.get(name, was)
            told = Field(name, key.replace("_", " "), now, was, self.errors.get(name, ""))
            found.setdefault(section, []).append(told)
        return [Section(name, sections_told()[name], all_) for name, all_ in found.items()]

    def topics(self) -> Field:
        """The list of topics, one a line."""
        was = lines_of(self.begun)
        now = self.changes.get(TOPICS, was)
        return Field(TOPICS, "sensitive", now, was, self.errors.get(TOPICS, ""))

    def query(self) -> dict[str, str]:
        """What an address says of it: nothing of the recipe that ships."""
        told = {} if self.preset == FROM.default else {"from": self.preset}
        named = {"name": self.name} if self.name else {}
        return {**told, **named, **self.changes}


def edited(values: Mapping[str, Any]) -> Edited:
    """The recipe that an address or a form says. What it has otherwise, its own checks judge."""
    preset = values["from"]
    begun = recipe_from(Path(preset))
    told = json.loads(begun.text)
    changes: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name, was, text, value in _given(values, begun):
        if value == was and not isinstance(value, str):
            continue
        section, key = name.split(".")
        other = told | {section: told[section] | {key: value}}
        changes[name] = text
        try:
            recipe_told(other, PATH)
        except SettingRefused as error:
            errors[name] = str(error).removeprefix(f"{PATH} [{section}]: ")
        else:
            told = other
    name = " ".join(values["name"].split())
    named = {"name": name or (MINE if changes else begun.name)}
    return Edited(begun, preset, name, changes, recipe_told(told | named, PATH), errors)


def _given(values: Mapping[str, Any], begun: Recipe) -> Iterator[tuple[str, Any, str, Any]]:
    """What stands in each field that is not empty: its name, what was there, text and value."""
    for name, was in numbers_of(begun).items():
        if text := values[name].strip():
            value = number_of(text)
            yield name, was, text if isinstance(value, str) else text_of(value), value
    if text := values[TOPICS].strip():
        names = [line.strip() for line in text.splitlines() if line.strip() not in ("", NO_TOPICS)]
        yield TOPICS, list(begun.topics.sensitive), "\n".join(names) or NO_TOPICS, names


def number_of(text: str) -> int | float | str:
    """The number that is written there; the text itself when it is none."""
    if not NUMBER.fullmatch(text):
        return text
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return text


def text_of(value: float) -> str:
    """A number as a field shows it, which `number_of` reads again."""
    return repr(value)


def lines_of(recipe: Recipe) -> str:
    """The recipe's list of topics, as its field shows it."""
    return "\n".join(recipe.topics.sensitive) or NO_TOPICS


def address_of(recipe: Recipe, **more: object) -> str:
    """Where that recipe stands in the editor, begun from whichever is nearest to it."""
    near = min(
        (_differing(recipe, preset) for preset in presets()),
        key=lambda one: (len(one), one.get("from", "")),
    )
    name = {} if recipe.name in _own_names(near) else {"name": recipe.name[: NAME.longest]}
    return with_query(PATH, {**near, **name, **more})


def _differing(recipe: Recipe, preset: str) -> dict[str, str]:
    begun = recipe_from(Path(preset))
    was = numbers_of(begun)
    changes = {
        name: text_of(value) for name, value in numbers_of(recipe).items() if value != was[name]
    }
    if recipe.topics != begun.topics:
        changes[TOPICS] = lines_of(recipe)
    return ({} if preset == FROM.default else {"from": preset}) | changes


def _own_names(query: Mapping[str, str]) -> set[str]:
    begun = recipe_from(Path(query.get("from", FROM.default)))
    return {MINE} if set(query) - {"from"} else {begun.name}


def address_of_toml(text: str, **more: object) -> str:
    """Where the recipe of a file stands in the editor; wrong numbers are wrong there, too.

    Raises ParameterRefused when it is no TOML, or has not the sections and keys of a recipe.
    """
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ParameterRefused(f"that is not TOML: {error}") from error
    try:
        return address_of(recipe_told(told, "the file"), **more)
    except SettingRefused as error:
        wrong = _numbers_in(told)
        if edited({one.name: one.default for one in ARGUMENTS} | wrong).errors:
            return with_query(PATH, {**wrong, **more})
        raise ParameterRefused(str(error)) from error


def _numbers_in(told: Mapping[str, Any]) -> dict[str, str]:
    """What a file says of the numbers that there are, as fields have it."""
    found = {}
    for name in NUMBERS:
        section, key = name.split(".")
        values = told.get(section)
        if isinstance(values, dict) and key in values:
            found[name] = (json.dumps(values[key], default=str, ensure_ascii=False))[:40]
    return found
