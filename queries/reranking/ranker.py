"""Who waits for a re-rank, and ends it: one at a time, in a process of its own.

Whoever asks waits a while for the answer, and is told how far it is when there is none yet; who
asks the same again goes on waiting for the same. What nobody waits for any more gives way to what
is asked next.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from threading import Condition, Thread, Timer
from typing import Any, Protocol

from queries.connection import Connection
from queries.console.bench import nobody_left
from queries.console.workers import Worker, WorkerEnded, WorkerLate, WorkerLeft
from queries.errors import DatabaseUnreachable, InfluenceError, NotInGraph, QueryStopped
from queries.reranking.wanted import Wanted

MODULE = "queries.reranking.child"
Told = Mapping[str, Any]
LOOK_SECONDS = 0.1
# Who was told to come again is given so long before another one is worked out instead.
PATIENCE_SECONDS = 2.0
# Then the process, and the past that it holds, is let go.
IDLE_SECONDS = 900.0
ANSWERS_KEPT = 32
# What went wrong may go well the next time.
FAILURES_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Reranked:
    """An answer: see `rerank.told_of`."""

    told: Told
    seconds: float


@dataclass(frozen=True, slots=True)
class Working:
    """There is none yet: what is done now, and how many of how many steps are; 0 for unknown."""

    step: str = "waiting for another one to be worked out"
    at: int = 0
    of: int = 0


class Rankers(Protocol):
    """What is needed of a ranker by those who show its answers."""

    def ask(
        self, wanted: Wanted, *, wait_seconds: float, left: Callable[[], bool] = ...
    ) -> Reranked | Working:
        """The answer, or how far it is."""

    def warm(self, wanted: Wanted) -> None:
        """Read what it will need."""


@dataclass(slots=True)
class _Work:
    wanted: Wanted
    only_read: bool = False
    progress: Told = field(default_factory=dict)
    # Until then somebody waits for it.
    until: float = field(default_factory=time.monotonic)
    stopped: bool = False


class Ranker:
    """Works out one re-rank at a time within a time and a memory, and keeps the last answers.

    `connection` is asked each time, since a database that was started again may be elsewhere.
    """

    def __init__(
        self, connection: Callable[[], Connection], *, seconds: float, memory_mb: int
    ) -> None:
        self._connection = connection
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._told = Condition()
        self._work: _Work | None = None
        self._worker: Worker | None = None
        self._idle: Timer | None = None
        self._kept: OrderedDict[Wanted, tuple[Reranked | InfluenceError, float]] = OrderedDict()

    def ask(
        self, wanted: Wanted, *, wait_seconds: float, left: Callable[[], bool] = nobody_left
    ) -> Reranked | Working:
        """The answer, or after `wait_seconds` how far it is.

        `left` is asked now and then whether nobody waits any more.
        Raises NotInGraph, DatabaseUnreachable, and QueryStopped when it takes too long or too much.
        """
        deadline = time.monotonic() + wait_seconds
        with self._told:
            while True:
                if found := self._answer(wanted):
                    return found
                ours = self._begun(wanted)
                now = time.monotonic()
                if left():
                    return Working()
                if now >= deadline:
                    if ours:
                        ours.until = now + PATIENCE_SECONDS
                    return self._working(ours)
                self._told.wait(LOOK_SECONDS)

    def warm(self, wanted: Wanted) -> None:
        """Read what happened, unless something is being worked out."""
        with self._told:
            if self._work is None:
                self._begin(_Work(wanted, only_read=True))

    def close(self) -> None:
        """End the process."""
        with self._told:
            if self._idle:
                self._idle.cancel()
            worker, self._worker = self._worker, None
        if worker:
            worker.kill()

    def _answer(self, wanted: Wanted) -> Reranked | None:
        answer, until = self._kept.get(wanted, (None, 0.0))
        if isinstance(answer, Reranked):
            self._kept.move_to_end(wanted)
            return answer
        if answer is not None and time.monotonic() < until:
            raise answer
        return None

    def _working(self, ours: _Work | None) -> Working:
        # What is read is read for whoever waits.
        work = ours or (self._work if self._work and self._work.only_read else None)
        return Working(**work.progress) if work and work.progress else Working()

    def _begun(self, wanted: Wanted) -> _Work | None:
        """The work on it, begun if it can be; None while there is other work."""
        if self._work is None:
            self._begin(_Work(wanted))
        work = self._work
        now = time.monotonic()
        if work and work.wanted == wanted and not work.only_read:
            work.until = max(work.until, now + 2 * LOOK_SECONDS)
            return work
        # To read what happened is work for whatever comes next.
        if work and now > work.until and not work.only_read:
            work.stopped = True
        return None

    def _begin(self, work: _Work) -> None:
        self._work = work
        if self._idle:
            self._idle.cancel()
        Thread(target=self._run, args=(work,), name="re-rank", daemon=True).start()

    def _run(self, work: _Work) -> None:
        started = time.perf_counter()
        answer: Reranked | InfluenceError | None = None
        try:
            told = self._outcome(work)
            answer = Reranked(told, time.perf_counter() - started) if told is not None else None
        except InfluenceError as error:
            answer = error
        finally:
            self._done(work, answer)

    def _done(self, work: _Work, answer: Reranked | InfluenceError | None) -> None:
        with self._told:
            if answer is not None and not work.only_read:
                self._kept[work.wanted] = answer, time.monotonic() + FAILURES_KEPT_SECONDS
                while len(self._kept) > ANSWERS_KEPT:
                    self._kept.popitem(last=False)
            self._work = None
            self._idle = Timer(IDLE_SECONDS, self._rest)
            self._idle.daemon = True
            self._idle.start()
            self._told.notify_all()

    def _outcome(self, work: _Work) -> Told | None:
        """What came of it; None when it was stopped."""
        job = {
            "id": secrets.token_hex(8),
            "connection": asdict(self._connection()),
            "wanted": asdict(work.wanted),
            "only_read": work.only_read,
        }
        worker = self._taken()
        try:
            for told in worker.told(
                job, plan_seconds=self._seconds, seconds=0, left=lambda: work.stopped
            ):
                if "of" in told:
                    work.progress = told
                else:
                    return _read(told, self._memory_mb)
        except WorkerLeft:
            # What it has read it keeps: it is told to stop, and stops before its next step.
            with suppress(WorkerEnded):
                worker.say({"id": job["id"]})
            return None
        except WorkerLate:
            self._end(worker)
            raise QueryStopped(
                f"it was not worked out within {self._seconds:g} s; see INFLUENCE_RERANK_SECONDS",
                "time",
            ) from None
        except WorkerEnded:
            self._end(worker)
            raise _too_large(self._memory_mb) from None
        raise AssertionError("a job has a last line")

    def _taken(self) -> Worker:
        with self._told:
            if self._worker and self._worker.alive:
                return self._worker
            if self._worker:
                self._worker.kill()
            self._worker = Worker(self._memory_mb, MODULE)
            return self._worker

    def _end(self, worker: Worker) -> None:
        worker.kill()
        with self._told:
            if self._worker is worker:
                self._worker = None

    def _rest(self) -> None:
        with self._told:
            if self._work is None and self._worker:
                worker, self._worker = self._worker, None
                worker.kill()


def _read(told: Told, memory_mb: int) -> Told:
    if "done" in told:
        return dict(told["done"])
    if "refused" in told:
        raise NotInGraph(told["refused"]["message"])
    if "unreachable" in told:
        raise DatabaseUnreachable(told["unreachable"]["message"])
    stopped = told["stopped"]
    if stopped["reason"] == "memory":
        raise _too_large(memory_mb)
    raise QueryStopped(stopped["message"], stopped["reason"])


def _too_large(memory_mb: int) -> QueryStopped:
    return QueryStopped(
        f"it takes more than {memory_mb:,} MB of memory; see INFLUENCE_RERANK_MB", "memory"
    )
