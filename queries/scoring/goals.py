"""GOALS: the numbers that the score holds itself to, measured on any past, and told when missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from queries.errors import NothingToBacktest, NothingToScore
from queries.recipe import Recipe
from queries.recipe_memory import scaled
from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest.baselines import BASELINES, Seen
from queries.scoring.backtest.cuts import cuts_in, dated, target_kinds, until
from queries.scoring.backtest.metrics import TOP, Concordance, Gain, first
from queries.scoring.backtest.outcome import Outcome, outcome
from queries.scoring.backtest.run import DAY, STEADY_CUTS, WEEK
from queries.scoring.backtest.scores import (
    Steadiness,
    Sums,
    calibration,
    rises,
    split_half,
    steadiness,
    sums,
)
from queries.scoring.backtest.topics import topic_cells
from queries.scoring.gaming.prices import OURS, WITHOUT, price_list
from queries.scoring.goal import Goal
from queries.scoring.past import Past
from queries.scoring.planted_goals import Truth, planted_goals, ring_of

Told = Callable[[str], None]
RIVAL = "recent_reposts"
# Beside what is kept by a part of all acts: as many people as acted.
COUNT = "in_degree"
NOBODY = np.zeros(0, np.int64)
SAMPLE, SAMPLES, SEED = 0.1, 5, 7
# More than a price list has: of twenty the middle one hangs on the lot.
TARGETS = 60
# Attacks, how many fakes, and by which measures beside the score: no more than goals ask for.
BOUGHT = (
    (("bots", "ring"), (1_000,), (WITHOUT, RIVAL)),
    (("followers",), (1_000,), ()),
    (("spam",), (100, 1_000), ()),
)


def goals(
    past: Past, recipe: Recipe, *, truth: Truth | None = None, told: Told = lambda _: None
) -> list[Goal]:
    """Every goal on `past`. What it is too small for, or says nothing of, has no value.

    With the `truth` of an invented community also whether it is found again, and what came to its
    ring counts for nothing: nobody should have foretold it.

    Raises NothingToBacktest where acts have no times.
    """
    told("attacks")
    found = list(_gaming(past, recipe))
    told("moments of the past")
    ring = ring_of(past, truth) if truth else NOBODY
    found += _foretelling(dated(past), recipe, ring, told)
    told("topics")
    found += _topics(past, recipe)
    if truth:
        told("what was planted")
        found += planted_goals(past, recipe, truth)
    return found


def _gaming(past: Past, recipe: Recipe) -> Iterator[Goal]:
    prices: list[dict[str, Any]] = []
    for attacks, fakes, measures in BOUGHT:
        try:
            prices += price_list(
                past,
                recipe,
                fakes=fakes,
                targets=TARGETS,
                told=lambda _: None,
                attacks=attacks,
                measures=measures,
            )["prices"]
        except NothingToScore:
            break
    by = {(one["measure"], one["attack"], one["fakes"]): one for one in prices}

    def of(measure: str, attack: str, fakes: int, what: str) -> float:
        return float(by[measure, attack, fakes][what]) if by else float("nan")

    for attack in ("ring", "bots"):
        for name, says in ((OURS, ""), (WITHOUT, " without suspicious support")):
            ours, theirs = (of(one, attack, 1_000, "ranks") for one in (name, RIVAL))
            # Whom fakes bring down or leave where they were gained nothing.
            times = theirs / max(ours, 1.0)
            yield Goal(
                attack,
                f"ranks that 1,000 fakes buy by recent reposts, over those by the score{says}",
                times,
                least=5,
            )
    many, few = (of(OURS, "spam", count, "points") for count in (1_000, 100))
    yield Goal("G1", "points that 1,000 own acts buy", many, most=10)
    yield Goal("G1", "of these, beyond what 100 buy", many - few, most=0.5)
    yield Goal(
        "G2", "points that 1,000 followers buy", of(OURS, "followers", 1_000, "points"), most=5
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    """A cut: S of everybody, S when everybody is believed, and what came."""

    now: int
    ours: Sums
    believing: Sums
    came: Outcome


def _foretelling(past: Past, recipe: Recipe, ring: Integers, told: Told) -> list[Goal]:
    cuts, kinds = cuts_in(past), target_kinds(past.acts)
    recipe = scaled(recipe, cuts.horizon_days)
    moments = []
    for i, now in enumerate(cuts.moments, start=1):
        told(f"cut {i} of {len(cuts.moments)}")
        before = until(past, now)
        came = outcome(past, now, seconds=cuts.horizon_seconds, kinds=kinds).without(ring)
        ours, open_ = (sums(before, recipe, now, believing=one) for one in (False, True))
        moments.append(_Moment(now, ours, open_, came))
    reference = max((one.ours.largest for one in moments[: cuts.dev]), default=0.0)
    test = [one for one in moments[cuts.dev :] if (one.came.people > 0).sum() >= 3]
    if not test:
        raise NothingToBacktest("at no moment were three people acted on afterwards")
    told("steadiness")
    last = [(one.now, one.ours) for one in test[-STEADY_CUTS:]]
    day, week = (
        steadiness(past, recipe, last, days=part * cuts.horizon_days, reference=reference)
        for part in (DAY, WEEK)
    )
    ended = until(past, last[-1][0])
    halves, by_people = split_half(ended, recipe, last[-1][0])
    kept, counted = _kept_by_sample(ended, recipe, *last[-1])
    return [
        *_defences(test),
        *_calibrated(test, reference),
        *_steady(day, week, halves, by_people, recipe),
        Goal(
            "V5",
            f"of the first hundred kept by a tenth of the acts, {len(ended.acts) // 10:,}"
            f" (by in-degree {counted:.2f})",
            kept,
            least=0.75,
        ),
    ]


def _defences(test: list[_Moment]) -> Iterator[Goal]:
    """What it costs not to believe everybody."""
    ours = np.array([_foretold(one.ours.total, one.came) for one in test])
    believing = np.array([_foretold(one.believing.total, one.came) for one in test])
    c, ndcg = np.nanmean(believing - ours, axis=0)
    yield Goal("G5", "C-index that the defences cost", float(c), most=0.002)
    yield Goal("G5", "NDCG@100 that the defences cost", float(ndcg), most=0.01)


def _foretold(total: Floats, came: Outcome) -> tuple[float, float]:
    values, some = total[came.candidates], came.established
    c = Concordance.of(values[some], came.people[some]).value()
    return c, Gain.of(values, came.people).value()


def _calibrated(test: list[_Moment], reference: float) -> Iterator[Goal]:
    points = [one.ours.points(reference)[one.came.candidates] for one in test]
    bins = calibration(points, [one.came.people for one in test])
    yield Goal("V4", "1 where more points always meant more people, bin by bin", float(rises(bins)),
               least=1)  # fmt: skip
    cost = []
    for one in test:
        whole = 100 * np.minimum(1, one.ours.total / (reference or 1.0))[one.came.candidates]
        exact, rounded = (
            Gain.of(value, one.came.people).value() for value in (whole, np.round(whole))
        )
        cost.append(exact - rounded)
    yield Goal("V4", "NDCG@100 that whole points cost", float(np.nanmean(cost)), most=0.005)


def _steady(
    day: Steadiness,
    week: Steadiness,
    halves: dict[str, float],
    by_people: dict[str, float],
    recipe: Recipe,
) -> Iterator[Goal]:
    enough = f"from_{recipe.evidence.confident}_people"
    yield Goal(
        "V5", "correlation of ranks after a thirtieth of the horizon", day.spearman, least=0.995
    )
    yield Goal("V5", "points that 95 % move less than, after a thirtieth", day.points_p95, most=1)
    yield Goal("V5", "points that 95 % move less than, after a quarter", week.points_p95, most=5)
    yield Goal("V5", "of the first hundred kept after a thirtieth", day.top_kept, least=0.9)
    counted = f" (by in-degree {by_people[enough]:.2f})"
    yield Goal(
        "V5", f"agreement of halves, thirty people or more{counted}", halves[enough], least=0.95
    )


def _kept_by_sample(past: Past, recipe: Recipe, now: int, whole: Sums) -> tuple[float, float]:
    """How many of the first hundred by all acts are among them by a tenth of the acts: by the
    score, and by counting people. On average over SAMPLES lots."""
    known = whole.people > 0

    def counted(of: Past) -> Floats:
        value = BASELINES[COUNT].of(Seen.at(of, now, seconds=0, kinds=target_kinds(of.acts)))
        return np.zeros(len(known)) if value is None else value

    ours, theirs = (first(all_of[known], TOP) for all_of in (whole.total, counted(past)))
    found = []
    for lot in range(SAMPLES):
        chosen = np.random.default_rng(SEED + lot).random(len(past.acts)) < SAMPLE
        part = replace(past, acts=past.acts.kept(chosen))
        some = (sums(part, recipe, now).total, counted(part))
        found.append(
            [
                leading @ first(values[known], TOP) / max(leading.sum(), 1.0)
                for leading, values in zip((ours, theirs), some, strict=True)
            ]
        )
    kept, of_count = np.mean(found, axis=0).tolist()
    return kept, of_count


def _topics(past: Past, recipe: Recipe) -> Iterator[Goal]:
    try:
        told = topic_cells(past, recipe)
    except NothingToBacktest:
        told = None
    cells = f", in {told.cells} cells" if told else ""
    rows = (
        (f"beyond the score over everything{cells}", 0.15, "overall"),
        ("beyond the count of acts on it", 0.1, "count"),
        ("over that of other topics' scores", 2.5, "mismatched"),
    )
    for says, least, other in rows:
        ours, best = None, None
        if told:
            theirs = getattr(told, other)
            ours, best = (
                one / theirs if other == "mismatched" else one - theirs for one in (told.topic, 1.0)
            )
        yield Goal("T1", f"NDCG@50 of a topic's score {says}", ours, least=least, perfect=best)
