"""Files of Mastodon: which of them are read, whose they are, and what is on their lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from loader.records import Reject
from loader.sources.documents import LONGEST_LINE, Document, documents, files_under
from loader.sources.edges_lines import broken_cells
from loader.sources.fields import Fields
from loader.sources.files import lines_of
from loader.sources.mastodon_accounts import is_address, spelled
from queries.errors import SourceError

FOLLOWS = ("followers", "following")
RELATIONS = (*FOLLOWS, "favourites", "notifications")

_READ = re.compile(r".*\.(json|jsonl|ndjson)(\.(gz|zst))?", re.IGNORECASE)
_LISTS = re.compile(r"(followers|following)(_accounts)?\.csv", re.IGNORECASE)
_PACKED = re.compile(r".*\.(tar\.zst|tar\.xz|tar\.bz2|7z)", re.IGNORECASE)
_ENDS = re.compile(r"(\.(json|jsonl|ndjson|csv|gz|zst))*$", re.IGNORECASE)
_WORD = re.compile(rf"(?<![a-z])({'|'.join(RELATIONS)})(_accounts)?(?![a-z])", re.IGNORECASE)
_PAGE = re.compile(r"[-_. ]+\d+$")


class Whose(NamedTuple):
    """What a file lists, one of RELATIONS or "", and whose that is, "" when unknown."""

    relation: str = ""
    address: str = ""


def files_of(paths: tuple[Path, ...]) -> list[Path]:
    """The files to read: those named, and those below folders whose names say what they are.

    The description of an account comes first, since the rest of an archive needs it.
    Raises SourceError when there is none, or one is packed.
    """
    files = files_under(paths, source="mastodon")
    for path in files:
        if path in paths and _PACKED.fullmatch(path.name):
            raise SourceError(f"{path} is packed; unpack it, and name the folder")
        if path in paths and is_list(path) and whose(path, "").relation not in FOLLOWS:
            raise SourceError(f"{path} has neither 'followers' nor 'following' in its name")
    found = [path for path in files if path in paths or is_read(path.name)]
    if not found:
        raise SourceError(f"{paths[0]} has no JSON files; name those to load")
    return sorted(found, key=lambda path: path.name != "actor.json")


def whose(path: Path, account: str) -> Whose:
    """What the name of a file says, as 'followers_ada@example.org_2.json' does.

    `account` stands in where it names nobody.
    """
    name = _ENDS.sub("", path.name)
    word = _WORD.search(name)
    if word is None:
        return Whose("", account)
    sides = (name[: word.start()], _PAGE.sub("", name[word.end() :]))
    addresses = (side.strip("-_. @").lower() for side in sides)
    named = next((spelled(one) for one in addresses if is_address(one)), account)
    return Whose(word[1].lower(), named)


def documents_of(path: Path) -> Iterator[Document | Reject]:
    """The JSON objects in a file, also in one that holds the events of a stream."""
    first = next(iter(islice(lines_of(path, longest=LONGEST_LINE), 1)), None)
    if first and first.text.startswith((":", "event:", "data:")):
        return _events(path)
    return documents(path)


def is_list(path: Path) -> bool:
    """Whether a file is the CSV of whom somebody follows."""
    return path.name.lower().endswith(".csv")


def addresses_in(path: Path) -> Iterator[tuple[int, str] | Reject]:
    """The line and the address of each account in a CSV such as following_accounts.csv."""
    for number, text, trouble in lines_of(path):
        cells, broken = _cells(text)
        if trouble or broken:
            yield Reject(path.name, number, "line", trouble or broken)
        elif cells and not (number == 1 and "@" not in cells[0]):
            yield number, cells[0].strip().lstrip("@")


def _cells(text: str) -> tuple[list[str], str]:
    """The cells of a line, or why it has none that can be told apart."""
    try:
        return next(csv.reader([text]), []), ""
    except csv.Error as error:
        return [], broken_cells(error)


def is_read(name: str) -> bool:
    """Whether a file of this name, in a folder that is named, is read."""
    return bool(_READ.fullmatch(name) or _LISTS.fullmatch(name))


def _events(path: Path) -> Iterator[Document | Reject]:
    """Server-sent events as messages: 'event: update', then 'data: {…}'."""
    event = ""
    for number, text, trouble in lines_of(path, longest=LONGEST_LINE):
        name, _, value = text.strip().partition(":")
        if trouble:
            yield Reject(path.name, number, "line", trouble)
        elif name == "event":
            event = value.strip()
        elif name == "data":
            yield Document(path.name, number, Fields({"event": event, "payload": value.strip()}))
        elif name:
            yield Reject(path.name, number, "line", "is neither 'event:' nor 'data:'")
