"""One computation outside of the database: from where, by which engine, to where."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from queries.engines.choice import GDS, LOCAL, Elsewhere
from queries.engines.compare import compared
from queries.engines.export import export_interactions
from queries.engines.importing import import_scores
from queries.engines.lake import MANIFEST, Writer, manifest_in
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.engines.progress import Step, Tell
from queries.engines.results import KIND, TABLE, lines_in, told_of, write_scores
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
        with self._interactions() as interactions, self._target() as out:
            started = time.perf_counter()
            run, lines = self._by(asked.engine, interactions, out, self.as_of)
            told = run.told() | {"engine": asked.engine, "run": run.id}
            told["seconds"] = round(time.perf_counter() - started, 3)
            if asked.compare:
                if lines is None:
                    lines = lines_in(Path(out))
                with tempfile.TemporaryDirectory(prefix="influence-") as other:
                    # As of the same moment, also where no act says when it was.
                    _, others = self._by(asked.compare, interactions, f"{other}/scores", run.as_of)
                    if others is None:
                        others = lines_in(Path(other) / "scores")
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
                shutil.rmtree(out)
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
        found = score_past_in_memory(
            read_past(Path(interactions)),
            self.recipe,
            as_of=as_of,
            reference=None if self.recalibrate else references.get(self.recipe.hash),
            tell=self.tell,
        )
        self.tell(Step("writing the scores"))
        write_scores(writer, found.lines)
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

    @contextmanager
    def _interactions(self) -> Iterator[str]:
        """Where the interactions are: where they were said to be, or read out of the graph."""
        if self.asked.interactions:
            yield self.asked.interactions
            return
        if {self.asked.engine, self.asked.compare or GDS} == {GDS}:
            yield ""
            return
        assert self.graph is not None
        self.settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="interactions-", dir=self.settings.data) as folder:
            self.tell(Step("reading the interactions out of the graph"))
            export_interactions(self.graph, Path(folder))
            yield folder

    @contextmanager
    def _target(self) -> Iterator[str]:
        """The folder for the scores; one of our own where none is named."""
        if self.asked.out:
            yield self.asked.out
            return
        if self.asked.compare:
            with tempfile.TemporaryDirectory(prefix="influence-") as folder:
                yield f"{folder}/scores"
            return
        out = self.settings.data / "scores"
        # What is left there was not brought in; a checkpoint is gone on with.
        (out / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(out / TABLE, ignore_errors=True)
        yield str(out)


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
