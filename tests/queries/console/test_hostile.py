"""Whatever somebody tries on the bench: nothing changes, nothing outside is reached."""

from __future__ import annotations

import hashlib
import json
import socketserver
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from queries.console.bench import Bench
from queries.errors import QueryError, QueryRefused, QueryStopped
from queries.graph import Graph
from queries.library import library
from queries.settings import Settings
from tests.queries.console.conftest import CANARY
from tests.queries.console.generated import generated
from tests.queries.console.hostile import Case, cases

CORPUS = Path(__file__).with_name("analysts.cypher")
VALUES = {
    **{"handle": "u1", "from": "t:1", "to": "t:2", "topic": "bread", "element": "4:x:1"},
    **{"handles": ["u1"], "words": "a b"},
}
STATE = (
    "MATCH (n) RETURN labels(n) AS l, properties(n) AS p",
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, properties(r) AS p, b.id AS b",
    "CALL db.labels() YIELD label RETURN label",
    "CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey",
    "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
    "SHOW INDEXES YIELD name, state RETURN name, state",
    "SHOW CONSTRAINTS YIELD name RETURN name",
    "SHOW USERS YIELD user RETURN user",
    "SHOW SETTINGS YIELD name, value RETURN name, value",
    "CALL gds.graph.list() YIELD graphName RETURN graphName",
)


class Ear(socketserver.ThreadingTCPServer):
    """Listens where nobody should call, and counts."""

    daemon_threads = True

    def __init__(self) -> None:
        self.calls = 0
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)

    def verify_request(self, *_: Any) -> bool:
        self.calls += 1
        return False


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with Ear() as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        yield listening
        listening.shutdown()


def digest(graph: Graph, settings: Settings) -> Mapping[str, str]:
    """A hash of each thing that a query could change."""
    told: dict[str, str] = {}
    with graph.driver.session(database=graph.database) as session:
        for query in STATE:
            rows = sorted(
                json.dumps(dict(row), default=str, sort_keys=True) for row in session.run(query)
            )
            told[query] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    home = settings.data / "neo4j"
    places = [home / "import", home / "data" / "databases", home / "data" / "dumps", home]
    told["files"] = str([sorted(p.name for p in one.glob("*")) for one in places])
    return told


def ending(bench: Bench, case: Case) -> str:
    """How an attempt ended; nothing but our own refusals is ever raised."""
    try:
        answer = bench.run(case.cypher, case.parameters)
    except QueryRefused as error:
        known = not case.reasons or error.reason in case.reasons
        return "refused" if known and str(error) else f"refused: {error.reason}, {error}"
    except QueryStopped as error:
        known = ("time", "memory", "bytes", "plan")
        return "stopped" if error.reason in known else f"stopped by {error.reason!r}"
    text = json.dumps(answer.result.rows, allow_nan=False)
    assert CANARY not in text
    assert CANARY not in json.dumps(answer.picture)
    return "answered"


def test_every_attempt_is_refused_or_bounded_and_leaves_no_trace(
    bench: Bench, network: Graph, server_settings: Settings, ear: Ear
) -> None:
    before = digest(network, server_settings)
    wrong = []
    for case in cases(ear.server_address[1]):
        ends = ending(bench, case)
        started = time.monotonic()
        network.verify()
        answered = time.monotonic() - started
        if ends not in case.ends or answered > 30:
            wrong.append((case.name, ends, answered))
    assert wrong == []
    assert ear.calls == 0
    assert digest(network, server_settings) == before


def test_hundreds_that_were_made_up_leave_no_trace_either(
    bench: Bench, network: Graph, server_settings: Settings, ear: Ear
) -> None:
    """`bench/hostile.py` does the same with ten thousand."""
    before = digest(network, server_settings)
    quick = [one for one in generated(300, 1, ear.server_address[1]) if "1000000000" not in one]
    ends = Counter(ending(bench, Case(one[:60], one)) for one in quick)
    assert ends["refused"] > 100
    assert ends["answered"] > 5
    assert ear.calls == 0
    assert digest(network, server_settings) == before


def test_who_opted_out_is_not_even_counted(bench: Bench) -> None:
    for question in ("MATCH (n) RETURN count(n) AS n", "MATCH () RETURN count(*) AS n"):
        assert bench.run(question, {}).result.rows == [{"n": 60}]


def test_what_analysts_ask_is_answered(bench: Bench) -> None:
    """A hundred questions that a researcher would ask of this graph, and all of our own."""
    questions = [one.strip() for one in CORPUS.read_text(encoding="utf-8").split(";\n")]
    refused = []
    for question in filter(None, questions):
        try:
            bench.plan(question, VALUES)
        except QueryError as error:
            refused.append((question, str(error)))
    assert len(questions) - 1 == 100
    assert refused == []


@pytest.mark.parametrize("query", library().readable.values(), ids=lambda query: query.name)
def test_the_site_s_own_questions_run_on_the_bench(bench: Bench, query: Any) -> None:
    answer = bench.run(query.cypher, query.defaults)
    assert answer.result.columns == tuple(column.name for column in query.returns)
