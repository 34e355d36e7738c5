"""The processes in which queries run: started beforehand, used again, killed without a thought."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

# A process is replaced after so many jobs: whatever it may have gathered is gone then.
JOBS = 500
POLL_SECONDS = 0.1
# What a process may know of our environment: nothing that could hold a secret.
PASSED_ON = ("PATH", "LANG", "TMPDIR", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "HOME")
# The last lines of a job.
LAST = frozenset({"done", "refused", "stopped", "unreachable", "broken"})


class WorkerEnded(Exception):
    """The process ended in the middle of a job, as when it ran out of memory."""


class WorkerLate(Exception):
    """It was not done when it should have been."""


class WorkerLeft(Exception):
    """Nobody waits for the answer any more."""


class Worker:
    """One process, which runs the jobs that `module` knows."""

    def __init__(self, memory_mb: int, module: str = "queries.console.child") -> None:
        self.jobs = 0
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env=environment,
            # Ctrl-C in the terminal is for the site, which ends its processes itself.
            start_new_session=True,
        )
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can take a job."""
        return self._process.poll() is None and self.jobs < JOBS

    @property
    def pid(self) -> int:
        """Its number, for those who watch it."""
        return self._process.pid

    def told(
        self,
        job: Mapping[str, Any],
        *,
        plan_seconds: float,
        seconds: float,
        left: Callable[[], bool],
    ) -> Iterator[Mapping[str, Any]]:
        """What comes of `job`, line by line; the plan within `plan_seconds`, all in `seconds` more.

        `left` is asked now and then whether nobody waits any more.
        Raises WorkerLate, WorkerLeft, WorkerEnded; kill it then.
        """
        self.jobs += 1
        last = LAST | {"planned"} if job.get("plan_only") else LAST
        deadline = time.monotonic() + plan_seconds
        self.say(job)
        while True:
            told = json.loads(self._line(deadline, left))
            if told.pop("job") != job["id"]:
                continue
            yield told
            if last & set(told):
                return
            if "planned" in told:
                deadline = time.monotonic() + seconds

    def say(self, told: Mapping[str, Any]) -> None:
        """A line for it to read. Raises WorkerEnded."""
        try:
            assert self._process.stdin
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerEnded from error

    def _line(self, deadline: float, left: Callable[[], bool]) -> str:
        while True:
            with suppress(Empty):
                line = self._lines.get(timeout=POLL_SECONDS)
                if line is None:
                    raise WorkerEnded
                return line
            if left():
                raise WorkerLeft
            if time.monotonic() > deadline:
                raise WorkerLate

    def _read(self) -> None:
        assert self._process.stdout
        with suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)

    def kill(self) -> None:
        """End it, at once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


class Workers:
    """Some processes, of which those that are idle wait to be used again."""

    def __init__(self, memory_mb: int, keep: int) -> None:
        self._memory_mb = memory_mb
        self._keep = keep
        self._idle: list[Worker] = []
        self._closed = False
        self._lock = Lock()

    def take(self) -> Worker:
        """A process that is idle, else a new one."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.kill()
        return Worker(self._memory_mb)

    def give(self, worker: Worker) -> None:
        """Keep one that has ended its job well."""
        with self._lock:
            if worker.alive and len(self._idle) < self._keep and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()

    def close(self) -> None:
        """End those that are idle; others end with their job."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
