"""After TweetLevel: counts put into thirty ranges, and roles in cascades."""

from __future__ import annotations

import numpy as np

from queries.rows.tweetlevel import RANGES, RANGES_A_DECADE, WINDOW_DAYS
from queries.scoring.arrows import Floats, Integers, distinct
from queries.scoring.named.stage import CARRY, TALK, Stage, share
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


def positions(stage: Stage) -> dict[str, Floats]:
    """Popularity, which no topic has, and what decides a role, for everybody over everything."""
    month = stage.since(WINDOW_DAYS)
    carried, talked = month & stage.of_kinds(CARRY), month & stage.of_kinds(TALK)
    count = stage.dated.count
    passed, said = (stage.given_overall(stage.summed(one * count)) for one in (carried, talked))
    starts, lead = _cascades(stage, carried)
    return {
        "tweetlevel_popularity": 100 / RANGES * ranges(stage.scene.people.followers),
        "tweetlevel_starts": starts,
        "tweetlevel_passed": passed,
        "tweetlevel_said": said,
        "tweetlevel_lead": lead,
    }


def ranges(counts: Floats) -> Floats:
    """0 to 30: five ranges for each power of ten, so a million is the last."""
    # A hair less, so that exactly ten is not the range beyond.
    ranged = np.ceil(RANGES_A_DECADE * np.log10(1 + counts) - 1e-9)
    # Not −0, which is what becomes of none.
    return np.minimum(ranged, RANGES) + 0.0


def _cascades(stage: Stage, carried: np.ndarray) -> tuple[Floats, Floats]:
    """How many posts of each were passed on; and how early each passes on those of others.

    The second is the mean, over their reposts, of the part of a post's other reposts that came
    later: 1 is always first; NaN for who passed nothing on.
    """
    dated, post = stage.dated, stage.post
    chosen = np.flatnonzero(carried & (post != UNKNOWN))
    who, whom, post = dated.who[chosen], dated.whom[chosen], post[chosen]
    later, others = _later(post, dated.seconds[chosen])
    early = share(later, others, 0.0)
    times = np.bincount(who, minlength=stage.size).astype(np.float64)
    total = np.bincount(who, weights=early, minlength=stage.size).astype(np.float64)
    posts = distinct(post * stage.size + whom)
    starts = np.bincount(posts % stage.size, minlength=stage.size).astype(np.float64)
    return starts, share(total, times)


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


def role_of(inputs: dict[str, Floats], medians: dict[str, float]) -> Floats:
    """The number of each person's role in the order of `ROLES`."""
    starts, passed, said = (inputs[f"tweetlevel_{name}"] for name in ("starts", "passed", "said"))
    early = inputs["tweetlevel_lead"] > medians["tweetlevel_lead"]
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
