"""How fast the loader writes, beside what one would write by hand, in one run.

    python bench/load.py            100,000 likes between 5,000 people
    python bench/load.py 1000000

On a managed server in a new folder that is removed afterwards. Each way writes the same acts into
an empty graph that has the people and a uniqueness constraint on the acts' ids; the first round
warms Java up and is not shown. The ways by hand write an id, a time and a topic, and check
nothing; ours checks, counts, notes its place in each transaction and keeps five properties.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from loader.load import Limits, load
from loader.records import Interaction, Kind, User
from loader.server.process import Server
from loader.sources import Source
from queries.graph import Graph
from queries.settings import Settings

PEOPLE = 5_000
BATCH = 5_000
ROUNDS = 2
START = datetime(2026, 1, 1, tzinfo=UTC)
BY_HAND = {
    "UNWIND … CREATE": """
UNWIND $rows AS row
MATCH (who:User {id: row.who}) MATCH (whom:User {id: row.whom})
CREATE (who)-[:LIKED {id: row.id, at: row.at, topics: row.topics}]->(whom)
""",
    "UNWIND … MERGE": """
UNWIND $rows AS row
MATCH (who:User {id: row.who}) MATCH (whom:User {id: row.whom})
MERGE (who)-[act:LIKED {id: row.id}]->(whom)
ON CREATE SET act.at = row.at, act.topics = row.topics
""",
}


def acts(size: int) -> Iterator[Interaction]:
    """`size` likes, the same each time."""
    for n in range(size):
        who, whom = n * 7919 % PEOPLE, (n * 104_729 + 13) % PEOPLE
        at = START + timedelta(seconds=n)
        yield Interaction(f"b:{n}", f"b:p{who}", f"b:p{whom}", Kind.LIKE, at, ("tea",))


def ours(graph: Graph, size: int, folder: Path) -> None:
    source = Source("bench", "a generator", False, lambda *_: acts(size), resumable=False)
    load(
        graph,
        source,
        (),
        {},
        folder=folder,
        limits=Limits(batch_rows=BATCH),
        announce=print,
        progress=lambda _: None,
    )


def by_hand(graph: Graph, size: int, query: str) -> None:
    rows: list[dict[str, object]] = []
    with graph.driver.session() as session:
        for act in acts(size):
            told = {"id": act.id, "who": act.who, "whom": act.whom, "at": act.at}
            rows.append(told | {"topics": list(act.topics)})
            if len(rows) == BATCH:
                session.run(query, rows=rows).consume()
                rows = []
        if rows:
            session.run(query, rows=rows).consume()


def py2neo_bulk(size: int, port: int, password: str) -> None:
    from py2neo import Graph as Py2neo
    from py2neo.bulk import create_relationships

    far = Py2neo(f"bolt://127.0.0.1:{port}", auth=("neo4j", password))
    rows = []
    for act in acts(size):
        rows.append((act.who, {"id": act.id, "topics": list(act.topics)}, act.whom))
        if len(rows) == BATCH:
            create_relationships(
                far.auto(),
                rows,
                "LIKED",
                start_node_key=("User", "id"),
                end_node_key=("User", "id"),
            )
            rows = []


def emptied(graph: Graph, folder: Path) -> None:
    """People, constraints and no acts."""
    with graph.driver.session() as session:
        delete = "MATCH ()-[act:LIKED]->() CALL (act) {DELETE act} IN TRANSACTIONS OF 20000 ROWS"
        session.run(delete).consume()
    people = [User(f"b:p{n}") for n in range(PEOPLE)]
    source = Source("people", "a list", False, lambda *_: iter(people), resumable=False)
    load(
        graph,
        source,
        (),
        {},
        folder=folder,
        limits=Limits(),
        announce=print,
        progress=lambda _: None,
    )


def main() -> None:
    """Time each way in turn, a few rounds, and print acts a second and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", nargs="?", type=int, default=100_000)
    size = parser.parse_args().size
    folder = Path(tempfile.mkdtemp(prefix="influence-bench-"))
    settings = Settings(data=folder / "data")
    server = Server(settings)
    ways: dict[str, Callable[[Graph], None]] = {
        "influence load": lambda graph: ours(graph, size, settings.data),
        "influence load, all there already": lambda graph: ours(graph, size, settings.data),
        **{
            name: (lambda graph, query=query: by_hand(graph, size, query))
            for name, query in BY_HAND.items()
        },
    }
    try:
        with Graph.open(server.up()) as graph:
            port, password = server.folder.port(), (settings.data / "password").read_text().strip()
            ways["py2neo bulk create"] = lambda _: py2neo_bulk(size, port or 0, password)
            seconds = timed(graph, ways, settings.data)
    finally:
        server.down()
        shutil.rmtree(folder, ignore_errors=True)
    merge = statistics.median(seconds["UNWIND … MERGE"])
    for name, each in seconds.items():
        middle = statistics.median(each)
        print(f"{name:36} {size / middle:10,.0f} acts/s {merge / middle:6.2f} × the MERGE by hand")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"this process: {memory:,} MB at most; load average {os.getloadavg()[0]:.1f};", end=" ")
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


def timed(
    graph: Graph, ways: dict[str, Callable[[Graph], None]], folder: Path
) -> dict[str, list[float]]:
    """Seconds of each way in each round but the first, in turn, so that noise meets all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(ROUNDS + 1):
        for name, way in ways.items():
            if "there already" not in name:
                emptied(graph, folder)
            begun = time.perf_counter()
            way(graph)
            if round_:
                seconds[name].append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main()
