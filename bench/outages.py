"""Kill, freeze, restart, starve a site's database and fill its disk, at rest and while it scores.

    python bench/outages.py                                  all of them
    python bench/outages.py --only "disk full" --during writing

On the invented town, in a managed server in a folder of its own, with `influence serve` before it
and `influence score` beside it. Meanwhile the site is asked again and again: an answer may be 200,
or 503 that says when to come back, within seconds; a leaderboard may be that of the run before or
that of the run after, whole. After each outage the site must answer by itself, and Neo4j hold
neither a projection nor a job. Then scores are computed once more. A full disk wants root, who can
mount a small one. Ends with 1 where that does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from loader.server.process import Server
from queries.connection import connection_for
from queries.errors import DatabaseError
from queries.graph import Graph
from queries.settings import Settings, settings_from

INFLUENCE = Path(sys.executable).with_name("influence")
SMALL = {"INFLUENCE_HEAP_MB": "768", "INFLUENCE_PAGE_CACHE_MB": "64"}
ROOMY = 4_000_000_000
MEGABYTE = 1_000_000
# A page tells of an outage within this, and is back within that, on a machine with other work too.
TOLD_SECONDS, HEALED_SECONDS = 8.0, 180.0
AWAY_SECONDS = 10.0
PATIENCE_SECONDS = 300.0
PATHS = ("/topics/*.json?limit=100", "/", "/health/ready")
# More than any heap holds, made inside of one expression, where no limit reaches.
STARVING = "WITH range(1, 60) AS steps RETURN size(reduce(s = 'a', x IN steps | s + s))"
FILLING = "UNWIND range(1, 500) AS i CREATE (:Filler {text: $text})"
HELD = (
    "CALL gds.graph.list() YIELD graphName RETURN graphName AS left UNION ALL "
    "CALL gds.listProgress() YIELD taskName, status WITH taskName, status "
    "WHERE status = 'RUNNING' RETURN taskName AS left"
)
# What says that a run is at that point, by what is in the database then.
DURING = {
    # Person by person: the number of arrows stays, and their index is away meanwhile.
    "folding": "SHOW INDEXES YIELD name WHERE name = 'attends_to_topic' RETURN count(*) = 0 AS yes",
    "computing": "CALL gds.graph.list() YIELD graphName RETURN count(*) > 0 AS yes",
    "writing": "MATCH (r:Run {complete: false}) RETURN count(*) > 0 AS yes",
}


@dataclass
class Watch:
    """Asks the site again and again, and keeps what was wrong."""

    port: int
    boards: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    ended: Event = field(default_factory=Event)

    def ask(self, path: str) -> int:
        """The status of a page; 0 when there was no answer at all."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        status, later, body = 0, None, b""
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            answer = connection.getresponse()
            status, later, body = answer.status, answer.getheader("Retry-After"), answer.read()
        connection.close()
        seconds = time.monotonic() - started
        self.slowest = max(self.slowest, seconds)
        self.statuses[status] += 1
        if status not in (200, 503) or (status == 503 and not later) or seconds > TOLD_SECONDS:
            self.wrong.append(f"{path}: {status} after {seconds:.1f} s, Retry-After {later}")
        if status == 200 and path == PATHS[0]:
            self.boards.add(board(body))
        return status

    def run(self) -> None:
        """Ask until it is ended."""
        while not self.ended.wait(0.25):
            for path in PATHS:
                self.ask(path)

    def until(self, status: int, seconds: float) -> float:
        """How long it takes until the leaders are answered so; infinite when they are not."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if self.ask(PATHS[0]) == status:
                return time.monotonic() - started
            time.sleep(0.1)
        return float("inf")


def board(body: bytes) -> str:
    """A hash of who leads with which score, and of the run."""
    told = json.loads(body)
    rows = [(row["id"], row["rank"], row["score"]) for row in told["rows"]]
    return hashlib.sha256(json.dumps([told.get("run"), rows]).encode()).hexdigest()[:12]


class Outage:
    """One server, and how it is hurt; in the end only the healing is left to it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.server = Server(settings)

    def process(self) -> psutil.Process:
        """Neo4j's own."""
        return psutil.Process(self.server.status().pid)

    def killed(self) -> None:
        """As `kill -9` does it; the site starts it again."""
        self.process().kill()

    def frozen(self) -> None:
        """As on a machine that stands still."""
        process = self.process()
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(AWAY_SECONDS)
        os.kill(process.pid, signal.SIGCONT)

    def restarted(self) -> None:
        """By whoever keeps it."""
        self.server.down()
        time.sleep(1)
        self.server.up()

    def starved(self) -> None:
        """A query takes all memory."""
        with contextlib.suppress(DriverError, Neo4jError), driver(self.settings) as neo4j:
            neo4j.execute_query(STARVING)

    def filled(self) -> None:
        """Its disk is full for a while; what else writes finds that out."""
        store = self.server.folder.store
        sized(store, shutil.disk_usage(store).used + MEGABYTE)
        try:
            with contextlib.suppress(DriverError, Neo4jError), driver(self.settings) as neo4j:
                for _ in range(200):
                    neo4j.execute_query(FILLING, text="x" * 1_000)
            time.sleep(AWAY_SECONDS)
        finally:
            sized(store, ROOMY)


OUTAGES: dict[str, Callable[[Outage], None]] = {
    "killed": Outage.killed,
    "frozen": Outage.frozen,
    "restarted": Outage.restarted,
    "out of memory": Outage.starved,
    "disk full": Outage.filled,
}


def driver(settings: Settings) -> Any:
    """A driver that gives up soon."""
    at = connection_for(settings)
    return GraphDatabase.driver(
        at.uri, auth=(at.username, at.password), max_transaction_retry_time=1
    )


def told(settings: Settings, query: str, **values: object) -> list[Any]:
    """The rows of a query that is nobody's but this bench's."""
    with driver(settings) as neo4j:
        return [row.data() for row in neo4j.execute_query(query, **values).records]


def sized(place: Path, size: int) -> None:
    """The size of the disk of that store."""
    subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True)


def scoring(settings: Settings) -> subprocess.Popen[str]:
    """`influence score`, as a process of its own."""
    words = [INFLUENCE, "score", "--data", settings.data]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def arrows(settings: Settings) -> int:
    """How many arrows there are."""
    rows = told(settings, "MATCH (:User)-[a:ATTENDS_TO]->() RETURN count(a) AS arrows")
    return int(rows[0]["arrows"])


@contextmanager
def site(settings: Settings) -> Iterator[int]:
    """The port of a site that watches over its database."""
    words = [INFLUENCE, "serve", "--data", settings.data, "--port", "0", "--no-open"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(re.findall(r":(\d+)/", process.stdout.readline())[0])
    finally:
        process.terminate()
        process.wait(60)


class Bench:
    """The town, its site, and what is known of both at rest."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self.settings = settings
        self.watch = watch
        self.outage = Outage(settings)
        self.arrows = arrows(settings)

    def tried(self, name: str, during: str) -> list[str]:
        """What did not hold in one outage; prints how it went."""
        watch = self.watch
        watch.boards, watch.statuses, watch.wrong, watch.slowest = set(), Counter(), [], 0.0
        watch.ask(PATHS[0])
        before = set(watch.boards)
        run = scoring(self.settings) if during != "serving" else None
        if run and not self.reached(during, run):
            return [f"{name}, {during}: the run was over before it was {during}"]
        OUTAGES[name](self.outage)
        healed = watch.until(200, HEALED_SECONDS)
        broken = list(dict.fromkeys(watch.wrong))
        if healed == float("inf"):
            broken.append(f"the site did not come back within {HEALED_SECONDS:.0f} s")
            self.outage.server.down()
            self.outage.server.up()
            watch.until(200, HEALED_SECONDS)
        said = "no run"
        if run:
            said, more = ended(run)
            broken += more
        left = told(self.settings, HELD)
        if left:
            broken.append(f"left behind: {left}")
        whole = arrows(self.settings) / self.arrows
        shown = watch.boards - before
        if len(shown) > (said == "the run went on"):
            broken.append(f"{len(shown)} other leaderboards were shown")
        with driver(self.settings) as neo4j, neo4j.session() as session:
            session.run("MATCH (f:Filler) CALL (f) {DELETE f} IN TRANSACTIONS").consume()
        again, more = ended(scoring(self.settings))
        broken += more if again == "the run went on" else [f"scoring again: {again}", *more]
        print(
            f"{name}, {during}: healed {healed:.1f} s after, slowest answer {watch.slowest:.1f} s, "
            f"{dict(watch.statuses)}; {said}, {whole:.0%} of the arrows",
            flush=True,
        )
        return [f"{name}, {during}: {one}" for one in broken]

    def reached(self, during: str, run: subprocess.Popen[str]) -> bool:
        """Whether the run is at that point now."""
        with driver(self.settings) as neo4j:
            while run.poll() is None:
                found = neo4j.execute_query(DURING[during]).records
                if found[0]["yes"]:
                    return True
        return False


def ended(run: subprocess.Popen[str]) -> tuple[str, list[str]]:
    """How a run ended, and what is wrong with that: it may say in a line that it broke."""
    try:
        _, said = run.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
        return "the run hung", [f"the run did not end within {PATIENCE_SECONDS:.0f} s"]
    if run.returncode == 0:
        return "the run went on", []
    lines = said.strip().splitlines()
    wrong = [] if lines and lines[-1].startswith("influence: ") else [f"the run ended so: {lines}"]
    return f"the run ended: {lines[-1] if lines else ''}", wrong


def main() -> int:
    """Each outage at each point; 1 when something did not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=OUTAGES, action="append")
    parser.add_argument("--during", choices=["serving", *DURING], action="append")
    parser.add_argument("--people", type=int, default=2_000)
    asked = parser.parse_args()
    os.environ.update(SMALL)
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="influence-bench-") as folder:
        settings = settings_from().but(data=Path(folder), neo4j_uri="")
        server = Server(settings)
        store = server.folder.store
        store.mkdir(parents=True)
        size = f"size={ROOMY}"
        mounted = not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "influence", store], check=False
        ).returncode
        wanted = [one for one in asked.only or OUTAGES if mounted or one != "disk full"]
        try:
            prepared(server, asked.people)
            with site(settings) as port:
                watch = Watch(port)
                Thread(target=watch.run, daemon=True).start()
                bench = Bench(settings, watch)
                for name in wanted:
                    for during in asked.during or ("serving", *DURING):
                        broken += bench.tried(name, during)
                watch.ended.set()
        finally:
            server.down()
            if mounted:
                subprocess.run(["umount", store], check=True)
    print("\n".join(broken) or "all of it held")
    return int(bool(broken))


def prepared(server: Server, people: int) -> None:
    """The invented town with scores."""
    with Graph.open(server.up(print)) as graph, contextlib.suppress(DatabaseError):
        graph.verify()
    data = ["--data", str(server.settings.data)]
    for words in (["load", "planted", "--people", str(people)], ["score"]):
        subprocess.run([INFLUENCE, *words, *data], check=True)


if __name__ == "__main__":
    sys.exit(main())
