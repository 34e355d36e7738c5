"""The managed Neo4j: up, down, and what it is doing.

What is true is asked of the system, not of files: whether the process lives and is this
folder's Neo4j, who holds the store, who listens. So a kill at any moment leaves nothing
that the next `up` cannot see through.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from loader.server.artifacts import artifacts_in
from loader.server.configuration import LOOPBACK, configuration, heap_mb
from loader.server.folder import Folder
from loader.server.java import argument_file, command, java
from loader.server.launch import PortTaken, awaited, ended, launched
from loader.server.password import (
    PASSWORD_FILE,
    USERNAME,
    initial_credential,
    password_of,
    write_private,
)
from loader.server.ports import answers, bolt_port
from loader.server.processes import found, holder, known
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

Announce = Callable[[str], None]
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


def silent(_line: str) -> None:
    """Announce nothing."""


class Server:
    """The managed Neo4j of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # One folder has many names; a server has one.
        self.folder = Folder(settings.data.expanduser().resolve())

    def up(self, announce: Announce = silent) -> Connection:
        """Start Neo4j unless it is up, and wait until it answers and lets us in.

        With NEO4J_URI set nothing is started: that server is used.
        Raises JarsMissing, JarsTampered, StoreInUse, ServerNotStarted.
        """
        if self.settings.neo4j_uri:
            announce(f"NEO4J_URI is set: {self.settings.neo4j_uri} is used, nothing is started")
            return connection_for(self.settings)
        self.folder.made()
        with self.folder.alone(seconds=self.settings.start_seconds + STOP_SECONDS):
            uri = self._running() or self._started(announce)
        announce(f"Neo4j {NEO4J_VERSION} is up at {uri}")
        return self._connection(uri)

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

    def status(self) -> Status:
        """Whether it is up, where, since when, and how much disk it takes."""
        process = self._process()
        port = self.folder.port() if process else None
        return Status(
            up=process is not None,
            answers=port is not None and answers(port),
            uri=_uri(port) if port else None,
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

    def _running(self) -> str | None:
        """Where the server answers that is up already; None when none is.

        Raises StoreInUse when something else holds the store.
        """
        process = self._process()
        port = self.folder.port()
        if process is None or port is None:
            self._refuse_a_store_in_use()
            return None
        return self._answering(process, port)

    def _refuse_a_store_in_use(self) -> None:
        pid = holder(self.folder.home)
        if pid is not None:
            who = f"process {pid}" if pid else "another process"
            raise StoreInUse(f"{who} holds the database in {self.folder.home}; end it first")

    def _started(self, announce: Announce) -> str:
        """Where the server answers that is started now."""
        executable = java(self.settings)
        artifacts = artifacts_in(self.settings.cache.expanduser().resolve())
        artifacts.ready(announce)
        self._let_in()
        self._write_arguments(artifacts.class_path)
        announce(f"starting Neo4j {NEO4J_VERSION} in {self.folder.path}")
        last = self.folder.port()
        while True:
            port = bolt_port(self.settings.bolt_port, last=last)
            self._write_configuration(artifacts.plugins, port)
            try:
                return self._launch(executable, port)
            except PortTaken:
                if self.settings.bolt_port:
                    raise
                last = None

    def _let_in(self) -> None:
        """Give Neo4j the password before it first starts; later it looks no more."""
        made = (self.folder.path / PASSWORD_FILE).exists()
        if not made and (self.folder.home / "data" / "databases" / "system").exists():
            raise ServerNotStarted(
                f"{self.folder.path / PASSWORD_FILE} is gone, and the database wants it; "
                "put it back, or choose another folder with --data"
            )
        credential = initial_credential(password_of(self.folder.path))
        write_private(self.folder.credential, credential)

    def _write_arguments(self, class_path: list[Path]) -> None:
        text = argument_file(class_path, heap_mb=heap_mb(self.settings), separator=os.pathsep)
        self.folder.arguments.write_text(text, encoding="utf-8")

    def _write_configuration(self, plugins: Path, port: int) -> None:
        text = configuration(self.settings, home=self.folder.home, plugins=plugins, port=port)
        self.folder.configuration.write_text(text, encoding="utf-8")

    def _launch(self, executable: Path, port: int) -> str:
        home = self.folder.home
        line = command(executable, arguments=self.folder.arguments, home=home)
        process = launched(line, home=home, log=self.folder.log)
        try:
            return self._answering(process, port)
        except BaseException:
            # Ctrl-C, too: what nobody waits for must not hold the store.
            ended(process, seconds=STOP_SECONDS)
            raise

    def _answering(self, process: psutil.Process, port: int) -> str:
        """Wait for the server's answer, and write down where it is."""
        uri = _uri(port)
        awaited(
            process,
            self._connection(uri),
            log=self.folder.log,
            seconds=self.settings.start_seconds,
        )
        address = ServerAddress(
            uri=uri,
            username=USERNAME,
            password_file=str(self.folder.path / PASSWORD_FILE),
            pid=process.pid,
            pid_started=process.create_time(),
            version=NEO4J_VERSION,
        )
        write_address(self.folder.path, address)
        return uri

    def _connection(self, uri: str) -> Connection:
        return Connection(uri=uri, username=USERNAME, password=password_of(self.folder.path))


def _uri(port: int) -> str:
    return f"bolt://{LOOPBACK}:{port}"
