"""A real Neo4j for every test that needs one, started by the project's own code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from loader.demo import prepared
from loader.opted_out import OPTED_OUT_FILE
from loader.server.process import Server
from loader.sources import SOURCES
from queries.graph import Graph
from queries.schema import ACT_IDS, prepare
from queries.settings import Settings, settings_from
from tests.quick import QUICK

# For the commands that tests start.
os.environ.setdefault("INFLUENCE_JAVA_OPTIONS", QUICK)


class ByFile(LoadGroupScheduling):
    """A file goes to one worker, but what needs the town to the one that has it."""

    def _split_scope(self, nodeid: str) -> str:
        return super()._split_scope(nodeid).partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Who gives the tests to the workers."""
    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """To load and score the town takes a minute: one worker does it for all that need it."""
    for item in items:
        if isinstance(item, pytest.Function) and "town" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("town"))


SHARED = Path(__file__).parents[2] / "shared" / "data"

# Few at once: a transaction remembers what it deletes, and some people have thousands of scores.
EMPTY = "MATCH (node) CALL (node) { DETACH DELETE node } IN TRANSACTIONS OF 500 ROWS"


def kept(name: str, worker_id: str) -> Path | None:
    """The folder of a database that is kept between runs: one for each worker."""
    chosen = os.environ.get(name)
    return Path(chosen) / worker_id if chosen else None


@pytest.fixture(scope="session")
def server_settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    """A managed server of the tests' own; INFLUENCE_TEST_DATA keeps one between runs."""
    data = kept("INFLUENCE_TEST_DATA", worker_id) or tmp_path_factory.mktemp("neo4j")
    return settings_from({}).but(
        data=data,
        cache=settings_from().cache,
        java_options=QUICK,
        heap_mb=1024,
        page_cache_mb=128,
    )


@pytest.fixture(scope="session")
def database(server_settings: Settings) -> Iterator[Graph]:
    """The tests' database, with its constraints; use `graph`, which is empty."""
    server = Server(server_settings)
    connection = server.up()
    with Graph.open(connection) as graph:
        prepare(graph, act_ids=ACT_IDS)
        yield graph
    if "INFLUENCE_TEST_DATA" not in os.environ:
        server.down()


@pytest.fixture(scope="session")
def town_settings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    """A managed server for `town`; INFLUENCE_TEST_TOWN keeps one between runs."""
    data = kept("INFLUENCE_TEST_TOWN", worker_id) or tmp_path_factory.mktemp("town")
    return settings_from({}).but(
        data=data,
        cache=settings_from().cache,
        java_options=QUICK,
        heap_mb=1024,
        page_cache_mb=128,
    )


@pytest.fixture(scope="session")
def town(town_settings: Settings) -> Iterator[Graph]:
    """The invented town, loaded and scored, in a database of its own; only to be read."""
    server = Server(town_settings)
    with Graph.open(server.up()) as graph:
        prepared(
            graph,
            SOURCES["planted"],
            town_settings,
            announce=print,
            loading=lambda: nullcontext(lambda _: None),
            scoring=lambda: nullcontext(lambda _: None),
        )
        yield graph
    if "INFLUENCE_TEST_TOWN" not in os.environ:
        server.down()


@pytest.fixture
def graph(database: Graph, server_settings: Settings) -> Graph:
    """An empty graph with its constraints and the topic "*", of which nobody opted out."""
    (server_settings.data / OPTED_OUT_FILE).unlink(missing_ok=True)
    return emptied(database)


def emptied(database: Graph) -> Graph:
    """The same with nothing in it but the topic "*"."""
    with database.driver.session(database=database.database) as session:
        session.run(EMPTY).consume()
    database.run("everything")
    return database


@pytest.fixture
def shared() -> Path:
    """The folder of real data sets; the test is skipped where there is none."""
    if not SHARED.is_dir():
        pytest.skip(f"no real data sets at {SHARED}")
    return SHARED
