"""How fast the pages of many people are, on a crowd of their own.

    python bench/facets.py --people 100000 --events 2000000 --data /tmp/facets

It makes a managed database in `--data` (see `crowd`): so many acts, loaded and folded, and two
runs with scores of everybody on everything and on four topics. It prints how long reading ahead
takes, as `influence serve` does after each run; then the server's time for random choices of
facets and orders, for every page, of random people and topics, and for what is searched while one
types. And whether any query scans every node or multiplies rows. It ends with what took longer than
it should; then its exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from crowd import NAMES, TOPICS, WORDS, drawn, id_of, load, make

from explorer.ahead import Ahead
from explorer.app import BOARDS, DATABASE, create_app
from explorer.views.leaders import sorts
from loader.server.process import Server
from queries.connection import address_in
from queries.facets import ACTIVITIES, SIZES
from queries.graph import Graph
from queries.library import library
from queries.lists import Lists
from queries.schema import prepare
from queries.settings import Settings, settings_from

# Milliseconds of the server that 95 in 100 may take.
A_PAGE, A_SEARCH = 200, 100
MULTIPLYING = {"AllNodesScan", "AllRelationshipsScan", "CartesianProduct"}
# Pages of a person that can be of a topic.
BELOW = ("influences", "influenced-by", "history", "evidence", "receipt", "alike", "flower")
# What was typed of a name, letter by letter, and of some words of a bio.
TYPED = ("a", "ad", "ada", "ada c", "b", "br", "bread", "bread cof", "toy", "00012")
# Each of these is typed once: what was found for the same text before is not known.
ANEW = sorted({word[:n].lower() for word in (*NAMES, *WORDS) for n in range(1, 6)} - {*TYPED})


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


def p95(times: list[float]) -> float:
    """What 95 in 100 do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[18]


def quantiles(times: list[float]) -> str:
    """Of milliseconds the median, the 95th of a hundred, and the most."""
    middle = statistics.median(times)
    return f"median {middle:.0f} ms, p95 {p95(times):.0f} ms, most {max(times):.0f} ms"


def pages(dice: random.Random, people: int, graph: Graph) -> dict[str, str]:
    """An address of each kind of page, of somebody and some topic."""
    who, other, third = (id_of(int(dice.random() ** 2 * people)) for _ in range(3))
    topic = dice.choice(["*", *TOPICS])
    near = graph.ask("whom_they_influence", person=who, topic="*", limit=1).one()
    ids = quote(json.dumps([who, other]))
    person = f"/people/{who}"
    return {
        "home": "/",
        "topics": f"/topics?page={dice.choice([1, 1, 2])}",
        "topic": f"/topics/{topic}",
        "topic as JSON": f"/topics/{topic}.json?limit=100",
        "topic as XLSX": f"/topics/{topic}.xlsx?limit=100",
        "arrows": f"/topics/{topic}/arrows",
        "lenses": f"/topics/{topic}/lenses?limit={dice.choice([10, 25, 100])}",
        "seen from": f"/topics/{topic}/from?from={ids}",
        "without suspicious": f"/topics/{topic}?flagged=without&page={dice.choice([1, 1, 2, 9])}",
        "of a run before": f"/topics/{topic}?run=old",
        "flags": "/flags",
        "compare": f"/compare?p={who}&p={other}&p={third}&topic={topic}",
        "lists": "/lists",
        "person": f"{person}?topic={topic}",
        **{below: f"{person}/{below}?topic={topic}" for below in BELOW},
        "evidence of an arrow": f"{person}/evidence?with={near['id'] if near else other}",
        "ledger": f"{person}/ledger",
        "audience": f"{person}/audience",
        "graph": f"/graph?topic={topic}&view=people",
        "communities": f"/graph.json?view=communities&topic={topic}",
        "a community": f"/graph.json?topic={topic}&community={dice.choice([1, 9, 99, 499])}",
        "graph of 300": f"/graph.json?view=people&limit=300&topic={topic}",
        "graph as GEXF": f"/graph.gexf?view=people&limit=300&topic={topic}",
        "around one": f"/graph.json?focus={who}",
        "expanded": f"/graph.json?limit=0&expand={quote(json.dumps([who]))}&also={ids}",
        "an arrow": f"/graph/arrow?influencer={who}&influenced={near['id']}" if near else "/graph",
        "path": f"/graph/path?source={who}&target={other}",
        "data": "/data",
        "methods": "/methods",
        "backtest": "/methods/backtest",
        "recipe": "/methods/recipe",
        "recipes of two runs": "/methods/recipe/runs",
        "queries": "/queries",
        "a query": "/queries/who_influences",
        "cypher": "/cypher",
        "cypher's schema": "/cypher/schema.json",
        "API": "/api",
    }


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


def build(server: Server, settings: Settings, people: int, events: int) -> None:
    """Make the crowd in a database that has none yet."""
    with Graph.open(server.up(), query_seconds=300) as graph:
        if graph.run("anything").rows[0]["anything"]:
            return
    acts = drawn(people, events)
    load(acts, settings.data)
    with Graph.open(server.up(), query_seconds=300) as graph:
        make(graph, acts, people)


def scans(graph: Graph) -> None:
    """Print which questions look at every node, or multiply rows."""
    for query in library().queries.values():
        if query.folder != "read":
            continue
        plan = graph.driver.execute_query(f"EXPLAIN {query.cypher}", query.defaults).summary.plan
        found = operators(plan or {}) & MULTIPLYING
        if found:
            print(f"{query.name}: {', '.join(sorted(found))}")


def kinds_asked(
    client: Any, graph: Graph, folder: Path, *, people: int, each: int
) -> dict[str, list[float]]:
    """Milliseconds of each kind of page, after a first one that is printed alone."""
    list_ = Lists(graph).make("bench")
    ranked = graph.ask("leaders", limit=1_000).rows
    Lists(graph).add(list_, [row["id"] for row in ranked[::10]])
    dice = random.Random(3)
    kinds: dict[str, list[float]] = {}
    work: Counter[str] = Counter()
    for turn in range(each + 1):
        for kind, path in {**pages(dice, people, graph), "list": f"/lists/{list_}"}.items():
            before = spent(folder)
            wall = ask(client, path)
            if turn == 0:
                # Its queries are planned, and what is kept is read.
                print(f"{kind:>20}: the first {wall:.0f} ms")
                continue
            kinds.setdefault(kind, []).append(wall)
            work[kind] += spent(folder) - before
    for kind, times in kinds.items():
        print(f"{kind:>20}: {quantiles(times)}; {work[kind] / len(times):.0f} ms of processors'")
    return kinds


def asked(client: Any, folder: Path, name: str, paths: list[str]) -> list[float]:
    """Milliseconds of these addresses, which are printed."""
    before = spent(folder)
    times = [ask(client, path) for path in paths]
    busy = (spent(folder) - before) / len(times)
    print(f"{name:>20}: {quantiles(times)}; {busy:.0f} ms of processors'")
    return times


def main() -> None:
    """Make the graph unless it is there, then ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--each", type=int, default=20, help="times for each kind of page")
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    settings = settings_from({}).but(data=given.data, cache=settings_from().cache)
    server = Server(settings)
    try:
        build(server, settings, given.people, given.events)
        with Graph.open(server.up(), query_seconds=300) as graph:
            prepare(graph)
            scans(graph)
            app = create_app(settings)
            started = time.perf_counter()
            ahead = Ahead(app.extensions[DATABASE], app.extensions[BOARDS])
            topics = ahead.read()
            seconds = time.perf_counter() - started
            print(f"read ahead, of {len(topics)} topics: {seconds:.1f} s")
            started = time.perf_counter()
            more = ahead.read_more(pauses=False)
            seconds = time.perf_counter() - started
            print(f"and {more} plans, letters, receipts and orders: {seconds:.1f} s")
            client = app.test_client()
            for topic in ("*", *TOPICS):
                wall = ask(client, f"/topics/{topic}?run=old")
                print(f"first of {topic} in a run before: {wall:.0f} ms")
            kinds = {"narrowed": asked(client, given.data, "narrowed", choices(given.asks))}
            kinds |= kinds_asked(client, graph, given.data, people=given.people, each=given.each)
        whole = [one for times in kinds.values() for one in times]
        print(f"{'every page':>20}: {quantiles(whole)}")
        anew = [f"/search?q={quote(typed)}" for typed in ANEW]
        typing = {"typing anew": asked(client, given.data, "typing anew", anew)} | {
            f"typing {typed}": asked(
                client, given.data, f"typing {typed}", [f"/search?q={quote(typed)}"] * 19
            )
            for typed in TYPED
        }
        late = {kind: times for kind, times in kinds.items() if p95(times) > A_PAGE}
        late |= {kind: times for kind, times in typing.items() if p95(times) > A_SEARCH}
        for kind, times in late.items():
            print(f"slower than it should be: {kind}, p95 {p95(times):.0f} ms")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        sys.exit(1 if late else 0)
    finally:
        server.down()


if __name__ == "__main__":
    main()
