"""The scores on one big machine: numpy over interactions from Parquet or the graph."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from queries.engines.progress import Step, Tell, tell_nobody
from queries.errors import NothingToScore
from queries.recipe import Recipe
from queries.scoring.bootstrap import intervals
from queries.scoring.draws import ground_at
from queries.scoring.lines import lines_of, with_people
from queries.scoring.past import Past, seconds_of
from queries.scoring.run import Computed, run_of
from queries.scoring.topics import hidden_by, sensitive
from queries.scoring.unfolded import UNKNOWN


def score_past_in_memory(
    past: Past,
    recipe: Recipe,
    *,
    as_of: str | None = None,
    reference: float | None = None,
    tell: Tell = tell_nobody,
) -> Computed:
    """Every part, score, rank and interval of everybody, without a database.

    The numbers are those of `score_everything`; its measures over everything, flags, lenses, named
    measures, places and languages are not computed. `as_of` is just after the last act when it
    is None, and now when no act says when it was.

    Raises NothingToScore when there is nobody.
    """
    if not past.ids:
        raise NothingToScore("nobody is in the interactions; export them again")
    as_of = as_of or moment_text(_moment(past))
    tell(Step("computing the parts"))
    ground = ground_at(past, recipe, now=seconds_of(as_of), reference=reference)
    tell(Step("drawing the intervals"))
    drawn = intervals(ground, recipe)
    tell(Step("computing Network Impact"))
    lines = with_people(lines_of(ground, drawn, recipe), ground.scene.standing)
    hidden = sorted(hidden_by(past.lineage, sensitive(past.called, recipe)))
    run = run_of(ground, lines, recipe, as_of=as_of, acts=len(past.acts))
    return Computed(run, lines, hidden)


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
