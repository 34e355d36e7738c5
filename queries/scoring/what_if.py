"""What the scores would be without somebody, without a week, or without a community."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Graph
from queries.recipe import Recipe
from queries.scoring.arrows import Integers
from queries.scoring.past import Past, past_in, seconds_of

WEEK = re.compile(r"(\d{4})-W(\d{2})")
COMMUNITY = re.compile(r"community:(\d{1,9})")
WEEK_SECONDS = 7 * 86_400
# Less than this is how sums come out in another order, not a change.
UNMOVED = 1e-9

Chosen = npt.NDArray[np.bool_]
# Whether an act or a follow is gone, by who did it and when (in seconds, -1 when unknown).
Gone = Callable[[Integers, Integers], Chosen]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What leaving something out does to the scores on one topic.

    `acts` and `follows` were left out. `moved` has a line for each person whose score or rank
    changes, the largest change first: id, score_before, score_after, change, rank_before,
    rank_after. A score or rank is NaN where there is too little to say.
    """

    without: tuple[str, ...]
    topic: str
    acts: int
    follows: int
    scored: int
    moved: pd.DataFrame

    @property
    def lost(self) -> int:
        """How many have no score any more."""
        return int(self.moved["score_after"].isna().sum())

    def told(self, limit: int) -> dict[str, Any]:
        """The same for JSON, with the first `limit` lines."""
        shown = self.moved.head(limit)
        ranks = {name: shown[name].astype("Int64") for name in ("rank_before", "rank_after")}
        rows = shown.assign(**ranks).astype(object)
        return {
            "without": list(self.without),
            "topic": self.topic,
            "acts": self.acts,
            "follows": self.follows,
            "scored": self.scored,
            "scores_moved": int((self.moved["change"].abs() > UNMOVED).sum()),
            "ranks_moved": int((self.moved["rank_before"] != self.moved["rank_after"]).sum()),
            "without_score": self.lost,
            "rows": rows.where(rows.notna(), None).to_dict("records"),
        }


def what_if(graph: Graph, recipe: Recipe, without: Sequence[str], *, topic: str = "*") -> WhatIf:
    """Score again in memory without what `without` names; nothing is written.

    Each is a person's id (what they did: acts and follows), a week such as "2026-W12" (what
    anybody did in it, by UTC) or "community:3" (what its members did). Looks back from where the
    newest run does, with its reference when it had the same recipe.

    Raises NotInGraph, and ParameterRefused for a week that no year has.
    """
    past = past_in(graph)
    run = graph.ask("newest_run").plain().one()
    now = seconds_of(run["as_of"]) if run else past.moment()
    reference = run["reference"] if run and run["recipe"] == recipe.hash else None
    less, acts, follows = left_out(past, [_gone(graph, past, word) for word in without])
    before, reference = _scores(past, recipe, now, topic, reference)
    if before is None:
        raise NotInGraph(f"no scores on a topic {topic!r} in this graph")
    after, _ = _scores(less, recipe, now, topic, reference)
    moved = movement(before, after if after is not None else before.iloc[:0])
    scored = int(before["score"].notna().sum())
    return WhatIf(tuple(without), topic, acts, follows, scored, moved)


def left_out(past: Past, gone: Sequence[Gone]) -> tuple[Past, int, int]:
    """The past without all that is gone, and how many acts and follows that were."""
    acts, follows = past.acts, past.follows
    seconds = np.where(acts.at < 0, -1, acts.at // 1000)
    without_acts = np.zeros(len(acts), np.bool_)
    without_follows = np.zeros(len(follows[0]), np.bool_)
    for one in gone:
        without_acts |= one(acts.who, seconds)
        without_follows |= one(follows[0], follows[2])
    kept = ~without_follows
    less = replace(
        past.without_acts(without_acts),
        follows=(follows[0][kept], follows[1][kept], follows[2][kept]),
    )
    return less, int(without_acts.sum()), int(without_follows.sum())


def by_people(past: Past, ids: Sequence[str]) -> Gone:
    """What these people did."""
    place = {id_: i for i, id_ in enumerate(past.ids)}
    chosen = np.array([place[id_] for id_ in ids if id_ in place], np.int64)
    return lambda who, _: np.isin(who, chosen)


def in_week(year: int, week: int) -> Gone:
    """What anybody did in a week of the ISO calendar, by UTC. Raises ParameterRefused."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise ParameterRefused(f"--without: no year has a week {year}-W{week:02}") from None
    begin = int(datetime(monday.year, monday.month, monday.day, tzinfo=UTC).timestamp())
    return lambda _, seconds: (seconds >= begin) & (seconds < begin + WEEK_SECONDS)


def movement(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Lines for those whose score or rank differs; both have score and rank by id."""
    lines = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer")
    told = lines.fillna({"score_before": 0.0, "score_after": 0.0})
    lines["change"] = told["score_after"] - told["score_before"]
    known = lines["score_before"].notna() | lines["score_after"].notna()
    same = (lines["rank_before"] == lines["rank_after"]) & (lines["change"].abs() <= UNMOVED)
    lines = lines[known & ~same].reset_index(names="id")
    lines["size"] = lines["change"].abs()
    lines = lines.sort_values(["size", "id"], ascending=[False, True]).reset_index(drop=True)
    return lines[["id", "score_before", "score_after", "change", "rank_before", "rank_after"]]


def _gone(graph: Graph, past: Past, word: str) -> Gone:
    if week := WEEK.fullmatch(word):
        return in_week(int(week[1]), int(week[2]))
    if community := COMMUNITY.fullmatch(word):
        ids = [
            row["id"] for row in graph.run("community_members", community=int(community[1])).rows
        ]
        if not ids:
            raise NotInGraph(
                f"no community {community[1]} in the newest run; "
                "'influence run communities' lists them"
            )
        return by_people(past, ids)
    if word not in past.ids:
        raise NotInGraph(
            f"no person {word!r} in this graph; --without takes a person's id, "
            "a week such as 2026-W12, or community:3"
        )
    return by_people(past, [word])


def _scores(
    past: Past, recipe: Recipe, now: int, topic: str, reference: float | None
) -> tuple[pd.DataFrame | None, float]:
    """Score and rank by id on a topic, None when nobody acts there; and the reference."""
    result, arrows = past.scored(recipe, now=now, reference=reference)
    if topic not in arrows.topics:
        return None, result.reference
    table = result.table[result.table["topic"] == arrows.topics.index(topic)]
    ids = [past.ids[i] for i in table["person"]]
    return table[["score", "rank"]].set_axis(ids, axis=0), result.reference
