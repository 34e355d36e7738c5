"""A graph algorithm whose client goes away is stopped, and its projection dropped."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from queries.errors import InfluenceError
from queries.graph import Graph
from queries.scoring.measures import client, projected

# Everybody attends to the next one and back. On such a network, where every way back has an
# even number of steps, the power iteration swings for ever.
SEESAW = """
UNWIND range(1, 3000) AS n
CREATE (a:User {id: 't:a' + n}), (b:User {id: 't:b' + n})
CREATE (a)-[:ATTENDS_TO {topic: '*', weight: 1.0}]->(b)
CREATE (b)-[:ATTENDS_TO {topic: '*', weight: 1.0}]->(a)
"""
RUNNING = (
    "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'gds.eigenvector.mutate'"
)
ENDLESS = 300_000
PATIENCE = 30


@pytest.mark.parametrize("ending", [KeyboardInterrupt, InfluenceError])
def test_what_runs_on_a_projection_is_stopped_with_it(
    graph: Graph, ending: type[BaseException]
) -> None:
    answered(graph, SEESAW)
    gds = client(graph)
    ends: list[Exception] = []
    jobs: list[Thread] = []
    with pytest.raises(ending):
        abandoned(graph, gds, ending, lambda network: jobs.append(started(gds, network, ends)))
    jobs[0].join(PATIENCE)
    assert not jobs[0].is_alive()
    assert "terminated" in str(ends[0]).lower()
    assert answered(graph, RUNNING) == []
    assert not gds.graph.list("seesaw")


def test_what_a_killed_run_left_is_stopped_by_the_next(graph: Graph) -> None:
    answered(graph, SEESAW)
    gds, ends = client(graph), list[Exception]()
    graph.run("attention_by_topic", graph_name="seesaw", numbers={"*": 0}, stride=1)
    job = started(gds, gds.graph.get("seesaw"), ends)
    until(lambda: answered(graph, RUNNING))
    with projected(graph, gds, "attention_by_topic", "seesaw", numbers={"*": 0}, stride=1):
        job.join(PATIENCE)
        assert answered(graph, RUNNING) == []
    assert "terminated" in str(ends[0]).lower()
    assert not gds.graph.list("seesaw")


def abandoned(
    graph: Graph, gds: Any, ending: type[BaseException], work: Callable[[Any], object]
) -> None:
    """Begin `work` on a projection, and leave it as soon as it runs."""
    with projected(
        graph, gds, "attention_by_topic", "seesaw", numbers={"*": 0}, stride=1
    ) as network:
        work(network)
        until(lambda: answered(graph, RUNNING))
        raise ending


def started(gds: Any, network: Any, ends: list[Exception]) -> Thread:
    job = Thread(target=lambda: ends.append(endless(gds, network)))
    job.start()
    return job


def endless(gds: Any, network: Any) -> Exception:
    """Runs until it is stopped, and says how it ended."""
    try:
        gds.eigenvector.mutate(
            network, mutate_property="x", max_iterations=ENDLESS, tolerance=0, concurrency=1
        )
    except Exception as error:
        return error
    return AssertionError("it ended by itself")


def answered(graph: Graph, query: str) -> list[Any]:
    with graph.driver.session(database=graph.database) as session:
        return list(session.run(query))


def until(held: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not held():
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.05)
