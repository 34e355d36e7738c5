"""Everybody's flags, and every score without the support that they throw doubt on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.flags import COMMON, FEWEST_TO_COMPARE, FLAGS
from queries.labels import SUSPICIOUS
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, distinct
from queries.scoring.credibility import believed, credible_followers, known_pairs, standing
from queries.scoring.past import Past
from queries.scoring.points import Scored, scored
from queries.scoring.quality.audience import is_young, qualities
from queries.scoring.quality.circles import circles
from queries.scoring.quality.followers import YOUNG_DAYS, Followers, followers_of
from queries.scoring.quality.sorted_keys import is_among
from queries.scoring.quality.steps import Steps, steps_in
from queries.scoring.scene import Scene

Chosen = npt.NDArray[np.bool_]
DAY_SECONDS = 86_400
# So much more than the whole network's share is needed where flags compare with it.
TIMES = 2.0
# How much of an audience must be answered for it to be a circle.
ANSWERED = 0.8


@dataclass(frozen=True, slots=True)
class Quality:
    """What audiences are made of, who is flagged, and the scores without suspicious support.

    `rows` runs beside the table of scores: see `qualities`; and score_without, rank_without,
    people_without, where there is anything to leave out. `people` has a line for each person, in
    order: the numbers behind flags, and `flags` as names joined by commas (None without).
    `suspicious` accounts are left out with all they do. `withheld` flags would have been common.
    """

    rows: pd.DataFrame
    people: pd.DataFrame
    steps: Steps
    suspicious: Integers
    withheld: tuple[str, ...]


def quality_of(past: Past, scene: Scene, result: Scored, recipe: Recipe, *, now: int) -> Quality:
    """The quality of every audience at `now`; `result` are the scores of `scene`."""
    people, size = scene.people, len(scene.people)
    follows, days = past.followed(now=now), recipe.credibility.account_days
    steps = steps_in(past, now=now)
    groups = steps.members(size)
    rows = qualities(people, scene.arrows, follows, groups > 0, account_days=days)
    overall = _over_everything(result, rows, scene.arrows, size)
    followers = followers_of(past, now=now)
    numbers, can, young_share = _numbers(scene, overall, followers, groups, days)
    given, withheld = _given(numbers, can, followers, young_share)
    told = pd.DataFrame(
        {
            **{name: np.where(can[name], values, np.nan) for name, values in numbers.items()},
            "aged_followers": np.where(can["young_followers"], followers.aged, np.nan),
            "dated_followers": np.where(can["follow_burst"], followers.dated, np.nan),
            "burst_at": np.where(given["follow_burst"], followers.burst_at, np.nan),
            "flags": _joined(given, size),
        }
    )
    gone, suspicious = _gone(scene, follows, given, groups > 0, days)
    doubted = _doubted(past, follows, given, suspicious, now)
    if gone.any() or doubted.any():
        rows = rows.join(_without(scene, result, recipe, follows, gone, doubted, now))
    return Quality(rows, told, steps, suspicious, withheld)


def _over_everything(
    result: Scored, rows: pd.DataFrame, arrows: Arrows, size: int
) -> dict[str, Floats]:
    """The columns over everything, by person; 0 people where there are none."""
    everything = (result.table["topic"] == arrows.topics.index(EVERYTHING)).to_numpy()
    person = result.table["person"].to_numpy()[everything]
    found = {}
    for name, column in {**rows, "people": result.table["people"]}.items():
        values = np.full(size, 0.0 if name == "people" else np.nan)
        values[person] = column.to_numpy(np.float64)[everything]
        found[str(name)] = values
    return found


def _numbers(
    scene: Scene,
    overall: dict[str, Floats],
    followers: Followers,
    groups: Integers,
    account_days: float,
) -> tuple[dict[str, Floats], dict[str, Chosen], float]:
    """Each flag's number, to whom it could apply, and the network's share of new audiences."""
    size, people = len(scene.people), overall["people"]
    answered = (people >= FLAGS["closed_circle"].least) & (overall["reciprocal"] >= ANSWERED)
    suspicious = np.zeros(size)
    suspicious[[i for i, label in scene.people.labels.items() if label == SUSPICIOUS]] = 1
    numbers = {
        "young_followers": followers.young,
        "follow_burst": followers.burst,
        "closed_circle": circles(scene.arrows, np.flatnonzero(answered), size),
        "young_audience": overall["young_audience"],
        "in_step": np.where(groups > 0, groups, np.nan),
        "audience_in_step": np.where(
            overall["steppers"] >= FLAGS["audience_in_step"].least,
            overall["audience_in_step"],
            np.nan,
        ),
        SUSPICIOUS: suspicious,
    }
    acted = np.bincount(scene.arrows.who, minlength=size) > 0
    can = {
        "young_followers": followers.aged >= FLAGS["young_followers"].least,
        "follow_burst": followers.dated >= FLAGS["follow_burst"].least,
        "closed_circle": people >= FLAGS["closed_circle"].least,
        "young_audience": people >= FLAGS["young_audience"].least,
        "in_step": acted,
        "audience_in_step": people >= FLAGS["audience_in_step"].least,
        SUSPICIOUS: suspicious > 0,
    }
    arrows = scene.arrows.on(EVERYTHING)
    aged = scene.people.created[arrows.who] >= 0
    young = is_young(scene.people, arrows, account_days=account_days)
    share = float(arrows.weight[young].sum() / max(arrows.weight[aged].sum(), 1e-12))
    return numbers, can, share


def _given(
    numbers: dict[str, Floats], can: dict[str, Chosen], followers: Followers, young_share: float
) -> tuple[dict[str, Chosen], tuple[str, ...]]:
    """Who has each flag; and the flags that nobody is given, since too many would have them."""
    least = {
        "young_followers": TIMES * followers.overall,
        "young_audience": TIMES * young_share,
    }
    given, withheld = {}, []
    for name, flag in FLAGS.items():
        values = np.nan_to_num(numbers[name], nan=-1.0)
        has = can[name] & (values >= max(flag.threshold, least.get(name, 0.0)))
        common = can[name].sum() >= FEWEST_TO_COMPARE and has.sum() > COMMON * can[name].sum()
        if common and name != SUSPICIOUS:
            withheld.append(name)
            has = np.zeros_like(has)
        given[name] = has
    return given, tuple(withheld)


def _joined(given: dict[str, Chosen], size: int) -> list[str | None]:
    told: list[str | None] = [None] * size
    for name, has in given.items():
        for person in np.flatnonzero(has).tolist():
            before = told[person]
            told[person] = name if before is None else f"{before},{name}"
    return told


def _gone(
    scene: Scene,
    follows: tuple[Integers, Integers],
    given: dict[str, Chosen],
    stepping: Chosen,
    account_days: float,
) -> tuple[Chosen, Integers]:
    """Which arrows are left out, and who with all they do.

    Where acting in step is the way of the network, those who do are out for whose audience it is
    not.
    """
    arrows, size = scene.arrows, len(scene.people)
    out = given["in_step"] | given["closed_circle"] | given[SUSPICIOUS]
    out[arrows.who[given["audience_in_step"][arrows.whom] & stepping[arrows.who]]] = True
    gone = out[arrows.who].copy()
    if given["closed_circle"].any():
        answered = is_among(arrows.whom * size + arrows.who, known_pairs(arrows, follows, size))
        gone |= given["closed_circle"][arrows.whom] & answered
    if given["young_audience"].any():
        young = is_young(scene.people, arrows, account_days=account_days)
        gone |= given["young_audience"][arrows.whom] & young
    return gone, np.flatnonzero(out).astype(np.int64)


def _doubted(
    past: Past,
    follows: tuple[Integers, Integers],
    given: dict[str, Chosen],
    suspicious: Integers,
    now: int,
) -> Chosen:
    """Which of `follows` are left out."""
    doubted = np.isin(follows[0], suspicious)
    if given["young_followers"].any():
        size = len(past.ids)
        who, whom, at = past.follows
        created = past.created[who]
        young = (at >= 0) & (at < now) & (created >= 0)
        young &= at - created < YOUNG_DAYS * DAY_SECONDS
        young &= given["young_followers"][whom]
        keys = distinct(who[young] * size + whom[young])
        doubted |= is_among(follows[0] * size + follows[1], keys)
    found: Chosen = doubted
    return found


def _without(
    scene: Scene,
    result: Scored,
    recipe: Recipe,
    follows: tuple[Integers, Integers],
    gone: Chosen,
    doubted: Chosen,
    now: int,
) -> pd.DataFrame:
    """The scores by what is left: by the same discount, reference and terms."""
    lost = np.bincount(follows[1][doubted], minlength=len(scene.people))
    people = replace(scene.people, followers=np.maximum(scene.people.followers - lost, 0.0))
    arrows = scene.arrows.kept(~gone)
    kept = ~doubted
    trusting = follows[0][kept], follows[1][kept]
    options, floor = recipe.credibility, recipe.evidence.floor
    known = standing(people, arrows, trusting, options, labels=recipe.labels, floor=floor, now=now)
    credible, _ = believed(people, arrows, trusting, known, options, now=now)
    left = scored(
        people,
        arrows,
        credible,
        recipe,
        followers=credible_followers(people, arrows, trusting, known, options, now=now),
        discount=scene.discount,
        reference=result.reference,
        active=result.active,
    ).table
    size = len(people)
    keys = (result.table["topic"] * size + result.table["person"]).to_numpy()
    found = left.set_index(left["topic"] * size + left["person"]).reindex(keys)
    return pd.DataFrame(
        {
            "score_without": found["score"].to_numpy(),
            "rank_without": found["rank"].to_numpy(),
            "people_without": found["people"].fillna(0).to_numpy(),
        },
        index=result.table.index,
    )
