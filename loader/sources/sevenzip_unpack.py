"""Looks into a 7z archive, or unpacks one file of it: a program for a process of its own.

A damaged archive can crash the libraries in C that unpack it, and what crashes here costs one
file. Takes the path of the archive, and the name of a file to write to standard output; each as
JSON, which has a spelling for any name. Without a name it writes what is in the archive, as
JSON. Ends with 1, and a line on standard error, where the archive is damaged.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import py7zr
from py7zr.io import Py7zIO, WriterFactory


class _Output(Py7zIO):
    """Standard output, as the library writes to it."""

    def __init__(self) -> None:
        self._size = 0

    def write(self, s: bytes | bytearray) -> int:
        self._size += len(s)
        return sys.stdout.buffer.write(s)

    def read(self, size: int | None = None) -> bytes:  # noqa: ARG002
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
        return 0

    def flush(self) -> None:
        sys.stdout.buffer.flush()

    def size(self) -> int:
        return self._size


class _Outputs(WriterFactory):
    def create(self, filename: str) -> Py7zIO:  # noqa: ARG002
        return _Output()


def contents(path: str) -> dict[str, Any]:
    """The names and sizes of the files, whether they are encrypted, and the most memory wanted."""
    with open(path, "rb") as file, py7zr.SevenZipFile(file) as archive:  # noqa: PTH123
        found = [one for one in archive.files if one.is_file]
        return {
            "names": [one.filename for one in found],
            "size": sum(one.uncompressed for one in found),
            "encrypted": archive.needs_password(),
            "window": max((_window(coder) for one in found for coder in _coders(one)), default=0),
        }


def unpack(path: str, name: str) -> None:
    """Write the file `name` of the archive to standard output."""
    with open(path, "rb") as file, py7zr.SevenZipFile(file) as archive:  # noqa: PTH123
        archive.extract(targets=[name], factory=_Outputs())
    sys.stdout.buffer.flush()


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


def main(path: str, name: str = "") -> None:
    """Unpack the file `name`, or tell what is in the archive."""
    if name:
        unpack(path, name)
    else:
        print(json.dumps(contents(path)))  # noqa: T201


if __name__ == "__main__":
    try:
        main(*map(json.loads, sys.argv[1:]))
    except py7zr.exceptions.CrcError:
        sys.exit("the checksum differs")
    # What damage raises is anything at all.
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}".splitlines()[0])
