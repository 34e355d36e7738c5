"""The scores on one big machine: numpy over interactions from Parquet or the graph."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from queries.engines.progress import Step, Tell, tell_nobody
from queries.errors import NothingToScore
from queries.recipe import Recipe
from queries.scoring.bootstrap import intervals
from queries.scoring.credibility import Standing
from queries.scoring.draws import ground_at
from queries.scoring.lines import lines_of, with_people
from queries.scoring.past import Past, seconds_of
from queries.scoring.run import Computed, Run, run_of
from queries.scoring.topics import hidden_by, sensitive, without
from queries.scoring.unfolded import UNKNOWN

# Acts on topics, one on two topics twice, that are in memory at once beside those over everything.
ACTS_AT_ONCE = 5_000_000
# Takes lines as they come: those over everything among the first.
Take = Callable[[pd.DataFrame], None]


def score_past_in_memory(
    past: Past,
    recipe: Recipe,
    *,
    as_of: str | None = None,
    reference: float | None = None,
    tell: Tell = tell_nobody,
) -> Computed:
    """All that `score_in_parts` computes, in memory."""
    found: list[pd.DataFrame] = []
    done = score_in_parts(past, recipe, found.append, as_of=as_of, reference=reference, tell=tell)
    return replace(done, lines=pd.concat(found, ignore_index=True))


def score_in_parts(
    past: Past,
    recipe: Recipe,
    take: Take,
    *,
    as_of: str | None = None,
    reference: float | None = None,
    tell: Tell = tell_nobody,
    acts_at_once: int = ACTS_AT_ONCE,
) -> Computed:
    """Every part, score, rank and interval of everybody, without a database; `take` gets the lines.

    Some topics at a time, so that memory is bounded by the acts over everything. The numbers are
    those of `score_everything`; its measures over everything, flags, lenses, named measures,
    places and languages are not computed. `as_of` is just after the last act when it is None, and
    now when no act says when it was.

    Raises NothingToScore when there is nobody.
    """
    if not past.ids:
        raise NothingToScore("nobody is in the interactions; export them again")
    as_of = as_of or moment_text(_moment(past))
    named = sensitive(past.called, recipe)
    hidden = sorted(hidden_by(past.lineage, named))
    # Before it is told by part, since what is hidden is known by all that it is part of.
    parts = _by_topics(past, without(past.lineage, named), acts_at_once)
    run: Run | None = None
    known: Standing | None = None
    topics = 0
    for number, part in enumerate(parts, start=1):
        of = f", {number} of {len(parts)}" if len(parts) > 1 else ""
        tell(Step(f"computing the parts{of}"))
        ground = ground_at(part, recipe, now=seconds_of(as_of), reference=reference, known=known)
        known = ground.scene.standing
        tell(Step(f"drawing the intervals{of}"))
        drawn = intervals(ground, recipe)
        tell(Step(f"computing Network Impact{of}"))
        lines = with_people(lines_of(ground, drawn, recipe, over_all=number == 1), known)
        del drawn
        if run is None:
            run = run_of(ground, lines, recipe, as_of=as_of, acts=len(past.acts))
            reference = ground.result.reference
        del ground
        topics += lines["topic"].nunique() - (number == 1)
        if len(lines):
            take(lines)
        del lines
    assert run is not None
    return Computed(replace(run, topics=topics), pd.DataFrame(), hidden)


def _by_topics(past: Past, lineage: Mapping[str, list[str]], acts_at_once: int) -> list[Past]:
    """The same past several times, in which acts count for some topics each, and for everything.

    What one topic's scores are made from beside its own acts is all over everything.
    """
    carried = np.bincount(past.acts.tags, minlength=len(past.acts.tag_sets)).tolist()
    acts: Counter[str] = Counter()
    for tags, count in zip(past.acts.tag_sets, carried, strict=True):
        acts.update(dict.fromkeys({up for tag in tags for up in lineage.get(tag, [tag])}, count))
    if acts.total() <= acts_at_once:
        return [past]
    number: dict[str, int] = {}
    before = 0
    for topic in sorted(acts):
        number[topic] = before // acts_at_once
        before += acts[topic]
    carried_tags = {tag for one in past.acts.tag_sets for tag in one}
    return [
        replace(
            past,
            lineage={
                tag: [up for up in lineage.get(tag, [tag]) if number.get(up) == part]
                for tag in carried_tags
            },
        )
        for part in sorted({0, *number.values()})
    ]


def _moment(past: Past) -> int:
    """Just after the last act; of acts that do not say when they were, now, as in the database."""
    dated = past.acts.at[past.acts.at != UNKNOWN]
    return int(dated.max()) // 1000 + 1 if len(dated) else now_seconds()


def now_seconds() -> int:
    """The second after this one, in epoch seconds."""
    return int(time.time()) + 1


def moment_text(seconds: int) -> str:
    """Epoch seconds as ISO 8601, as runs have it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
