"""How far a computation is: told on the terminal, noted for the site."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from queries.errors import DatabaseError
from queries.graph import Graph

# Between two notes of one stage.
NOTE_SECONDS = 2.0
KEPT_JOBS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """Where a computation is: its stage, the iteration within, and what still moves."""

    stage: str
    iteration: int | None = None
    residual: float | None = None

    def __str__(self) -> str:
        told = self.stage
        if self.iteration is not None:
            told += f", iteration {self.iteration}"
        if self.residual is not None:
            told += f", residual {self.residual:.1e}"
        return told


Tell = Callable[[Step], None]


def tell_nobody(step: Step) -> None:
    """For whom does not want to be told."""
    del step


class Job:
    """A computation outside of the database, noted in the graph where there is one.

    A graph that does not answer any more does not end the computation.
    """

    def __init__(self, id_: str, *, graph: Graph | None) -> None:
        self.id = id_
        self._graph = graph
        self._noted, self._stage = 0.0, ""

    def begin(self, **told: Any) -> None:
        """Note that it begins."""
        self._note({"state": "running", "stage": "starting"} | told)

    def tell(self, step: Step) -> None:
        """Note where it is; not more often than every NOTE_SECONDS within a stage."""
        now = time.monotonic()
        if step.stage == self._stage and now - self._noted < NOTE_SECONDS:
            return
        self._noted, self._stage = now, step.stage
        self._note(asdict(step))

    def end(self, state: str, **told: Any) -> None:
        """Note how it ended: "done", "stopped", or "broken off" with an `error`."""
        self._note({"state": state} | told)

    def _note(self, told: dict[str, Any]) -> None:
        if self._graph is not None:
            try:
                self._graph.run("score_job_note", id=self.id, properties=told, kept=KEPT_JOBS)
            except DatabaseError:
                self._graph = None
