"""One score run: fold, compute, write back, and only then show."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import pandas as pd

from queries.errors import NothingToScore
from queries.graph import Graph
from queries.recipe import Recipe
from queries.schema import prepare
from queries.scoring.arrows import EVERYTHING
from queries.scoring.bootstrap import intervals
from queries.scoring.draws import Ground, ground_at
from queries.scoring.heard import heard
from queries.scoring.languages import languages_in
from queries.scoring.lenses import disagreement, lenses
from queries.scoring.lines import lines_of, with_people
from queries.scoring.measures import client, measures, network_impact
from queries.scoring.named.beside import told_of, with_measures
from queries.scoring.named.counts import endorsed_in
from queries.scoring.named.measured import Measured
from queries.scoring.named.posts import posts_in
from queries.scoring.named.stage import Stage
from queries.scoring.past import past_in, seconds_of
from queries.scoring.places import with_places
from queries.scoring.quality.quality import quality_of
from queries.scoring.quality.steps import Steps
from queries.scoring.runs import Run as Run
from queries.scoring.runs import begin, shown, write, write_steps
from queries.scoring.topics import called_in, hidden_by, lineage_in, sensitive, without, word_of
from queries.settings import APPLICATION

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Computed:
    """A run that is computed and not written.

    `hidden` are the topics that nobody is ranked on, `more` is what only the database's engine
    says of a run, `in_step` are the pairs that it found in step, and `measured` the lists whose
    numbers its lines have.
    """

    run: Run
    lines: pd.DataFrame
    hidden: list[str]
    more: Mapping[str, Any] = field(default_factory=dict)
    in_step: Sequence[Mapping[str, Any]] = ()
    measured: Measured | None = None


def print_nothing(step: str) -> None:
    """For whom does not want to be told."""
    del step


def score_everything(
    graph: Graph,
    recipe: Recipe,
    *,
    as_of: str | None = None,
    recalibrate: bool = False,
    runs_kept: int = 5,
    chosen: Mapping[str, Any] | None = None,
    told: Told = print_nothing,
) -> Run:
    """Fold the acts, score everybody on every topic, and make the run visible at its end.

    `as_of` is an ISO 8601 moment with a zone; only acts before it count. None is just after
    the last act. The reference is that of the recipe's series unless `recalibrate`. `chosen` is
    what the run says of a recipe that was chosen (see `recipe_in_use`).

    Raises NothingToScore when nobody is in the graph, or nobody acted on anybody.
    """
    started = time.perf_counter()
    done = computed(graph, recipe, as_of=as_of, recalibrate=recalibrate, told=told)
    told("writing the scores")
    versions = f"Influence Explorer {version(APPLICATION)}, {graph.versions()}"
    more = {"recipe_text": recipe.text, "sensitive": done.hidden, "versions": versions}
    begin(graph, done.run, {**more, **done.more, **(chosen or {})})
    write(graph, done.run, done.lines, done.measured)
    write_steps(graph, done.run, done.in_step)
    return shown(graph, done.run, time.perf_counter() - started, runs_kept)


def computed(
    graph: Graph,
    recipe: Recipe,
    *,
    as_of: str | None = None,
    recalibrate: bool = False,
    told: Told = print_nothing,
) -> Computed:
    """All that a run writes, before it is written; only what is folded is new in the graph.

    Raises NothingToScore when nobody is in the graph, or nobody acted on anybody.
    """
    prepare(graph)
    latest, acts = moment_in(graph)
    asked, as_of = as_of, as_of or latest
    told("folding acts into attention")
    hidden = fold(graph, recipe, as_of)
    told("reading the acts")
    past = past_in(graph)
    if not past.ids:
        raise NothingToScore("nobody is in the graph; load something with 'influence load'")
    told("computing the parts")
    ground = ground_at(
        past,
        recipe,
        now=seconds_of(as_of),
        reference=None if recalibrate else reference_in(graph, recipe),
    )
    if not len(ground.scene.arrows.who) and not len(past.followed(now=ground.now)[0]):
        raise NothingToScore(
            f"nobody acted on or followed anybody before {as_of}; load acts with 'influence load'"
        )
    told("drawing the intervals")
    drawn = intervals(ground, recipe)
    told("looking at the audiences")
    quality = quality_of(past, ground.scene, ground.result, recipe, now=ground.now)
    all_heard = heard(past, ground.scene, recipe, now=ground.now)
    drawn = drawn.join(quality.rows)
    drawn = drawn.join(lenses(past.acts, ground.scene, ground.result, heard=all_heard.unfolded))
    told("computing the measures")
    lines = _lines(graph, ground, drawn, recipe, as_of)
    lines, maps = with_places(lines, ground.scene.arrows)
    lines, compared = _with_disagreement(lines)
    stage = Stage.of(past, all_heard, recipe, posts_in(graph, past, as_of=as_of), now=ground.now)
    endorsed = endorsed_in(graph, past, before=asked)
    lines, named = with_measures(stage, lines, recipe, endorsed=endorsed)
    lines = with_people(lines, ground.scene.standing, quality.people)
    more: dict[str, Any] = {
        "compared": compared,
        "suspicious": len(quality.suspicious),
        "withheld": list(quality.withheld),
        "without": "score_without" in quality.rows,
        "map_topics": list(maps),
        "map_texts": list(maps.values()),
        "account_days": recipe.credibility.account_days,
        **told_of(named),
    }
    run = run_of(ground, lines, recipe, as_of=as_of, acts=acts)
    return Computed(run, lines, hidden, more, _pairs_in_step(quality.steps, past.ids), named)


def run_of(ground: Ground, lines: pd.DataFrame, recipe: Recipe, *, as_of: str, acts: int) -> Run:
    """The run that these lines are of."""
    return Run.of(
        recipe,
        as_of=as_of,
        reference=ground.result.reference,
        covered=ground.scene.covered,
        steepness=ground.scene.discount.steepness,
        bounded=ground.scene.discount.bounded,
        people=int((lines["topic"] == EVERYTHING).sum()),
        topics=lines["topic"].nunique() - 1,
        acts=acts,
    )


def reference_in(graph: Graph, recipe: Recipe) -> float | None:
    """That of the recipe's series; None where none began."""
    known = graph.run("series_reference", recipe=recipe.hash).one()
    return known["reference"] if known else None


def moment_in(graph: Graph) -> tuple[str, int]:
    """The moment just after the last act, and how many acts there are.

    Not the wall clock: data that ended years ago is seen as it was when it ended.
    """
    row = graph.run("latest_act").rows[0]
    latest = row["latest"].to_native() if row["latest"] else datetime.now(UTC)
    moment = latest.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    return moment.isoformat().replace("+00:00", "Z"), row["acts"]


def fold(graph: Graph, recipe: Recipe, as_of: str) -> list[str]:
    """Fold all acts in the graph; the topics on which nobody is ranked."""
    lineage = lineage_in(graph)
    named = sensitive(called_in(graph, [*map(word_of, recipe.topics.sensitive)]), recipe)
    graph.run("attends_to_topic_drop")
    graph.run(
        "fold_attention",
        as_of=as_of,
        weights=recipe.weight_by_relationship,
        horizon_days=recipe.memory.horizon_days,
        short_days=recipe.memory.short_days,
        lasting=recipe.memory.lasting,
        lasting_days=recipe.memory.lasting_days,
        lineage=without(lineage, named),
        per_day=float(recipe.caps.per_day),
    )
    graph.run("attends_to_topic")
    graph.run("indexes_ready")
    return sorted(hidden_by(lineage, named))


def _lines(
    graph: Graph, ground: Ground, drawn: pd.DataFrame, recipe: Recipe, as_of: str
) -> pd.DataFrame:
    """A line for each SCORED, with what Graph Data Science computes."""
    gds = client(graph)
    people, arrows = ground.scene.people, ground.scene.arrows
    some = len(ground.result.table) > 0
    begun = network_impact(graph, gds, people, arrows.topics, recipe) if some else None
    over_all = measures(graph, gds, people, recipe, as_of=as_of)
    over_all = over_all.assign(language=languages_in(graph, people, as_of=as_of))
    return lines_of(ground, drawn, recipe, begun=begun, measures=over_all)


def _with_disagreement(lines: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    differ, compared = disagreement(lines)
    return lines.join(differ), compared


def _pairs_in_step(steps: Steps, ids: list[str]) -> list[dict[str, Any]]:
    columns = zip(steps.one, steps.other, steps.together, steps.shared, steps.group, strict=True)
    return [
        {
            "one": ids[one],
            "other": ids[other],
            "together": int(together),
            "shared": int(shared),
            "group": int(group),
        }
        for one, other, together, shared, group in columns
    ]
