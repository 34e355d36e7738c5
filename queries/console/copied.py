"""The copy of the graph on which the bench runs where others reach the site, and of when it is.

<data>/bench/              a data folder of its own, with a Neo4j of its own
<data>/bench/copied.json   there while all of the copy is: what it is a copy of
<data>/bench.stale         somebody was forgotten: a copy that was begun before is not to be had
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "bench"
STALE = "bench.stale"
COPIED = "copied.json"


@dataclass(frozen=True, slots=True)
class Copied:
    """Of when a copy is, as ISO 8601 tells it, and the id of the run of scores in it, or ""."""

    at: str
    run: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bench runs queries: the "graph" itself, a "copy" of it that was made `at` a moment,
    "elsewhere" on a server that was named, or nowhere, since a copy is "making" or it is "off".
    """

    kind: str = "graph"
    at: str = ""


def copy_folder(data: Path) -> Path:
    """The data folder of the copy of the database in the data folder `data`."""
    return data.expanduser().resolve() / FOLDER


def stale_mark(data: Path) -> Path:
    """The file that says that a copy under way may hold somebody who was forgotten."""
    return copy_folder(data).with_name(STALE)


def copied_in(data: Path) -> Copied | None:
    """What the copy of the database in `data` is a copy of; None where there is none."""
    try:
        return Copied(**json.loads((copy_folder(data) / COPIED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_copied(data: Path, copied: Copied) -> None:
    """Say that the copy is whole; in one step."""
    path = copy_folder(data) / COPIED
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(copied)), encoding="utf-8")
    beside.replace(path)


def place_of_copy(data: Path) -> Place:
    """Where a bench on the copy of the database in `data` runs now."""
    copied = copied_in(data)
    return Place("copy", copied.at) if copied else Place("making")
