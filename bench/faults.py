"""Hundreds of injuries to loads, each of which must end in the graph of a quiet load.

    python bench/faults.py                300 injuries or a few more
    python bench/faults.py --faults 35    one round
    python bench/faults.py --seed 7       from this seed on

A round is `tests/faults/test_loading.py` with a seed of its own: twelve or more loaders are killed
at random moments, fourteen answers lost after the commit, six wires cut, the database is killed
twice and stands still once; each load is then compared with an undisturbed one, by a digest of
the whole graph and by its counts. Stops at the first round that does not hold, and names its seed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What a round does at least.
KILLED_LOADERS, LOST_ANSWERS, CUT_WIRES, KILLED_DATABASES, STOOD_STILL = 12, 14, 6, 2, 1
A_ROUND = KILLED_LOADERS + LOST_ANSWERS + CUT_WIRES + KILLED_DATABASES + STOOD_STILL
INJURING = "killed or lost or stands"


def main() -> None:
    """Round after round, and print what each did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000_007)
    asked = parser.parse_args()
    started, made = time.perf_counter(), 0
    for seed in range(asked.seed, asked.seed + -(-asked.faults // A_ROUND)):
        if code := round_of(seed):
            sys.exit(f"seed {seed}: a load did not end as a quiet one (pytest ended with {code})")
        made += A_ROUND
        print(f"seed {seed}: held; {made} injuries in {time.perf_counter() - started:,.0f} s")
    print(
        f"{made} injuries, nothing lost and nothing doubled; {os.cpu_count()} cores, "
        f"{platform.machine()}, Python {platform.python_version()}"
    )


def round_of(seed: int) -> int:
    """One round; 0 when it held."""
    words = [sys.executable, "-m", "pytest", "-q", "-n0", "-k", INJURING]
    told = {"INFLUENCE_FAULT_SEED": str(seed), "INFLUENCE_FAULTS": str(KILLED_LOADERS)}
    return subprocess.run(
        [*words, "tests/faults/test_loading.py"], cwd=ROOT, env=os.environ | told, check=False
    ).returncode


if __name__ == "__main__":
    main()
