"""How long it takes to work out what another recipe does: the recipe page's part, in memory.

    python bench/rerank.py
    python bench/rerank.py --people 100000 --acts 2000000 --topics 20

Acts are drawn at random, as `bench/scores.py` draws them; no database is needed, so the reading of
it, once, is not here.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

from random_acts import NOW
from scores import lively, timed

from queries.recipe import presets, recipe_from
from queries.reranking.rerank import Tables, steps
from queries.reranking.wanted import Wanted


def main() -> None:
    """Change one number, another, and all at once; print seconds and the peak so far."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=2_000_000)
    parser.add_argument("--topics", type=int, default=20)
    given = parser.parse_args()
    past = timed("drawing the acts", lambda: lively(given.people, given.acts, given.topics))
    shipped, tables = recipe_from(), Tables(past)

    def reply(worth: float, topic: str) -> Wanted:
        other = replace(shipped, kinds={**shipped.kinds, "reply": worth})
        return Wanted("", shipped.text, other.text, (None, None), topic, NOW, 100)

    kred = replace(reply(0.5, "*"), b=recipe_from(presets()["kred"]).text)
    topic = past.acts.tag_sets[0][0]
    wanted = {
        "a first number": reply(0.5, "*"),
        "another value of it": reply(0.6, "*"),
        "the same on a topic": reply(0.5, topic),
        "all numbers of another recipe": kred,
    }
    for name, one in wanted.items():
        timed(name, lambda one=one: list(steps(tables, one)))


if __name__ == "__main__":
    main()
