"""What `influence demo` loads and scores, unless it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.load import load
from loader.server.process import Server
from loader.sources import Announce, Source
from loader.writer import Counts
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.settings import Settings

DEMOS = ("planted", "lastfm")


def demo_settings(settings: Settings, name: str) -> Settings:
    """The same settings, on a managed database that belongs to the demo alone.

    It lies beside the default one; a folder chosen with `--data` or INFLUENCE_DATA is used as
    it is. A server of the user's own is never touched.
    """
    chosen = settings.data if settings.data != Settings().data else _beside(settings.data, name)
    return settings.but(neo4j_uri="", data=chosen)


def _beside(data: Path, name: str) -> Path:
    return data.with_name(f"demo-{name}")


@contextmanager
def borrowed(server: Server, announce: Announce) -> Iterator[None]:
    """The server is up inside; afterwards it is as it was before."""
    running = server.status().up
    server.up(announce)
    try:
        yield
    finally:
        if not running:
            announce("Stopping the database …")
            server.down()


def prepared(
    graph: Graph,
    source: Source,
    settings: Settings,
    *,
    announce: Announce,
    progress: Callable[[Counts], None],
) -> None:
    """Load `source` and score it, each only when that has not been done whole before."""
    recipe = recipe_from(Path(settings.recipe) if settings.recipe else None)
    state = graph.run("freshness", source=source.name, recipe=recipe.hash).rows[0]
    if state["loaded"] is None:
        load(
            graph,
            source,
            (),
            {option.name: option.default for option in source.options},
            batch_rows=settings.batch_rows,
            rejects=settings.data / "rejects",
            announce=announce,
            progress=progress,
        )
    if state["loaded"] is None or state["scored"] is None or state["scored"] < state["loaded"]:
        announce("Scoring everybody on every topic …")
        # Imported here: the graph algorithms' client takes a second that a warm start has not.
        from queries.scoring.run import score_everything

        run = score_everything(graph, recipe, runs_kept=settings.runs_kept)
        announce(f"Scored {run.people:,} people on {run.topics} topics in {run.seconds:.1f} s.")
