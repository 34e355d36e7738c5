"""Fetch jars with jgo: several at once, with a progress bar, each verified on arrival."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from jgo.maven import Artifact, MavenContext
from requests import RequestException
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from loader.server.jars import Jar, sha256_of
from loader.server.repositories import maven
from loader.server.versions import GDS_VERSION, NEO4J_VERSION
from queries.errors import JarsMissing, JarsTampered

AT_ONCE = 16
TRIES = 3
TITLE = f"Neo4j {NEO4J_VERSION} with Graph Data Science {GDS_VERSION}"


def downloaded(jars: Sequence[Jar], *, into: Path, announce: Callable[[str], None]) -> None:
    """Fetch `jars` into a folder; each comes there in one step, whole and verified.

    Raises JarsMissing when one cannot be had, JarsTampered when what came is not what
    the lock records. What was fetched until then stays.
    """
    into.mkdir(parents=True, exist_ok=True)
    incoming = into.with_name("incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    console = Console(stderr=True)
    size = sum(jar.size for jar in jars)
    announce(f"fetching {TITLE}: {len(jars)} jars, {size / 1e6:.0f} MB, once")
    try:
        with _bar(console) as bar:
            _all(jars, incoming=incoming, into=into, bar=bar)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _all(jars: Sequence[Jar], *, incoming: Path, into: Path, bar: Progress) -> None:
    """Fetch `jars`, the large ones first; the first that cannot be had stops the others."""
    stopped = threading.Event()
    task = bar.add_task("fetching Neo4j", total=sum(jar.size for jar in jars))

    @contextmanager
    def progress(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        def advance(count: int) -> None:
            if stopped.is_set():
                raise JarsMissing("stopped while fetching; run this again to go on")
            bar.advance(task, count)

        yield advance

    context = maven(incoming, progress)
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        largest_first = sorted(jars, key=lambda jar: -jar.size)
        futures = [pool.submit(_fetch, jar, context, into) for jar in largest_first]
        _first_error(futures)
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)


def _first_error(futures: list[Future[None]]) -> None:
    done, _ = wait(futures, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()


def _fetch(jar: Jar, context: MavenContext, into: Path) -> None:
    project = context.project(jar.group, jar.artifact)
    artifact = project.at_version(jar.version).artifact(classifier=jar.classifier)
    path = context.repo_cache / artifact.component.path_prefix / jar.name
    if not _copied(artifact, path, jar.sha256):
        _download(artifact, path)
    found = sha256_of(path)
    if found != jar.sha256:
        raise JarsTampered(
            f"{jar.coordinate}: what was fetched hashes to {found[:12]}…, where "
            f"{jar.sha256[:12]}… is recorded; check the Maven mirror that is set here"
        )
    path.replace(into / jar.name)


def _copied(artifact: Artifact, path: Path, sha256: str) -> bool:
    """Take the user's own copy from Maven's folder, when it is the very jar."""
    for folder in artifact.context.local_repos:
        held = folder / artifact.component.path_prefix / path.name
        if held.is_file() and sha256_of(held) == sha256:
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(held, path)
            return True
    return False


def _download(artifact: Artifact, path: Path) -> None:
    for tries_left in reversed(range(TRIES)):
        # A half-written file would count as fetched the next time.
        path.unlink(missing_ok=True)
        try:
            artifact.context.resolver.download(artifact)
            return
        except (RequestException, RuntimeError) as error:
            if not tries_left:
                raise JarsMissing(_unreached(artifact, error)) from error


def _unreached(artifact: Artifact, error: Exception) -> str:
    return (
        f"{artifact.filename} could not be fetched ({type(error).__name__}); "
        "check the network, or the mirror in Maven's settings.xml, and run this again: "
        "it goes on where it stopped"
    )
