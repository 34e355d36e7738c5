"""How fast the pages of many people are, on a synthetic graph of its own.

    python bench/facets.py --people 100000 --data /tmp/facets

It makes a managed database in `--data` with that many scored people on everything and on four
topics, two runs, arrows and acts. It prints the server's time for the first of each topic, which
reads the columns; for random choices of facets and orders; for every page, of random people and
topics; and for what is searched while one types. And whether any query scans every node or
multiplies rows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from explorer.app import create_app
from explorer.views.leaders import sorts
from loader.server.process import Server
from queries.connection import address_in
from queries.facets import ACTIVITIES, SIZES
from queries.graph import Graph
from queries.library import library
from queries.lists import Lists
from queries.schema import prepare
from queries.settings import settings_from

TOPICS = ("food", "bread", "coffee", "audio")
LANGUAGES = ("en", "fr", "de", "ar", "")
NAMES = ("Ada", "Bo", "Cleo", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kai", "Lena")
WORDS = ("bread", "coffee", "audio", "food", "tea", "salt", "oven", "radio", "grain", "cup")
# What was typed of a name, letter by letter, and of some words of a bio.
TYPED = ("a", "ad", "ada", "ada c", "b", "br", "bread", "bread cof", "toy", "00012")
QUERIES = (
    "board_state", "topic_columns", "topic_column", "leaders_listed", "topic_family", "trends",
    "run_moments", "topics_named", "leaders", "audiences", "people_compared", "people_called",
    "list_people", "lists_kept", "list_kept",
)  # fmt: skip
# What is kept as a list beside the properties, as a run keeps it.
MEASURED = (
    "peerindex",
    "peerindex_authority",
    "peerindex_audience",
    "peerindex_activity",
    "peerindex_resonance",
    "klout",
    "kred_influence",
    "plus_k",
    *map(str, range(22)),
)
MAP = {
    "communities": [[i, 100_000 // (i + 1), i % 23, i % 29] for i in range(500)],
    "arrows": [[i, (7 * i + 1) % 500, 0.5, 9] for i in range(2_000)],
}
AROUND = {
    "measured": MEASURED,
    "medians": [0.5 for _ in MEASURED],
    "maps": json.dumps(dict.fromkeys(("*", *TOPICS), MAP)),
}
AT = "2026-06-30T00:00:00Z"
PEOPLE = """
UNWIND $rows AS row
CREATE (person:User {
  id: row.id, handle: row.id, network: row.network, followers: row.followers, name: row.name,
  bio: row.bio
})
"""
RUN = """
CREATE (run:Run {id: $id, complete: true, recipe: 'r', reference: 3.0, known_by: 3})
SET run.steepness = 4.0, run.damping = 0.85, run.weight_network = 1.0, run.weight_returning = 1.0,
    run.measured = $measured, run.medians = $medians, run.community_maps = $maps,
    run.at = datetime($at), run.as_of = datetime($at)
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
CREATE (who)-[:ATTENDS_TO {
  topic: '*', weight: row[2], recent: 0.1, acts: 1, first: datetime($at), last: datetime($at)
}]->(whom)
"""


ACTS = """
UNWIND $rows AS row
MATCH (who:User {id: row[0]})
MATCH (whom:User {id: row[1]})
MERGE (post:Post {id: row[3]})
ON CREATE SET post.at = datetime($at), post.text = 'of ' + row[1]
MERGE (whom)-[:POSTED]->(post)
CREATE (who)-[:REPOSTED {id: row[2], post: row[3], at: datetime($at), topics: [row[4]]}]->(whom)
"""


def scored(
    dice: random.Random, rank: int, people: int, run: str, topic: str, audience: int
) -> dict[str, Any]:
    """The properties of one score, as many as a real one has."""
    names = ("true_reach", "amplification", "network_impact", "credible", "returning", "audience")
    more = ("page_rank", "article_rank", "eigenvector", "betweenness", "hits_authority", "hits_hub")
    points = ("true_reach", "amplification", "activity", "network", "followers")
    told: dict[str, Any] = {name: dice.random() * 100 for name in names}
    told |= {f"points_{name}": 20 * dice.random() for name in points}
    told |= {"run": run, "topic": topic, "score": 100 * (1 - rank / people), "rank": rank}
    told |= {"score_low": 1.0, "score_high": 2.0, "rank_low": rank, "rank_high": rank + 9}
    told |= {"people": audience, "active_days": dice.random() * 30, "percentile": 50.0}
    told |= {"confidence": dice.choice(["ok", "low"]), "backed_off": False}
    told |= {"measured": [dice.random() for _ in MEASURED]}
    told |= {"disagreement": dice.random(), "experts": dice.random(), "hidden": dice.random()}
    if topic == "*":
        told |= {name: dice.random() for name in more}
        told |= {"degree": dice.randint(0, 99), "k_core": dice.randint(0, 9)}
        told |= {"community": int(dice.paretovariate(0.7)) % 500, "trust": dice.random()}
        told |= {"language": dice.choice(LANGUAGES) or None}
        told |= {"flags": "in_step"} if dice.random() < 0.01 else {}
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
            "name": f"{dice.choice(NAMES)} {dice.choice(NAMES)}{dice.choice(WORDS)}",
            "bio": " ".join(dice.choices(WORDS, k=6)),
        }
        for id_ in ids
    ]
    in_batches(lambda some: execute(PEOPLE, rows=some), rows)
    for topic in TOPICS:
        execute("CREATE (:Topic {id: $id, name: $id})", id=topic)
    execute("MATCH (a:Topic {id: 'food'}), (b:Topic {id: 'bread'}) CREATE (b)-[:CHILD_OF]->(a)")
    pairs = {
        (ids[dice.randrange(people)], ids[int(dice.random() ** 3 * people)]): dice.random()
        for _ in range(arrows * people)
    }
    told = [(who, whom, weight) for (who, whom), weight in pairs.items()]
    in_batches(lambda some: execute(ARROWS, rows=some, at=AT), told)
    acts = [
        (who, whom, f"toy:act{i}", f"{whom}:post{i % 3}", dice.choice(TOPICS))
        for i, (who, whom) in enumerate(list(pairs)[: 3 * people])
    ]
    in_batches(lambda some: execute(ACTS, rows=some, at=AT), acts)
    audiences = Counter(whom for _, whom in pairs)
    for run, day in (("old", 1), ("new", 2)):
        execute(RUN, id=run, at=f"2026-07-0{day}T00:00:00Z", **AROUND)
        for topic, size in (("*", people), *((one, people // 4) for one in TOPICS)):
            chosen = sorted(dice.sample(ids, size), key=lambda id_: -audiences[id_])
            scores = [
                {"id": id_, "scored": scored(dice, rank, size, run, topic, audiences[id_])}
                for rank, id_ in enumerate(chosen, start=1)
            ]
            in_batches(lambda some, topic=topic: execute(SCORES, rows=some, topic=topic), scores)
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


def quantiles(times: list[float]) -> str:
    """Of milliseconds the median, the 95th of a hundred, and the most."""
    cut = statistics.quantiles(sorted(times), n=20)
    return f"median {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms, most {max(times):.0f} ms"


def pages(dice: random.Random, people: int) -> dict[str, str]:
    """An address of each kind of page, of somebody and some topic."""
    who, other, third = (f"toy:{int(dice.random() ** 2 * people):07}" for _ in range(3))
    topic = dice.choice(["*", *TOPICS])
    ids = quote(json.dumps([who, other]))
    person = f"/people/{who}"
    return {
        "home": "/",
        "topics": f"/topics?page={dice.choice([1, 1, 2])}",
        "topic": f"/topics/{topic}",
        "topic as JSON": f"/topics/{topic}.json?limit=100",
        "arrows": f"/topics/{topic}/arrows",
        "lenses": f"/topics/{topic}/lenses",
        "seen from": f"/topics/{topic}/from?from={ids}",
        "without suspicious": f"/topics/{topic}?flagged=without",
        "flags": "/flags",
        "compare": f"/compare?p={who}&p={other}&p={third}&topic={topic}",
        "lists": "/lists",
        "person": f"{person}?topic={topic}",
        **{
            below: f"{person}/{below}"
            for below in ("influences", "influenced-by", "history", "evidence", "receipt")
        },
        **{below: f"{person}/{below}" for below in ("ledger", "audience", "flower")},
        "graph": f"/graph?topic={topic}",
        "communities": f"/graph.json?view=communities&topic={topic}",
        "a community": f"/graph.json?topic={topic}&community={dice.choice([1, 9, 99, 499])}",
        "graph of 300": f"/graph.json?limit=300&topic={topic}",
        "around one": f"/graph.json?focus={who}",
        "expanded": f"/graph.json?limit=0&expand={quote(json.dumps([who]))}&also={ids}",
        "path": f"/graph/path?source={who}&target={other}",
        "data": "/data",
        "methods": "/methods",
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


def main() -> None:
    """Make the graph unless it is there, then ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--arrows", type=int, default=10, help="of each person")
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--each", type=int, default=20, help="times for each kind of page")
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
            times = [ask(client, path) for path in choices(given.asks)]
            busy = (spent(given.data) - before) / len(times)
            print(f"of {len(times)}: {quantiles(times)}; {busy:.0f} ms of processors' time each")
            list_ = Lists(graph).make("bench")
            ranked = graph.ask("leaders", limit=1_000).rows
            Lists(graph).add(list_, [row["id"] for row in ranked[::10]])
            dice = random.Random(3)
            kinds: dict[str, list[float]] = {}
            work: Counter[str] = Counter()
            for turn in range(given.each + 1):
                for kind, path in {**pages(dice, given.people), "list": f"/lists/{list_}"}.items():
                    before = spent(given.data)
                    wall = ask(client, path)
                    if turn == 0:
                        # Its queries are planned, and what is kept is read.
                        print(f"{kind:>18}: the first {wall:.0f} ms")
                        continue
                    kinds.setdefault(kind, []).append(wall)
                    work[kind] += spent(given.data) - before
            for kind, times in kinds.items():
                busy = work[kind] / len(times)
                print(f"{kind:>18}: {quantiles(times)}; {busy:.0f} ms of processors' time each")
            whole = [one for times in kinds.values() for one in times]
            print(f"{'every page':>18}: {quantiles(whole)}")
            for typed in TYPED:
                before = spent(given.data)
                times = [ask(client, f"/search?q={quote(typed)}") for _ in range(9)]
                busy = (spent(given.data) - before) / len(times)
                print(f"{'typing ' + typed:>18}: {quantiles(times)}; {busy:.0f} ms")
            print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        server.down()


if __name__ == "__main__":
    main()
