"""Loads under fire: whatever is killed, cut or stopped, the graph is that of a quiet load.

The seed is new each time and told when a test does not hold; INFLUENCE_FAULT_SEED sets it, and
INFLUENCE_FAULTS how many loaders are killed. As they stand these tests, those of shortages and
those of the bulk path injure loads 40 times: 15 loaders and 2 servers are killed, 14 answers are
lost, 6 wires cut; a server stands still, and a disk fills up twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from loader.server.process import Server
from queries.graph import Graph
from queries.settings import Settings
from tests.faults.proxy import wire
from tests.terminal import as_from_a_terminal

INFLUENCE = Path(sys.executable).with_name("influence")
SEED = int(os.environ.get("INFLUENCE_FAULT_SEED") or time.time_ns() % 1_000_000_007)
FAULTS = int(os.environ.get("INFLUENCE_FAULTS", "12"))
ROWS = 2_000
BATCH_ROWS = 50
PATIENCE = 300
DIGEST = """
MATCH (node) WHERE NOT node:Load
OPTIONAL MATCH (node)-[arrow]->(other)
RETURN labels(node) AS labels, properties(node) AS node, type(arrow) AS type,
       properties(arrow) AS arrow, other.id AS other
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edge list with repeated and broken lines, the same for the same seed."""
    dice = random.Random(SEED)
    path = tmp_path_factory.mktemp("faults") / "edges.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("who,whom,kind,when,topics\n")
        for n in range(ROWS):
            who, whom = dice.randrange(300), dice.randrange(300)
            when = "noon" if n % 97 == 0 else f"2026-01-{1 + n % 28:02}T0{n % 10}:00:{n % 60:02}Z"
            kind = dice.choice(["repost", "like", "reply", "mention"])
            out.write(f"p{who},p{whom},{kind},{when},tea|t{n % 7}\n")
    return path


@pytest.fixture
def empty(fired_at: Server) -> Iterator[Graph]:
    with Graph.open(fired_at.up()) as graph:
        graph.driver.execute_query("MATCH (n) DETACH DELETE n")
        yield graph


@pytest.fixture(scope="module")
def quiet(fired_at: Server, network: Path) -> tuple[str, Mapping[str, int]]:
    """The digest and the counts of a load that nothing disturbed."""
    with Graph.open(fired_at.up()) as graph:
        graph.driver.execute_query("MATCH (n) DETACH DELETE n")
        done = ended(loading(fired_at.settings, network))
        assert min(done["accepted"], done["rejected"]) > 0
        return digest(graph), done


def loading(settings: Settings, path: Path, **more: str) -> subprocess.Popen[str]:
    """`influence load` in small batches, as a process of its own."""
    words = [INFLUENCE, "load", "edges", path, "--data", settings.data, "--json"]
    environment = os.environ | {"INFLUENCE_BATCH_ROWS": str(BATCH_ROWS)} | more
    with as_from_a_terminal():
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )


def ended(process: subprocess.Popen[str]) -> dict[str, int]:
    """What a load told in the end: its counts."""
    out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, f"seed {SEED}: {said}"
    told = json.loads(out.splitlines()[-1])
    counts = {name: told[name] for name in ("accepted", "duplicate", "suppressed", "rejected")}
    assert sum(counts.values()) == told["read"], f"seed {SEED}"
    return counts | {"read": told["read"]}


def digest(graph: Graph) -> str:
    rows = [row.data() for row in graph.driver.execute_query(DIGEST).records]
    lines = sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_so_far(graph: Graph) -> int:
    rows = graph.driver.execute_query("MATCH (l:Load) RETURN max(l.read) AS read").records
    return rows[0]["read"] or 0


def completed(graph: Graph) -> dict[str, int]:
    """What the one load noted in the end: its counts; none if it did not end."""
    ask = "MATCH (load:Load) WHERE load.complete RETURN properties(load) AS noted"
    rows = graph.driver.execute_query(ask).records
    counts = ("accepted", "duplicate", "suppressed", "rejected", "read")
    return {name: row["noted"][name] for row in rows for name in counts}


def until_read(graph: Graph, least: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while read_so_far(graph) < least and process.poll() is None:
        assert time.monotonic() < deadline, f"seed {SEED}: stuck below {least}"
        time.sleep(0.02)


def neo4j_of(server: Server) -> psutil.Process:
    pid = server.status().pid
    assert pid
    return psutil.Process(pid)


def test_a_loader_killed_again_and_again_ends_in_the_same_graph(
    fired_at: Server, empty: Graph, network: Path, quiet: tuple[str, Mapping[str, int]]
) -> None:
    dice = random.Random(SEED)
    killed = 0
    while killed < FAULTS:
        empty.driver.execute_query("MATCH (n) DETACH DELETE n")
        for part in sorted(dice.sample(range(BATCH_ROWS, ROWS - 2 * BATCH_ROWS), 4)):
            process = loading(fired_at.settings, network)
            until_read(empty, part, process)
            time.sleep(dice.random() * 0.1)
            process.send_signal(dice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT]))
            process.wait(timeout=PATIENCE)
            if process.returncode == 0:
                # It was quicker than we.
                break
            process.communicate()
            killed += 1

        if process.returncode == 0:
            counts = ended(process)
        elif counts := completed(empty):
            # It was killed when all was in: the same command is a load anew, which finds all there.
            again = ended(loading(fired_at.settings, network))
            assert again["duplicate"] == counts["accepted"] + counts["duplicate"], f"seed {SEED}"
        else:
            counts = ended(loading(fired_at.settings, network))

        assert (digest(empty), counts) == quiet, f"seed {SEED}"


def test_an_answer_lost_after_the_commit_neither_loses_nor_doubles(
    fired_at: Server, empty: Graph, network: Path, quiet: tuple[str, Mapping[str, int]]
) -> None:
    port = fired_at.folder.port()
    assert port
    with wire(port, seed=SEED) as cut:
        password = (fired_at.folder.path / "password").read_text().strip()
        own = {"NEO4J_URI": f"bolt://127.0.0.1:{cut.port}", "NEO4J_PASSWORD": password}

        process = loading(fired_at.settings, network, INFLUENCE_BATCH_ROWS="25", **own)
        until_read(empty, 50, process)
        cut.lost_answers, cut.plain_cuts = 14, 6

        assert digest_after(empty, process) == quiet, f"seed {SEED}"
        assert cut.made == {"lost answer": 14, "plain cut": 6}


def test_a_database_killed_in_the_middle_is_waited_for(
    fired_at: Server, empty: Graph, network: Path, quiet: tuple[str, Mapping[str, int]]
) -> None:
    dice = random.Random(SEED)
    process = loading(fired_at.settings, network)
    for part in (250 + dice.randrange(500), 1_000 + dice.randrange(750)):
        until_read_outside(fired_at, part, process)
        neo4j_of(fired_at).kill()
        fired_at.up()

    counts = ended(process)

    with Graph.open(fired_at.up()) as graph:
        assert (digest(graph), counts) == quiet, f"seed {SEED}"


def test_a_database_that_stands_still_is_waited_for(
    fired_at: Server, empty: Graph, network: Path, quiet: tuple[str, Mapping[str, int]]
) -> None:
    process = loading(fired_at.settings, network)
    until_read(empty, 350, process)
    neo4j = neo4j_of(fired_at)
    neo4j.suspend()
    time.sleep(5)
    neo4j.resume()

    assert (digest_after(empty, process)) == quiet, f"seed {SEED}"


def test_of_two_loaders_of_the_same_file_one_is_refused(
    fired_at: Server, empty: Graph, network: Path, quiet: tuple[str, Mapping[str, int]]
) -> None:
    first = loading(fired_at.settings, network)
    until_read(empty, 150, first)
    # It stands still meanwhile, or it may be through before the second has begun.
    first.send_signal(signal.SIGSTOP)
    second = loading(fired_at.settings, network)

    _, said = second.communicate(timeout=PATIENCE)

    first.send_signal(signal.SIGCONT)
    assert second.returncode == 1
    assert "another loader" in said
    assert digest_after(empty, first) == quiet, f"seed {SEED}"


def test_two_loaders_of_different_files_at_once_lose_nothing(
    fired_at: Server,
    empty: Graph,
    network: Path,
    quiet: tuple[str, Mapping[str, int]],
    tmp_path: Path,
) -> None:
    turned = tmp_path / "turned.csv"
    header, *lines = network.read_text().splitlines()
    turned.write_text("\n".join([header, *reversed(lines)]) + "\n")
    loaders = [loading(fired_at.settings, path) for path in (network, turned)]

    one, other = map(ended, loaders)

    assert digest(empty) == quiet[0], f"seed {SEED}"
    assert one["accepted"] + other["accepted"] == quiet[1]["accepted"]


def test_a_file_that_changed_is_another_load(
    fired_at: Server, empty: Graph, network: Path, tmp_path: Path
) -> None:
    changing = tmp_path / "edges.csv"
    changing.write_bytes(network.read_bytes())
    process = loading(fired_at.settings, changing)
    until_read(empty, 500, process)
    process.kill()
    process.communicate()
    changing.write_text(changing.read_text().replace("tea|", "rye|"))

    assert ended(loading(fired_at.settings, changing))["read"] == ROWS
    states = empty.driver.execute_query(
        "MATCH (l:Load) RETURN l.complete AS done ORDER BY l.at"
    ).records
    assert [row["done"] for row in states] == [False, True]


def digest_after(graph: Graph, process: subprocess.Popen[str]) -> tuple[str, dict[str, int]]:
    counts = ended(process)
    return digest(graph), counts


def until_read_outside(server: Server, least: int, process: subprocess.Popen[str]) -> None:
    with Graph.open(server.up()) as graph:
        until_read(graph, least, process)
