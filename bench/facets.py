"""How fast a leaderboard of many people is narrowed, on a synthetic graph of its own.

    python bench/facets.py --people 100000 --data /tmp/facets

It makes a managed database in `--data` with that many scored people on everything and on four
topics, two runs, and prints the server's time for random choices of facets and orders, and for
the first of each topic, which reads the columns; and whether any query scans every node or
multiplies rows.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any

import psutil

from explorer.app import create_app
from explorer.views.leaders import sorts
from loader.server.process import Server
from queries.connection import address_in
from queries.facets import ACTIVITIES, SIZES
from queries.graph import Graph
from queries.library import library
from queries.schema import prepare
from queries.settings import settings_from

TOPICS = ("food", "bread", "coffee", "audio")
LANGUAGES = ("en", "fr", "de", "ar", "")
QUERIES = (
    "board_state", "topic_columns", "leaders_listed", "topic_family", "trends", "run_moments",
    "topics_named", "leaders", "audiences", "people_compared", "people_called", "list_people",
    "lists_kept", "list_kept",
)  # fmt: skip
PEOPLE = """
UNWIND $rows AS row
CREATE (person:User {id: row.id, handle: row.id, network: row.network, followers: row.followers})
"""
SCORES = """
UNWIND $rows AS row
MATCH (person:User {id: row.id})
MATCH (topic:Topic {id: $topic})
CREATE (person)-[scored:SCORED]->(topic)
SET scored = row.scored
"""
ARROWS = """
UNWIND $rows AS row
MATCH (who:User {id: row[0]})
MATCH (whom:User {id: row[1]})
CREATE (who)-[:ATTENDS_TO {topic: '*', weight: 0.5, recent: 0.1, acts: 1}]->(whom)
"""


def scored(dice: random.Random, rank: int, people: int, run: str, topic: str) -> dict[str, Any]:
    """The properties of one score, as many as a real one has."""
    names = ("true_reach", "amplification", "network_impact", "credible", "returning", "audience")
    more = ("page_rank", "article_rank", "eigenvector", "betweenness", "hits_authority", "hits_hub")
    points = ("true_reach", "amplification", "activity", "network", "followers")
    told: dict[str, Any] = {name: dice.random() * 100 for name in names}
    told |= {f"points_{name}": 20 * dice.random() for name in points}
    told |= {"run": run, "topic": topic, "score": 100 * (1 - rank / people), "rank": rank}
    told |= {"score_low": 1.0, "score_high": 2.0, "rank_low": rank, "rank_high": rank + 9}
    told |= {"people": dice.randint(3, 99), "active_days": dice.random() * 30, "percentile": 50.0}
    told |= {"confidence": dice.choice(["ok", "low"]), "backed_off": False}
    if topic == "*":
        told |= {name: dice.random() for name in more}
        told |= {"degree": dice.randint(0, 99), "k_core": dice.randint(0, 9)}
        told |= {"community": int(dice.paretovariate(0.7)) % 500, "trust": dice.random()}
        told |= {"language": dice.choice(LANGUAGES) or None}
    return told


def make(graph: Graph, people: int, arrows: int) -> None:
    """Everybody, two runs of scores, and the arrows, as fast as they can be written."""
    dice = random.Random(1)
    execute = graph.driver.execute_query
    ids = [f"toy:{i:07}" for i in range(people)]
    rows = [
        {
            "id": id_,
            "network": dice.choice(["toy", "mastodon", "bluesky"]),
            "followers": dice.choice([None, int(dice.paretovariate(0.4))]),
        }
        for id_ in ids
    ]
    in_batches(lambda some: execute(PEOPLE, rows=some), rows)
    for topic in TOPICS:
        execute("CREATE (:Topic {id: $id, name: $id})", id=topic)
    execute("MATCH (a:Topic {id: 'food'}), (b:Topic {id: 'bread'}) CREATE (b)-[:CHILD_OF]->(a)")
    for run, day in (("old", 1), ("new", 2)):
        execute(
            "CREATE (run:Run {id: $id, complete: true, recipe: 'r', reference: 3.0})"
            " SET run.at = datetime($at), run.as_of = datetime($at)",
            id=run,
            at=f"2026-07-0{day}T00:00:00Z",
        )
        for topic, size in (("*", people), *((one, people // 4) for one in TOPICS)):
            chosen = dice.sample(ids, size)
            told = [
                {"id": id_, "scored": scored(dice, rank, size, run, topic)}
                for rank, id_ in enumerate(chosen, start=1)
            ]
            in_batches(lambda some, topic=topic: execute(SCORES, rows=some, topic=topic), told)
    pairs = [
        (ids[dice.randrange(people)], ids[int(dice.random() ** 3 * people)])
        for _ in range(arrows * people)
    ]
    in_batches(lambda some: execute(ARROWS, rows=some), pairs)
    graph.run("indexes_ready")


def in_batches(write: Any, rows: list[Any]) -> None:
    """`write` some of `rows` after the others."""
    for at in range(0, len(rows), 10_000):
        write(rows[at : at + 10_000])


def ask(client: Any, path: str) -> float:
    """Milliseconds of one answer."""
    started = time.perf_counter()
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return 1000 * (time.perf_counter() - started)


def spent(folder: Path) -> float:
    """Milliseconds of processors' time that the database and this process took so far.

    Unlike the clock it does not tell how busy the machine is with other things.
    """
    address = address_in(folder)
    assert address is not None
    times = psutil.Process(address.pid).cpu_times()
    return 1000 * (times.user + times.system + time.process_time())


def choices(count: int) -> list[str]:
    """Random addresses: a topic, an order, some facets."""
    dice = random.Random(2)
    found = []
    for _ in range(count):
        topic = dice.choice(["*", *TOPICS])
        query = {"by": dice.choice(list(sorts(topic)))}
        facets = {
            "size": dice.choice(SIZES)[1],
            "network": dice.choice(["toy", "mastodon"]),
            "language": dice.choice(["en", "unknown"]),
            "community": str(dice.randint(0, 9)),
            "activity": dice.choice(ACTIVITIES)[1],
            "evidence": dice.choice(["ok", "low"]),
        }
        for name in dice.sample(list(facets), dice.randint(0, 4)):
            query[name] = facets[name]
        form = dice.choice(["", "", ".json"])
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        found.append(f"/topics/{topic}{form}?{asked}&page={dice.choice([1, 1, 3])}")
    return found


def operators(plan: dict[str, Any]) -> set[str]:
    """What a plan is made of."""
    below = (operators(child) for child in plan.get("children", ()))
    return {plan["operatorType"].partition("@")[0]}.union(*below)


def main() -> None:
    """Make the graph unless it is there, then ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--arrows", type=int, default=10, help="of each person")
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    settings = settings_from({}).but(data=given.data, cache=settings_from().cache, heap_mb=2048)
    server = Server(settings)
    try:
        with Graph.open(server.up(), query_seconds=300) as graph:
            prepare(graph)
            if not graph.ask("site_state").rows[0]["people"]:
                make(graph, given.people, given.arrows)
            for name in QUERIES:
                query = library().named(name)
                summary = graph.driver.execute_query(f"EXPLAIN {query.cypher}", query.defaults)
                found = operators(summary.summary.plan) & {"AllNodesScan", "CartesianProduct"}
                print(f"{name}: {', '.join(sorted(found)) or 'neither scans nor multiplies'}")
            client = create_app(settings, graph).test_client()
            for topic in ("*", *TOPICS):
                before = spent(given.data)
                wall = ask(client, f"/topics/{topic}?by=people")
                busy = spent(given.data) - before
                print(f"first of {topic}: {wall:.0f} ms, {busy:.0f} ms of processors' time")
            before = spent(given.data)
            times = sorted(ask(client, path) for path in choices(given.asks))
            busy = (spent(given.data) - before) / len(times)
            cut = statistics.quantiles(times, n=20)
            told = f"median {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms, most {times[-1]:.0f} ms"
            print(f"of {len(times)}: {told}; {busy:.0f} ms of processors' time each")
            print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        server.down()


if __name__ == "__main__":
    main()
