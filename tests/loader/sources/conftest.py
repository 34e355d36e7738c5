"""Reading a source in a test: all its records, and what it announced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from loader.records import Interaction, Post, Record, Reject, User
from loader.sources import SOURCES

R = TypeVar("R", bound=Record)


@dataclass
class Reading:
    """What a source gave."""

    records: list[Record]
    announced: list[str] = field(default_factory=list)

    def of(self, type_: type[R]) -> list[R]:
        return [record for record in self.records if isinstance(record, type_)]

    @property
    def acts(self) -> list[Interaction]:
        return self.of(Interaction)

    @property
    def posts(self) -> list[Post]:
        return self.of(Post)

    @property
    def users(self) -> list[User]:
        return self.of(User)

    @property
    def rejects(self) -> list[Reject]:
        return self.of(Reject)


Read = Callable[..., Reading]


@pytest.fixture
def read() -> Read:
    """`read("edges", path, …, topics_separator="|")`: options as on the command line."""

    def read_source(source: str, *paths: Path, **options: object) -> Reading:
        row = SOURCES[source]
        told = {option.name: option.default for option in row.options}
        told |= {name.replace("_", "-"): str(value) for name, value in options.items()}
        assert set(told) == {option.name for option in row.options}
        announced: list[str] = []
        return Reading(list(row.read(paths, told, announced.append)), announced)

    return read_source


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """`written("a.csv", text_or_bytes)`: a file to read."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
