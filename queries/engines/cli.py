"""`influence score --engine` and `influence export-interactions`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from queries.cli_options import (
    data_option,
    ended_by_signals,
    open_graph,
    progress_bar,
    scored_of,
    tell_if_outgrown,
)
from queries.engines.choice import (
    ENGINES,
    GDS,
    LOCAL,
    Elsewhere,
    has_files_of_its_own,
    is_master,
)
from queries.errors import DatabaseError, InfluenceError, ParameterRefused
from queries.graph import Graph
from queries.recipe import Recipe, recipe_from
from queries.recipe_in_use import recipe_to_score
from queries.settings import Settings


def score_elsewhere(
    settings: Settings,
    given: Recipe | None,
    asked: Elsewhere,
    *,
    as_of: str | None,
    show: bool,
    recalibrate: bool,
    as_json: bool,
) -> None:
    """Compute the scores outside of the database, or compare two computations of them.

    Without `--out` they come into the graph as its newest run; with it they are Parquet there.

    Raises ParameterRefused where options do not go together.
    """
    _check(asked, as_of=as_of, show=show)
    # Imported here: pandas takes a while that no other command needs.
    from queries.engines.compute import Computation
    from queries.engines.progress import Job, Step
    from queries.scoring.moments import moment_from

    moment = moment_from(as_of, "--as-of").isoformat() if as_of else None
    told_moment = moment.replace("+00:00", "Z") if moment else None
    job_id = uuid4().hex
    with ended_by_signals(), _graph_for(settings, asked) as graph, progress_bar() as bar:
        task = bar.add_task("Scoring", total=None, told="")
        job = Job(job_id, graph=graph)
        recipe = _recipe(graph, given, asked, moment, again=recalibrate)

        def tell(step: Step) -> None:
            bar.update(task, told=str(step))
            job.tell(step)

        job.begin(engine=asked.engine, recipe=recipe.hash)
        try:
            done = Computation(
                settings, graph, recipe, asked, told_moment, recalibrate, tell
            ).done()
        except InfluenceError as error:
            job.end("broken off", error=str(error)[:300])
            raise
        except BaseException:
            job.end("stopped")
            raise
        job.end("done", run=done["run"])
        if graph is not None and not (as_json or asked.out or asked.compare):
            tell_if_outgrown(graph, done["run"])
    click.echo(json.dumps(done, ensure_ascii=False) if as_json else _words(done, asked))


def _recipe(
    graph: Graph | None, given: Recipe | None, asked: Elsewhere, moment: str | None, *, again: bool
) -> Recipe:
    """As in the database, where what is computed comes from there."""
    # Imported here, as above.
    from queries.scoring.past import seconds_of

    if graph is None or asked.interactions:
        return given or recipe_from()
    before = seconds_of(moment) if moment else None
    return recipe_to_score(graph, given, again=again, before=before)[0]


@contextmanager
def _graph_for(settings: Settings, asked: Elsewhere) -> Iterator[Graph | None]:
    """The graph; None where the interactions come from elsewhere and no database answers."""
    needed = not asked.interactions or GDS in (asked.engine, asked.compare)
    with ExitStack() as stack:
        graph: Graph | None = None
        try:
            graph = stack.enter_context(open_graph(settings))
        except DatabaseError:
            if needed:
                raise
        yield graph


def _check(asked: Elsewhere, *, as_of: str | None, show: bool) -> None:
    for one in (asked.engine, asked.compare or GDS):
        if one not in (GDS, LOCAL) and not is_master(one):
            raise ParameterRefused(f"no engine {one[:60]!r}; there are: {ENGINES}")
    spark = any(is_master(one) for one in (asked.engine, asked.compare or GDS))
    far = has_files_of_its_own(asked.engine)
    into_graph = not (asked.out or asked.compare)
    for wrong, said in (
        (
            has_files_of_its_own(asked.compare or GDS) or (far and asked.compare),
            "--compare reads both on this machine, and yarn and k8s:// write elsewhere",
        ),
        (
            far and not (asked.interactions and asked.out),
            "yarn and k8s:// see no folder of this machine: give both --interactions and --out",
        ),
        (
            as_of and into_graph and not show,
            "the pages would show what was then: say so with --show, or name a folder with --out",
        ),
        (
            show and not (as_of and into_graph),
            "--show goes with --as-of, where scores go into the graph",
        ),
        (asked.conf and not spark, "--conf goes with Spark: --engine local-cluster[2,1,1024]"),
        (asked.checkpoint and not spark, "--checkpoint goes with Spark"),
        (asked.compare and "://" in (asked.out or ""), "--compare reads --out on this machine"),
        (asked.compare == asked.engine, "--compare names another engine than --engine"),
        (
            asked.interactions and not asked.out and not asked.compare,
            "--interactions goes with --out: the folder to write scores to",
        ),
        (
            asked.engine == GDS and (asked.out or (asked.interactions and not asked.compare)),
            "the engine gds reads and writes the graph: --interactions and --out go with others",
        ),
    ):
        if wrong:
            raise ParameterRefused(said)


def _words(done: dict[str, Any], asked: Elsewhere) -> str:
    words = (
        f"{scored_of(done['people'], done['topics'], done['acts'])} in {done['seconds']:.1f} s "
        f"on {asked.engine} (recipe {done['recipe'][:8]}, as of {done['as_of']})."
    )
    if "comparison" in done:
        told = done["comparison"]
        words += (
            f"\nAgainst {asked.compare}: {told['lines']:,} lines, largest relative difference "
            f"{told['largest_relative_difference']}, {told['ranks_differing']:,} ranks and "
            f"{told['words_differing']:,} words differ, "
            f"{told['lines_in_one_alone']:,} lines in one alone."
        )
    elif asked.out:
        words += f"\nThey are in {asked.out}; bring them in with 'influence import-scores'."
    return words


@click.command("export-interactions")
@data_option
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--workers", type=click.IntRange(1, 64), default=4, help="Readers at once.")
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def export_interactions_command(
    settings: Settings, folder: Path, workers: int, as_json: bool
) -> None:
    """Write all interactions into FOLDER as Parquet, for engines outside of the database."""
    # Imported here: pyarrow takes a while that no other command needs.
    from queries.engines.export import export_interactions
    from queries.engines.lake import TABLES

    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Exporting", total=None, told="")
        manifest = export_interactions(
            graph,
            folder,
            workers=workers,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    rows = {table: manifest.rows(table) or 0 for table in TABLES}
    if as_json:
        click.echo(json.dumps({"hash": manifest.hash, "rows": rows}))
        return
    click.echo(
        f"{rows['acts']:,} acts and {rows['follows']:,} follows of {rows['people']:,} people "
        f"in {folder} (hash {manifest.hash})"
    )
