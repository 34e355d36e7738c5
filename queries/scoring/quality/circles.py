"""Closed circles: those who act on one another, and on whom nobody else acts."""

from __future__ import annotations

import numpy as np

from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers
from queries.scoring.quality.sorted_keys import is_among

# So many members, and so many who act on each, are looked at; the strongest first. A bound.
MEMBERS = 300
EACH = 300
MOST = 2_000


def circles(arrows: Arrows, chosen: Integers, size: int) -> Floats:
    """For each of `size` people how far the attention on their circle comes from inside it.

    The circle of a person is the person and those who act on them. Of the arrows that end in it a
    share i begins in it; its members send a share e of all arrows, so that much is chance. What is
    told is (i − e)/(1 − e): 1 when nobody else looks in, 0 when it is no circle. Only for those
    `chosen`, of whom MOST with the most who act are looked at; NaN for others. An arrow a pair
    counts once, whatever its weight.
    """
    found = np.full(size, np.nan)
    overall = arrows.on(EVERYTHING)
    sent = np.bincount(overall.who, minlength=size)
    order = np.lexsort((-overall.weight, overall.whom))
    who, whom = overall.who[order], overall.whom[order]
    begin = np.searchsorted(whom, np.arange(size + 1))
    degree = np.diff(begin)
    for person in chosen[np.argsort(-degree[chosen], kind="stable")][:MOST]:
        inside = np.sort(np.append(who[begin[person] : begin[person + 1]], person))
        members = np.append(person, who[begin[person] : begin[person + 1]][:MEMBERS])
        sources = [who[begin[one] : begin[one + 1]][:EACH] for one in members]
        inner = float(is_among(np.concatenate(sources), inside).mean())
        chance = float(sent[inside].sum() / sent.sum())
        found[person] = (inner - chance) / (1 - chance) if chance < 1 else np.nan
    return found
