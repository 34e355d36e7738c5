"""JSON as it comes: one object a line, one array, or one document over many lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from loader.records import Reject
from loader.sources.fields import Fields
from loader.sources.files import UNREADABLE, lines_of, opened, reason_of
from queries.errors import SourceError

# A page of an API on one line may be long; a post is not.
LONGEST_LINE = 16_000_000
LARGEST_DOCUMENT = 256_000_000

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


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
    the others must fit into LARGEST_DOCUMENT.
    """
    first = next(iter(islice(lines_of(path, longest=LONGEST_LINE), 1)), None)
    if first is None:
        return
    if first.trouble or not _begins_a_long_document(first.text):
        yield from _by_line(path)
    else:
        yield from _whole(path)


def parsed(text: str) -> object:
    """The value of `text`. Raises ValueError, whose message is the reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(error) from None


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.is_file())
    return [path]


def _begins_a_long_document(line: str) -> bool:
    """Whether the first line opens what only later lines close."""
    bare = line.strip()
    if not bare.startswith(("{", "[")):
        return False
    return bare in "{[" or not bare.endswith(("}", "]"))


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
        text = raw.decode("utf-8-sig")
    except UNREADABLE as error:
        yield Reject(path.name, 1, "line", f"cannot be read: {reason_of(error)}")
        return
    except UnicodeDecodeError as error:
        yield Reject(path.name, 1, "line", f"is not UTF-8 at byte {error.start + 1}")
        return
    if len(raw) > LARGEST_DOCUMENT:
        reason = f"is one document of over {LARGEST_DOCUMENT:,} bytes; write one object a line"
        yield Reject(path.name, 1, "line", reason)
    else:
        yield from _objects(path, 1, text)


def _objects(path: Path, number: int, text: str) -> Iterator[Document | Reject]:
    """The objects in `text`, or in the arrays in it."""
    try:
        for value in _values(text):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield Document(path.name, number, Fields(one))
                else:
                    yield Reject(path.name, number, "line", "is JSON, but no object")
    except ValueError as error:
        yield Reject(path.name, number, "line", str(error))


def _values(text: str) -> Iterator[object]:
    """The value of `text`, or its values, where an archive lost the ends of lines between them.

    Raises ValueError, whose message is the reason, after what could be read.
    """
    try:
        yield json.loads(text)
        return
    except (ValueError, RecursionError):
        at = _past_space(text, 0)
    while at < len(text):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _unreadable(error) from None
        yield value
        at = _past_space(text, at)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _unreadable(error: Exception) -> ValueError:
    """An error whose message is the reason why a text is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return ValueError(f"is no JSON: {error.msg} at character {error.pos + 1}")
    return ValueError(f"is no JSON that can be read: {str(error).split(';')[0]}")
