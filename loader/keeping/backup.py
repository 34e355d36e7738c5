"""The managed database as one file: a dump by the server's own tool, while it is down."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import BinaryIO

from loader.server.admin import Admin
from loader.server.artifacts import Announce
from loader.server.process import Server
from loader.server.swap import DATABASE
from queries.errors import BackupError, ServerNotStarted
from queries.settings import Settings

# What the tool says of a store whose server was killed.
NOT_RECOVERED = "recover"


def backed_up(settings: Settings, path: Path, announce: Announce) -> int:
    """Write all that is in the managed database to `path`; how many bytes that took.

    The file is its owner's alone, and there whole or not at all; one that was there is replaced.
    Raises BackupError with NEO4J_URI set, without a database, and where `path` cannot be written.
    """
    refuse_your_own(settings, "backup")
    server = Server(settings)
    if not (server.folder.store / "databases" / DATABASE).is_dir():
        raise BackupError(f"there is no database in {server.folder.path} to back up")
    with _written(path) as file, server.set_aside(announce):
        announce(f"writing {path}")
        try:
            _dump(server, file, announce)
        except ServerNotStarted as error:
            if NOT_RECOVERED not in str(error):
                raise
            announce("the database was not stopped cleanly; recovering it first")
            with server.unserved():
                pass
            file.seek(0)
            file.truncate()
            _dump(server, file, announce)
    return path.stat().st_size


def refuse_your_own(settings: Settings, command: str) -> None:
    """Raises BackupError with NEO4J_URI set: that server's files are not ours."""
    if settings.neo4j_uri:
        raise BackupError(
            f"{command} is for the managed server; NEO4J_URI is set, so use 'neo4j-admin database' "
            "at that server, or unset it"
        )


def _dump(server: Server, file: BinaryIO, announce: Announce) -> None:
    with TemporaryDirectory(dir=server.folder.path, prefix="dumping-") as conf:
        tool = Admin(server.settings, server.folder.home, Path(conf), announce)
        tool.run("database", "dump", DATABASE, "--to-stdout", into=file)


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when all of it is on the disk."""
    try:
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            beside = Path(file.name)
            try:
                yield file  # type: ignore[misc]
                file.flush()
                os.fsync(file.fileno())
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(f"{path}: {(error.strerror or str(error)).lower()}") from error
