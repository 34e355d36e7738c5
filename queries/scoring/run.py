"""One score run: fold, compute, write back, and only then show."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from queries.errors import NothingToScore
from queries.graph import Graph
from queries.recipe import Recipe
from queries.schema import prepare
from queries.scoring.arrows import EVERYTHING
from queries.scoring.bootstrap import intervals
from queries.scoring.credibility import NEVER, Standing
from queries.scoring.draws import Ground, ground_at
from queries.scoring.history import put_away
from queries.scoring.impact import settled
from queries.scoring.languages import languages_in
from queries.scoring.lenses import disagreement, lenses
from queries.scoring.measures import client, measures, network_impact
from queries.scoring.named.beside import with_measures
from queries.scoring.past import past_in, seconds_of
from queries.scoring.places import with_places
from queries.scoring.quality.quality import Quality, quality_of
from queries.scoring.quality.steps import Steps
from queries.scoring.topics import called_in, hidden_by, lineage_in, sensitive, without, word_of
from queries.settings import APPLICATION

WRITE_ROWS = 5_000
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did. `as_of` is the moment it looks back from; `covered` the evidence's share.

    From `steepness` to `damping` is what receipts need of the recipe.
    """

    id: str
    recipe: str
    recipe_name: str
    as_of: str
    reference: float
    covered: float
    steepness: float
    bounded: bool
    weight_network: float
    weight_returning: float
    known_by: int
    damping: float
    people: int
    topics: int
    acts: int
    seconds: float

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        return asdict(self)


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
    told: Told = print_nothing,
) -> Run:
    """Fold the acts, score everybody on every topic, and make the run visible at its end.

    `as_of` is an ISO 8601 moment with a zone; only acts before it count. None is just after
    the last act. The reference is that of the recipe's series unless `recalibrate`.

    Raises NothingToScore when nobody is in the graph.
    """
    started = time.perf_counter()
    prepare(graph)
    latest, acts = _moment(graph)
    as_of = as_of or latest
    told("folding acts into attention")
    hidden = _fold(graph, recipe, as_of)
    told("reading the acts")
    past = past_in(graph)
    if not past.ids:
        raise NothingToScore("nobody is in the graph; load something with 'influence load'")
    told("computing the parts")
    known = None if recalibrate else graph.run("series_reference", recipe=recipe.hash).one()
    ground = ground_at(
        past, recipe, now=seconds_of(as_of), reference=known["reference"] if known else None
    )
    told("drawing the intervals")
    drawn = intervals(ground, recipe)
    told("looking at the audiences")
    quality = quality_of(past, ground.scene, ground.result, recipe, now=ground.now)
    drawn = drawn.join(quality.rows).join(lenses(past.acts, ground.scene, ground.result))
    told("computing the measures")
    lines = _lines(graph, ground, drawn, recipe, as_of)
    lines, maps = with_places(lines, ground.scene.arrows)
    lines, measured = _with_disagreement(lines)
    lines, named = with_measures(graph, ground, lines, recipe, as_of=as_of)
    lines = _with_people(lines, ground.scene.standing, quality)
    told("writing the scores")
    run = Run(
        id=uuid4().hex,
        recipe=recipe.hash,
        recipe_name=recipe.name,
        as_of=as_of,
        reference=ground.result.reference,
        covered=ground.scene.covered,
        steepness=ground.scene.discount.steepness,
        bounded=ground.scene.discount.bounded,
        weight_network=recipe.weights.network,
        weight_returning=recipe.weights.returning,
        known_by=int(recipe.credibility.known_by),
        damping=recipe.network.damping,
        people=int((lines["topic"] == EVERYTHING).sum()),
        topics=lines["topic"].nunique() - 1,
        acts=acts,
        seconds=0.0,
    )
    more: dict[str, Any] = {"recipe_text": recipe.text, "sensitive": hidden, "compared": measured}
    more |= {"suspicious": len(quality.suspicious), "withheld": list(quality.withheld)}
    more |= {"without": "score_without" in quality.rows}
    more["community_maps"] = maps
    more |= {"account_days": recipe.credibility.account_days}
    _write(graph, run, lines, more | named)
    _write_steps(graph, run, quality.steps, past.ids)
    return _shown(graph, run, time.perf_counter() - started, runs_kept)


def _moment(graph: Graph) -> tuple[str, int]:
    """The moment just after the last act, and how many acts there are.

    Not the wall clock: data that ended years ago is seen as it was when it ended.
    """
    row = graph.run("latest_act").rows[0]
    latest = row["latest"].to_native() if row["latest"] else datetime.now(UTC)
    moment = latest.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    return moment.isoformat().replace("+00:00", "Z"), row["acts"]


def _fold(graph: Graph, recipe: Recipe, as_of: str) -> list[str]:
    """The topics on which nobody is ranked; all else is folded."""
    lineage = lineage_in(graph)
    named = sensitive(called_in(graph, [*map(word_of, recipe.topics.sensitive)]), recipe)
    graph.run("attends_to_topic_drop")
    graph.run("unfold_attention")
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
    """A line for each SCORED: the parts, Network Impact, and over everything the measures."""
    gds = client(graph)
    people, arrows = ground.scene.people, ground.scene.arrows
    lines = ground.result.table.join(drawn)
    lines["key"] = lines["topic"] * len(people) + lines["person"]
    if len(lines):
        begun = network_impact(graph, gds, people, arrows.topics, recipe)
        impact = settled(arrows, len(people), damping=recipe.network.damping, start=begun)
        lines["network_impact"] = lines["key"].map(pd.Series(impact.values, index=impact.keys))
        by_topic = lines.groupby("topic")["network_impact"]
        below = by_topic.rank(method="min") - 1
        lines["network_impact_percentile"] = 100 * below / by_topic.transform("count")
    lines["topic"] = lines["topic"].map(dict(enumerate(arrows.topics)))
    over_all = measures(graph, gds, people, recipe, as_of=as_of).assign(
        person=np.arange(len(people)), topic=EVERYTHING, language=languages_in(graph, people)
    )
    lines = lines.merge(over_all, on=["topic", "person"], how="outer")
    lines["id"] = [people.ids[i] for i in lines["person"]]
    return lines.drop(columns=["key", "followers", "sum"], errors="ignore")


def _with_disagreement(lines: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    differ, measured = disagreement(lines)
    return lines.join(differ), measured


def _with_people(lines: pd.DataFrame, known: Standing, quality: Quality) -> pd.DataFrame:
    """The same, and over everything what makes each person credible (see `receipt.cypher`), and
    what their flags rest on."""
    told = quality.people.drop(columns=[name for name in quality.people if name in lines]).assign(
        **{
            "trust": known.trust,
            "known_by": known.known_by,
            "established": np.where(known.established == NEVER, np.nan, known.established),
            "labelled": known.labelled,
        }
    )
    overall = lines["topic"] == EVERYTHING
    told = told.reindex(lines["person"]).set_axis(lines.index)
    return lines.drop(columns="person").join(told.where(overall))


def _write(graph: Graph, run: Run, lines: pd.DataFrame, more: Mapping[str, Any]) -> None:
    begun = {**run.told(), **more} | {
        "at": datetime.now(UTC).isoformat(),
        "versions": f"Influence Explorer {version(APPLICATION)}, {graph.versions()}",
    }
    graph.run("run_begin", id=run.id, properties=begun)
    columns = [name for name in lines.columns if name not in ("id", "topic")]
    whole = {"rank", "k_core", "community", "people", "degree", "acts"}
    whole |= {"rank_low", "rank_high", "known_by", "established", "rank_without"}
    whole |= {"people_without", "steppers", "in_step", "aged_followers", "dated_followers"}
    whole |= {"burst_at", "approving", "disputing"}
    for start in range(0, len(lines), WRITE_ROWS):
        chunk = lines.iloc[start : start + WRITE_ROWS]
        values = {name: [_cell(value, name in whole) for value in chunk[name]] for name in columns}
        rows = [
            {
                "person": person,
                "topic": topic,
                "properties": {name: values[name][i] for name in columns},
            }
            for i, (person, topic) in enumerate(zip(chunk["id"], chunk["topic"], strict=True))
        ]
        graph.run("run_scores", run=run.id, rows=rows)


def _write_steps(graph: Graph, run: Run, steps: Steps, ids: list[str]) -> None:
    """The pairs in step, in place of those of earlier runs."""
    columns = zip(steps.one, steps.other, steps.together, steps.shared, steps.group, strict=True)
    rows = [
        {
            "one": ids[one],
            "other": ids[other],
            "together": int(together),
            "shared": int(shared),
            "group": int(group),
        }
        for one, other, together, shared, group in columns
    ]
    for start in range(0, len(rows), WRITE_ROWS):
        graph.run("write_steps", run=run.id, rows=rows[start : start + WRITE_ROWS])


def _cell(value: Any, whole: bool) -> Any:
    """A value for the database: what is not known becomes null, which is no property."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    if whole:
        return int(value)
    return value.item() if isinstance(value, np.generic) else value


def _shown(graph: Graph, run: Run, seconds: float, runs_kept: int) -> Run:
    done = Run(**(run.told() | {"seconds": round(seconds, 3)}))
    graph.run("run_complete", id=run.id, properties={"seconds": done.seconds})
    graph.run("steps_drop", run=run.id)
    put_away(graph, runs_kept=runs_kept, running=run.id)
    return done
