"""A recipe as the file that it would be, and what the shipped file says of each section."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from queries.recipe import SHIPPED, Recipe

SECTION = re.compile(r"\[(\w+)\]")
KEY = re.compile(r"(\w+) = ")


def toml_of(recipe: Recipe) -> str:
    """The recipe as TOML, with the comments of the shipped file; read again, it is the same."""
    numbers: Mapping[str, Any] = asdict(recipe)
    lines = (
        f"{key} = {_value(numbers[section][key] if section else numbers[key])}" if key else line
        for section, key, line in _shipped_lines()
    )
    return "\n".join(lines) + "\n"


@cache
def sections_told() -> Mapping[str, str]:
    """What the comment before each section of the shipped file says."""
    told: dict[str, str] = {}
    comment: list[str] = []
    for _, _, line in _shipped_lines():
        if line.startswith("#"):
            comment.append(line.lstrip("# ").rstrip())
        elif found := SECTION.fullmatch(line):
            told[found[1]] = " ".join(comment)
        else:
            comment = []
    return told


@cache
def _shipped_lines() -> tuple[tuple[str, str, str], ...]:
    """Each line with its section and, where a value stands in it, its key."""
    return tuple(_told(SHIPPED.read_text(encoding="utf-8").splitlines()))


def _told(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    section = ""
    within = False
    for line in lines:
        if within:
            # The rest of a list, which its first line stands for.
            within = line != "]"
            continue
        if found := SECTION.fullmatch(line):
            section = found[1]
        key = KEY.match(line)
        within = line.endswith("[")
        yield section, key[1] if key else "", line


def _value(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for this one, which JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, list | tuple):
        return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]" if value else "[]"
    return repr(value)
