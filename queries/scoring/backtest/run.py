"""One backtest: cut the past, let every method foretell, look what came."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from queries.errors import NothingToBacktest
from queries.recipe import Recipe
from queries.recipe_memory import scaled
from queries.scoring.arrows import EVERYTHING, Floats
from queries.scoring.backtest.baselines import BASELINES, Seen
from queries.scoring.backtest.cuts import (
    FEWEST_CUTS,
    FEWEST_POSITIVES,
    cuts_in,
    dated,
    of_kinds,
    target_kinds,
    until,
)
from queries.scoring.backtest.outcome import outcome
from queries.scoring.backtest.scores import (
    Steadiness,
    Sums,
    calibration,
    redundancy,
    rises,
    split_half,
    steadiness,
    sums,
    told_bins,
)
from queries.scoring.backtest.table import COLUMNS, OURS, Cut, Gained, gains, measured, rounded
from queries.scoring.past import Past

STEADY_CUTS = 3
DAY, WEEK = 1 / 30, 1 / 4
Told = Callable[[str], None]
TITLES = {OURS: "The score"} | {name: row.title for name, row in BASELINES.items()}
SAYS = {OURS: "S of the recipe."} | {name: row.says for name, row in BASELINES.items()}


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came out. `rows` has a line for each method, best C first, with the means over the
    test cuts, and over those to choose by as `dev_…`."""

    at: str
    recipe: str
    recipe_name: str
    horizon_days: float
    kinds: tuple[str, ...]
    people: int
    acts: int
    cuts: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    left_out: list[str]
    gains: list[Gained]
    calibration: list[dict[str, float]]
    calibration_rises: bool
    stability: list[Steadiness]
    split_half: dict[str, float]
    redundancy: dict[str, float]
    seconds: float

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON, numbers rounded to four digits."""
        columns = [{"name": one.name, "title": one.title, "says": one.says} for one in COLUMNS]
        plain: dict[str, Any] = rounded(asdict(self))
        return plain | {"columns": columns}


def backtest(
    past: Past, recipe: Recipe, *, horizon_days: float | None = None, told: Told = lambda _: None
) -> Backtest:
    """Cut `past` about ten times and compare the score with every baseline on what came.

    The recipe's memory is stretched to the horizon (see `scaled`). Only what is dated counts.

    Raises NothingToBacktest.
    """
    started = time.perf_counter()
    whole, past = past, dated(past)
    cuts, kinds = cuts_in(past, horizon_days), target_kinds(past.acts)
    stretched = scaled(recipe, cuts.horizon_days)
    found: list[Cut] = []
    ours: list[Sums] = []
    for i, now in enumerate(cuts.moments, start=1):
        told(f"cut {i} of {len(cuts.moments)}")
        cut, total = foretold(past, stretched, now, seconds=cuts.horizon_seconds, kinds=kinds)
        found.append(cut)
        ours.append(total)
    kept = [i for i, cut in enumerate(found) if (cut.came.people > 0).sum() >= FEWEST_POSITIVES]
    dev, test = [i for i in kept if i < cuts.dev], [i for i in kept if i >= cuts.dev]
    if len(test) < FEWEST_CUTS // 2:
        raise NothingToBacktest(
            f"in the {cuts.horizon_days:.4g} days after {len(found) - len(kept)} of {len(found)}"
            f" cuts fewer than {FEWEST_POSITIVES} people were acted on; give more days with"
            " --horizon-days"
        )
    told("drawing the intervals")
    means = measured([found[i] for i in test])
    gained = gains([found[i] for i in test], means)
    told("looking at the steadiness")
    reference = max((one.largest for one in ours[: cuts.dev]), default=0.0)
    last = [(cuts.moments[i], ours[i]) for i in test[-STEADY_CUTS:]]
    bins = calibration(
        [ours[i].points(reference)[found[i].came.candidates] for i in test],
        [found[i].came.people for i in test],
    )
    return Backtest(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        recipe=recipe.hash,
        recipe_name=recipe.name,
        horizon_days=cuts.horizon_days,
        kinds=kinds,
        people=len(past.ids),
        acts=len(past.acts),
        cuts=[_told_cut(found[i], i < cuts.dev, i in kept) for i in range(len(found))],
        rows=_rows(means, measured([found[i] for i in dev])),
        left_out=[row.title for name, row in BASELINES.items() if name not in means],
        gains=gained,
        calibration=told_bins(bins),
        calibration_rises=rises(bins),
        stability=[
            steadiness(past, stretched, last, days=part * cuts.horizon_days, reference=reference)
            for part in (DAY, WEEK)
        ],
        split_half=split_half(until(past, last[-1][0]), stretched, last[-1][0])[0],
        redundancy=_redundancy(whole, recipe, kinds),
        seconds=round(time.perf_counter() - started, 1),
    )


def foretold(
    past: Past, recipe: Recipe, now: int, *, seconds: int, kinds: tuple[str, ...]
) -> tuple[Cut, Sums]:
    """What every method says at `now` of the candidates, beside what came; and S of everybody."""
    came = outcome(past, now, seconds=seconds, kinds=kinds)
    before = until(past, now)
    ours, seen = sums(before, recipe, now), Seen.at(before, now, seconds=seconds, kinds=kinds)
    values: dict[str, Floats] = {OURS: ours.total[came.candidates]}
    for name, row in BASELINES.items():
        value = row.of(seen)
        if value is not None:
            values[name] = value[came.candidates]
    return Cut(now, values, came), ours


def _told_cut(cut: Cut, dev: bool, kept: bool) -> dict[str, Any]:
    came = cut.came
    return {
        "at": datetime.fromtimestamp(cut.now, UTC).isoformat(),
        "part": ("dev" if dev else "test") if kept else "left out",
        "candidates": len(came.candidates),
        "established": len(came.established),
        "acted_on": int((came.people > 0).sum()),
        "people": int(came.people.sum()),
        "new": int(came.fresh.sum()),
    }


def _rows(
    test: dict[str, dict[str, float]], dev: dict[str, dict[str, float]]
) -> list[dict[str, Any]]:
    rows = [
        {"name": name, "title": TITLES[name], "says": SAYS[name], **means}
        | {f"dev_{metric}": value for metric, value in dev.get(name, {}).items()}
        for name, means in test.items()
    ]
    return sorted(rows, key=lambda row: -row["c_index"])


def _redundancy(past: Past, recipe: Recipe, kinds: Sequence[str]) -> dict[str, float]:
    """Of the points as they are shown now, followers as they are reported."""
    now = past.moment()
    result, arrows = past.scored(recipe, now=now)
    table, everything = result.table, arrows.topics.index(EVERYTHING)
    some = table[(table["people"] >= recipe.evidence.floor) & (table["topic"] == everything)]
    acts = of_kinds(past.acts, tuple(kinds))
    reposts = np.bincount(acts.whom, weights=acts.count, minlength=len(past.ids))
    person = some["person"].to_numpy()
    return redundancy(
        some["score"].to_numpy(), some["followers"].to_numpy(np.float64), reposts[person]
    )
