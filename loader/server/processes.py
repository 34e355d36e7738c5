"""Which process is the Neo4j of a data folder: found again after anyone's sudden end."""

from __future__ import annotations

import struct
import sys
import time
from pathlib import Path

import psutil

from loader.server.java import HOME_OPTION, MAIN

# The clock may be set while Neo4j runs; a process id does not come round within this.
CLOCK_SECONDS = 2.0
ENDING_SECONDS = 10
POLL_SECONDS = 0.1


def known(pid: int, started: float, home: Path) -> psutil.Process | None:
    """The process `pid`, if it lives, began at `started` and runs the Neo4j of `home`."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < CLOCK_SECONDS
        return process if same and _runs(process, home) else None
    except psutil.Error:
        return None


def found(home: Path) -> psutil.Process | None:
    """The Neo4j of `home` that nobody wrote down: its starter was killed before it could."""
    return next((one for one in psutil.process_iter() if _runs(one, home)), None)


def lasting_holder(home: Path) -> int | None:
    """As `holder`, but waits for one that is just ending: a kill takes the system a moment."""
    deadline = time.monotonic() + ENDING_SECONDS
    while (pid := holder(home)) is not None and _may_be_ending(pid):
        if time.monotonic() > deadline:
            break
        time.sleep(POLL_SECONDS)
    return pid


def holder(home: Path) -> int | None:
    """The id of the process that holds the store of `home`, whoever started it; else None.

    Neo4j locks this file for as long as it lives, and the system lets go of it when a
    process ends in whatever way. 0 stands for a holder that cannot be named.
    """
    lock = home / "data" / "databases" / "store_lock"
    if sys.platform == "win32":
        return None  # Neo4j's own refusal is translated when it comes.
    import fcntl

    try:
        with lock.open("rb+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except (BlockingIOError, PermissionError):
        return _holder_of(lock)
    return None


def _holder_of(lock: Path) -> int:
    """Linux tells who holds a lock; elsewhere 0."""
    if sys.platform != "linux":
        return 0
    import fcntl

    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
    with lock.open("rb+") as file:
        answer = fcntl.fcntl(file, fcntl.F_GETLK, asked)
    return int(struct.unpack("hhqqi4x", answer)[4])


def _may_be_ending(pid: int) -> bool:
    """Whether the process has no command line any more; 0 may be any process."""
    try:
        return pid == 0 or not psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def _runs(process: psutil.Process, home: Path) -> bool:
    try:
        # What was killed stays a zombie, without a command line, until its parent looks.
        return {MAIN, f"{HOME_OPTION}{home}"} <= set(process.cmdline())
    except psutil.Error:
        return False
