"""What holds for every source; a new row brings these tests with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loader.sources import SOURCES, Source
from queries.errors import SourceError

every_source = pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))


@every_source
def test_a_source_stands_under_its_name(source: Source) -> None:
    assert SOURCES[source.name] is source
    assert re.fullmatch(r"[a-z]+", source.name)


@every_source
def test_a_source_and_its_options_say_what_they_are_in_one_line(source: Source) -> None:
    lines = [source.reads, *(option.explanation for option in source.options)]

    assert all(line and "\n" not in line and len(line) <= 100 for line in lines)


@every_source
def test_options_have_names_that_the_command_line_takes(source: Source) -> None:
    names = [option.name for option in source.options]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize(
    "source",
    [source for source in SOURCES.values() if source.takes_paths],
    ids=lambda row: row.name,
)
def test_nothing_to_read_is_said_before_anything_is_read(source: Source, tmp_path: Path) -> None:
    options = {option.name: option.default for option in source.options}

    with pytest.raises(SourceError):
        source.read((tmp_path / "absent",), options, print)
    with pytest.raises(SourceError):
        source.read((), options, print)
