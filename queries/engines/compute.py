"""One computation outside of the database: from where, by which engine, to where."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from queries.engines.choice import GDS, LOCAL, Elsewhere, is_master
from queries.engines.compare import compared
from queries.engines.export import export_interactions
from queries.engines.importing import import_scores
from queries.engines.lake import Writer, manifest_in
from queries.engines.local import score_in_parts
from queries.engines.pasts import read_past
from queries.engines.progress import Step, Tell
from queries.engines.results import KIND, lines_in, told_of, write_scores
from queries.engines.work import RESUMED, work_folder
from queries.errors import ParameterRefused
from queries.graph import Graph
from queries.recipe import Recipe, recipe_of
from queries.scoring.run import Computed, computed, fold
from queries.scoring.runs import Run
from queries.settings import APPLICATION, Settings


@dataclass(frozen=True, slots=True)
class Computation:
    """What is computed, and with what.

    `graph` may be None where nothing is read from it or written to it.
    """

    settings: Settings
    graph: Graph | None
    recipe: Recipe
    asked: Elsewhere
    as_of: str | None
    recalibrate: bool
    tell: Tell

    def done(self) -> dict[str, Any]:
        """Do it, and tell of it as an object for JSON.

        The scores go into the graph unless a folder is named for them, or they are compared.
        """
        asked, graph = self.asked, self.graph
        away = asked.interactions and asked.out and not asked.compare
        with nullcontext(Path()) if away else work_folder(self.settings.data) as work:
            interactions = asked.interactions or self._interactions(work)
            out = asked.out or str(work / (RESUMED if self._goes_on else "scores"))
            started = time.perf_counter()
            run, lines = self._by(asked.engine, interactions, out, self.as_of)
            told = run.told() | {"engine": asked.engine, "run": run.id}
            told["seconds"] = round(time.perf_counter() - started, 3)
            if asked.compare:
                if lines is None:
                    lines = lines_in(Path(out))
                # As of the same moment, also where no act says when it was.
                other = work / "compared"
                _, others = self._by(asked.compare, interactions, str(other), run.as_of)
                if others is None:
                    others = lines_in(other)
                comparison = compared(lines, others).told()
                told |= {
                    "compared_with": asked.compare,
                    "largest_relative_difference": comparison["largest_relative_difference"],
                    "comparison": comparison,
                }
            elif asked.out is None and graph is not None:
                imported = import_scores(
                    graph,
                    Path(out),
                    # They were read from this graph: nobody comes in who is not there.
                    top=0,
                    runs_kept=self.settings.runs_kept,
                    tell=self.tell,
                )
                told |= imported.told() | {"seconds": told["seconds"]}
        return told

    def _by(self, engine: str, interactions: str, out: str, as_of: str | None) -> tuple[Run, Any]:
        """The run, and its lines where they are in memory; else they are in `out`."""
        if engine == GDS:
            found = self._in_database(as_of)
            return found.run, found.lines
        if engine == LOCAL:
            return self._in_memory(interactions, out, as_of), None
        # Imported here: it is an extra.
        from queries.engines.spark.run import Asked, score_on_spark
        from queries.engines.spark.session import conf_of, session

        question = Asked(
            engine=engine,
            interactions=interactions,
            out=out,
            checkpoint=self.asked.checkpoint or "",
            as_of=as_of,
            recalibrate=self.recalibrate,
        )
        self.tell(Step("starting Spark"))
        with session(engine, conf_of(self.asked.conf), self.settings) as spark:
            return score_on_spark(spark, question, self.recipe, tell=self.tell), None

    def _in_database(self, as_of: str | None) -> Computed:
        assert self.graph is not None
        with _arrows_of_before(self.graph, self.tell):
            return computed(
                self.graph,
                self.recipe,
                as_of=as_of,
                recalibrate=self.recalibrate,
                told=lambda step: self.tell(Step(step)),
            )

    def _in_memory(self, interactions: str, out: str, as_of: str | None) -> Run:
        if "://" in interactions or "://" in out:
            raise ParameterRefused("the engine local reads and writes folders of this machine")
        started = time.perf_counter()
        self.tell(Step("reading the interactions"))
        manifest = manifest_in(Path(interactions), "interactions")
        references = dict(manifest.more.get("references") or {})
        writer = Writer.into(Path(out), KIND)
        found = score_in_parts(
            read_past(Path(interactions)),
            self.recipe,
            partial(write_scores, writer),
            as_of=as_of,
            reference=None if self.recalibrate else references.get(self.recipe.hash),
            tell=self.tell,
        )
        run = replace(found.run, seconds=round(time.perf_counter() - started, 3))
        writer.close(
            versions=f"Influence Explorer {version(APPLICATION)}",
            engine=LOCAL,
            run=told_of(run),
            recipe_text=self.recipe.text,
            sensitive=found.hidden,
            input=manifest.hash,
        )
        return run

    def _interactions(self, work: Path) -> str:
        """The folder with what was read out of the graph; nothing where nobody reads it."""
        asked, folder = self.asked, work / "interactions"
        if self.graph is not None and {asked.engine, asked.compare or GDS} != {GDS}:
            self.tell(Step("reading the interactions out of the graph"))
            export_interactions(self.graph, folder)
        return str(folder)

    @property
    def _goes_on(self) -> bool:
        """Whether what is broken off is gone on with where no folder is named for it."""
        asked = self.asked
        return is_master(asked.engine) and not (asked.checkpoint or asked.compare)


@contextmanager
def _arrows_of_before(graph: Graph, tell: Tell) -> Iterator[None]:
    """Inside, acts may be folded otherwise; then the arrows are those of the run shown again."""
    shown = graph.ask("newest_run").plain().one()
    # Read before: with a recipe that means nothing to this version they could not be made again.
    recipe = recipe_of(graph.run("run_recipe", run=shown["id"]).rows[0]["text"]) if shown else None
    try:
        yield
    finally:
        tell(Step("folding acts as the pages show them"))
        if shown and recipe:
            fold(graph, recipe, shown["as_of"])
        else:
            graph.run("unfold_attention")
