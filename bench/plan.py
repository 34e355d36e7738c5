"""How long a plan of ten seeds takes on invented networks, the largest of them big.

    python bench/plan.py [--most 1000000]

Hub sizes follow a power law and chances are exponential with mean 3 %. The time is that of
choosing and judging, without the compiler's, which runs once on a machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time

import numpy as np

from queries.planning.planner import planned
from queries.planning.spread import Network, simulated

SIZES = ((2_000, 20_000), (20_000, 200_000), (1_000_000, 20_000_000))


def main() -> None:
    """Print a line for each size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=SIZES[-1][0], help="people at most")
    most = arguments.parse_args().most
    planned(invented(*SIZES[0]), seeds=10, allowed=np.ones(SIZES[0][0], np.bool_))
    for people, arrows in SIZES:
        if people <= most:
            report(people, arrows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f}, {peak:,} MB at most"
    )


def report(people: int, arrows: int) -> None:
    """One size: seconds, reach, and what forward cascades say of it."""
    network = invented(people, arrows)
    started = time.perf_counter()
    plan = planned(network, seeds=10, allowed=np.ones(people, np.bool_))
    seconds = time.perf_counter() - started
    reach = plan.chosen.together
    cascades = simulated(network, plan.chosen.seeds, runs=100, seed=3)
    print(
        f"{people:>9,} people {len(network.sources):>10,} arrows {seconds:8.2f} s  "
        f"{plan.sets:,} sets twice; at least {plan.promise:.2f} of the best; "
        f"reach {reach.low:,.0f} to {reach.high:,.0f}, cascades {cascades.mean():,.0f}"
    )


def invented(people: int, arrows: int) -> Network:
    """Arrows at random, most from few."""
    dice = np.random.default_rng(1)
    source = (people * dice.random(arrows) ** 3).astype(np.int64)
    keys = np.unique(dice.integers(0, people, arrows) * people + source)
    chance = np.minimum(0.5, dice.exponential(0.03, len(keys)))
    return Network.of(people, keys // people, keys % people, chance)


if __name__ == "__main__":
    main()
