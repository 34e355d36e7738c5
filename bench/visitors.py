"""What visitors get of a site when many come at once, on 100,000 people and a million interactions.

    python bench/visitors.py --data /tmp/visitors                    20 of them for ten minutes,
                                                                     200, and heavy Cypher beside 20
    python bench/visitors.py --data /tmp/visitors --seconds 60 --only flood

The network is invented, loaded and scored once in `--data`, which is kept and used again. The site
is one that others reach: each visitor has a token, and the bench a copy of the graph. A visitor
opens a page, reads it for some seconds, and follows to another: the start, a topic, a person, a
search, the graph. Ends with 1 where a bar is missed: of 20 an error, or 99 in a hundred above half
a second; of 200 an answer other than 200 and 429; with heavy Cypher beside them, 95 in a hundred
of 20 above twice of what they were without.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import numpy as np

from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.accounts.users import add_user, any_users
from loader.server.process import Server
from queries.graph import Graph
from queries.recipe import SHIPPED
from queries.settings import Settings, settings_from

INFLUENCE = Path(sys.executable).with_name("influence")
NAME = "explorer.example"
KINDS = ("repost", "reply", "like", "mention")
TOPICS = 20
PLACES = 100
# So many ask so much on the bench at once, without a pause: more than it runs.
FLOOD = 4
HEAVY = "MATCH (a:User)-->(b:User)-->(c:User)-->(d:User) WHERE a.name < d.name RETURN count(*) AS n"
CALM_MS, TIMES = 500, 2
COPY_SECONDS = 900


def acts(people: int, count: int, path: Path) -> None:
    """A CSV file of acts on topics, most upon few, most of them within a topic's people."""
    dice = np.random.default_rng(1)
    topic = (TOPICS * dice.random(count) ** 2).astype(int)
    who = (dice.integers(0, people // TOPICS, count) * TOPICS + topic) % people
    whom = (people // TOPICS * dice.random(count) ** 3).astype(int) * TOPICS
    whom = (
        whom + np.where(dice.random(count) < 0.8, topic, dice.integers(0, TOPICS, count))
    ) % people
    seconds = dice.integers(0, 180 * 86_400, count)
    start = np.datetime64("2026-01-01T00:00:00")
    with path.open("w", encoding="utf-8") as out:
        out.write("who,whom,kind,when,topics\n")
        for i in range(count):
            when = start + seconds[i]
            out.write(f"p{who[i]},p{whom[i]},{KINDS[i % 4]},{when}Z,topic{topic[i]}\n")


def prepared(settings: Settings, people: int, count: int) -> None:
    """The network loaded and scored, unless it is there; without intervals, which take long."""
    with Graph.open(Server(settings).up(print)) as graph:
        if graph.ask("site_state").rows[0]["run"]:
            return
    file, recipe = settings.data / "acts.csv", settings.data / "recipe.toml"
    acts(people, count, file)
    text = SHIPPED.read_text(encoding="utf-8").replace("resamples = 100", "resamples = 0")
    recipe.write_text(text, encoding="utf-8")
    for words in (["load", "edges", str(file), "--bulk"], ["score", "--recipe", str(recipe)]):
        begun = time.perf_counter()
        subprocess.run([INFLUENCE, *words, "--data", str(settings.data)], check=True)
        print(f"influence {words[0]}: {time.perf_counter() - begun:.0f} s", flush=True)
    file.unlink()


@contextmanager
def site(settings: Settings) -> Iterator[int]:
    """The port of a site that others reach."""
    words = [INFLUENCE, "serve", "--data", settings.data, "--port", "0", "--no-open"]
    process = subprocess.Popen(
        [*words, "--host-names", NAME], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        assert process.stdout
        yield int(re.findall(r":(\d+)/", process.stdout.readline())[0])
    finally:
        process.terminate()
        process.wait(120)


@dataclass
class Visitor:
    """Somebody with a token, on a connection that is kept."""

    port: int
    token: str
    dice: random.Random = field(default_factory=random.Random)
    connection: http.client.HTTPConnection | None = None

    def ask(self, path: str) -> tuple[int, bytes]:
        """Status and body; 0 when the connection breaks."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": NAME, "Authorization": f"Bearer {self.token}", "Accept": "text/html"}
        try:
            self.connection.request("GET", path, headers=headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return 0, b""

    def rows(self, path: str) -> Sequence[Mapping[str, Any]]:
        """The rows that a page's JSON holds."""
        status, body = self.ask(path)
        assert status == 200, (path, status, body[:300])
        found: Sequence[Mapping[str, Any]] = json.loads(body)["rows"]
        return found


def paths(visitor: Visitor) -> Mapping[str, Sequence[str]]:
    """Addresses of each kind of page, on what this site holds."""
    people = [row["id"] for row in visitor.rows(f"/topics/*.json?limit={PLACES}")]
    topics = [row["id"] for row in visitor.rows(f"/topics.json?limit={PLACES}")]
    return {
        "start": ["/"],
        "topic": [f"/topics/{quote(topic)}" for topic in topics],
        "person": [f"/people/{quote(id)}" for id in people],
        "search": [f"/search?q={quote(id.partition(':')[2][:3])}" for id in people],
        "graph (heavy)": [f"/graph.json?topic={quote(topic)}" for topic in topics],
    }


class Told:
    """What was answered: of each kind of page the status, and after how many milliseconds."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, int, float]] = []

    @property
    def statuses(self) -> Counter[int]:
        """How often each status came."""
        return Counter(status for _, status, _ in self.answers)

    def at(self, part: float, kind: str = "") -> float:
        """Within how many milliseconds that part was answered, of a kind of page or of all."""
        times = sorted(
            ms for one, status, ms in self.answers if status == 200 and kind in ("", one)
        )
        return times[min(len(times) - 1, int(part * len(times)))] if times else float("inf")

    def show(self, heading: str, seconds: float) -> None:
        """As a table."""
        print(f"{heading}: {len(self.answers) / seconds:.1f} a second, {dict(self.statuses)}")
        print("milliseconds           50 %    95 %    99 %  answers")
        counts = Counter(kind for kind, status, _ in self.answers if status == 200)
        for kind, many in [*sorted(counts.items()), ("", counts.total())]:
            parts = " ".join(f"{self.at(part, kind):7.0f}" for part in (0.5, 0.95, 0.99))
            print(f"{kind or 'all':18} {parts} {many:8}", flush=True)


def visited(
    visitors: Sequence[Visitor],
    pages: Mapping[str, Sequence[str]],
    *,
    seconds: float,
    pause: float,
) -> Told:
    """What they are told who come all at once and stay for some seconds."""
    told, until = Told(), time.monotonic() + seconds

    def visit(one: Visitor) -> None:
        time.sleep(one.dice.random() * pause)
        while time.monotonic() < until:
            kind = one.dice.choice(list(pages))
            path, began = one.dice.choice(pages[kind]), time.perf_counter()
            status, _ = one.ask(path)
            told.answers.append((kind, status, 1000 * (time.perf_counter() - began)))
            time.sleep(one.dice.uniform(0.5, 1.5) * pause)

    together([Thread(target=visit, args=(one,)) for one in visitors])
    return told


def together(threads: Sequence[Thread]) -> None:
    """Begin all, and wait for all."""
    for one in threads:
        one.start()
    for one in threads:
        one.join()


@contextmanager
def flooded(visitors: Sequence[Visitor]) -> Iterator[Counter[int]]:
    """Inside, they ask what is heavy on the bench, again and again."""
    statuses: Counter[int] = Counter()
    over = Event()

    def ask(one: Visitor) -> None:
        while not over.is_set():
            status, _ = one.ask(f"/cypher.json?q={quote(HEAVY)}")
            statuses[status] += 1
            # Who is sent away comes again at once, but does not spin.
            time.sleep(0.2)

    threads = [Thread(target=ask, args=(one,)) for one in visitors]
    for one in threads:
        one.start()
    yield statuses
    over.set()
    for one in threads:
        one.join()


def copy_awaited(visitor: Visitor) -> None:
    """Wait until the bench has its copy of the graph."""
    began = time.monotonic()
    while visitor.ask("/cypher.json?q=RETURN%201%20AS%20one")[0] != 200:
        assert time.monotonic() - began < COPY_SECONDS, "the bench has no copy of the graph"
        time.sleep(1)
    print(f"the bench had its copy after {time.monotonic() - began:.0f} s", flush=True)


def main() -> int:
    """Let them come; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=600, help="of 20; the others a tenth")
    parser.add_argument("--pause", type=float, default=5.0)
    parser.add_argument("--only", choices=["20", "200", "flood"], action="append")
    given = parser.parse_args()
    given.data.mkdir(exist_ok=True)
    settings = settings_from().but(data=given.data, neo4j_uri="")
    missed: list[str] = []
    try:
        prepared(settings, given.people, given.acts)
        store = Store.of(settings)
        if not any_users(store):
            # Without an account no site is for others; with tokens nobody has to log in.
            add_user(store, "bench", secrets.token_urlsafe(), Role.ADMIN)
        tokens = [
            add_token(store, f"visitor {i}", Role.ANALYST, days=1) for i in range(200 + FLOOD)
        ]
        with site(settings) as port:
            crowd = [Visitor(port, token) for token in tokens]
            copy_awaited(crowd[0])
            missed = parts(crowd, given)
    finally:
        Server(settings).down(print)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("\n".join(missed) or "all bars held")
    return int(bool(missed))


def parts(crowd: Sequence[Visitor], given: argparse.Namespace) -> list[str]:
    """Which bars were missed by 20, by 200, and by 20 beside heavy Cypher."""
    pages, missed = paths(crowd[0]), []
    few, wanted = crowd[:20], given.only or ["20", "200", "flood"]
    tenth = max(60.0, given.seconds / 10)
    visited(few, pages, seconds=20, pause=1)
    calm = visited(few, pages, seconds=given.seconds, pause=given.pause)
    calm.show("20 visitors", given.seconds)
    if set(calm.statuses) != {200}:
        missed.append(f"of 20 visitors some were not answered: {dict(calm.statuses)}")
    if calm.at(0.99) > CALM_MS:
        missed.append(f"99 in a hundred of 20 visitors' pages came within {calm.at(0.99):.0f} ms")
    if "200" in wanted:
        many = visited(crowd[:200], pages, seconds=tenth, pause=given.pause)
        many.show("200 visitors", tenth)
        if set(many.statuses) - {200, 429}:
            missed.append(f"200 visitors were answered otherwise: {dict(many.statuses)}")
    if "flood" in wanted:
        with flooded(crowd[200:]) as statuses:
            beside = visited(few, pages, seconds=tenth, pause=given.pause)
        beside.show("20 visitors beside heavy Cypher", tenth)
        print(f"heavy Cypher was answered {dict(statuses)}")
        times = beside.at(0.95) / calm.at(0.95)
        if times > TIMES or set(beside.statuses) != {200}:
            missed.append(f"beside heavy Cypher 95 in a hundred took {times:.1f} times as long")
    return missed


if __name__ == "__main__":
    sys.exit(main())
