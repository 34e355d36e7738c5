"""How far a load is, how fast it goes, and how long it may still take."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from loader.input import sizes_of
from loader.progress import Pace
from loader.sources import SOURCES
from loader.sources.watch import Watch

LINES = "who,whom\n" + "".join(f"u{n},v{n * 7919 % 90_000}\n" for n in range(15_000))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", LINES.encode()),
        ("x.csv.gz", gzip.compress(LINES.encode())),
        ("x.csv.zst", zstandard.compress(LINES.encode())),
    ],
)
@pytest.mark.parametrize("how", ["read", "read_in_columns"])
def test_the_bytes_read_grow_to_all_there_are(
    tmp_path: Path, name: str, content: bytes, how: str
) -> None:
    paths = (tmp_path / name, tmp_path / "folder" / name)
    paths[1].parent.mkdir()
    for path in paths:
        path.write_bytes(content)
    watch = Watch(sizes_of([paths[0], paths[1].parent]))
    edges = SOURCES["edges"]
    options = {option.name: option.default for option in edges.options}

    records = getattr(watch.over(edges), how)(paths, options, [].append)
    unread = watch.read
    places = [watch.read for _ in records]
    watch.close()

    assert unread is None
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] == watch.total == 2 * len(content)


def test_a_load_that_goes_on_is_no_faster_for_what_was_read_before() -> None:
    seconds = iter([0.0, 100.0, 102.0, 104.0])
    pace = Pace(lambda: next(seconds))

    assert [round(pace.of(read)) for read in (50_000, 60_000, 80_000)] == [0, 5_000, 7_500]
