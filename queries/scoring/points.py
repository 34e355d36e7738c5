"""The parts of the score, and their sum in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.recipe import Credibility, Evidence, Recipe
from queries.scoring.arithmetic import ARRAYS, DAY_SECONDS, Arithmetic, Values
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, People
from queries.scoring.credibility import Discount
from queries.scoring.credible_formulas import is_older

# The terms of S, in the order in which they are told.
TERMS = ("reach", "amplification", "activity", "network", "followers")
POINTS = {
    "reach": "points_true_reach",
    "amplification": "points_amplification",
    "activity": "points_activity",
    "network": "points_network",
    "followers": "points_followers",
}
# The columns that they are made of.
OF = ("true_reach", "amplification", "credible", "returning", "counted_days", "followers")


@dataclass(frozen=True, slots=True)
class Scored:
    """One row for each (topic, person) with incoming attention, and the series' reference.

    `active` says whether active days count.

    Columns of `table`: topic and person (positions), people, acts, audience, true_reach,
    amplification, credible, returning, active_days, counted_days (of these), sum (S, also below
    the floor), backed_off, points_*, score (NaN below the floor), rank and percentile (NaN where
    the score is), confidence.
    """

    table: pd.DataFrame
    reference: float
    active: bool


def scored(
    people: People,
    arrows: Arrows,
    credible: Floats,
    recipe: Recipe,
    *,
    followers: Floats,
    discount: Discount,
    reference: float | None,
    active: bool,
) -> Scored:
    """Every score of everybody; `reference` is that of the series, None when one begins.

    `credible` runs beside `arrows`, `followers` beside `people` (see `credibility`). `active` says
    whether active days count (see `recorded`).
    """
    table = _parts(people, arrows, credible, followers, discount)
    everything = (table["topic"] == arrows.topics.index(EVERYTHING)).to_numpy()
    reach = np.zeros(len(people))
    reach[table["person"][everything]] = table["true_reach"][everything]
    reach = reach[table["person"]]
    table["counted_days"] = counted_days(_column(table, "active_days"), reach, recipe.evidence)
    columns: dict[str, Any] = {name: _column(table, name) for name in OF}
    terms = sums_of(recipe, active=active, **columns)
    total = np.sum(list(terms.values()), axis=0)
    table["sum"] = total
    enough = (table["people"] >= recipe.evidence.floor).to_numpy()
    if reference is None:
        reference = float(total[everything & enough].max(initial=0.0)) or 1.0
    points = points_of(terms, total, reference)
    for term in TERMS:
        table[POINTS[term]] = np.where(enough, points[term], np.nan)
    # Who is above the reference ties at 100, whatever the sum's last digit.
    whole = np.sum([table[column] for column in POINTS.values()], axis=0)
    table["score"] = np.where(enough & (total >= reference), 100.0, whole)
    table["backed_off"] = False
    _back_off(table, everything, recipe.evidence.back_off)
    table["confidence"] = np.where(table["people"] >= recipe.evidence.confident, "ok", "low")
    return Scored(_ranked(table), reference, active)


def sums_of(
    recipe: Recipe,
    *,
    active: bool,
    true_reach: Values,
    amplification: Values,
    credible: Values,
    returning: Values,
    counted_days: Values,
    followers: Values,
    by: Arithmetic = ARRAYS,
) -> dict[str, Values]:
    """What each of TERMS adds to S; without `active`, active days add nothing.

    The one place where the formula of the score stands.
    """
    weights = recipe.weights
    return {
        "reach": weights.reach * by.log1p(true_reach),
        "amplification": weights.amplification * by.log1p(amplification / recipe.evidence.few),
        "activity": weights.activity * float(active) * by.log1p(counted_days),
        "network": weights.network * by.log1p(credible) + weights.returning * by.log1p(returning),
        "followers": weights.followers * by.log1p(followers),
    }


def counted_days(
    active_days: Values, reach: Values, recipe: Evidence, by: Arithmetic = ARRAYS
) -> Values:
    """Of active days those that count: so many for each person of True Reach over everything."""
    return by.smaller(active_days, recipe.days_each * reach) if recipe.days_each else active_days


def points_of(
    terms: Mapping[str, Values], total: Values, reference: float, by: Arithmetic = ARRAYS
) -> dict[str, Values]:
    """Each term in points: all of them together are 100, or less below the reference."""
    scale = 100 / by.larger(total, reference)
    return {term: value * scale for term, value in terms.items()}


def recorded(people: People, arrows: Arrows, recipe: Credibility, *, now: int) -> float:
    """The share of attention that goes to people of whom something of their own is known.

    By what is older than the lag unless there is none: else whoever sends enough strangers could
    decide it. 1 where there is no attention.
    """
    overall = arrows.on(EVERYTHING)
    older = overall.weight * is_older(overall.first, recipe, now)
    weight = older if older.any() else overall.weight
    known = people.days[overall.whom] > 0
    return float(weight[known].sum() / weight.sum()) if weight.any() else 1.0


def came_back(arrows: Arrows) -> npt.NDArray[np.bool_]:
    """Whose last act is a day after their first, or more."""
    back: npt.NDArray[np.bool_] = again(arrows.first, arrows.last)
    return back


def again(first: Values, last: Values) -> Values:
    """Whether the last act is a day after the first, or more; both in seconds."""
    return last - first >= DAY_SECONDS


def backed(whole: Values, share: Values, back_off: float) -> Values:
    """What somebody with too few people on a topic has of `whole`, by the topic's share of acts."""
    return back_off * share * whole


def percentile(below: Values, count: Values) -> Values:
    """Of a hundred, how many are strictly below."""
    return 100 * below / count


def _column(table: pd.DataFrame, name: str) -> Floats:
    return table[name].to_numpy(np.float64)


def _parts(
    people: People, arrows: Arrows, credible: Floats, followers: Floats, discount: Discount
) -> pd.DataFrame:
    keys, place = np.unique(arrows.topic * len(people) + arrows.whom, return_inverse=True)

    def total(values: Floats) -> Floats:
        return np.bincount(place, weights=values, minlength=len(keys)).astype(np.float64)

    audience, recent = total(arrows.weight), total(arrows.recent)
    believed, believed_recent = total(arrows.weight * credible), total(arrows.recent * credible)
    back = arrows.weight * came_back(arrows)
    person = keys % len(people)
    return pd.DataFrame(
        {
            "topic": keys // len(people),
            "person": person,
            "people": np.bincount(place, minlength=len(keys)),
            "acts": total(arrows.acts),
            "audience": audience,
            "true_reach": discount.effective(audience, believed),
            "amplification": discount.effective(recent, believed_recent),
            "credible": believed,
            "returning": discount.effective(total(back), total(back * credible)),
            "active_days": people.active[person],
            "followers": followers[person],
        }
    )


def _back_off(table: pd.DataFrame, everything: np.ndarray, share_weight: float) -> None:
    """Below the floor in a topic: a little of the overall score, by the topic's share of acts."""
    overall = table[everything].set_index("person")
    thin = table["score"].isna().to_numpy() & ~everything
    person = table.loc[thin, "person"]
    share = table.loc[thin, "acts"].to_numpy() / overall["acts"].reindex(person).to_numpy()
    for column in (*POINTS.values(), "score"):
        whole = overall[column].reindex(person).to_numpy()
        table.loc[thin, column] = backed(whole, share, share_weight)
    table.loc[thin, "backed_off"] = table.loc[thin, "score"].notna()


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Rank 1 is best and ties share a rank; the percentile counts those strictly below."""
    by_topic = table.groupby("topic")["score"]
    table["rank"] = by_topic.rank(method="min", ascending=False)
    below = by_topic.rank(method="min", ascending=True) - 1
    table["percentile"] = percentile(below, by_topic.transform("count"))
    return table
