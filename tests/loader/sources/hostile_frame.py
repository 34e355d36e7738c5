"""Puts hostile values into the fields of a format, with good lines around them, and judges.

Each case stands between two good lines that have ids of their own: what a reader gives between
the two is what it made of the case. So thousands of cases are a few files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from loader.records import Interaction, Post, Record, Reject, User
from tests.loader.sources.hostile import NOTHING, Hostile, Kept, Outcome, Told, Zoneless

Row = Mapping[str, Any]
# What a reader gave for one case: its records, and its rejects.
Found = tuple[list[Record], list[Reject]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a line: what sort it is of, where it ends up, and how a reject calls it.

    `sort` is a column of the table of hostile values, or what a network itself says of one.
    """

    name: str
    sort: str | Callable[[Any], Outcome | None]
    kept: Callable[[list[Record]], object]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A format: good lines and cases, the file they make, and the line each begins on.

    `line(i)` is the i-th good line to be spoilt, `good(i)` one whose record has the mark i,
    which `mark` finds. `quirk` is what the format itself says of a value, whatever the field;
    what it cannot even write down, it does not hold. `beside` are files that are needed, too,
    by their names; where `as_option` is a name, the file is read as that option of the first.
    """

    source: str
    file: str
    line: Callable[[int], Row]
    good: Callable[[int], Row]
    mark: Callable[[Record], int | None]
    packed: Callable[[list[Row]], tuple[bytes, list[int]]]
    fields: tuple[Field, ...] = ()
    quirk: Callable[[Any], Told | None] = lambda _: None
    holds: Callable[[Any], bool] = lambda _: True
    knows_zone: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    as_option: str = ""

    def expected(self, one: Field, hostile: Hostile) -> Outcome | None:
        """What the table says of a value in a field; None where it says nothing."""
        if told := self.quirk(hostile.value):
            return told
        if callable(one.sort):
            return one.sort(hostile.value)
        if one.sort == "tag":
            return _tag(hostile.value)
        column = {"count": "number", "optional id": "id", "needed time": "time"}
        outcome = getattr(hostile, column.get(one.sort, one.sort))
        if isinstance(outcome, Zoneless):
            return Kept(outcome.at) if self.knows_zone else Told("has no time zone")
        return _special(one.sort, outcome)


def _special(sort: str, outcome: Outcome) -> Outcome:
    if sort == "count" and outcome in (NOTHING, Kept(0)):
        return Kept(1) if outcome == NOTHING else Told("is 0; a row stands for one act or more")
    if sort == "needed time" and outcome == NOTHING:
        return Told("is missing")
    return NOTHING if sort == "optional id" and outcome == Told("is empty") else outcome


def _tag(value: object) -> Outcome:
    if value is None or isinstance(value, str):
        return Kept(tuple(filter(None, [(value or "").strip()])))
    whole = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return Kept(tuple(value)) if whole else Told("is n")


def spoilt(row: Row, path: str, value: object) -> Row:
    """`row` with `value` at `path`; the row itself stays as it is."""
    name, _, rest = path.partition("/")
    if isinstance(row, list):
        at = int(name)
        return [*row[:at], spoilt(row[at], rest, value) if rest else value, *row[at + 1 :]]
    return {**row, name: spoilt(row[name], rest, value) if rest else value}


def paths_in(row: Any, above: str = "") -> Iterator[str]:
    """The path of each value in `row`, lists and objects too."""
    places = row.items() if isinstance(row, Mapping) else enumerate(row)
    for name, value in places:
        yield f"{above}{name}"
        if isinstance(value, Mapping | list):
            yield from paths_in(value, f"{above}{name}/")


def read_between(
    read: Callable[..., Any], folder: Path, family: Family, cases: list[Row]
) -> tuple[list[Found], int, list[Record]]:
    """What became of each case; of how many it came after all cases, or was said why not; all.

    Asserts that each good line loads, once and in its place.
    """
    goods = [family.good(number) for number in range(len(cases) + 1)]
    rows = [one for pair in zip(goods, cases, strict=False) for one in pair] + goods[-1:]
    data, lines = family.packed(rows)
    path = folder / family.file
    path.write_bytes(data)

    found = _read(read, family, path)

    places = {line: number // 2 for number, line in enumerate(lines) if number % 2}
    made: list[Found] = [([], []) for _ in cases]
    seen = [-1]
    elsewhere = announced_as_left_out(found.announced)
    for record in found.records:
        if isinstance(record, Reject):
            assert record.line in places, f"no case is on the line of {record}"
            assert record.file == family.file
            made[places[record.line]][1].append(record)
        elif (mark := family.mark(record)) is not None:
            seen.append(mark)
        elif seen[-1] < len(cases):
            made[seen[-1]][0].append(record)
        else:
            # What waited for the end of the file, to learn who wrote what it answers.
            elsewhere += 1
    assert seen == list(range(-1, len(goods))), "a good line was lost or doubled"
    return made, elsewhere, found.records


def _read(read: Callable[..., Any], family: Family, path: Path) -> Any:
    for name, text in family.beside.items():
        (path.parent / name).write_text(text)
    if family.source == "stackexchange":
        # A dump is a folder.
        return read(family.source, path.parent, **family.options)
    if not family.as_option:
        return read(family.source, path, **family.options)
    first = path.parent / next(iter(family.beside))
    return read(family.source, first, **family.options, **{family.as_option: path})


def differences(family: Family, one: Field, hostile: list[Hostile], made: list[Found]) -> list[str]:
    """Where what became of the values in a field differs from what the table says."""
    wrong = []
    for case, (records, rejects) in zip(hostile, made, strict=True):
        expected = family.expected(one, case)
        if expected is None:
            continue
        said = [(reject.field, reject.reason) for reject in rejects]
        where = f"{family.file}: {one.name} is {case.name}:"
        if isinstance(expected, Told):
            title = "line" if family.quirk(case.value) else one.title or one.name.replace("/", ".")
            if [field for field, _ in said] != [title] or not said[0][1].startswith(
                expected.reason
            ):
                wrong.append(f"{where} wants {title!r} {expected.reason!r}, has {said} {records}")
        elif said or not _same(one.kept(records), expected.value):
            got = one.kept(records) if records else None
            wrong.append(f"{where} wants {expected.value!r:.80}, has {got!r:.80} {said}")
    return wrong


def _same(got: object, wanted: object) -> bool:
    return got == wanted and isinstance(got, bool) == isinstance(wanted, bool)


def flaws(record: Record) -> Iterator[str]:
    """What of a record the database would not take, or would take and should not have."""
    if isinstance(record, Reject):
        yield from (f"{name} of {record!r:.200}" for name in _illegible(record))
        return
    for name in record.__slots__:
        value = getattr(record, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and (reason := _unstorable(one, name)):
                yield f"{name} {reason}: {record!r:.200}"
            if isinstance(one, datetime) and one.tzinfo is None:
                yield f"{name} has no zone: {record!r:.200}"
            if isinstance(one, bool) and name != "edited":
                yield f"{name} is a truth: {record!r:.200}"
            if isinstance(one, int) and not 0 <= one <= 10**12:
                yield f"{name} is {one}: {record!r:.200}"
    ids = {User: ("id",), Post: ("id", "author"), Interaction: ("id", "who", "whom")}
    for name in ids.get(type(record), ()):
        if not re.match(r"[a-z0-9.-]+:.", getattr(record, name), re.DOTALL):
            yield f"{name} is of nobody: {record!r:.200}"


def _illegible(reject: Reject) -> Iterator[str]:
    if not (reject.field and reject.field.isprintable() and len(reject.field) <= 300):
        yield "field"
    if not (reject.reason and reject.reason.isprintable() and len(reject.reason) <= 500):
        yield "reason"


# What `loader.topics` makes ids of: spellings are passed on as they are.
_SPELLINGS = frozenset({"topics", "tag", "parents"})


def _unstorable(text: str, name: str) -> str:
    if name in _SPELLINGS:
        return ""
    if re.search(r"[\0-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]", text):
        return "has a control character"
    return "is empty" if not text.strip() else ""


def announced_as_left_out(announced: list[str]) -> int:
    """How many things were said to be left out."""
    told = " ".join(line for line in announced if "left out" in line)
    return sum(int(count.replace(",", "")) for count in re.findall(r"\(([\d,]+)\)", told))
