"""What a row of SCORES says, and the networks that rows are computed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from queries.recipe import Recipe

TOPIC = "attention by topic"
DIRECTED = "attention and follows"
UNDIRECTED = "attention and follows, without direction"

Options = Callable[[Recipe], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """A row of the table; no field is optional."""

    name: str
    title: str
    question: str
    definition: str
    projection: str
    algorithm: str
    options: Options
    unit: str
    source: str
    gamed_by: str
    exposed_by: str
    over: Literal["topics", "everything"]


def none(_: Recipe) -> dict[str, Any]:
    """No options."""
    return {}
