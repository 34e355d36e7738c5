"""After TweetLevel: counts put into thirty ranges, and roles in cascades."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from queries.rows.tweetlevel import RANGES, RANGES_A_DECADE, WINDOW_DAYS
from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.counts import reposted
from queries.scoring.named.stage import CARRY, TALK, Chosen, Stage, share
from queries.scoring.unfolded import UNKNOWN


def tweetlevel(stage: Stage) -> dict[str, Floats]:
    """Those of its dimensions that a topic has, for each line."""
    month = stage.since(WINDOW_DAYS)
    carried, talked = month & stage.of_kinds(CARRY), month & stage.of_kinds(TALK)
    count = stage.dated.count
    passed, said = (stage.given(stage.summed(one * count)) for one in (carried, talked))
    followers = ranges(stage.scene.people.followers)[stage.person]
    reposts = ranges(stage.received(stage.summed(carried * count)))
    reposters = ranges(stage.received(stage.any(carried)))
    answers = ranges(stage.received(stage.summed(talked * count)))
    answering = ranges(stage.received(stage.any(talked)))
    told = ranges(stage.posted(stage.posts.month) + passed)
    weighed = 0.2 * followers + 0.3 * reposts + 0.2 * answers + 0.1 * told + 0.2 * reposters
    return {
        "tweetlevel_influence": 100 / RANGES * weighed,
        "tweetlevel_engagement": 100 / RANGES * (ranges(said) + answering) / 2,
        "tweetlevel_trust": 100 / RANGES * (reposts + reposters) / 2,
    }


def popularity(stage: Stage) -> Floats:
    """Of everybody: no topic has followers."""
    return 100 / RANGES * ranges(stage.scene.people.followers)


def positions(stage: Stage) -> dict[str, Floats]:
    """What decides a role, for each line."""
    month = stage.since(WINDOW_DAYS)
    carried, talked = month & stage.of_kinds(CARRY), month & stage.of_kinds(TALK)
    count = stage.dated.count
    return {
        "tweetlevel_starts": _starts(stage, carried),
        "tweetlevel_passed": stage.given(stage.summed(carried * count)),
        "tweetlevel_said": stage.given(stage.summed(talked * count)),
        "tweetlevel_lead": _lead(stage, carried),
    }


def ranges(counts: Floats) -> Floats:
    """0 to 30: five ranges for each power of ten, so a million is the last."""
    # A hair less, so that exactly ten is not the range beyond.
    ranged = np.ceil(RANGES_A_DECADE * np.log10(1 + counts) - 1e-9)
    # Not −0, which is what becomes of none.
    return np.minimum(ranged, RANGES) + 0.0


def _starts(stage: Stage, carried: Chosen) -> Floats:
    """How many posts of each line were passed on."""
    line, _ = reposted(stage, carried)
    return np.bincount(line, minlength=len(stage.keys)).astype(np.float64)


def _lead(stage: Stage, carried: Chosen) -> Floats:
    """How early each line passes on the posts of others.

    The mean, over its reposts, of the part of a post's other reposts, on whatever topic, that came
    later: 1 is always first; NaN for who passed nothing on.
    """
    known = carried & (stage.post != UNKNOWN)
    early = np.zeros(len(known))
    early[known] = share(*_later(stage.post[known], stage.dated.seconds[known]), 0.0)
    line, act = stage.done(known)
    times = np.bincount(line, minlength=len(stage.keys))
    total = np.bincount(line, weights=early[act], minlength=len(stage.keys))
    return share(total.astype(np.float64), times)


def _later(post: Integers, seconds: Integers) -> tuple[Floats, Floats]:
    """For each repost, how many of the same post came later, and how many others there are."""
    order = np.lexsort((seconds, post))
    post, seconds = post[order], seconds[order]
    ends = np.searchsorted(post, post, side="right")
    begins = np.searchsorted(post, post)
    new = np.ones(len(post), np.bool_)
    new[1:] = (post[1:] != post[:-1]) | (seconds[1:] != seconds[:-1])
    starts = np.flatnonzero(new)
    until = np.repeat(np.append(starts, len(post))[1:], np.diff(starts, append=len(post)))
    later, others = np.empty(len(post)), np.empty(len(post))
    later[order], others[order] = ends - until, ends - begins - 1
    return later, others


def role_of(inputs: Mapping[str, Floats], middles: Mapping[str, Floats]) -> Floats:
    """The number of each line's role in the order of `ROLES`."""
    starts, passed, said = (inputs[f"tweetlevel_{name}"] for name in ("starts", "passed", "said"))
    early = inputs["tweetlevel_lead"] > middles["tweetlevel_lead"]
    return np.select(
        [
            starts + passed + said == 0,
            (starts > 0) & (starts >= passed),
            (passed > 0) & (passed >= said) & early,
            (passed > 0) & (passed >= said),
        ],
        [4.0, 0.0, 1.0, 2.0],
        3.0,
    )
