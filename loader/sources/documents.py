"""JSON as it comes: one object a line, one array, or one document over many lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from loader.records import Reject
from loader.sources.fields import Fields
from loader.sources.files import UNREADABLE, Line, lines_of, opened, reason_of
from loader.sources.json_text import KEEP_BYTES, parsed, values_in
from queries.errors import SourceError

# A page of an API on one line may be long; a post is not.
LONGEST_LINE = 16_000_000
LARGEST_DOCUMENT = 256_000_000

# Of how many lines it is looked whether they are objects, when the first one is none.
_LINES_TRIED = 5


class Document(NamedTuple):
    """One JSON object: the file's name, the line it begins on (from 1), and its fields."""

    file: str
    line: int
    fields: Fields


def files_under(paths: tuple[Path, ...], *, source: str) -> list[Path]:
    """The files named, and those below the folders named, in the order of their names.

    Raises SourceError when there is none, or one cannot be opened.
    """
    files = list(chain.from_iterable(map(_files, paths)))
    if not files:
        raise SourceError(f"{source}: name the files to load")
    for path in files:
        try:
            path.open("rb").close()
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {reason_of(error)}") from error
    return files


def documents(path: Path) -> Iterator[Document | Reject]:
    """The JSON objects in `path`, which may be compressed.

    Takes one object a line (several, where an archive lost the end of a line), one array
    of objects, and a single document spread over lines. In constant memory for the first;
    the others must fit into LARGEST_DOCUMENT. What is broken costs itself alone: a line, or an
    element of an array that has a line of its own.
    """
    first = list(islice(filter(_is_written, lines_of(path, longest=LONGEST_LINE)), _LINES_TRIED))
    if not first:
        return
    if first[0].trouble or not _begins_a_long_document(*first):
        yield from _by_line(path)
    else:
        yield from _whole(path)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.is_file())
    return [path]


def _is_written(line: Line) -> bool:
    return bool(line.trouble or line.text.strip())


def _begins_a_long_document(first: Line, *following: Line) -> bool:
    """Whether the first line opens what only later lines close.

    It does not where the lines below are objects by themselves: then it was cut off.
    """
    bare = first.text.strip()
    if not bare.startswith(("{", "[")) or (len(bare) > 1 and bare.endswith(("}", "]"))):
        return False
    if any(line.text.lstrip().startswith(("]", "}", ",")) for line in following):
        return True
    return not any(_is_an_object(line.text) for line in following)


def _is_an_object(text: str) -> bool:
    try:
        return isinstance(parsed(text), dict)
    except ValueError:
        return False


def _by_line(path: Path) -> Iterator[Document | Reject]:
    for number, text, trouble in lines_of(path, longest=LONGEST_LINE):
        if trouble:
            yield Reject(path.name, number, "line", trouble)
        elif text.strip():
            yield from _objects(path, number, text)


def _whole(path: Path) -> Iterator[Document | Reject]:
    try:
        with opened(path) as file:
            raw = file.read(LARGEST_DOCUMENT + 1)
    except UNREADABLE as error:
        yield Reject(path.name, 1, "line", f"cannot be read: {reason_of(error)}")
        return
    if len(raw) > LARGEST_DOCUMENT:
        reason = f"is one document of over {LARGEST_DOCUMENT:,} bytes; write one object a line"
        yield Reject(path.name, 1, "line", reason)
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8-sig", KEEP_BYTES)
        if not text.lstrip().startswith("["):
            yield Reject(path.name, 1, "line", f"is not UTF-8 at byte {error.start + 1}")
            return
    yield from _objects(path, 1, text)


def _objects(path: Path, number: int, text: str) -> Iterator[Document | Reject]:
    """The objects in `text`, or in the arrays in it; it begins on line `number`."""
    for line, value, trouble in values_in(text):
        if isinstance(value, dict):
            yield Document(path.name, number + line, Fields(value))
        else:
            yield Reject(path.name, number + line, "line", trouble or "is JSON, but no object")
