"""ATTACKS: ways to buy influence, as acts of accounts made for the purpose.

Every target gets fakes of its own, all within a quarter of the horizon before now. Where next to
nothing is reposted, what is told as a repost is an act of the kind that most are: one that nobody
can do there would be no attack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest.cuts import REPOSTS, target_kinds
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Acts, Past
from queries.scoring.unfolded import UNKNOWN

MENTION = KIND_NAMES.index("mention")
ACTS_EACH = 5
FRIENDS = 5
POPULAR_EACH = 3
POPULAR = 100
FOOLED = 0.01
# How old the fakes' accounts are, where accounts say so.
AGE_DAYS = 30

Pairs = tuple[Integers, Integers]


@dataclass(frozen=True, slots=True)
class Scene:
    """Targets, and for each its row of fakes; `popular` people are acted on by most of the rest."""

    targets: Integers
    fakes: Integers
    popular: Integers
    dice: np.random.Generator

    @property
    def pairs(self) -> Pairs:
        """Each fake with its target."""
        return self.fakes.ravel(), np.repeat(self.targets, self.fakes.shape[1])


@dataclass(frozen=True, slots=True)
class Bought:
    """Who reposts, mentions and follows whom, pair by pair; a pair may come twice."""

    reposts: Pairs
    mentions: Pairs
    follows: Pairs


@dataclass(frozen=True, slots=True)
class Attack:
    """A row of the table. Without `accounts` the target acts by itself."""

    name: str
    title: str
    says: str
    of: Callable[[Scene], Bought]
    accounts: bool = True


NONE: Pairs = (np.zeros(0, np.int64), np.zeros(0, np.int64))


def _together(*pairs: Pairs) -> Pairs:
    return np.concatenate([who for who, _ in pairs]), np.concatenate([whom for _, whom in pairs])


def _times(pairs: Pairs, times: int) -> Pairs:
    return np.repeat(pairs[0], times), np.repeat(pairs[1], times)


def _bots(scene: Scene) -> Bought:
    return Bought(_times(scene.pairs, ACTS_EACH), NONE, scene.pairs)


def _ring(scene: Scene) -> Bought:
    fakes, targets = scene.pairs
    each = scene.fakes.shape[1]
    friend = (
        np.arange(each)[:, None] + scene.dice.integers(1, max(each, 2), (each, FRIENDS))
    ) % each
    among = (
        np.repeat(fakes, FRIENDS),
        scene.fakes[:, friend].ravel(),
    )
    return Bought(
        _together(_times(scene.pairs, ACTS_EACH), among, (targets, fakes)),
        NONE,
        _together(scene.pairs, among),
    )


def _camouflage(scene: Scene) -> Bought:
    ring = _ring(scene)
    fakes, _ = scene.pairs
    liked = scene.dice.choice(scene.popular, len(fakes) * POPULAR_EACH)
    fooled = max(1, int(FOOLED * scene.fakes.shape[1]))
    taken_in = scene.dice.choice(scene.popular, (len(scene.targets), fooled))
    return replace(
        ring,
        reposts=_together(
            ring.reposts,
            (np.repeat(fakes, POPULAR_EACH), liked),
            (taken_in.ravel(), scene.fakes[:, :fooled].ravel()),
        ),
    )


def _followers(scene: Scene) -> Bought:
    return Bought(NONE, NONE, scene.pairs)


def _mentions(scene: Scene) -> Bought:
    return Bought(NONE, _times(scene.pairs, ACTS_EACH), NONE)


def _spam(scene: Scene) -> Bought:
    _, targets = scene.pairs
    return Bought((targets, scene.dice.choice(scene.popular, len(targets))), NONE, NONE)


ROWS = (
    Attack("bots", "Bots", "k fakes follow and repost five times each.", _bots),
    Attack(
        "ring",
        "Ring",
        "The same; each also reposts and follows five other fakes, and the target reposts all.",
        _ring,
    ),
    Attack(
        "camouflage",
        "Camouflage",
        "The same; each also reposts three popular people, and one in a hundred gets one of"
        " these to repost it.",
        _camouflage,
    ),
    Attack("followers", "Followers", "k fakes follow and do nothing else.", _followers),
    Attack("mentions", "Mentions", "k fakes mention five times each.", _mentions),
    Attack("spam", "Spam", "The target itself reposts popular people k times.", _spam, False),
)
ATTACKS: Mapping[str, Attack] = {row.name: row for row in ROWS}


def attacked(
    past: Past, attack: Attack, targets: Integers, *, fakes: int, now: int, days: float, seed: int
) -> Past:
    """`past` with what `attack` does for each of `targets`, in the last `days` before `now`."""
    dice = np.random.default_rng(seed)
    size = len(past.ids)
    degree = np.bincount(past.acts.whom, minlength=size)
    # In a small network targets would act on each other: what one does would be bought by many.
    degree[targets] = -1
    scene = Scene(
        targets=targets,
        fakes=size + np.arange(len(targets) * fakes).reshape(len(targets), fakes),
        popular=np.argsort(-degree, kind="stable")[:POPULAR],
        dice=dice,
    )
    made = attack.of(scene)
    begin = now - int(days * DAY_SECONDS)

    def moments(count: int) -> Integers:
        return dice.integers(begin, now, count)

    who, whom, at = past.follows
    crowd = _with_accounts(past, scene.fakes.size if attack.accounts else 0, now)
    return replace(
        crowd,
        acts=_joined(past.acts, made, moments),
        follows=(
            np.concatenate([who, made.follows[0]]),
            np.concatenate([whom, made.follows[1]]),
            np.concatenate([at, moments(len(made.follows[0]))]),
        ),
    )


def repost_of(acts: Acts) -> str:
    """The kind by which attacks repost."""
    if target_kinds(acts) == REPOSTS:
        return "repost"
    return KIND_NAMES[int(np.bincount(acts.kind, minlength=len(KIND_NAMES)).argmax())]


def _with_accounts(past: Past, count: int, now: int) -> Past:
    """Everybody, and `count` accounts that were made a month ago."""
    told = bool((past.created != UNKNOWN).any())
    created = now - AGE_DAYS * DAY_SECONDS if told else UNKNOWN
    number = int(past.numbers.max(initial=0)) + 1
    return replace(
        past,
        numbers=np.concatenate([past.numbers, number + np.arange(count)]),
        ids=[*past.ids, *(f"fake:{i}" for i in range(count))],
        created=np.concatenate([past.created, np.full(count, created)]),
        reported=np.concatenate([past.reported, np.zeros(count, np.int64)]),
    )


def _joined(acts: Acts, made: Bought, moments: Callable[[int], Integers]) -> Acts:
    """All acts; each of those made is on a post that nobody else acted on, and on no topic."""
    who, whom = _together(made.reposts, made.mentions)
    count = len(who)
    repost = KIND_NAMES.index(repost_of(acts))
    kind = np.repeat([repost, MENTION], [len(made.reposts[0]), len(made.mentions[0])])
    untagged = [*acts.tag_sets, ()]
    ones: Floats = np.ones(count)
    return Acts(
        who=np.concatenate([acts.who, who]),
        whom=np.concatenate([acts.whom, whom]),
        kind=np.concatenate([acts.kind, kind]),
        at=np.concatenate([acts.at, moments(count) * 1000]),
        credit=np.concatenate([acts.credit, ones]),
        count=np.concatenate([acts.count, ones.astype(np.int64)]),
        tags=np.concatenate([acts.tags, np.full(count, len(acts.tag_sets))]),
        post=np.concatenate([acts.post, int(acts.post.max(initial=0)) + 1 + np.arange(count)]),
        tag_sets=untagged,
    )
