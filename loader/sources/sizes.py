"""How large a file is when it is unpacked, as far as that can be told without unpacking it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import zstandard

from loader.sources.files import GZIP, ZSTD
from loader.sources.sevenzip import MAGIC as SEVENZIP
from loader.sources.sevenzip import MOST_TIMES_LARGER, unpacked_bytes
from queries.errors import SourceError

# Of what does not say it: text of dumps, as gzip and Zstandard pack it.
TYPICAL_TIMES_LARGER = 8

_ZIP = b"PK\x03\x04"
_READ = 18


def unpacked_size(path: Path) -> int:
    """The bytes in `path`, unpacked; an estimate where it does not say, or cannot be believed."""
    packed = path.stat().st_size
    try:
        with path.open("rb") as file:
            start = file.read(_READ)
    except OSError:
        return packed
    told = _told(path, start)
    if told is None:
        return packed
    return min(told, MOST_TIMES_LARGER * packed) if told > packed else TYPICAL_TIMES_LARGER * packed


def _told(path: Path, start: bytes) -> int | None:
    """What the file says of its unpacked size, 0 where it does not; None when it is not packed."""
    if start.startswith(GZIP):
        return _gzip(path)
    if start.startswith(ZSTD):
        try:
            return max(zstandard.frame_content_size(start), 0)
        except zstandard.ZstdError:
            return 0
    if start.startswith(SEVENZIP):
        try:
            return unpacked_bytes(path)
        except SourceError:
            return 0
    return _zip(path) if start.startswith(_ZIP) else None


def _gzip(path: Path) -> int:
    """The size of the last part, of which there is mostly one, without what is over 4 GB."""
    with path.open("rb") as file:
        file.seek(-4, 2)
        return int.from_bytes(file.read(4), "little")


def _zip(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(one.file_size for one in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0
