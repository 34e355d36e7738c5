"""Which recipe a command uses: the one asked for, else the one that the runs' series chose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from queries.graph import Graph
from queries.recipe import Recipe, recipe_from
from queries.recipe_memory import chosen_recipe
from queries.settings import Settings

# What a run says of a recipe that was chosen: `chosen`, its name, `chosen_days`, and the reason.
Chosen = Mapping[str, Any]


def recipe_given(settings: Settings, given: Path | None) -> Recipe | None:
    """The recipe `given` with a command, or by the settings. Raises SettingRefused."""
    path = given or (Path(settings.recipe) if settings.recipe else None)
    return recipe_from(path) if path else None


def recipe_in_use(graph: Graph, given: Recipe | None) -> Recipe:
    """The recipe given, else the one chosen for what is loaded, else the one that ships."""
    if given is not None:
        return given
    chosen = chosen_in(graph)
    return _made(chosen) if chosen else recipe_from()


def recipe_to_score(
    graph: Graph, given: Recipe | None, *, again: bool = False, before: int | None = None
) -> tuple[Recipe, Chosen]:
    """The recipe of a new run, and what the run says of it where it was chosen.

    None given, it is the one chosen before; where none was, or `again`, it is chosen now by what
    is loaded, `before` a moment in epoch seconds if one is given, and is the one that ships where
    that says too little.
    """
    if given is not None:
        return given, {}
    chosen = None if again else chosen_in(graph)
    if chosen is None:
        chosen = _chosen_now(graph, before)
    return (_made(chosen), chosen) if chosen else (recipe_from(), {})


def chosen_in(graph: Graph) -> Chosen | None:
    """What the newest run says whose recipe was chosen; None where none was."""
    row = graph.run("recipe_chosen").one()
    return {name: value for name, value in row.items() if value is not None} if row else None


def _chosen_now(graph: Graph, before: int | None) -> Chosen | None:
    # Imported here: tables of numbers take a second that no other command needs.
    from queries.errors import NothingToBacktest
    from queries.scoring.backtest.choice import choice
    from queries.scoring.backtest.cuts import until
    from queries.scoring.past import past_in

    past = past_in(graph)
    try:
        made = choice(past if before is None else until(past, before))
    except NothingToBacktest:
        return None
    days = {} if made.days is None else {"chosen_days": made.days}
    return {"chosen": made.name, "chosen_words": made.words, **days}


def _made(chosen: Chosen) -> Recipe:
    return chosen_recipe(chosen["chosen"], chosen.get("chosen_days"))
