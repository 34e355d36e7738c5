"""The measures after Klout a second time: by loops."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import median

from loader.records import Kind
from queries.rows.klout import STYLES
from tests.named.common import CARRY, TALK, best, lines, posts_on, second, within
from tests.oracles import (
    DAY,
    Loaded,
    Values,
)

WORTH = dict.fromkeys(CARRY, 1.0) | dict.fromkeys(TALK, 0.7) | {Kind.LIKE: 0.3}


def _selective(known: Loaded, topic: str) -> dict[tuple[str, str], list[float]]:
    busy = Counter((act.who, second(known, act) // DAY) for act in known.on("*"))
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for act in within(known, known.on(topic), 90):
        day = second(known, act) // DAY
        found[act.who, act.whom].append(WORTH[act.kind] / busy[act.who, day])
    return found


def klout_reach(known: Loaded, topic: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for (_, whom), each in _selective(known, topic).items():
        total[whom] += max(each)
    return total


def klout_amplification(known: Loaded, topic: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for (_, whom), each in _selective(known, topic).items():
        total[whom] += sum(each)
    written = Counter(post.author for post in posts_on(known, topic, 90))
    return {one: value / max(written[one], 1) for one, value in total.items()}


def klout_network(known: Loaded, topic: str) -> Values:
    reach = klout_reach(known, "*")
    theirs: dict[str, list[float]] = {one: [] for one in lines(known, topic)}
    for who, whom in _selective(known, topic):
        theirs[whom].append(math.log1p(reach[who]))
    return {one: sum(each) / len(each) if each else 0.0 for one, each in theirs.items()}


def klout(known: Loaded, topic: str) -> Values:
    parts = [part(known, topic) for part in (klout_reach, klout_amplification, klout_network)]
    total = {
        one: 0.5 * math.log1p(parts[0][one])
        + 0.4 * math.log1p(parts[1][one])
        + 0.3 * math.log1p(parts[2][one])
        for one in parts[0]
    }
    return {one: 100 * value / best(total) if best(total) else 0.0 for one, value in total.items()}


def style_inputs(known: Loaded, topic: str) -> dict[str, tuple[float, float, float, float]]:
    """Creating, listening, focused, consistent, of whoever did anything."""
    acts, posts = within(known, known.on(topic), 90), posts_on(known, topic, 90)
    found = {}
    for one in lines(known, topic):
        mine = [act for act in acts if act.who == one]
        wrote = [post for post in posts if post.author == one]
        if not mine and not wrote:
            continue
        passed = sum(act.kind in CARRY for act in mine)
        talked = sum(act.kind in TALK for act in mine)
        tags = Counter(tag for thing in (*mine, *wrote) for tag in thing.topics)
        whole = sum(tags.values())
        ages = [int(known.now) - 1 - second(known, thing) for thing in (*mine, *wrote)]
        found[one] = (
            len(wrote) / (len(wrote) + passed) if wrote or passed else 0.0,
            1 - talked / (len(mine) + len(wrote)),
            sum((times / whole) ** 2 for times in tags.values()) if whole else 0.0,
            len({min(age // (7 * DAY), 12) for age in ages}) / 13,
        )
    return found


def klout_style(known: Loaded, topic: str) -> Values:
    inputs = style_inputs(known, topic)
    middle = [median(values[i] for values in inputs.values()) for i in range(4)] if inputs else []
    found = {}
    for one, values in inputs.items():
        creating, listening, focused, consistent = (
            value > m for value, m in zip(values, middle, strict=True)
        )
        row = STYLES[8:] if listening else STYLES[:8]
        row = row[4:] if focused else row[:4]
        row = row[2:] if creating else row[:2]
        found[one] = float(STYLES.index(row[1] if consistent else row[0]))
    return found
