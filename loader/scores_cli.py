"""`influence import-scores`: scores that were computed elsewhere, into the graph."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from loader.suppression import Suppression
from queries.cli_options import (
    data_option,
    ended_by_signals,
    open_graph,
    progress_bar,
    tell_if_outgrown,
)
from queries.settings import Settings


@click.command("import-scores")
@data_option
@click.argument("folder", type=click.Path(exists=True, path_type=Path, file_okay=False))
@click.option(
    "--top",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="So many of each topic come in though they are not in the graph.",
)
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def import_scores_command(settings: Settings, folder: Path, top: int, as_json: bool) -> None:
    """Bring the scores in FOLDER, as `influence score --out` writes them, into the graph.

    All scores of whoever is in the graph, and of the first of each topic; who opted out stays
    out. They are a run of their own, visible all at once.
    """
    # Imported here: pandas takes a while that no other command needs.
    from queries.engines.importing import import_scores

    with ended_by_signals(), open_graph(settings) as graph, progress_bar() as bar:

        def opted_out(ids: Iterable[str]) -> set[str]:
            return set(filter(Suppression.of(graph, settings.data).hides, ids))

        task = bar.add_task("Importing", total=None, told="")
        done = import_scores(
            graph,
            folder,
            opted_out=opted_out,
            top=top,
            runs_kept=settings.runs_kept,
            tell=lambda step: bar.update(task, told=str(step)),
        )
        if not as_json:
            tell_if_outgrown(graph, done.run.id)
    if as_json:
        click.echo(json.dumps(done.told(), ensure_ascii=False))
        return
    click.echo(
        f"Run {done.run.id}: {done.lines:,} scores of {done.people:,} people, {done.met:,} of whom "
        f"were not in the graph (recipe {done.run.recipe[:8]}, as of {done.run.as_of})."
    )
