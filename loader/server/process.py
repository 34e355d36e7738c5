"""The managed Neo4j: up, down, and what it is doing.

What is true is asked of the system, not of files: whether the process lives and is this
folder's Neo4j, who holds the store, who listens. So a kill at any moment leaves nothing
that the next `up` cannot see through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from loader.server.artifacts import Announce, artifacts_in, silent
from loader.server.folder import Folder
from loader.server.java import java
from loader.server.launch import alive, awaited, ended
from loader.server.password import PASSWORD_FILE
from loader.server.ports import another_port, listens
from loader.server.processes import found, known, lasting_holder
from loader.server.start import Start, connection_at
from loader.server.startup import forget_startup, startup_options
from loader.server.swap import finish_swap
from loader.server.versions import NEO4J_VERSION
from queries.connection import (
    Connection,
    ServerAddress,
    address_in,
    connection_for,
    write_address,
)
from queries.errors import ServerNotStarted, StoreInUse
from queries.settings import Settings

STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Status:
    """What can be said of the managed server without asking it."""

    up: bool
    answers: bool
    uri: str | None
    pid: int | None
    since: float | None
    folder: Path
    bytes_on_disk: int


class Server:
    """The managed Neo4j of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # One folder has many names; a server has one.
        self.folder = Folder(settings.data.expanduser().resolve())

    def up(self, announce: Announce = silent, *, recover: bool = False) -> Connection:
        """Start Neo4j unless it is up, and wait until it answers and lets us in.

        To `recover` is to go without the end of a log of transactions that cannot be read, as a
        full disk may leave one: what was in it was never confirmed.
        With NEO4J_URI set nothing is started: that server is used.
        Raises JarsMissing, JarsTampered, StoreInUse, ServerNotStarted.
        """
        if self.settings.neo4j_uri:
            announce(f"NEO4J_URI is set: {self.settings.neo4j_uri} is used, nothing is started")
            return connection_for(self.settings)
        self.folder.made()
        with self.folder.alone(seconds=self.settings.start_seconds + STOP_SECONDS):
            connection = self._running() or self._started(announce, recover=recover)
        announce(f"Neo4j {NEO4J_VERSION} is up at {connection.uri}")
        return connection

    def down(self, announce: Announce = silent) -> bool:
        """Stop Neo4j and wait until it has; False when it was not up.

        Raises ServerNotStarted when it does not end in time.
        """
        if self.settings.neo4j_uri:
            announce(f"NEO4J_URI is set: {self.settings.neo4j_uri} is yours to stop")
            return False
        if not self.folder.home.is_dir():
            announce(f"no database was ever started in {self.folder.path}")
            return False
        with self.folder.alone(seconds=self.settings.start_seconds + STOP_SECONDS):
            process = self._process()
            if process:
                ended(process, seconds=STOP_SECONDS)
            self.folder.address.unlink(missing_ok=True)
        announce(f"Neo4j is {'' if process else 'already '}down")
        return process is not None

    @contextmanager
    def set_aside(self, announce: Announce = silent) -> Iterator[None]:
        """Neo4j is down inside, and nobody starts it; afterwards it is up again if it was up.

        A store that was made beside is put into its place before and after.
        Raises StoreInUse, ServerNotStarted.
        """
        self.folder.made()
        with self.folder.alone(seconds=self.settings.start_seconds + STOP_SECONDS):
            process = self._process()
            if process:
                announce("stopping Neo4j meanwhile")
                ended(process, seconds=STOP_SECONDS)
            self.folder.address.unlink(missing_ok=True)
            self._refuse_a_store_in_use()
            finish_swap(self.folder.path, self.folder.home)
            try:
                yield
            finally:
                finish_swap(self.folder.path, self.folder.home)
                if process:
                    self._started(announce, recover=False)

    @contextmanager
    def unserved(self) -> Iterator[Connection]:
        """Inside `set_aside`: Neo4j up at another port that nobody is told, and down afterwards."""
        configured = self.folder.configuration
        before = configured.read_text(encoding="utf-8") if configured.exists() else ""
        start = self._start(silent, self.settings.but(bolt_port=another_port(self.folder.port())))
        process, connection = start.run()
        try:
            yield connection
        finally:
            ended(process, seconds=STOP_SECONDS)
            # The next start takes the port that is known to those who wait.
            configured.write_text(before, encoding="utf-8")

    def status(self) -> Status:
        """Whether it is up, where, since when, and how much disk it takes."""
        process = self._process()
        port = self.folder.port() if process else None
        return Status(
            up=process is not None,
            answers=bool(process and port and listens(process, port)),
            uri=connection_at(port, self.folder).uri if port else None,
            pid=process.pid if process else None,
            since=process.create_time() if process else None,
            folder=self.folder.path,
            bytes_on_disk=self.folder.bytes_on_disk(),
        )

    def _process(self) -> psutil.Process | None:
        """The Neo4j of this folder, if it lives, written down or not."""
        address = address_in(self.folder.path)
        home = self.folder.home
        written = known(address.pid, address.pid_started, home) if address else None
        return written or found(home)

    def _running(self) -> Connection | None:
        """How to log in to the server that is up already; None when none is.

        Raises StoreInUse when something else holds the store.
        """
        process = self._process()
        port = self.folder.port()
        if process is None or port is None:
            self._refuse_a_store_in_use()
            return None
        connection = connection_at(port, self.folder)
        try:
            awaited(process, connection, self.folder.log, seconds=self.settings.start_seconds)
        except ServerNotStarted:
            if alive(process):
                raise
            # It was on its way out when it was found, killed or stopped.
            self._refuse_a_store_in_use()
            return None
        self._write_down(process, connection)
        return connection

    def _refuse_a_store_in_use(self) -> None:
        pid = lasting_holder(self.folder.home)
        if pid is not None:
            who = f"process {pid}" if pid else "another process"
            raise StoreInUse(f"{who} holds the database in {self.folder.home}; end it first")

    def _started(self, announce: Announce, *, recover: bool) -> Connection:
        """How to log in to the server that is started now."""
        start = self._start(announce, self.settings)
        finish_swap(self.folder.path, self.folder.home)
        announce(f"starting Neo4j {NEO4J_VERSION} in {self.folder.path}")
        start = replace(start, recover=recover)
        try:
            process, connection = start.run()
        except ServerNotStarted:
            if not (start.options and self.folder.crash_log.exists()):
                raise
            # Java fell over, as it does on a damaged startup cache: it can do without.
            forget_startup(start.artifacts)
            process, connection = replace(start, options=()).run()
        self._write_down(process, connection)
        return connection

    def _start(self, announce: Announce, settings: Settings) -> Start:
        """A start with jars that are there, unchanged, and from the startup cache."""
        executable = java(settings)
        artifacts = artifacts_in(settings.cache.expanduser().resolve())
        artifacts.ready(announce)
        options = startup_options(settings, artifacts, executable, announce)
        return Start(settings, self.folder, artifacts, executable, options)

    def _write_down(self, process: psutil.Process, connection: Connection) -> None:
        """Keep for other commands where the server is, and which process it is."""
        address = ServerAddress(
            uri=connection.uri,
            username=connection.username,
            password_file=str(self.folder.path / PASSWORD_FILE),
            pid=process.pid,
            pid_started=process.create_time(),
            version=NEO4J_VERSION,
        )
        write_address(self.folder.path, address)
