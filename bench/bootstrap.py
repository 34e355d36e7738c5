"""How long the intervals of all scores take: 100 resamples of a million acts.

    python bench/bootstrap.py
    python bench/bootstrap.py --acts 200000 --people 20000 --resamples 50

Acts are drawn at random in memory, most upon a few people, each on one of 20 topics and over
everything; no database is needed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from dataclasses import replace

import numpy as np
from random_acts import NOW, drawn

from queries.recipe import recipe_from
from queries.scoring.bootstrap import intervals
from queries.scoring.draws import ground_at

TOPICS = 20


def main() -> None:
    """Make the acts, score them once, draw them again, and print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--resamples", type=int, default=100)
    given = parser.parse_args()
    recipe = recipe_from()
    recipe = replace(recipe, uncertainty=replace(recipe.uncertainty, resamples=given.resamples))
    past = drawn(given.people, given.acts, TOPICS)
    begun = time.perf_counter()
    ground = ground_at(past, recipe, now=NOW)
    made, busy = time.perf_counter(), time.process_time()
    told = intervals(ground, recipe)
    done, busy = time.perf_counter(), time.process_time() - busy
    print(f"{given.acts:,} acts of {given.people:,} people folded and scored: {made - begun:.1f} s")
    print(
        f"{given.resamples} resamples, {told['rank_low'].notna().sum():,} intervals of score "
        f"and rank on {TOPICS + 1} topics: {done - made:.1f} s, {busy:.1f} s of processors' time"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, peak memory {peak:,.0f} MB, "
        f"load average {os.getloadavg()[0]:.1f} at the end"
    )


if __name__ == "__main__":
    main()
