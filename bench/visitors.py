"""What visitors get of a running site when many come at once.

    python bench/visitors.py http://127.0.0.1:5151 --visitors 200 --seconds 60

Each visitor opens a page, reads it for some seconds, and follows to another: leaders, topics, a
person, a search, the graph. Told are the answers by status, and of each kind of page how long it
took: half of them, 95 and 99 in a hundred. `--pause 0` is a crowd that does not read.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import threading
import time
from collections import Counter, defaultdict
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

PLACES = 100


def paths(site: str) -> dict[str, list[str]]:
    """Addresses of each kind of page, on what this site holds."""
    with urlopen(f"{site}/topics/*.json?limit={PLACES}", timeout=60) as answer:
        people = [row["id"] for row in json.load(answer)["rows"]]
    with urlopen(f"{site}/topics.json?limit={PLACES}", timeout=60) as answer:
        topics = [row["id"] for row in json.load(answer)["rows"]]
    return {
        "home": ["/"],
        "topic": [f"/topics/{quote(topic)}" for topic in topics],
        "person": [f"/people/{quote(id)}" for id in people],
        "search": [f"/search?q={quote(id.partition(':')[2][:3])}" for id in people],
        "graph (heavy)": [f"/graph.json?topic={quote(topic)}" for topic in topics],
    }


def visit(
    site: str,
    pages: dict[str, list[str]],
    until: float,
    pause: float,
    told: list[tuple[str, int, float]],
) -> None:
    """One visitor, on a connection that is kept."""
    dice = random.Random()
    address = urlsplit(site).netloc
    connection = http.client.HTTPConnection(address, timeout=60)
    time.sleep(dice.random() * pause)
    while time.monotonic() < until:
        kind = dice.choice(list(pages))
        began = time.monotonic()
        try:
            connection.request("GET", dice.choice(pages[kind]))
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except OSError:
            connection.close()
            status = 0
        told.append((kind, status, time.monotonic() - began))
        time.sleep(dice.uniform(0.5, 1.5) * pause)
    connection.close()


def at(times: list[float], part: float) -> str:
    """How long that part of them took at most, in milliseconds."""
    return f"{1000 * sorted(times)[min(len(times) - 1, int(part * len(times)))]:7.0f}"


def main() -> None:
    """Let them come."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("site")
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5.0)
    given = parser.parse_args()
    site = given.site.rstrip("/")
    pages, told = paths(site), list[tuple[str, int, float]]()
    until = time.monotonic() + given.seconds
    crowd = [
        threading.Thread(target=visit, args=(site, pages, until, given.pause, told))
        for _ in range(given.visitors)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    print(
        f"{len(told) / given.seconds:.1f} requests a second; by status:",
        dict(Counter(s for _, s, _ in told)),
    )
    by_kind: defaultdict[str, list[float]] = defaultdict(list)
    for kind, status, seconds in told:
        if status == 200:
            by_kind[kind].append(seconds)
    print("milliseconds           50 %    95 %    99 %  answers")
    for kind, times in by_kind.items():
        print(f"{kind:18} {at(times, 0.5)} {at(times, 0.95)} {at(times, 0.99)} {len(times):8}")


if __name__ == "__main__":
    main()
