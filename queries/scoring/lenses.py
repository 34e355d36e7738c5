"""The columns of LENSES, from what a run has computed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from queries.scores import BESIDE
from queries.scoring.arrows import EVERYTHING, Arrows, Floats
from queries.scoring.past import KIND_NAMES, Acts
from queries.scoring.points import Scored
from queries.scoring.quality.sorted_keys import is_among
from queries.scoring.scene import Scene
from queries.scoring.unfolded import Unfolded

# The middle nine in ten of a normal variable.
Z = 1.6448536269514722
FEWEST_ON_A_LINE = 10
FEWEST_REACTIONS = 10
APPROVES, DISPUTES = ("repost", "like"), ("reply", "quote")
# Labels are no measure, and a hub is taste.
NO_MEASURE = ("community", "hits_hub")


def lenses(acts: Acts, scene: Scene, result: Scored, *, heard: Unfolded) -> pd.DataFrame:
    """Columns beside the table of scores: experts, hidden, approving, disputing, dispute and its
    interval. NaN where there is no score of one's own, or too little to say.

    `heard` are acts of every kind, also of those that weigh nothing.
    """
    table, size = result.table, len(scene.people)
    keys = (table["topic"] * size + table["person"]).to_numpy()
    own = _own(table)
    reacted = _reactions(acts, heard, keys, size)
    return pd.DataFrame(
        {
            "experts": np.where(own, _by_members(scene.arrows, keys, own, size), np.nan),
            "hidden": _above_the_line(table, scene.people.followers, own),
            **{name: np.where(own, values, np.nan) for name, values in reacted.items()},
        },
        index=table.index,
    )


def disagreement(lines: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """How far measures differ on each line, and their names.

    Columns: disagreement, highest_by, lowest_by; and over everything `places`, the percentiles in
    the order of the names, 0 to 100 and -1 where one says nothing.
    """
    names = [row.name for row in BESIDE if row.name in lines and row.name not in NO_MEASURE]
    own = (lines["score"].notna() & (lines["backed_off"] == False)).to_numpy()  # noqa: E712
    by_topic = lines.loc[own].groupby("topic")
    places = pd.DataFrame(index=lines.index[own])
    for name in names:
        among = by_topic[name]
        places[name] = 100 * (among.rank() - 0.5) / among.transform("count")
    told = places.dropna(how="all")
    found = pd.DataFrame(
        {
            "disagreement": told.max(axis=1) - told.min(axis=1),
            "highest_by": told.idxmax(axis=1),
            "lowest_by": told.idxmin(axis=1),
        }
    )
    overall = places.loc[lines.loc[places.index, "topic"] == EVERYTHING]
    listed = overall.fillna(-1).round(1).to_numpy().tolist()
    found["places"] = pd.Series(listed, index=overall.index, dtype=object)
    return found.reindex(lines.index), names


def wilson(part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """The 90 % interval of a share, after Wilson 1927; NaN where there is nothing to share."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part / whole
        spread = Z * np.sqrt(share * (1 - share) / whole + Z**2 / (4 * whole**2))
        middle, scale = share + Z**2 / (2 * whole), 1 + Z**2 / whole
        return (middle - spread) / scale, (middle + spread) / scale


def _own(table: pd.DataFrame) -> np.ndarray:
    """Who has a score of their own, not a part of the one over everything."""
    own: np.ndarray = (table["score"].notna() & ~table["backed_off"].astype(bool)).to_numpy()
    return own


def _by_members(arrows: Arrows, keys: np.ndarray, own: np.ndarray, size: int) -> Floats:
    member = is_among(arrows.topic * size + arrows.who, keys[own])
    place = np.searchsorted(keys, arrows.topic * size + arrows.whom)
    return np.bincount(place, weights=arrows.weight * member, minlength=len(keys)).astype(
        np.float64
    )


def _above_the_line(table: pd.DataFrame, followers: Floats, own: np.ndarray) -> Floats:
    """The residual of each topic's line."""
    topic, score = table["topic"].to_numpy(), table["score"].to_numpy(np.float64)
    counted = followers[table["person"].to_numpy()]
    people = table["people"].to_numpy(np.float64)
    found = np.full(len(table), np.nan)
    order = np.argsort(topic, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(topic[order])) + 1):
        rows = rows[own[rows]]
        if len(rows) >= FEWEST_ON_A_LINE:
            popular = counted[rows] if counted[rows].any() else people[rows]
            found[rows] = _residual(np.log1p(popular), score[rows])
    return found


def _residual(x: Floats, y: Floats) -> Floats:
    away = x - x.mean()
    spread = float(away @ away)
    slope = float(away @ y) / spread if spread > 0 else 0.0
    rest: Floats = y - y.mean() - slope * away
    return rest


def _reactions(acts: Acts, heard: Unfolded, keys: np.ndarray, size: int) -> dict[str, Floats]:
    """Distinct people of either sort, their share and its interval, for each of `keys`."""
    kind = acts.kind[heard.dated.number]
    lines = heard.topic * size + heard.whom
    known = is_among(lines, keys)
    place = np.searchsorted(keys, lines[known])

    def people(kinds: Sequence[str]) -> Floats:
        wanted = np.isin(kind, [KIND_NAMES.index(name) for name in kinds])
        did = heard.reduced(np.maximum, wanted.astype(np.float64))[known]
        return np.bincount(place, weights=did, minlength=len(keys)).astype(np.float64)

    approving, disputing = people(APPROVES), people(DISPUTES)
    whole = approving + disputing
    enough = (whole >= FEWEST_REACTIONS) & approving.any()
    share = np.divide(disputing, whole, out=np.full(len(keys), np.nan), where=enough)
    low, high = wilson(disputing, whole)
    return {
        "approving": approving,
        "disputing": disputing,
        "dispute": share,
        "dispute_low": np.where(enough, low, np.nan),
        "dispute_high": np.where(enough, high, np.nan),
    }
