"""One start of Neo4j in one folder: password, configuration, process, answer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from loader.server.artifacts import Artifacts
from loader.server.configuration import LOOPBACK, configuration, heap_mb
from loader.server.folder import Folder
from loader.server.java import argument_file, command
from loader.server.launch import (
    awaited,
    interrupted_later,
    killed,
    launched,
    port_was_taken,
)
from loader.server.password import (
    PASSWORD_FILE,
    USERNAME,
    initial_credential,
    password_of,
    write_private,
)
from loader.server.ports import bolt_port
from queries.connection import Connection
from queries.errors import ServerNotStarted
from queries.settings import Settings


@dataclass(frozen=True, slots=True)
class Start:
    """What a start needs: the folder it is in, the jars, the Java and its further options."""

    settings: Settings
    folder: Folder
    artifacts: Artifacts
    java: Path
    options: Sequence[str] = ()
    recover: bool = False

    def run(self) -> tuple[psutil.Process, Connection]:
        """Start Neo4j and wait until it answers and lets us in.

        Raises ServerNotStarted or StoreInUse; what was started is stopped again then.
        """
        self.folder.crash_log.unlink(missing_ok=True)
        self._let_in()
        self._write_arguments()
        asked, last = self.settings.bolt_port, self.folder.port()
        while True:
            port = bolt_port(asked, last=last)
            try:
                return self._on(port)
            except ServerNotStarted:
                # Another process may take a free port between our look and Neo4j's.
                if asked or not port_was_taken(self.folder.log):
                    raise
                last = None

    def _let_in(self) -> None:
        """Give Neo4j the password before it first starts; later it looks no more."""
        path = self.folder.path / PASSWORD_FILE
        if not path.exists() and (self.folder.home / "data" / "databases" / "system").exists():
            raise ServerNotStarted(
                f"{path} is gone, and the database wants it; "
                "put it back, or choose another folder with --data"
            )
        write_private(self.folder.credential, initial_credential(password_of(self.folder.path)))

    def _write_arguments(self) -> None:
        text = argument_file(
            self.artifacts.class_path,
            heap_mb=heap_mb(self.settings),
            crash_log=self.folder.crash_log,
            options=(*self.options, *self.settings.java_options.split()),
            separator=os.pathsep,
        )
        self.folder.arguments.write_text(text, encoding="utf-8")

    def _on(self, port: int) -> tuple[psutil.Process, Connection]:
        home = self.folder.home
        text = configuration(
            self.settings,
            home=home,
            plugins=self.artifacts.plugins,
            port=port,
            recover=self.recover,
        )
        self.folder.configuration.write_text(text, encoding="utf-8")
        line = command(self.java, arguments=self.folder.arguments, home=home)
        connection = connection_at(port, self.folder)
        process = None
        try:
            with interrupted_later():
                process = launched(line, home=home, log=self.folder.log)
            awaited(process, connection, self.folder.log, seconds=self.settings.start_seconds)
            return process, connection
        except BaseException:
            # Ctrl-C, too: what nobody waits for must not hold the store.
            if process:
                killed(process)
            raise


def connection_at(port: int, folder: Folder) -> Connection:
    """How to log in to the Neo4j of `folder` at `port`."""
    uri = f"bolt://{LOOPBACK}:{port}"
    return Connection(uri=uri, username=USERNAME, password=password_of(folder.path))
