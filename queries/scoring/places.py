"""Where people of a large network stand, computed once for each run so that pictures are stable.

A browser takes minutes for tens of thousands of people, and another order of them gives another
picture. So the forces act here: attention pulls together, everybody pushes everybody away. The
pushing is summed on a grid by a fast Fourier transform (particle-mesh, after Hockney and
Eastwood 1988), which makes a round linear in the number of people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers

# Below it the browser finds the places itself.
LARGE = 2_000
MOST_TOPICS = 30
MOST_COMMUNITIES = 60
ROUNDS = 120
GOLDEN = np.pi * (3 - np.sqrt(5))
# The middle half of all people is this far from the middle of the picture, or nearer.
SPREAD = 100.0


def with_places(lines: pd.DataFrame, arrows: Arrows) -> tuple[pd.DataFrame, dict[str, str]]:
    """`lines` with x and y on topics with more than LARGE people, and the maps of communities.

    Those are the MOST_TOPICS with most people; on others the browser finds places, of a part. A
    map is JSON: `{"communities": [[number, people, x, y], …], "arrows": [[influencer, influenced,
    weight, how many], …]}`, of the MOST_COMMUNITIES largest.
    """
    sizes = lines["topic"].value_counts()
    order = sorted(arrows.topics, key=lambda topic: (-sizes.get(topic, 0), topic))
    large = [topic for topic in order[:MOST_TOPICS] if sizes.get(topic, 0) > LARGE]
    if not large:
        return lines, {}
    overall = lines[lines["topic"] == EVERYTHING]
    community = pd.Series(overall["community"].to_numpy(), index=overall["person"].to_numpy())
    lines = lines.assign(x=np.nan, y=np.nan)
    maps = {}
    for topic in large:
        rows = lines.index[lines["topic"] == topic]
        people = lines.loc[rows, "person"].to_numpy(np.int64)
        groups = community.reindex(people).fillna(-1).to_numpy(np.int64)
        ties = _ties(arrows.on(topic), people)
        where = places(ties, groups)
        lines.loc[rows, ["x", "y"]] = where.round(2)
        maps[topic] = json.dumps(_map(ties, groups, where), separators=(",", ":"))
    return lines, maps


@dataclass(frozen=True, slots=True)
class Ties:
    """Arrows between positions 0 … count - 1, from who attends to whom."""

    count: int
    who: Integers
    whom: Integers
    weight: Floats


def _ties(arrows: Arrows, people: Integers) -> Ties:
    order = np.argsort(people)
    ends = [np.searchsorted(people, end, sorter=order) for end in (arrows.who, arrows.whom)]
    ends = [order[np.minimum(end, len(people) - 1)] for end in ends]
    known = (people[ends[0]] == arrows.who) & (people[ends[1]] == arrows.whom)
    return Ties(len(people), ends[0][known], ends[1][known], arrows.weight[known])


def places(ties: Ties, groups: Integers, *, rounds: int = ROUNDS) -> Floats:
    """Where each of them stands: a row of x and y. No chance is in it."""
    where = _beginning(groups, np.bincount(ties.who, minlength=ties.count))
    degree = 1.0 + np.bincount(ties.who, minlength=ties.count)
    degree += np.bincount(ties.whom, minlength=ties.count)
    mass = np.sqrt(degree)
    mesh = Mesh(256 if ties.count > 20_000 else 128)
    pull = _pull(ties)
    # As far apart as people are on average: the unit in which they move.
    unit = np.sqrt(_area(where) / ties.count)
    for round_ in range(rounds):
        force = unit**2 * mass[:, None] * mesh.push(where, mass) / mass.mean() ** 2
        force += (pull @ where) / mass[:, None]
        force -= 0.02 * (where - where.mean(axis=0)) * mass[:, None]
        far = np.hypot(force[:, 0], force[:, 1])
        warm = 4.0 * unit * (1 - round_ / rounds) + 0.05 * unit
        where = where + force * (np.minimum(far, warm) / np.maximum(far, 1e-12))[:, None]
    where = where - np.median(where, axis=0)
    half = np.median(np.hypot(where[:, 0], where[:, 1]))
    scaled: Floats = where * (SPREAD / half if half > 0 else 1.0)
    return scaled


def _beginning(groups: Integers, degree: npt.NDArray[np.intp]) -> Floats:
    """Everybody on the sunflower of their group, the busiest in its middle."""
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.lexsort((np.arange(len(groups)), -degree, group))
    start = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    place = np.empty(len(groups))
    place[order] = np.arange(len(groups)) - np.repeat(start, sizes)
    # Groups lie around each other, the largest in the middle, each with room for its people.
    by_size = np.argsort(-sizes, kind="stable")
    before = np.empty(len(sizes))
    before[by_size] = np.cumsum(sizes[by_size]) - sizes[by_size] / 2
    turn = np.empty(len(sizes))
    turn[by_size] = np.arange(len(sizes)) * GOLDEN
    centre = 1.6 * np.sqrt(before)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    own = np.sqrt(place + 0.5)[:, None] * np.column_stack(
        [np.cos(place * GOLDEN), np.sin(place * GOLDEN)]
    )
    begun: Floats = centre[group] + own
    return begun


def _area(where: Floats) -> float:
    return float(np.prod(np.maximum(np.ptp(where, axis=0), 1e-9)))


def _pull(ties: Ties) -> sparse.csr_array:
    """What makes of places the force along the ties: as far as they reach, towards each other."""
    strength = np.sqrt(np.maximum(ties.weight, 0.0)) + 0.1
    shape = (ties.count, ties.count)
    one_way = sparse.csr_array((strength, (ties.who, ties.whom)), shape=shape)
    both = one_way + one_way.T
    return sparse.csr_array(both - sparse.diags_array(both.sum(axis=1)))


class Mesh:
    """Sums over all others of mass × direction / distance, on a grid of `side` × `side`."""

    def __init__(self, side: int) -> None:
        self._side = side
        offset = np.fft.fftfreq(2 * side, 1 / (2 * side))
        x, y = np.meshgrid(offset, offset, indexing="ij")
        # Within a cell there is no telling how near two are: they do not push there.
        square = np.maximum(x**2 + y**2, 1.0)
        self._kernels = [np.fft.rfft2(one / square) for one in (x, y)]

    def push(self, where: Floats, mass: Floats) -> Floats:
        """The push on each person, away from the others."""
        low = where.min(axis=0)
        cell = float(max(np.ptp(where, axis=0).max(), 1e-9)) / (self._side - 2)
        at = (where - low) / cell
        corner = at.astype(np.int64)
        part = at - corner
        wide = 2 * self._side
        grid = np.zeros(wide * wide)
        shares = []
        for dx in (0, 1):
            for dy in (0, 1):
                share = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
                cells = (corner[:, 0] + dx) * wide + corner[:, 1] + dy
                shares.append((cells, share))
                grid += np.bincount(cells, share * mass, wide * wide)
        told = np.fft.rfft2(grid.reshape(wide, wide))
        pushed = np.zeros_like(where)
        for axis, kernel in enumerate(self._kernels):
            field = np.fft.irfft2(told * kernel, s=(wide, wide)).ravel()
            for cells, share in shares:
                pushed[:, axis] += share * field[cells]
        # A distance of one cell is `cell` long.
        scaled: Floats = pushed / cell
        return scaled


def _map(ties: Ties, groups: Integers, where: Floats) -> dict[str, list[list[float]]]:
    """The communities of one topic, and the attention between them."""
    numbers, sizes = np.unique(groups[groups >= 0], return_counts=True)
    kept = numbers[np.lexsort((numbers, -sizes))][:MOST_COMMUNITIES]
    size_of = dict(zip(numbers.tolist(), sizes.tolist(), strict=True))
    communities = [
        [number, size_of[number], *where[groups == number].mean(axis=0).round(2).tolist()]
        for number in kept.tolist()
    ]
    between = pd.DataFrame(
        {"influencer": groups[ties.whom], "influenced": groups[ties.who], "weight": ties.weight}
    )
    between = between[
        (between["influencer"] != between["influenced"])
        & between["influencer"].isin(kept)
        & between["influenced"].isin(kept)
    ]
    summed = (
        between.groupby(["influencer", "influenced"])["weight"].agg(["sum", "count"]).reset_index()
    )
    arrows = [
        [row["influencer"], row["influenced"], round(row["sum"], 4), row["count"]]
        for row in summed.to_dict("records")
    ]
    return {"communities": communities, "arrows": arrows}
