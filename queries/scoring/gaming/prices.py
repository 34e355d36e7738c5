"""The price list: rank and points that fakes buy, by every way to rank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from queries.errors import NothingToScore
from queries.recipe import Recipe
from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest.baselines import BASELINES, Seen
from queries.scoring.backtest.cuts import dated, target_kinds
from queries.scoring.backtest.scores import sums
from queries.scoring.gaming.attacks import ATTACKS, attacked, repost_of
from queries.scoring.gaming.doubted import scores_without
from queries.scoring.gaming.others import PARTS, named_of, parts_of
from queries.scoring.named.posts import Posts
from queries.scoring.past import Past, unique_pairs

OURS, WITHOUT = "score", "score_without"
# All measures after others.
NAMED = "named"
SEED = 7
FEWEST_TARGETS = 5
# Who is attacked had this many people act on them: neither nobody nor somebody yet.
MIDDLE = (3, 10)


@dataclass(frozen=True, slots=True)
class Price:
    """What `fakes` accounts bought in the middle: ranks before and after, and points gained.

    Points are hundredths of the best value that anybody had before. None where the measure
    has nothing to go by.
    """

    measure: str
    attack: str
    fakes: int
    rank_before: float
    rank_after: float
    points: float

    @property
    def ranks(self) -> float:
        """How many ranks were gained."""
        return self.rank_before - self.rank_after


def price_list(
    past: Past,
    recipe: Recipe,
    *,
    fakes: Sequence[int],
    targets: int,
    told: Callable[[str], None],
    attacks: Collection[str] = tuple(ATTACKS),
    measures: Collection[str] = tuple(BASELINES),
    posts: Posts | None = None,
) -> dict[str, Any]:
    """Attacks at every size against the score and `measures`, as an object for JSON.

    Those are baselines, PARTS of the score, WITHOUT for the score without suspicious support, and
    NAMED for all measures after others, some of which need to know of `posts`.

    Raises NothingToBacktest where acts have no times, NothingToScore with too few to attack.
    """
    past = dated(past)
    now, days = past.moment(), recipe.memory.horizon_days
    chosen = _targets(past, targets)
    told("before")
    known = posts or Posts()
    before = _values(past, recipe, now, measures, known)
    prices: list[Price] = []
    for attack in (ATTACKS[name] for name in attacks):
        for count in fakes:
            told(f"{attack.title}, {count:,}")
            spoilt = attacked(past, attack, chosen, fakes=count, now=now, days=days / 4, seed=SEED)
            after = _values(spoilt, recipe, now, measures, known)
            prices += [
                _price(name, attack.name, count, before[name], after[name], chosen)
                for name in before
                if name in after
            ]
    return {
        "recipe": recipe.hash,
        "people": len(past.ids),
        "acts": len(past.acts),
        "targets": len(chosen),
        "repost": repost_of(past.acts),
        "attacks": [
            {"name": one.name, "title": one.title, "says": one.says}
            for one in (ATTACKS[name] for name in attacks)
        ],
        "prices": [asdict(price) | {"ranks": price.ranks} for price in prices],
    }


def _targets(past: Past, count: int) -> Integers:
    """People in the middle, drawn by lot, whatever order they are loaded in."""
    _, whom = unique_pairs(past.acts.who, past.acts.whom, len(past.ids))
    people = np.bincount(whom, minlength=len(past.ids))
    middle = np.flatnonzero((people >= MIDDLE[0]) & (people <= MIDDLE[1]))
    if len(middle) < FEWEST_TARGETS:
        raise NothingToScore(
            f"{len(middle)} people were acted on by {MIDDLE[0]} to {MIDDLE[1]} others;"
            f" prices need {FEWEST_TARGETS} of them"
        )
    by_name = np.array(sorted(middle.tolist(), key=past.ids.__getitem__), np.int64)
    return np.random.default_rng(SEED).permutation(by_name)[:count]


def _values(
    past: Past, recipe: Recipe, now: int, measures: Collection[str], posts: Posts
) -> dict[str, Floats]:
    """What the score and the `measures` say of everybody."""
    seen = Seen.at(
        past,
        now,
        seconds=int(recipe.memory.horizon_days * 86_400),
        kinds=target_kinds(past.acts),
    )
    told = {name: BASELINES[name].of(seen) for name in measures if name in BASELINES}
    known = {name: values for name, values in told.items() if values is not None}
    if NAMED in measures:
        known |= named_of(past, recipe, posts, now=now)
    ours = {OURS: sums(past, recipe, now).total}
    if WITHOUT in measures:
        ours[WITHOUT] = scores_without(past, recipe, now=now)
    if not set(PARTS).isdisjoint(measures):
        ours |= parts_of(past, recipe, now=now)
    return ours | known


def _price(
    measure: str, attack: str, fakes: int, before: Floats, after: Floats, targets: Integers
) -> Price:
    """In the middle of all targets; ranks are among those who are neither fake nor target."""
    others = np.ones(len(before), np.bool_)
    others[targets] = False
    best = float(before.max()) or 1.0
    return Price(
        measure,
        attack,
        fakes,
        _middle_rank(before, before[targets], others),
        _middle_rank(after[: len(before)], after[targets], others),
        float(np.median(100 * (after[targets] - before[targets]) / best)),
    )


def _middle_rank(values: Floats, of: Floats, others: np.ndarray) -> float:
    """The median rank, ties in the middle of theirs."""
    rest = np.sort(values[others])
    above = len(rest) - np.searchsorted(rest, of, side="right")
    level = np.searchsorted(rest, of, side="right") - np.searchsorted(rest, of, side="left")
    return float(np.median(1 + above + level / 2))
