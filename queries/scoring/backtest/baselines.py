"""BASELINES: what a score has to beat, each from the same acts and nothing else.

All look at acts before the cut. "Reposts" are acts of the kinds that are foretold: reposts and
quotes, or every kind where a network has none. A baseline that the data cannot give is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest import networks
from queries.scoring.backtest.cuts import of_kinds
from queries.scoring.past import DAY_SECONDS, Acts, Past, unique_pairs
from queries.scoring.unfolded import UNKNOWN


@dataclass(frozen=True, slots=True)
class Seen:
    """What is there to be seen at a cut: `past` ends at `now`, and was dated.

    `reposts` are its acts of the kinds that are foretold, `recent` those of the last horizon.
    """

    past: Past
    now: int
    seconds: int
    reposts: Acts
    recent: Acts

    @classmethod
    def at(cls, past: Past, now: int, *, seconds: int, kinds: tuple[str, ...]) -> Seen:
        """`past` must hold nothing from `now` on."""
        reposts = of_kinds(past.acts, kinds)
        recent = reposts.kept(reposts.at >= (now - seconds) * 1000)
        return cls(past, now, seconds, reposts, recent)

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.past.ids)

    def activity(self) -> Floats:
        """How many acts and posts each has done."""
        who, _, posts = self.past.posting
        acted = np.bincount(self.past.acts.who, minlength=self.size).astype(np.float64)
        done: Floats = acted + np.bincount(who, weights=posts, minlength=self.size)
        return done


Measured = Callable[[Seen], Floats | None]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A row of the table; `of` gives a value for each person, or None without the data for it."""

    name: str
    title: str
    says: str
    of: Measured


def _people(who: Integers, whom: Integers, size: int) -> Floats:
    """By how many distinct people each is acted on."""
    return np.bincount(unique_pairs(who, whom, size)[1], minlength=size).astype(np.float64)


def _count(acts: Acts, size: int) -> Floats:
    return np.bincount(acts.whom, weights=acts.count, minlength=size).astype(np.float64)


def _followers(seen: Seen) -> Floats | None:
    who, whom, _ = seen.past.follows
    return _people(who, whom, seen.size) if len(who) else None


def _in_degree(seen: Seen) -> Floats:
    return _people(seen.past.acts.who, seen.past.acts.whom, seen.size)


def _reposts(seen: Seen) -> Floats:
    return _count(seen.reposts, seen.size)


def _reposters(seen: Seen) -> Floats:
    return _people(seen.reposts.who, seen.reposts.whom, seen.size)


def _recent_reposts(seen: Seen) -> Floats:
    return _count(seen.recent, seen.size)


def _recent_reposters(seen: Seen) -> Floats:
    return _people(seen.recent.who, seen.recent.whom, seen.size)


def _page_rank(seen: Seen) -> Floats:
    who, whom, weight = networks.arrows(seen.reposts.who, seen.reposts.whom, seen.size)
    return networks.page_rank(who, whom, weight, seen.size)


def _page_rank_follows(seen: Seen) -> Floats | None:
    who, whom, _ = seen.past.follows
    if not len(who):
        return None
    who, whom, _ = networks.arrows(who, whom, seen.size)
    return networks.page_rank(who, whom, np.ones(len(who)), seen.size)


def _authority(seen: Seen) -> Floats:
    who, whom, _ = networks.arrows(seen.reposts.who, seen.reposts.whom, seen.size)
    return networks.authority(who, whom, seen.size)


def _twitter_rank(seen: Seen) -> Floats:
    """Attention goes to whom one acts on or follows, by how much each of these says."""
    acts, (follower, followed, _) = seen.past.acts, seen.past.follows
    who, whom, _ = networks.arrows(
        np.concatenate([acts.who, follower]), np.concatenate([acts.whom, followed]), seen.size
    )
    said = 1 + seen.activity()
    return networks.page_rank(who, whom, said[whom], seen.size, start=said)


def _h_index(seen: Seen) -> Floats | None:
    """The largest h such that h posts were reposted h times."""
    acts = seen.reposts.kept(seen.reposts.post != UNKNOWN)
    if not len(acts):
        return None
    keys, place = np.unique(acts.post * seen.size + acts.whom, return_inverse=True)
    times = np.bincount(place, weights=acts.count)
    person = keys % seen.size
    order = np.lexsort((-times, person))
    person, times = person[order], times[order]
    starts = np.flatnonzero(np.diff(person, prepend=-1))
    place = np.arange(len(person)) - np.repeat(starts, np.diff(np.append(starts, len(person))))
    found = np.bincount(person, weights=times > place, minlength=seen.size)
    return found.astype(np.float64)


def _k_core(seen: Seen) -> Floats:
    return networks.cores(seen.past.acts.who, seen.past.acts.whom, seen.size)


def _recent_activity(seen: Seen) -> Floats:
    acts, (poster, first, posts) = seen.past.acts, seen.past.posting
    begin = seen.now - seen.seconds
    acted = np.bincount(acts.who[acts.at >= begin * 1000], minlength=seen.size).astype(np.float64)
    # Posts are known by the day.
    late = first >= begin // DAY_SECONDS * DAY_SECONDS
    done: Floats = acted + np.bincount(poster[late], weights=posts[late], minlength=seen.size)
    return done


ROWS = (
    Baseline(
        "followers", "Followers", "Who followed, by then; undated follows do not count.", _followers
    ),
    Baseline(
        "in_degree", "In-degree", "Distinct people who ever acted on them, in any way.", _in_degree
    ),
    Baseline("reposts", "Reposts", "How often they were reposted.", _reposts),
    Baseline(
        "reposters", "Distinct reposters", "By how many people they were reposted.", _reposters
    ),
    Baseline(
        "recent_reposts", "Recent reposts", "The same count over the last horizon.", _recent_reposts
    ),
    Baseline(
        "recent_reposters",
        "Recent distinct reposters",
        "By how many people in the last horizon.",
        _recent_reposters,
    ),
    Baseline(
        "page_rank",
        "PageRank of reposts",
        "On who reposts whom, weighted by how often; dangling mass spread evenly.",
        _page_rank,
    ),
    Baseline(
        "page_rank_follows",
        "PageRank of follows",
        "On who follows whom; dangling mass spread evenly.",
        _page_rank_follows,
    ),
    Baseline("hits_authority", "HITS authority", "On who reposts whom.", _authority),
    Baseline(
        "twitter_rank",
        "TwitterRank",
        "PageRank on acts and follows together, towards those who say most; one topic.",
        _twitter_rank,
    ),
    Baseline(
        "h_index",
        "h-index",
        "The largest h such that h of their posts were reposted h times.",
        _h_index,
    ),
    Baseline("k_core", "k-core", "On all acts, without direction.", _k_core),
    Baseline(
        "recent_activity",
        "Recent activity",
        "What they did and posted themselves in the last horizon.",
        _recent_activity,
    ),
)

BASELINES: Mapping[str, Baseline] = {row.name: row for row in ROWS}
