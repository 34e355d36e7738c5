"""The folder of one managed server: what lies where, and who may work on it.

<data>/                 0700
├── server.json         address, process id and its start: there while it is up
├── password            0600
├── up.lock             one `up` or `down` at a time
├── elsewhere/          what a computation outside of the database works on, and leaves
│                       behind when it is broken off; elsewhere.lock: one at a time
└── neo4j/              Neo4j's home: conf, data, logs, import (always empty)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from queries.connection import ADDRESS_FILE
from queries.errors import ServerNotStarted, StoreInUse

BLOCK_BYTES = 512
PORT_LINE = re.compile(r"^server\.bolt\.listen_address=.*:(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A data folder; `path` is resolved, so that one server has one folder, whatever its names."""

    path: Path

    @property
    def home(self) -> Path:
        """Neo4j's home."""
        return self.path / "neo4j"

    @property
    def store(self) -> Path:
        """Where Neo4j keeps its databases and their logs of transactions."""
        return self.home / "data"

    @property
    def configuration(self) -> Path:
        """Neo4j's configuration."""
        return self.home / "conf" / "neo4j.conf"

    @property
    def arguments(self) -> Path:
        """Java's argument file."""
        return self.home / "conf" / "java.arguments"

    @property
    def credential(self) -> Path:
        """Where Neo4j looks for its first password, hashed."""
        return self.home / "data" / "dbms" / "auth.ini"

    @property
    def log(self) -> Path:
        """What Neo4j printed since its last start."""
        return self.home / "logs" / "console.log"

    @property
    def crash_log(self) -> Path:
        """What Java leaves when it falls over itself; absent when it did not."""
        return self.log.with_name("java_crash.log")

    @property
    def address(self) -> Path:
        """What a running server says of itself."""
        return self.path / ADDRESS_FILE

    def made(self) -> None:
        """See to it that the folders are there, and that only their owner can look in.

        Raises ServerNotStarted when they cannot be made.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.chmod(0o700)
            for one in (self.configuration, self.credential, self.log, self.home / "import" / "_"):
                one.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ServerNotStarted(
                f"{self.path}: {error.strerror}; choose another folder with --data"
            ) from error

    @contextmanager
    def alone(self, *, seconds: float) -> Iterator[None]:
        """Be the only one who starts or stops this server.

        Raises StoreInUse when another is at it for longer than `seconds`.
        """
        lock = FileLock(self.path / "up.lock")
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise StoreInUse(
                f"another 'influence up' or 'down' is at work in {self.path}; wait for it"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def port(self) -> int | None:
        """The port that was configured last; None when none was."""
        try:
            line = PORT_LINE.search(self.configuration.read_text(encoding="utf-8"))
        except OSError:
            return None
        return int(line[1]) if line else None

    def bytes_on_disk(self) -> int:
        """What all its files take, as the file system counts."""
        return sum(_bytes(one) for one in self.path.rglob("*"))


def _bytes(path: Path) -> int:
    try:
        status = path.lstat()
    except OSError:
        return 0  # Neo4j deletes files while we look.
    # Sparse files take less than their length; Windows does not tell.
    blocks: int | None = getattr(status, "st_blocks", None)
    return status.st_size if blocks is None else blocks * BLOCK_BYTES
