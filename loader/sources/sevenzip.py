"""7z archives: what is in them, and one file as a stream that is never unpacked to disk.

They are opened by a process of its own, `sevenzip_unpack`, which a damaged one may crash.

An archive is refused as a whole when a member's name leads out of it, when its members are
declared to be over MOST_TIMES_LARGER than the archive (dumps are 3 to 40 times), or when a
member wants over LARGEST_WINDOW of memory to unpack.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path, PurePosixPath
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, BinaryIO, cast

from loader.sources.files import reason_of
from queries.errors import SourceError

MAGIC = b"7z\xbc\xaf\x27\x1c"
MOST_TIMES_LARGER = 200
SMALL_BYTES = 50_000_000
LARGEST_WINDOW = 2**30
MOST_MEMBERS = 10_000

_PROGRAM = Path(__file__).with_name("sevenzip_unpack.py")


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
    found = _contents(path)
    if found["encrypted"]:
        raise SourceError(f"{path} is encrypted; unpack it")
    names: list[str] = found["names"]
    _checked(path, names, found["size"], found["window"])
    return names


def member(path: Path, name: str) -> BinaryIO:
    """The file `name` of the archive, unpacked as it is read. Close it, or a process waits.

    Reading raises OSError where the archive is damaged.
    """
    # A buffer around it would lose what came just before the damage.
    return cast(BinaryIO, _Process(path, name))


def unpacked_bytes(path: Path) -> int:
    """How large the files in the archive say they are. Raises SourceError when it is damaged."""
    return int(_contents(path)["size"])


def _contents(path: Path) -> dict[str, Any]:
    try:
        with cast(BinaryIO, _Process(path)) as told:
            found: dict[str, Any] = json.loads(told.read())
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path} breaks off or is damaged: it cannot be read as a 7z archive "
            f"({reason_of(error)}); fetch it again"
        ) from error
    return found


def _checked(path: Path, names: list[str], size: int, window: int) -> None:
    """Raises SourceError when an archive with such members is not to be read."""
    if len(names) > MOST_MEMBERS:
        raise SourceError(f"{path} has {len(names):,} files; at most {MOST_MEMBERS:,} are read")
    for name in names:
        if not name.isprintable():
            raise SourceError(f"{path}: {name[:60]!r} is no name of a file; it is not read")
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


class _Process(io.RawIOBase):
    """What a process of its own writes; the pipe between holds it back until it is read."""

    def __init__(self, path: Path, *names: str) -> None:
        super().__init__()
        told = [json.dumps(one) for one in (str(path), *names)]
        self._process = Popen(
            # -P, since the program's folder has modules named as some of Python's own.
            [sys.executable, "-P", str(_PROGRAM), *told],
            bufsize=0,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        output: Any = self._process.stdout
        read: int = output.readinto(buffer)
        if not read and len(buffer):
            self._ended()
        return read

    def close(self) -> None:
        if not self.closed:
            self._process.kill()
            # Waits for its end, and closes the pipes.
            self._process.__exit__(None, None, None)
        super().close()

    def _ended(self) -> None:
        """Raises OSError unless the process says that all is well."""
        errors: Any = self._process.stderr
        said = errors.read().decode(errors="replace").strip()
        code = self._process.wait()
        if code:
            reason = said.splitlines()[-1] if code > 0 and said else "unpacking it crashed"
            raise OSError(reason)
