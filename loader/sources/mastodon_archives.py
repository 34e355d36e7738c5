"""Archives of accounts as Mastodon packs them: what is read of them, unpacked for as long as it is.

An archive is refused as a whole when a name in it leads out of it, when what is read of it would
be over MOST_TIMES_LARGER than the archive, or when it is encrypted or damaged. Pictures stay
packed. Memory holds one block.
"""

from __future__ import annotations

import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from loader.sources.files import reason_of
from loader.sources.mastodon_files import is_read
from loader.sources.sevenzip import MOST_MEMBERS, MOST_TIMES_LARGER, SMALL_BYTES
from queries.errors import SourceError

BLOCK_BYTES = 1_000_000

_ARCHIVE = re.compile(r".*\.(zip|tar|tar\.gz|tgz)", re.IGNORECASE)
_DAMAGED = (OSError, EOFError, RuntimeError, ValueError, zlib.error, lzma.LZMAError,
            zipfile.BadZipFile, tarfile.TarError)  # fmt: skip


def is_archive(path: Path) -> bool:
    """Whether `path` is an archive that is unpacked here."""
    return bool(_ARCHIVE.fullmatch(path.name)) and path.is_file()


@contextmanager
def unpacked(paths: tuple[Path, ...]) -> Iterator[tuple[Path, ...]]:
    """`paths`, with a folder of what is read in the place of each archive; gone afterwards.

    Raises SourceError when an archive cannot be read, or is made to do harm.
    """
    with TemporaryDirectory(prefix="influence-") as name:
        yield tuple(
            _unpacked(path, Path(name) / str(number)) if is_archive(path) else path
            for number, path in enumerate(paths)
        )


def _unpacked(path: Path, place: Path) -> Path:
    place.mkdir()
    left = max(SMALL_BYTES, MOST_TIMES_LARGER * path.stat().st_size)
    try:
        for number, (name, file) in enumerate(_members(path)):
            if number >= MOST_MEMBERS:
                raise SourceError(f"{path} has over {MOST_MEMBERS:,} files to be read")
            to = place / _checked(path, name)
            to.parent.mkdir(parents=True, exist_ok=True)
            left -= _copied(file, to, most=left)
            if left <= 0:
                raise SourceError(
                    f"{path} holds over {MOST_TIMES_LARGER} times as much as it is large; "
                    "unpack it yourself if you trust it"
                )
    except _DAMAGED as error:
        raise SourceError(
            f"{path} cannot be unpacked: {reason_of(error)}; fetch it again"
        ) from error
    return place


def _members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The name of each file that is read, and the file, to be read before the next."""
    if path.name.lower().endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for one in archive.infolist():
                if not one.is_dir() and is_read(_base(one.filename)):
                    with archive.open(one) as file:
                        yield one.filename, file
        return
    with tarfile.open(path, "r|*") as stream:
        for member in stream:
            # Neither links nor devices.
            if member.isfile() and is_read(_base(member.name)):
                found = stream.extractfile(member)
                assert found
                yield member.name, found


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _checked(path: Path, name: str) -> PurePosixPath:
    """Where a file of the archive may lie. Raises SourceError when that is outside."""
    found = PurePosixPath(name.replace("\\", "/"))
    leads_out = found.is_absolute() or ".." in found.parts or found.parts[0][1:2] == ":"
    if leads_out or not name.isprintable():
        raise SourceError(f"{path}: {name[:60]!r} leads out of the archive; it is not read")
    return found


def _copied(file: IO[bytes], to: Path, *, most: int) -> int:
    """How many bytes of `file` lie in `to` now; a little more than `most` at most."""
    with to.open("wb") as out:
        while out.tell() <= most and (block := file.read(BLOCK_BYTES)):
            out.write(block)
        return out.tell()
