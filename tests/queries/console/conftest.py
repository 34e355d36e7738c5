"""A small network with somebody who opted out, and a bench on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from queries.connection import connection_for
from queries.console.bench import Bench
from queries.console.limits import Limits
from queries.graph import Graph
from queries.settings import Settings

CANARY = "canary-of-one-who-opted-out"
NETWORK = """
UNWIND range(1, 60) AS i
CREATE (:User {id: 't:' + i, network: 't', handle: 'u' + i, name: 'Aaaaaaaaaaaaaaaaaaaaaaaa' + i})
WITH collect(i) AS all
UNWIND all AS i UNWIND all AS j
WITH i, j WHERE i <> j AND (i * 7 + j * 11) % 5 = 0
MATCH (a:User {id: 't:' + i}), (b:User {id: 't:' + j})
CREATE (a)-[:ATTENDS_TO {topic: '*', weight: 0.5, acts: 1}]->(b)
"""
OPTED_OUT = "CREATE (:Suppressed {hash: $hash, key: $hash})"
LIMITS = Limits(plan_seconds=60, seconds=1, rows=500, answer_bytes=500_000)


@pytest.fixture(scope="module")
def network(database: Graph) -> Graph:
    """Sixty people, and one of whom nothing may be told."""
    with database.driver.session(database=database.database) as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        session.run(NETWORK).consume()
        session.run(OPTED_OUT, hash=CANARY).consume()
    return database


@pytest.fixture(scope="module")
def bench(network: Graph, server_settings: Settings) -> Iterator[Bench]:
    """A bench with short limits."""
    made = Bench(lambda: connection_for(server_settings), LIMITS)
    yield made
    made.close()
