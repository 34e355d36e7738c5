"""One start of Neo4j, and one end: a process of its own that outlives its starter."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import psutil

from loader.server.ports import listens
from queries.connection import Connection
from queries.errors import DatabaseError, ServerNotStarted, StoreInUse
from queries.graph import Graph

POLL_SECONDS = 0.1
KILL_SECONDS = 30
TAIL_BYTES = 20_000
TOLD_LINES = 3
OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError"
PORT_TAKEN = "Address already in use"
STORE_LOCKED = ("FileLockException", "locked by another process")
TELLING_WORDS = ("ERROR", "Error:", "Exception in", "Caused by", "Unrecognized")
# What Neo4j may know of its starter's environment: nothing that could hold a secret.
PASSED_ON = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT")


def launched(command: Sequence[str], *, home: Path, log: Path) -> psutil.Process:
    """Start `command` in a session of its own, its output in `log`.

    Raises ServerNotStarted when it cannot be run at all.
    """
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        with log.open("wb") as output:
            child = subprocess.Popen(
                command,
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal ends the command, not the database.
                start_new_session=True,
            )
    except OSError as error:
        raise ServerNotStarted(f"{command[0]} cannot be run: {error.strerror}") from error
    # It outlives us, and psutil waits for it: else Python complains of a child left running.
    child.returncode = 0
    return psutil.Process(child.pid)


@contextmanager
def interrupted_later() -> Iterator[None]:
    """Ctrl-C inside is heard at the end: else what just began is known to nobody, and stays."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    signal.signal(signal.SIGINT, lambda number, frame: heard.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        before(*heard[0])


def awaited(process: psutil.Process, connection: Connection, log: Path, *, seconds: float) -> None:
    """Wait until Neo4j answers and lets us in.

    Raises ServerNotStarted when it ends first, refuses the log-in or takes longer than
    `seconds`; StoreInUse when it ended because another holds the store.
    """
    deadline = time.monotonic() + seconds
    port = int(connection.uri.rpartition(":")[2])
    while time.monotonic() < deadline:
        if not alive(process):
            raise _ending(log)
        if listens(process, port) and _lets_in(connection):
            return
        time.sleep(POLL_SECONDS)
    raise ServerNotStarted(
        f"Neo4j did not answer within {seconds:.0f} s; make room if its disk is full, and raise "
        "INFLUENCE_START_SECONDS, since after a crash it takes its time; if it says in "
        f"{log.with_name('debug.log')} that it cannot recover, 'influence up --recover'"
    )


def ended(process: psutil.Process, *, seconds: float) -> None:
    """Ask Neo4j to stop, and wait until it has: then all is on disk and the store is free.

    Raises ServerNotStarted when it is still there after `seconds`.
    """
    try:
        process.terminate()
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise ServerNotStarted(
            f"process {process.pid} belongs to another user, who must stop it"
        ) from error
    deadline = time.monotonic() + seconds
    # Not `process.wait`: one whose starter still runs and does not look stays as a zombie.
    while alive(process):
        if time.monotonic() > deadline:
            raise ServerNotStarted(
                f"process {process.pid} is still stopping after {seconds:.0f} s; wait, or end it "
                f"with 'kill -9 {process.pid}': the next start recovers"
            )
        time.sleep(POLL_SECONDS)
    with suppress(psutil.TimeoutExpired):
        process.wait(POLL_SECONDS)


def killed(process: psutil.Process) -> None:
    """End a Neo4j that nobody has talked to yet, at once: there is nothing to lose."""
    try:
        process.kill()
        process.wait(KILL_SECONDS)
    except psutil.Error:
        return


def alive(process: psutil.Process) -> bool:
    """Whether it runs; what was killed stays a zombie until its parent looks."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _lets_in(connection: Connection) -> bool:
    with Graph.open(connection) as graph:
        try:
            graph.verify()
        except DatabaseError as error:
            if "log-in" not in str(error):
                return False
            raise ServerNotStarted(
                "Neo4j is up, and the password kept for it is not its password; "
                "put the right one into the file 'password' of the data folder"
            ) from error
    return True


def _ending(log: Path) -> ServerNotStarted | StoreInUse:
    """Why Neo4j ended while it started, from the end of what it printed."""
    text = _tail(log)
    if any(words in text for words in STORE_LOCKED):
        return StoreInUse(f"another process holds the database; end it, then try again; see {log}")
    return ServerNotStarted(f"Neo4j ended while it started: {_telling(text)}; see {log}")


def port_was_taken(log: Path) -> bool:
    """Whether Neo4j ended because another process had its port."""
    return PORT_TAKEN in _tail(log)


def ran_out_of_memory(log: Path, *, since: float) -> bool:
    """Whether the Neo4j that prints into `log` ended for want of heap, not before `since`."""
    try:
        return log.stat().st_mtime >= since and OUT_OF_MEMORY in _tail(log)
    except OSError:
        return False


def _tail(log: Path) -> str:
    return log.read_bytes()[-TAIL_BYTES:].decode("utf-8", errors="replace")


def _telling(text: str) -> str:
    """The last lines that say what went wrong, as one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in TELLING_WORDS)]
    return " | ".join((telling or lines)[-TOLD_LINES:]) or "it printed nothing"
