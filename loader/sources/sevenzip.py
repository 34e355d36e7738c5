"""7z archives: what is in them, and one member as a stream that is never unpacked to disk.

An archive is refused as a whole when a member's name leads out of it, when its members are
declared to be over MOST_TIMES_LARGER than the archive (dumps are 3 to 40 times), or when a
member wants over LARGEST_WINDOW of memory to unpack.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from queue import Full, Queue
from threading import Event, Thread
from typing import Any, BinaryIO, cast

import py7zr
from py7zr.io import Py7zIO, WriterFactory

from loader.sources.files import reason_of
from queries.errors import SourceError

MAGIC = b"7z\xbc\xaf\x27\x1c"
MOST_TIMES_LARGER = 200
SMALL_BYTES = 50_000_000
LARGEST_WINDOW = 2**30
MOST_MEMBERS = 10_000

# What is unpacked waits in memory, cut into pieces.
_PIECE_BYTES = 262_144
_PIECES_AHEAD = 16
_SECONDS = 0.2


def is_sevenzip(path: Path) -> bool:
    """Whether `path` is a 7z archive, from its first bytes. False where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def members_of(path: Path) -> list[str]:
    """The names of the files in the archive.

    Raises SourceError when it is damaged, encrypted, or made to do harm.
    """
    # What a damaged header raises is anything at all.
    try:
        with path.open("rb") as file, py7zr.SevenZipFile(file) as archive:
            encrypted = archive.needs_password()
            found = [one for one in archive.files if one.is_file]
            names = [one.filename for one in found]
            sizes = [one.uncompressed for one in found]
            window = max((_window(coder) for one in found for coder in _coders(one)), default=0)
    except Exception as error:
        raise SourceError(
            f"{path} breaks off or is damaged: it cannot be read as a 7z archive "
            f"({_said(error)}); fetch it again"
        ) from error
    if encrypted:
        raise SourceError(f"{path} is encrypted; unpack it")
    _checked(path, names, sum(sizes), window)
    return names


def member(path: Path, name: str) -> BinaryIO:
    """The file `name` of the archive, unpacked as it is read. Close it, or its thread waits.

    Reading raises OSError where the archive is damaged.
    """
    # A buffer around it would lose what came just before the damage.
    return cast(BinaryIO, _Member(path, name))


def _checked(path: Path, names: list[str], size: int, window: int) -> None:
    """Raises SourceError when an archive with such members is not to be read."""
    if len(names) > MOST_MEMBERS:
        raise SourceError(f"{path} has {len(names):,} files; at most {MOST_MEMBERS:,} are read")
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if not parts or ".." in parts or parts[0][:1] == "/" or parts[0][1:2] == ":":
            raise SourceError(f"{path}: {name[:60]!r} leads out of the archive; it is not read")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise SourceError(f"{path} has two files {twice[:60]!r}; which one is meant?")
    packed = path.stat().st_size
    if size > max(SMALL_BYTES, MOST_TIMES_LARGER * packed):
        raise SourceError(
            f"{path} says that its {packed:,} bytes hold {size:,}, over {MOST_TIMES_LARGER} times "
            "as much; unpack it yourself if you trust it"
        )
    if window > LARGEST_WINDOW:
        raise SourceError(f"{path} wants {window:,} bytes of memory to be unpacked; unpack it")


def _coders(found: Any) -> list[dict[str, Any]]:
    """How a file in an archive is packed: its methods with their settings."""
    return found.folder.coders if found.folder else []


def _window(coder: dict[str, Any]) -> int:
    """How much memory one method of packing takes to unpack: LZMA's and PPMd's say so."""
    method, told = coder["method"], coder.get("properties") or b""
    if method in (b"\x03\x01\x01", b"\x03\x04\x01") and len(told) >= 5:
        return int.from_bytes(told[1:5], "little")
    if method == b"\x21" and told:
        return (2 | told[0] & 1) << (told[0] // 2 + 11)
    return 0


class _Stopped(Exception):
    """Nobody reads on."""


class _Pieces(Py7zIO):
    """Takes what the library unpacks, and hands it on in pieces."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put, self._size = put, 0

    def write(self, s: bytes | bytearray) -> int:
        self._size += len(s)
        for at in range(0, len(s), _PIECE_BYTES):
            self._put(bytes(s[at : at + _PIECE_BYTES]))
        return len(s)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._size


class _OnePlace(WriterFactory):
    """Gives the library the one place to write to."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put

    def create(self, filename: str) -> Py7zIO:  # noqa: ARG002
        return _Pieces(self._put)


class _Member(io.RawIOBase):
    """A member, unpacked in a thread of its own, a few pieces ahead of who reads it.

    The library pushes what it unpacks, and we pull: the queue between is what bounds memory.
    """

    def __init__(self, path: Path, name: str) -> None:
        super().__init__()
        self._path, self._name = path, name
        self._pieces: Queue[bytes | Exception | None] = Queue(_PIECES_AHEAD)
        self._stopped = Event()
        self._rest = memoryview(b"")
        self._ended = False
        self._thread = Thread(target=self._unpack, name=f"unpacks {name}", daemon=True)
        self._thread.start()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest and not self._ended:
            piece = self._pieces.get()
            if isinstance(piece, Exception):
                self._ended = True
                raise OSError(f"{_said(piece)}") from piece
            self._ended = piece is None
            self._rest = memoryview(piece or b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def close(self) -> None:
        if not self.closed:
            self._stopped.set()
            self._thread.join()
        super().close()

    def _unpack(self) -> None:
        last: Exception | None = None
        try:
            with (
                self._path.open("rb") as file,
                py7zr.SevenZipFile(file) as archive,
            ):
                archive.extract(targets=[self._name], factory=_OnePlace(self._put))
        except _Stopped:
            return
        except Exception as error:
            last = error
        try:
            self._put(last)
        except _Stopped:
            return

    def _put(self, piece: bytes | Exception | None) -> None:
        while not self._stopped.is_set():
            try:
                return self._pieces.put(piece, timeout=_SECONDS)
            except Full:
                continue
        raise _Stopped


def _said(error: Exception) -> str:
    if isinstance(error, py7zr.exceptions.CrcError):
        return "the checksum differs"
    return reason_of(error)
