"""Where the bench runs when others reach the site: never on the Neo4j that the site needs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from explorer.app import bench_of, create_app
from explorer.copies import Copies, wants_copy
from explorer.site import told_of_reach
from queries.console.copied import Copied, Place, copied_in, copy_folder, write_copied
from queries.errors import DatabaseUnreachable, QueryRefused
from queries.settings import Settings, settings_from
from tests.explorer.canned import ANSWER, ANSWERS
from tests.recording import RecordingBench, RecordingGraph

ALONE = settings_from({})
EXPOSED = ALONE.but(host_names="explorer.example")
OWN = EXPOSED.but(neo4j_uri="bolt://127.0.0.1:9", neo4j_password="first")
SECOND = OWN.but(bench_uri="bolt://127.0.0.1:10", bench_password="second")


def until(held: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not held():
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("settings", "kind", "copies"),
    [
        (ALONE, "graph", False),
        (ALONE.but(neo4j_uri="bolt://127.0.0.1:9"), "graph", False),
        (EXPOSED, "off", True),
        (OWN, "off", False),
        (SECOND, "elsewhere", False),
    ],
)
def test_where_the_bench_runs_is_told(settings: Settings, kind: str, copies: bool) -> None:
    bench = bench_of(settings)
    assert bench.place.kind == kind
    assert wants_copy(settings) is copies
    bench.close()


def test_beyond_this_machine_it_is_off_without_a_second_neo4j() -> None:
    killed: list[bool] = []
    bench = bench_of(OWN, lambda: killed.append(True))
    for way in (bench.run, bench.plan):
        with pytest.raises(QueryRefused, match="INFLUENCE_BENCH_URI") as refused:
            way("RETURN 1", {})
        assert refused.value.reason == "off"
    assert any("bench is off" in line for line in told_of_reach(OWN))
    assert not any("bench is off" in line for line in told_of_reach(SECOND))


def test_the_second_neo4j_is_asked_with_its_own_password_and_never_ended() -> None:
    killed: list[bool] = []
    bench = bench_of(SECOND, lambda: killed.append(True))
    connection = bench._connection()
    assert (connection.uri, connection.password) == ("bolt://127.0.0.1:10", "second")
    with pytest.raises(DatabaseUnreachable):
        bench.run("RETURN 1", {})
    bench._stuck()
    assert killed == []
    bench.close()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place("copy", "2026-03-04T05:06:07+00:00"), "made 4 Mar 2026, 05:06 UTC"),
        (Place("making"), "is being made"),
        (Place("elsewhere"), "a second Neo4j with a copy"),
        (Place("off"), "INFLUENCE_BENCH_URI"),
    ],
)
def test_the_page_says_of_what_the_answers_are(place: Place, told: str) -> None:
    bench = RecordingBench(ANSWER)
    bench.place = place
    client = create_app(ALONE, RecordingGraph(ANSWERS), bench).test_client()
    assert told in client.get("/cypher").text
    answer: dict[str, Any] = dict(client.get("/cypher.json?q=RETURN 1").json or {})
    assert answer.get("copied", "") == place.at


def test_the_copy_is_made_at_first_and_with_each_run_and_removed_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command itself is tested on a real server, in `test_bench_copy.py`."""
    monkeypatch.setattr("explorer.copies.LOOK_SECONDS", 0.01)
    done = tmp_path / "done"
    graph = RecordingGraph({"newest_run": [{"id": "r1"}]})
    copies = Copies(EXPOSED.but(data=tmp_path), graph)
    note = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + '\\n')"
    copies._command = lambda what: [sys.executable, "-c", note, str(done), what]  # type: ignore[method-assign]

    def told() -> list[str]:
        return done.read_text().split() if done.exists() else []

    copy_folder(tmp_path).mkdir()
    # One that a site which was killed left there is not believed.
    write_copied(tmp_path, Copied("2026-01-01T00:00:00+00:00", "r1"))
    copies.begin()
    until(lambda: told() == ["make"])
    time.sleep(0.2)
    assert told() == ["make"]
    graph.answers["newest_run"] = [{"id": "r2"}]
    until(lambda: told()[:2] == ["make", "make"])
    write_copied(tmp_path, Copied("2026-01-02T00:00:00+00:00", "r2"))
    assert copied_in(tmp_path) == Copied("2026-01-02T00:00:00+00:00", "r2")
    copies.end()
    assert told()[-1] == "remove"
