"""The whole gate: the words first, then the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from queries.console.growth import refuse_growth
from queries.console.hidden import narrowed, refuse_internal_names
from queries.console.limits import Limits
from queries.console.plans import open_leaves, refuse_calls, refuse_internal_plan, refuse_plan
from queries.console.shape import Shape, shaped
from queries.errors import QueryRefused
from queries.graph_bench import Explained

ANY_NODE = "it would go over every node, internal ones too; say a label, such as (n:User)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that may be parsed: its words, and its values."""

    shape: Shape
    parameters: Mapping[str, Any]


def before_parsing(cypher: str, parameters: Mapping[str, Any], limits: Limits) -> Asked:
    """The query, once its words are within the limits. Raises QueryRefused, and nothing else."""
    shape = shaped(cypher, limits)
    refuse_calls(shape)
    refuse_internal_names(shape)
    refuse_growth(shape, parameters, limits)
    return Asked(shape, parameters)


def judged(asked: Asked, explain: Callable[[str], Explained]) -> tuple[str, Explained]:
    """What may run, and its plan, which `explain` asks for. Raises QueryRefused.

    What was narrowed is planned again: whether that helped is read from the plan.
    """
    cypher = asked.shape.text
    plan = explain(cypher)
    runs = after_planning(asked, plan)
    if runs != cypher:
        plan = explain(runs)
        refuse_plan(plan)
        if plan.plan is None or open_leaves(plan.plan):
            raise QueryRefused(ANY_NODE, "internal")
    return runs, plan


def after_planning(asked: Asked, explained: Explained) -> str:
    """What may run: the query itself, or one narrowed to what is not internal.

    The second must be planned again. Raises QueryRefused.
    """
    refuse_plan(explained)
    assert explained.plan is not None
    refuse_internal_plan(explained.plan)
    if not open_leaves(explained.plan):
        return asked.shape.text
    narrower = narrowed(asked.shape)
    if narrower == asked.shape.text:
        raise QueryRefused(ANY_NODE, "internal")
    return narrower
