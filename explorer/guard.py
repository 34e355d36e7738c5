"""Sees to it that the managed database is up while the site is.

A query on the bench may end it, for want of memory: `-XX:+ExitOnOutOfMemoryError` makes that an
end instead of a silence. Then it is started again, as `influence up` would, and so is one that
lives and says no to everything, after its disk was full. One that was stopped on purpose, by
`influence down`, stays down: that takes its address away.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Lock, Thread

import psutil

from explorer import logs
from explorer.children import INFLUENCE
from explorer.database import Database
from queries.connection import ServerAddress, address_in
from queries.errors import DatabaseBroken, DatabaseError
from queries.settings import Settings

LOOK_SECONDS = 0.5
ASK_SECONDS = 5.0
# Where the managed server keeps its store, below the data folder; and with less room than this
# it would break again at once.
STORE = Path("neo4j", "data")
FREE_BYTES = 100_000_000
# A stop on purpose takes the address away a moment after the process is gone.
PURPOSE_SECONDS = 1.5


class Guard:
    """Watches over the managed server of `settings`; does nothing where it is the user's own.

    `up` is the command that starts it again, `influence up` unless it is another.
    """

    def __init__(self, settings: Settings, up: Sequence[str] = ()) -> None:
        self._settings = settings
        self._folder = settings.data.expanduser().resolve()
        self._up = up or [*INFLUENCE, "--data", str(self._folder), "up"]
        self._ended = Event()
        self._one_at_a_time = Lock()
        self._database = Database(settings)
        self._asked = 0.0
        self.restarts = 0

    def begin(self) -> None:
        """Watch, in a thread of its own, until `end`."""
        if not self._settings.neo4j_uri:
            Thread(target=self._watch, daemon=True, name="guard").start()

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._database.close()

    def stuck(self) -> None:
        """A query cannot be stopped: start the database anew, unless it is the user's own."""
        address = address_in(self._folder)
        if self._settings.neo4j_uri or address is None or self._ended.is_set():
            return
        logs.event("database", level=logging.ERROR, state="stuck")
        with self._one_at_a_time, contextlib.suppress(psutil.Error):
            process = psutil.Process(address.pid)
            if abs(process.create_time() - address.pid_started) < 1:
                process.kill()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            address = address_in(self._folder)
            if address is None or runs(address):
                self._end_if_broken()
                continue
            time.sleep(PURPOSE_SECONDS)
            if address_in(self._folder) == address and not self._ended.is_set():
                self._start()

    def _end_if_broken(self) -> None:
        """End a database that says no to everything, once there is room on its disk again."""
        if time.monotonic() - self._asked < ASK_SECONDS:
            return
        self._asked = time.monotonic()
        try:
            self._database.ask("newest_run")
        except DatabaseBroken:
            if shutil.disk_usage(self._folder / STORE).free > FREE_BYTES:
                self.stuck()
        except DatabaseError:
            return

    def _start(self) -> None:
        logs.event("database", level=logging.ERROR, state="ended")
        with self._one_at_a_time:
            done = subprocess.run(
                self._up,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            why = done.stderr.strip()[-500:]
            logs.event("database", level=logging.ERROR, state="cannot be started", why=why)
            self._ended.wait(10)
        else:
            self.restarts += 1


def runs(address: ServerAddress) -> bool:
    """Whether the server that left this address still lives."""
    try:
        process = psutil.Process(address.pid)
        # What was killed stays a zombie until its parent looks.
        known = abs(process.create_time() - address.pid_started) < 1
        return known and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
