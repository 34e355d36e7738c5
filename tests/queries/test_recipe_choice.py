"""Which recipe a network needs: told by its past alone, and kept by its series of runs."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from loader.past import past_of
from loader.records import Interaction
from queries.errors import NothingToBacktest
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.recipe_in_use import recipe_in_use, recipe_to_score
from queries.recipe_memory import chosen_recipe
from queries.scoring.backtest.choice import choice
from queries.scoring.backtest.cuts import cuts_in, dated
from queries.scoring.run import score_everything
from tests.conftest import emptied
from tests.networks import END, act, load

DAYS = 100


def come_and_go(days: int = DAYS, scale: float = 1.0) -> list[Interaction]:
    """Every day another five people begin to be reposted, for twelve days, and never again."""
    dice = random.Random(3)
    return [
        act(f"fan{dice.randrange(150)}", f"star{5 * day + dice.randrange(60)}",
            days_ago=round((days - day + dice.random()) * scale, 4))
        for day in range(days) for _ in range(25)
    ]  # fmt: skip


def stay(days: int = DAYS) -> list[Interaction]:
    """The same forty people are reposted, now and then, each as seldom at the end as before."""
    dice = random.Random(4)
    often = [1.15**-i for i in range(40)]
    return [
        act(f"fan{dice.randrange(300)}", f"star{dice.choices(range(40), often)[0]}",
            days_ago=round(days - day + dice.random(), 4))
        for day in range(days) for _ in range(4)
    ]  # fmt: skip


def test_a_short_memory_is_taken_where_people_come_and_go_and_else_the_shipped_one() -> None:
    brief, long = choice(past_of(come_and_go())), choice(past_of(stay()))

    assert (brief.name, long.name) == ("recent", "default")
    assert brief.recipe == recipe_from(Path("recent"))
    assert long.recipe == recipe_from()
    default, recent = brief.candidates
    assert recent.worth > default.worth + 0.02
    assert f"{recent.worth:.3f} by it, {default.worth:.3f} by “default”;" in brief.words


def test_what_came_after_the_moments_to_choose_by_chooses_nothing() -> None:
    whole = dated(past_of(come_and_go()))
    cuts = cuts_in(whole)
    last = cuts.moments[cuts.dev - 1] + cuts.horizon_seconds
    later = whole.acts.at >= last * 1000
    shuffled = whole.acts.whom.copy()
    shuffled[later] = np.random.default_rng(1).permutation(shuffled[later])
    changed = replace(whole, acts=replace(whole.acts, whom=shuffled))

    assert 0 < later.sum() < len(later)
    assert choice(changed, all_moments=False) == choice(whole, all_moments=False)
    assert choice(changed) != choice(whole)
    assert choice(whole, all_moments=False).moments == cuts.dev


def test_where_all_lies_within_the_memory_that_is_stretched() -> None:
    """A week is forgotten as half a year is: in proportion."""
    brief = choice(past_of(come_and_go(scale=0.07)))

    assert brief.name == "recent"
    horizon = cuts_in(dated(past_of(come_and_go(scale=0.07)))).horizon_days
    assert horizon < 1
    assert brief.days == pytest.approx(horizon)
    assert brief.recipe.memory.horizon_days == pytest.approx(horizon)
    assert brief.recipe.memory.short_days == pytest.approx(horizon / 8)
    assert brief.recipe.name.startswith("recent, stretched to 0.5")


def test_too_little_to_choose_by_is_told_and_scores_by_the_shipped_recipe(
    database: Graph,
) -> None:
    few = [act(f"fan{i}", "hub", days_ago=i / 10) for i in range(60)]
    with pytest.raises(NothingToBacktest):
        choice(past_of(few))
    with pytest.raises(NothingToBacktest, match="people acted on"):
        choice(past_of([act(f"fan{i}", "hub", days_ago=i / 10) for i in range(400)]))
    emptied(database)
    load(database, few)
    assert recipe_to_score(database, None, again=False) == (recipe_from(), {})


def test_a_past_moment_chooses_by_what_was_before_it(database: Graph) -> None:
    """People stay at first, and later they come and go."""
    emptied(database)
    earlier = [replace(one, at=one.at - timedelta(days=DAYS)) for one in stay() if one.at]
    load(database, [*earlier, *come_and_go()])
    middle = int((END - timedelta(days=DAYS)).timestamp())

    assert recipe_to_score(database, None, before=middle)[1]["chosen"] == "default"
    assert recipe_to_score(database, None)[1]["chosen"] == "recent"


def test_what_was_chosen_stays_until_it_is_asked_again(database: Graph) -> None:
    emptied(database)
    load(database, come_and_go())
    short = replace(recipe_from().uncertainty, resamples=0)

    used, chosen = recipe_to_score(database, None, again=False)
    score_everything(database, replace(used, uncertainty=short), chosen=chosen)
    with database.driver.session() as session:
        session.run("MATCH ()-[act:REPOSTED]->() DELETE act").consume()
    load(database, stay())

    assert used.name == chosen["chosen"] == "recent"
    kept = database.ask("recipe_chosen").one()
    assert kept == {"chosen": "recent", "chosen_days": None, "chosen_words": chosen["chosen_words"]}
    assert database.ask("run_recipes").one()["chosen"] == chosen["chosen_words"]
    assert recipe_to_score(database, None, again=False) == (used, chosen)
    assert recipe_in_use(database, None) == used
    assert recipe_to_score(database, None, again=True)[0] == recipe_from()
    # Whoever names one has it, and it is nobody's choice.
    other = chosen_recipe("klout")
    assert recipe_to_score(database, other, again=True) == (other, {})
    assert recipe_in_use(database, other) == other
