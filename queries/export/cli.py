"""`influence export`."""

from __future__ import annotations

from pathlib import Path

import click

from queries.cli_options import data_option, open_graph, progress_bar
from queries.errors import NotInGraph, ParameterRefused
from queries.settings import Settings

FORMATS = ("parquet", "csv", "gexf", "graphml")


@click.command()
@data_option
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True)
@click.option("--topic", help="Only this topic. A network without one is of everything.")
@click.pass_obj
def export(settings: Settings, folder: Path, form: str, topic: str | None) -> None:
    """Write scores and arrows into FOLDER for other programs.

    parquet and csv give two tables, scores and arrows; gexf and graphml one network of
    a topic. Each line or file carries the run and the hash of its recipe.
    """
    # Imported here: pandas and networkx take a second that no other command needs.
    from queries.export import files, frames
    from queries.scoring.arrows import EVERYTHING

    if folder.exists() and not folder.is_dir():
        raise ParameterRefused(f"{folder} is a file; name a folder")
    network = f".{form}" in files.NETWORKS
    chosen = topic or (EVERYTHING if network else None)
    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Exporting", total=None, told="reading the scores")
        scores = frames.scores_frame(graph)
        if chosen is not None:
            scores = files.on_topic(scores, chosen)
            if scores.empty:
                raise NotInGraph(f"nobody is scored on a topic {chosen!r}")
        bar.update(task, told="reading the arrows")
        arrows = frames.arrows_frame(graph, topic=chosen)
        bar.update(task, told="writing")
        folder.mkdir(parents=True, exist_ok=True)
        run, recipe = scores.iloc[0]["run"], scores.iloc[0]["recipe"]
        if network:
            files.write_network(scores, arrows, folder / f"influence.{form}")
        else:
            files.write_table(scores, folder / f"scores.{form}")
            labelled = arrows.assign(run=run, recipe=recipe)
            files.write_table(labelled, folder / f"arrows.{form}")
    click.echo(f"{len(scores):,} scores and {len(arrows):,} arrows of run {run} in {folder}")
