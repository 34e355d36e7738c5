"""The score at any moment of the past, and what it says beside ranks: points, steadiness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import Floats
from queries.scoring.backtest import metrics
from queries.scoring.backtest.cuts import until
from queries.scoring.past import Past

BINS = 10
ENOUGH_IN_A_BIN = 30
SEED = 7
# Lots by which those who act are parted into halves.
SPLITS = 5


@dataclass(frozen=True, slots=True)
class Sums:
    """S of everybody at a moment, 0 for whom nobody acted on; and who has points.

    Those under the floor of evidence have no points, but are in their order all the same.
    `audience` is the part of S that comes from others.
    """

    total: Floats
    audience: Floats
    people: Floats
    floor: int

    @property
    def scored(self) -> np.ndarray:
        """Who has points."""
        return self.people >= self.floor

    @property
    def largest(self) -> float:
        """The largest S of somebody with points."""
        return float(self.total[self.scored].max(initial=0.0))

    def points(self, reference: float) -> Floats:
        """0 to 100, NaN under the floor."""
        points = 100 * np.minimum(1, self.total / (reference or 1.0))
        return np.where(self.scored, points, np.nan)


def sums(past: Past, recipe: Recipe, now: int, *, believing: bool = False) -> Sums:
    """S at `now`, from what had happened by then; `past` is dated and on no topic.

    With `believing` everybody is credible: the score without its defences against fakes.
    """
    scene = past.scene(recipe, now=now, reported=False)
    if believing:
        everybody = np.ones_like(scene.credible)
        scene = replace(scene, credible=everybody, followers=scene.people.followers)
    table = scene.scored(recipe).table
    person = table["person"].to_numpy()
    audience = sum(
        weight * np.log1p(table[column].to_numpy(np.float64))
        for weight, column in (
            (recipe.weights.reach, "true_reach"),
            (recipe.weights.amplification, "amplification"),
            (recipe.weights.network, "credible"),
            (recipe.weights.returning, "returning"),
        )
    )
    placed = np.zeros((3, len(past.ids)))
    placed[:, person] = table["sum"], audience, table["people"]
    return Sums(placed[0], placed[1], placed[2], recipe.evidence.floor)


@dataclass(frozen=True, slots=True)
class Bin:
    """People with `low` to `high` points: by how many they were acted on, and what share at all."""

    low: int
    high: int
    accounts: int
    people: float
    any: float


def calibration(points: Sequence[Floats], people: Sequence[Floats]) -> list[Bin]:
    """What came by points, all cuts together; the two run side by side."""
    known = [~np.isnan(one) for one in points]
    all_points = np.concatenate([one[which] for one, which in zip(points, known, strict=True)])
    came = np.concatenate([one[which] for one, which in zip(people, known, strict=True)])
    place = np.minimum(all_points // (100 / BINS), BINS - 1).astype(np.int64)
    bins = []
    for i in range(BINS):
        inside = came[place == i]
        if len(inside):
            bins.append(
                Bin(
                    10 * i,
                    10 * i + 10,
                    len(inside),
                    float(inside.mean()),
                    float((inside > 0).mean()),
                )
            )
    return bins


def rises(bins: Sequence[Bin]) -> bool:
    """Whether more points always meant more people, among bins with thirty accounts or more.

    Two bins in which nobody was acted on tell nothing of each other.
    """
    means = [one.people for one in bins if one.accounts >= ENOUGH_IN_A_BIN]
    return all(low < high or low == high == 0 for low, high in pairwise(means))


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What is the same some time later: ranks, the first hundred, points (95 % move less)."""

    days: float
    spearman: float
    top_kept: float
    points_p95: float


def steadiness(
    past: Past, recipe: Recipe, at: Sequence[tuple[int, Sums]], *, days: float, reference: float
) -> Steadiness:
    """Each moment's S against that `days` later, on average over the moments in `at`."""
    found = []
    for now, before in at:
        then = now + int(days * 86_400)
        after = sums(until(past, then), recipe, then)
        some, known = before.scored, before.people > 0
        moved = np.abs(after.points(reference) - before.points(reference))[some]
        kept = metrics.first(before.total[known], metrics.TOP)
        kept = kept @ metrics.first(after.total[known], metrics.TOP) / max(kept.sum(), 1)
        ranks = metrics.spearman(before.total[some], after.total[some])
        found.append((ranks, float(kept), float(np.quantile(moved, 0.95)) if some.any() else 0.0))
    return Steadiness(days, *(float(one) for one in np.mean(found, axis=0)))


def split_half(past: Past, recipe: Recipe, now: int) -> tuple[dict[str, float], dict[str, float]]:
    """How alike the halves of those who act see everybody (Spearman–Brown): by what came from
    them, and by how many of them acted.

    For those acted on by three or more, and by thirty or more; on average over SPLITS lots, since
    on a few dozen people one lot says little. `past` ends at `now`.
    """
    found: list[tuple[dict[str, float], dict[str, float]]] = []
    for lot in range(SPLITS):
        half = np.random.default_rng(SEED + lot).random(len(past.ids)) < 0.5
        one, other = (
            sums(replace(past, acts=past.acts.kept(half[past.acts.who] == side)), recipe, now)
            for side in (True, False)
        )
        people, ours, counted = one.people + other.people, {}, {}
        for least in (recipe.evidence.floor, recipe.evidence.confident):
            some, name = people >= least, f"from_{least}_people"
            ours[name] = _alike(one.audience[some], other.audience[some])
            counted[name] = _alike(one.people[some], other.people[some])
        found.append((ours, counted))
    ours, counted = (
        {name: float(np.mean([told[name] for told in lots])) for name in lots[0]}
        for lots in zip(*found, strict=True)
    )
    return ours, counted


def _alike(one: Floats, other: Floats) -> float:
    alike = metrics.spearman(one, other)
    return 2 * alike / (1 + alike)


def redundancy(score: Floats, followers: Floats, reposts: Floats) -> dict[str, float]:
    """R² of the score on the logarithms of followers and of reposts: what these already say."""
    logs = {"followers": np.log1p(followers), "reposts": np.log1p(reposts)}
    told = {name: _explained(score, [values]) for name, values in logs.items()}
    return {"both": _explained(score, list(logs.values()))} | told


def _explained(score: Floats, by: list[Floats]) -> float:
    if len(score) < 3 or np.ptp(score) == 0:
        return float("nan")
    matrix = np.column_stack([np.ones(len(score)), *by])
    fitted, *_ = np.linalg.lstsq(matrix, score, rcond=None)
    rest = score - matrix @ fitted
    return float(1 - rest @ rest / ((score - score.mean()) @ (score - score.mean())))


def told_bins(bins: Sequence[Bin]) -> list[dict[str, float]]:
    """As objects for JSON."""
    return [asdict(one) for one in bins]
