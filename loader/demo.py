"""What `influence demo` loads and scores, unless it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from loader.collect import Ending
from loader.load import Limits, load
from loader.server.process import Server
from loader.sources import SOURCES, STREAMS, Announce, Source
from loader.writer import Counts
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.settings import Settings

DEMOS = ("planted", "lastfm", "bluesky")
DEMO_FOLDERS = tuple(f"demo-{name}" for name in DEMOS)

# Long enough for hundreds of people on whom three others act, short enough to wait for.
LISTEN_MINUTES = 3


def demo_settings(settings: Settings, name: str) -> Settings:
    """The same settings, on a managed database that belongs to the demo alone.

    It lies beside the default one; a folder chosen with `--data` or INFLUENCE_DATA is used as
    it is. A server of the user's own is never touched.
    """
    untouched = settings.data == Settings().data
    chosen = settings.data.with_name(f"demo-{name}") if untouched else settings.data
    return settings.but(neo4j_uri="", data=chosen)


def demo_source(name: str) -> Source:
    """What the demo `name` loads; a stream is listened to for some minutes from now."""
    if name not in STREAMS:
        return SOURCES[name]
    return STREAMS[name].until(Ending(60 * LISTEN_MINUTES))


@contextmanager
def borrowed(server: Server, announce: Announce) -> Iterator[None]:
    """The server is up inside, and stopped afterwards by the demo to which it belongs.

    A server that was up before is left up, unless it is a demo's own that was left behind by
    one that was killed. A second demo on the same folder stops nothing.
    """
    server.folder.made()
    lock = FileLock(server.folder.path / "demo.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        server.up(announce)
        yield
        return
    with lock:
        ours = not server.status().up or server.folder.path.name in DEMO_FOLDERS
        try:
            server.up(announce)
            yield
        finally:
            if ours:
                announce("Stopping the database …")
                server.down()


def prepared(
    graph: Graph,
    source: Source,
    settings: Settings,
    *,
    announce: Announce,
    loading: Callable[[], AbstractContextManager[Callable[[Counts], None]]],
    scoring: Callable[[], AbstractContextManager[Callable[[str], None]]],
) -> None:
    """Load `source` and score it, each only when that has not been done whole before.

    `loading` and `scoring` show how far each is, while it goes on.
    """
    recipe = recipe_from(Path(settings.recipe) if settings.recipe else None)
    state = graph.run("freshness", source=source.name, recipe=recipe.hash).rows[0]
    if state["loaded"] is None:
        with loading() as progress:
            load(
                graph,
                source,
                (),
                {option.name: option.default for option in source.options},
                folder=settings.data,
                limits=Limits.of(settings),
                announce=announce,
                progress=progress,
            )
    if state["loaded"] is None or state["scored"] is None or state["scored"] < state["loaded"]:
        announce("Scoring everybody on every topic …")
        # Imported here: the graph algorithms' client takes a second that a warm start has not.
        from queries.scoring.run import score_everything

        with scoring() as told:
            run = score_everything(graph, recipe, runs_kept=settings.runs_kept, told=told)
        announce(f"Scored {run.people:,} people on {run.topics} topics in {run.seconds:.1f} s.")
