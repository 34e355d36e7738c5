"""LABELS: what users may say of people they have looked at, and what came of reading a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queries.errors import ParameterRefused
from queries.graph import Graph

BATCH_ROWS = 5_000
LONGEST_NOTE = 500
LONGEST_LINE = 10_000
COLUMNS = ("person", "label", "note")
SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True)
class Label:
    """A row of the table. `key` is its number's name in the recipe's `[labels]`."""

    name: str
    says: str

    @property
    def key(self) -> str:
        """As a recipe spells it."""
        return self.name.replace("-", "_")


ROWS = (
    Label("verified", "The network or a register says who this is."),
    Label("known", "Somebody here knows the person."),
    Label("hand-checked", "Somebody here looked at the account and took it for genuine."),
    Label(SUSPICIOUS, "Somebody here looked at the account and did not take it for genuine."),
)
LABELS: Mapping[str, Label] = {row.name: row for row in ROWS}


@dataclass(frozen=True, slots=True)
class Labelled:
    """What reading a file of labels did; each of `rejects` says line and reason."""

    labelled: int
    rejects: list[str]

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        return {"labelled": self.labelled, "rejects": self.rejects}


def as_it_is(person: str, note: str) -> str:
    """For notes in which nobody is named who opted out."""
    del person
    return note


def label_people(
    graph: Graph, path: Path, *, noted: Callable[[str, str], str] = as_it_is
) -> Labelled:
    """Label people as the CSV in `path` says: person, label, note.

    A person has one label: a later line, or file, takes an earlier one's place. Lines that cannot
    be used, and people who are not in the graph, are told and passed over. Scores count labels
    from the next run on. `noted` is what is kept of the note on a person. Raises ParameterRefused
    when the file is none.
    """
    rejects: list[str] = []
    done = 0
    for rows in _batches(_rows(path, rejects)):
        for row in rows:
            row["note"] = row["note"] and noted(row["person"], row["note"])
        answer = graph.run("label_people", rows=rows, source=path.name).rows
        known = {row["person"] for row in answer}
        done += len(known)
        rejects += [
            f"{path.name}:{row['line']}: no person {row['person'][:100]!r} in this graph"
            for row in rows
            if row["person"] not in known
        ]
    return Labelled(done, rejects)


def unlabel_people(graph: Graph, people: Sequence[str]) -> int:
    """Take the labels of these people away; of how many."""
    return int(graph.run("unlabel_people", people=list(people)).rows[0]["people"])


def _rows(path: Path, rejects: list[str]) -> Iterator[dict[str, Any]]:
    """The lines that can be used."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            reader = csv.reader(_short(lines, path))
            head = [name.strip().lower() for name in next(reader, [])]
            if head[:2] != list(COLUMNS[:2]) or len(set(head)) != len(head):
                raise ParameterRefused(
                    f"{path.name}: the first line must be 'person,label,note', got"
                    f" {','.join(head)[:100]!r}"
                )
            for cells in reader:
                row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
                if any(row.values()):
                    yield from _usable(row, path.name, reader.line_num, rejects)
    except OSError as error:
        raise ParameterRefused(f"{path}: cannot be read ({error.strerror})") from error
    except csv.Error as error:
        raise ParameterRefused(f"{path.name}: not CSV: {error}") from error


def _usable(
    row: Mapping[str, str], file: str, line: int, rejects: list[str]
) -> Iterator[dict[str, Any]]:
    label = row.get("label", "").lower().replace(" ", "-").replace("_", "-")
    note = row.get("note", "")
    if not row["person"]:
        rejects.append(f"{file}:{line}: 'person' is empty")
    elif label not in LABELS:
        known = ", ".join(LABELS)
        rejects.append(f"{file}:{line}: 'label' must be one of {known}; got {label[:40]!r}")
    elif len(note) > LONGEST_NOTE:
        rejects.append(f"{file}:{line}: 'note' is longer than {LONGEST_NOTE} characters")
    else:
        yield {"person": row["person"], "label": label, "note": note or None, "line": line}


def _short(lines: Iterator[str], path: Path) -> Iterator[str]:
    """The lines, unless one is so long that the file is something else."""
    for line in lines:
        if len(line) > LONGEST_LINE:
            raise ParameterRefused(f"{path.name}: a line is longer than {LONGEST_LINE} characters")
        yield line


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Batches in which each person is once: the last line holds."""
    batch: dict[str, dict[str, Any]] = {}
    for row in rows:
        batch[row["person"]] = row
        if len(batch) >= BATCH_ROWS:
            yield list(batch.values())
            batch = {}
    if batch:
        yield list(batch.values())
