"""How the numbers are made, and how each can be gamed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from explorer.page import Asked, Shown
from queries.errors import SettingRefused
from queries.flags import COMMON, FLAGS
from queries.graph import Row
from queries.labels import LABELS
from queries.lenses import LENSES
from queries.recipe import SECTIONS, Recipe, recipe_from, recipe_of
from queries.recovery import flags_recovered, recovery
from queries.scores import KINDS, families
from queries.worked import example


def methods(asked: Asked) -> Shown:
    """The table of scores, the recipe of those shown, the newest runs."""
    newest = asked.graph.ask("run_recipes", limit=1).one()
    recipe = _recipe(asked, newest)
    rows = {
        family: [{"score": row, "options": row.options(recipe)} for row in ours]
        for family, ours in families().items()
    }
    runs = asked.graph.ask("runs", limit=5)
    chosen = newest["chosen"] if newest else None
    more = {"chosen": chosen, "numbers": numbers(recipe), "recovered": recovery(asked.graph)}
    more |= {"example": example(), "kinds": KINDS}
    more["ring"] = flags_recovered(asked.graph)
    more |= {"flags": FLAGS, "common": COMMON, "lenses": LENSES, "labels": LABELS}
    return Shown(runs, {"families": rows, "recipe": recipe} | more)


def _recipe(asked: Asked, newest: Row | None) -> Recipe:
    """That of the scores shown; before there are any, or where it is too old, the next one's."""
    if newest:
        with suppress(SettingRefused):
            return recipe_of(newest["text"])
    path = asked.settings.recipe
    return recipe_from(Path(path) if path else None)


def numbers(recipe: Recipe) -> list[tuple[str, dict[str, Any]]]:
    """The recipe's sections and what stands in them."""
    told = asdict(recipe)
    sections = [("kinds", dict(recipe.kinds)), *((name, told[name]) for name in SECTIONS)]
    return [*sections, ("topics", {"sensitive": ", ".join(recipe.topics.sensitive) or "none"})]
