"""Files as they come: compressed or not, with broken lines."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import zstandard

LONGEST_LINE = 1_000_000

# What a broken compressed file, or a broken disk, may raise while it is read.
UNREADABLE = (OSError, EOFError, zlib.error, zstandard.ZstdError)

# A packed file that gives so much more than it has was made to fill a disk or a day. Dumps give
# 3 to 40 times as much; small files are let pass, whatever they give.
MOST_TIMES_LARGER = 200
SMALL_BYTES = 50_000_000

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
# Dumps are packed with windows of up to 2 GB; so much memory is the reader's then.
_LARGEST_WINDOW = 2**31
# So little at once, since a made-up file may give thirty thousand times as much.
_PACKED_BYTES = 8_192


# Takes a file's path, and what tells how many bytes of it are read.
Notice = Callable[[Path, Callable[[], int]], None]
_notice: Notice | None = None


class _Gzip(gzip.GzipFile):
    """A gzip file that closes the file it reads from."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__(fileobj=packed)
        self._packed = packed

    def close(self) -> None:
        super().close()
        self._packed.close()


class Lines(Protocol):
    """What gives lines, one after the other, each cut after `longest` bytes."""

    def readline(self, longest: int, /) -> bytes: ...


class Line(NamedTuple):
    """A line of text, counted from 1; `trouble` says why it cannot be used, if so."""

    number: int
    text: str
    trouble: str = ""


def opened(path: Path) -> BinaryIO:
    """`path` for reading bytes, unpacked when it is compressed with gzip or Zstandard."""
    file = path.open("rb")
    if _notice:
        _notice(path, file.tell)
    start = file.read(len(ZSTD))
    file.seek(0)
    if start.startswith(GZIP):
        # GzipFile finds the ends of lines in Python; the buffer around it does so in C.
        return io.BufferedReader(_Unpacked(_Gzip(file), path))
    if start == ZSTD:
        return io.BufferedReader(_Unpacked(_Frames(file), path))
    return file


def noticed_by(notice: Notice | None) -> None:
    """Tell `notice` of every file that is opened from now on, and how to ask for its place.

    The place raises ValueError once the file is closed. There is one such listener at a time.
    """
    global _notice
    _notice = notice


class _Packed(Protocol):
    """What unpacks a file bit by bit."""

    def read1(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class _Frames:
    """What a file of Zstandard holds. Raises EOFError where it breaks off, as no library does."""

    def __init__(self, packed: BinaryIO) -> None:
        self._file = packed
        self._unpacking: Any = None
        self._packed, self._ready = b"", memoryview(b"")

    def read1(self, size: int) -> bytes:
        while not self._ready:
            self._packed = self._packed or self._file.read(_PACKED_BYTES)
            if not self._packed:
                if self._unpacking:
                    raise EOFError("the archive breaks off")
                return b""
            if not self._unpacking:
                unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
                self._unpacking = unpacker.decompressobj()
            self._ready = memoryview(self._unpacking.decompress(self._packed))
            self._packed = self._unpacking.unused_data
            if self._unpacking.eof:
                self._unpacking = None
        found, self._ready = self._ready[:size], self._ready[size:]
        return bytes(found)

    def close(self) -> None:
        self._file.close()


class _Unpacked(io.RawIOBase):
    """What a packed file gives, as long as that is no more than an honest one would give.

    Reading raises OSError beyond that.
    """

    def __init__(self, stream: _Packed, path: Path) -> None:
        super().__init__()
        self._stream, self._read = stream, 0
        self._packed = path.stat().st_size
        self._most = max(SMALL_BYTES, MOST_TIMES_LARGER * self._packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # No more than is at hand, or what comes before damage would be lost with it.
        found = self._stream.read1(len(buffer))
        self._read += len(found)
        if self._read > self._most:
            raise OSError(
                f"its {self._packed:,} bytes give over {self._most:,}; unpack it yourself if you "
                "trust it"
            )
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._stream.close()
        super().close()


def lines_of(path: Path, *, longest: int = LONGEST_LINE) -> Iterator[Line]:
    """The lines of `path` in UTF-8, each with its end, in memory for one line.

    A line over `longest` bytes comes without its text. A file that breaks off, as a
    half-copied archive does, ends in a line that says so.
    """
    with opened(path) as file:
        yield from lines_in(file, longest=longest)


def lines_in(file: Lines, *, after: int = 0, longest: int = LONGEST_LINE) -> Iterator[Line]:
    """The same of a file that is open, of which `after` lines were read before."""
    number = after
    try:
        while raw := file.readline(longest):
            number += 1
            yield _decoded(number, raw, _drained(file, raw, longest), longest)
    except UNREADABLE as error:
        yield Line(number + 1, "", f"cannot be read, nor what follows: {reason_of(error)}")


def reason_of(error: Exception) -> str:
    """What `error` says on one line, without the path that the message names already."""
    said = (isinstance(error, OSError) and error.strerror) or str(error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def _decoded(number: int, raw: bytes, length: int, longest: int) -> Line:
    if length > longest:
        return Line(number, "", f"has {length:,} bytes; {longest:,} are read")
    if number == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return Line(number, raw.decode(errors="replace"), f"is not UTF-8 at byte {error.start + 1}")
    return Line(number, text, "has a NUL character" if "\0" in text else "")


def _drained(file: Lines, raw: bytes, longest: int) -> int:
    """The length of the line that begins with `raw`; the rest of it is read and dropped."""
    length = len(raw)
    while length >= longest and not raw.endswith(b"\n"):
        raw = file.readline(longest)
        if not raw:
            break
        length += len(raw)
    return length
