"""A past from Parquet, and as Parquet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as compute

from queries.engines.lake import Writer, read_table, table_of
from queries.errors import FilesRefused
from queries.labels import LABELS
from queries.scoring.arrows import Integers
from queries.scoring.past import KIND_NAMES, Acts, Past
from queries.scoring.topics import word_of
from queries.scoring.unfolded import UNKNOWN

# Between the topics of an act: no topic's id has a control character.
BETWEEN = "\x1f"
PART_ROWS = 1_000_000
SAME_NUMBER = "two people have the same number"


def read_past(folder: Path) -> Past:
    """All that happened, from a folder of interactions.

    Raises FilesRefused when a row names somebody who is not among the people, or a kind of act or
    a label that there is none of.
    """
    people = _in_order(read_table(folder, "people"))
    numbers = _whole(people, "number")
    if (np.diff(numbers) == 0).any():
        raise FilesRefused(f"{folder}/people: {SAME_NUMBER}")
    acts, follows, days = (read_table(folder, name) for name in ("acts", "follows", "days"))
    tags, tag_sets = _tags(acts.column("topics"))
    rows = read_table(folder, "topics").to_pylist()
    lineage, called = topics_of(rows, {tag for carried in tag_sets for tag in carried})

    def place(table: Any, column: str, where: str) -> Integers:
        return _placed(numbers, _whole(table, column), f"{folder}/{where}")

    return Past(
        numbers=numbers,
        ids=people.column("id").to_pylist(),
        created=_whole(people, "created"),
        reported=_whole(people, "followers"),
        acts=Acts(
            who=place(acts, "who", "acts"),
            whom=place(acts, "whom", "acts"),
            kind=_kinds(acts.column("kind"), f"{folder}/acts"),
            at=_whole(acts, "at"),
            credit=acts.column("credit").to_numpy().astype(np.float64),
            count=_whole(acts, "count"),
            tags=tags,
            post=np.full(acts.num_rows, UNKNOWN),
            tag_sets=tag_sets,
        ),
        follows=(
            place(follows, "who", "follows"),
            place(follows, "whom", "follows"),
            _whole(follows, "at"),
        ),
        posting=(place(days, "who", "days"), _whole(days, "first"), _whole(days, "posts")),
        lineage=lineage,
        called=called,
        labels=_labels(people.column("label"), f"{folder}/people"),
    )


def topics_of(
    rows: Sequence[Mapping[str, Any]], tags: Collection[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What each topic is part of, and the topics that each word calls, from rows of `topics`.

    `tags`, which acts carry, call themselves, though no row may tell of them.
    """
    lineage: dict[str, list[str]] = {}
    words: dict[str, set[str]] = {tag: {word_of(tag)} for tag in tags}
    for row in rows:
        if row["lineage"]:
            lineage[row["topic"]] = row["lineage"]
        words.setdefault(row["topic"], set()).update(map(word_of, row["words"] or ()))
    called: dict[str, list[str]] = {}
    for topic in sorted(words):
        for word in sorted(words[topic]):
            called.setdefault(word, []).append(topic)
    return lineage, called


def write_past(past: Past, writer: Writer) -> None:
    """Write all of a past but its posts; `writer` is left open."""
    names = np.array([*KIND_NAMES], dtype=object)
    sets = np.empty(len(past.acts.tag_sets), dtype=object)
    sets[:] = [list(one) for one in past.acts.tag_sets]
    acts, numbers = past.acts, past.numbers
    people = {
        "number": numbers,
        "id": past.ids,
        "created": past.created,
        "followers": past.reported,
        "label": [past.labels.get(i) for i in range(len(numbers))],
    }
    writer.add("people", 0, table_of("people", people))
    for part, start in enumerate(range(0, max(len(acts), 1), PART_ROWS)):
        some = acts.kept(np.arange(start, min(start + PART_ROWS, len(acts))))
        columns: dict[str, Any] = {
            "who": numbers[some.who],
            "whom": numbers[some.whom],
            "kind": names[some.kind],
            "at": some.at,
            "credit": some.credit,
            "count": some.count,
            "topics": sets[some.tags] if len(sets) else [],
        }
        writer.add("acts", part, table_of("acts", columns))
    follows = {"who": numbers[past.follows[0]], "whom": numbers[past.follows[1]]}
    writer.add("follows", 0, table_of("follows", follows | {"at": past.follows[2]}))
    days = {"who": numbers[past.posting[0]], "first": past.posting[1], "posts": past.posting[2]}
    writer.add("days", 0, table_of("days", days))
    writer.add("topics", 0, topics_table(past.lineage, past.called))


def topics_table(lineage: Mapping[str, list[str]], called: Mapping[str, list[str]]) -> Any:
    """The table of topics."""
    words: dict[str, list[str]] = {}
    for word, topics in called.items():
        for topic in topics:
            words.setdefault(topic, []).append(word)
    names = sorted({*lineage, *words})
    columns = {
        "topic": names,
        "lineage": [lineage.get(name, []) for name in names],
        "words": [words.get(name, []) for name in names],
    }
    return table_of("topics", columns)


def _in_order(people: Any) -> Any:
    """By their numbers. Ids are together, where sorted, and may be more than 2 GB of text."""
    place, ids = people.schema.get_field_index("id"), people.column("id")
    return people.set_column(place, "id", ids.cast("large_string")).sort_by("number")


def _whole(table: Any, column: str) -> Integers:
    # What nobody knows may also be missing.
    values: npt.NDArray[Any] = compute.fill_null(table.column(column), UNKNOWN).to_numpy()
    return values.astype(np.int64)


def _placed(numbers: Integers, wanted: Integers, where: str) -> Integers:
    if not len(wanted):
        return wanted
    place = np.searchsorted(numbers, wanted)
    found = numbers[np.minimum(place, len(numbers) - 1)] if len(numbers) else wanted - 1
    if (found != wanted).any():
        raise stranger(int(wanted[found != wanted][0]), where)
    return place.astype(np.int64)


def stranger(number: int, where: str) -> FilesRefused:
    """What is wrong where a row names somebody who is not there."""
    return FilesRefused(f"{where}: names person {number}, who is not in people")


def _labels(column: Any, where: str) -> dict[int, str]:
    """The label of each who has one, by position."""
    found = {i: label for i, label in enumerate(column.to_pylist()) if label}
    for label in found.values():
        known_label(label, where)
    return found


def known_label(label: str, where: str) -> None:
    """Raises FilesRefused when there is no such label."""
    if label not in LABELS:
        raise FilesRefused(f"{where}: {label[:40]!r} is no label; {', '.join(LABELS)} are")


def known_kinds(names: Iterable[Any], where: str) -> None:
    """Raises FilesRefused when one of them is no kind of act."""
    if odd := [str(name) for name in names if name not in KIND_NAMES]:
        raise FilesRefused(f"{where}: {odd[0][:40]!r} is no kind; {', '.join(KIND_NAMES)} are")


def _kinds(column: Any, where: str) -> Integers:
    names, which = _coded(compute.fill_null(column, "None"))
    known_kinds(names, where)
    return np.array([KIND_NAMES.index(name) for name in names], np.int64)[which]


def _tags(column: Any) -> tuple[Integers, list[tuple[str, ...]]]:
    """For each act a number of the topics that it carries, and these sets of topics."""
    names, which = _coded(compute.fill_null(compute.binary_join(column, BETWEEN), ""))
    return which, [tuple(one.split(BETWEEN)) if one else () for one in names]


def _coded(column: Any) -> tuple[list[str], Integers]:
    """Each text of a column once, and for each row the position of its own.

    Piece by piece: one array of text holds at most 2 GB, and a column may be longer.
    """
    pieces = column.dictionary_encode().unify_dictionaries().chunks
    names = pieces[0].dictionary.to_pylist() if pieces else []
    which = [piece.indices.to_numpy().astype(np.int64) for piece in pieces]
    return names, np.concatenate(which) if which else np.zeros(0, np.int64)
