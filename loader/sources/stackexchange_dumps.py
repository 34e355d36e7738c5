"""Where dumps are: folders of XML files, 7z archives of whole sites, and archives of one table.

`stackoverflow.com-Posts.7z` and its like, side by side, are one dump. An archive with a folder
for each of several sites is as many dumps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from loader.sources.sevenzip import is_sevenzip, member, members_of
from queries.errors import SourceError

TABLES = ("Users", "Posts", "Comments", "Votes")
_NAMES = frozenset(f"{table}.xml" for table in TABLES)

# The published archives of one table, also those of tables that nobody reads here.
_ONE_TABLE = re.compile(
    r"(.+)-(?:Badges|Comments|PostHistory|PostLinks|Posts|Tags|Users|Votes)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One file of a dump: what it is called in a reject, and how it is opened."""

    label: str
    opened: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class FoundDump:
    """A dump: the name of its folder or archive, and its files by name ('Posts.xml')."""

    name: str
    files: dict[str, DumpFile] = field(default_factory=dict)


def dumps_in(paths: tuple[Path, ...]) -> list[FoundDump]:
    """The dumps in `paths`, each with a Posts.xml.

    Raises SourceError where there is none, and for archives that are not to be read.
    """
    found: dict[tuple[str, ...], FoundDump] = {}
    for place, name, file, opened in chain.from_iterable(map(_files, paths)):
        dump = found.setdefault((*place, name), FoundDump(name))
        if file in dump.files:
            raise SourceError(f"{name} has {file} twice: {dump.files[file].label} and {opened[0]}")
        dump.files[file] = DumpFile(*opened)
    for dump in found.values():
        if "Posts.xml" not in dump.files:
            have = ", ".join(dump.files)
            raise SourceError(f"{dump.name} has no Posts.xml, only {have}; name its archive too")
    return list(found.values())


# The place and the name of a dump, the name of a file in it, its label and how it is opened.
_File = tuple[tuple[str, ...], str, str, tuple[str, Callable[[], BinaryIO]]]


def _files(path: Path) -> Iterator[_File]:
    """The files of dumps in the folder or the archive `path`."""
    if is_sevenzip(path):
        return _archived(path)
    if not path.is_dir():
        raise SourceError(f"{path} is neither the folder of a dump nor a 7z archive")
    if (path / "Posts.xml").is_file():
        return _unpacked(path)
    archives = sorted(one for one in path.glob("*.7z") if is_sevenzip(one))
    if not archives:
        raise SourceError(f"{path} has no Posts.xml; name the folder of a dump, or its archives")
    wanted = [one for one in archives if _one_table(one) in (None, *TABLES)]
    return chain.from_iterable(map(_archived, wanted))


def _unpacked(folder: Path) -> Iterator[_File]:
    # Resolved, since the name of '.' says nothing.
    folder = folder.resolve()
    for file in sorted(_NAMES):
        if (folder / file).is_file():
            yield (str(folder),), folder.name, file, (file, partial(_opened, folder / file))


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _archived(path: Path) -> Iterator[_File]:
    path = path.resolve()
    split = _ONE_TABLE.fullmatch(path.stem)
    whole = split[1] if split else path.stem
    place = (str(path.parent),) if split else (str(path),)
    names = members_of(path)
    wanted = [name for name in names if PurePosixPath(name).name in _NAMES]
    if not wanted:
        have = ", ".join(names[:5]) or "nothing"
        raise SourceError(f"{path} holds no table of a dump, but {have}; name other archives")
    for name in wanted:
        inside = PurePosixPath(name)
        site = inside.parent.name or whole
        label = f"{path.name}/{name}"
        yield place, site, inside.name, (label, partial(member, path, name))


def _one_table(path: Path) -> str | None:
    """The table that an archive is named after; None for an archive of a whole site."""
    split = _ONE_TABLE.fullmatch(path.stem)
    return path.stem[len(split[1]) + 1 :] if split else None
