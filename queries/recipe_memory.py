"""Recipes that remember for longer or shorter than their files say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from queries.recipe import Recipe, recipe_from


def scaled(recipe: Recipe, horizon_days: float) -> Recipe:
    """`recipe` with all that it remembers stretched to another horizon, in proportion."""
    factor = horizon_days / recipe.memory.horizon_days
    memory = replace(
        recipe.memory,
        horizon_days=horizon_days,
        short_days=recipe.memory.short_days * factor,
        lasting_days=recipe.memory.lasting_days * factor,
    )
    credibility = replace(recipe.credibility, lag_days=recipe.credibility.lag_days * factor)
    return replace(recipe, memory=memory, credibility=credibility)


def chosen_recipe(name: str, days: float | None = None) -> Recipe:
    """The recipe that comes with it as `name`; its memory stretched to `days`, and called so."""
    recipe = recipe_from(Path(name))
    if days is None:
        return recipe
    return replace(scaled(recipe, days), name=f"{name}, stretched to {days:.3g} days")
