"""How the graph page bears a network of 50,000 people: the site's answers and the browser's work.

    python bench/graph_page.py [--people 50000] [--acts 200000] [--data DIR]

A network with communities is loaded and scored in a managed server of its own, in a temporary
folder that is removed, or in DIR, which is kept and used again. The site is asked each thing
three times, the best is told; the browser is Chromium without a graphics card.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from explorer.app import create_app
from loader.server.process import Server
from queries.graph import Graph
from queries.recipe import SHIPPED
from queries.settings import Settings, settings_from

INFLUENCE = Path(sys.executable).with_name("influence")
CIRCLES = 40
KINDS = ("repost", "reply", "like")
CHROMIUM = "/usr/bin/chromium"
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


def acts(people: int, count: int, path: Path) -> None:
    """A CSV file of acts, most of them within circles, most upon few."""
    dice = np.random.default_rng(1)
    circle = (CIRCLES * dice.random(people) ** 2).astype(int)
    members = [np.flatnonzero(circle == one) for one in range(CIRCLES)]
    who = dice.integers(0, people, count)
    anyone = (people * dice.random(count) ** 2).astype(int)
    near = np.array(
        [m[int(len(m) * dice.random() ** 2)] for m in (members[circle[i]] for i in who)]
    )
    whom = np.where(dice.random(count) < 0.85, near, anyone)
    days = dice.integers(0, 180, count)
    start = np.datetime64("2026-01-01")
    with path.open("w", encoding="utf-8") as out:
        out.write("who,whom,kind,when\n")
        for i in range(count):
            kind = KINDS[i % len(KINDS)]
            out.write(f"p{who[i]},p{whom[i]},{kind},{start + days[i]}T12:00:00Z\n")


def prepared(folder: Path, people: int, count: int) -> None:
    """The network loaded and scored, without intervals, which no picture shows."""
    file, recipe = folder / "acts.csv", folder / "recipe.toml"
    acts(people, count, file)
    text = SHIPPED.read_text(encoding="utf-8").replace("resamples = 100", "resamples = 0")
    recipe.write_text(text, encoding="utf-8")
    for words in (
        ["up"],
        ["load", "edges", str(file)],
        ["score", "--recipe", str(recipe)],
    ):
        begun = time.perf_counter()
        subprocess.run([INFLUENCE, *words, "--data", str(folder)], check=True)
        print(f"influence {words[0]}: {time.perf_counter() - begun:.1f} s", flush=True)


@contextmanager
def site(settings: Settings) -> Iterator[str]:
    """The site on that folder's database."""
    server = Server(settings)
    with Graph.open(server.up()) as graph:
        listening = make_server("127.0.0.1", 0, create_app(settings, graph), threaded=True)
        Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def asked(address: str) -> tuple[float, int, Any]:
    """Seconds of the best of three, bytes, and what was answered."""
    best, body = 1e9, b""
    for _ in range(3):
        begun = time.perf_counter()
        with urlopen(address, timeout=120) as answer:
            body = answer.read()
        best = min(best, time.perf_counter() - begun)
    return best, len(body), json.loads(body)


def answers(address: str) -> None:
    """What each kind of picture costs the site."""
    _, _, told = asked(f"{address}/graph.json?view=people&limit=60")
    first, last = (told["nodes"]["rows"][place][0] for place in (0, -1))
    ends = quote(json.dumps([first, last]))
    for name, path in {
        "communities": "/graph.json",
        "60 people": "/graph.json?view=people&limit=60",
        "300 people": "/graph.json?view=people&limit=300",
        "2,000 people": "/graph.json?view=people&limit=2000",
        "a community": "/graph.json?community=5&limit=150",
        "expanding the first": f"/graph.json?limit=0&expand={quote(json.dumps([first]))}",
        "a path": f"/graph.json?limit=0&path={ends}",
        "a flower": f"/people/{quote(first)}/flower.json",
    }.items():
        seconds, size, told = asked(address + path)
        nodes = len(told["nodes"]["rows"]) if "nodes" in told else len(told["rows"])
        arrows = len(told["arrows"]["rows"]) if "arrows" in told else 0
        print(f"{name:>20}: {seconds:6.2f} s, {size / 1000:7.0f} KB, {nodes} rows, {arrows} arrows")


def browsing(address: str) -> None:
    """How long a browser works until a picture is ready, and for a turn of the wheel."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=WEBGL)
        for name, path in {
            "communities": "/graph",
            "300 people": "/graph?view=people&limit=300",
            "2,000 people": "/graph?view=people&limit=2000",
        }.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable")
            begun = time.perf_counter()
            page.goto(address + path, wait_until="load")
            page.wait_for_selector("html[data-picture=ready]", timeout=120_000)
            seconds = time.perf_counter() - begun
            opened = script_seconds(session)
            page.mouse.move(400, 500)
            for _ in range(5):
                page.mouse.wheel(0, 100)
                page.wait_for_timeout(200)
            wheel = (script_seconds(session) - opened) / 5
            print(
                f"{name:>20}: ready in {seconds:.1f} s, {opened:.1f} s of script, "
                f"{1000 * wheel:.0f} ms of script for a turn of the wheel"
            )
            page.close()
        browser.close()


def script_seconds(session: Any) -> float:
    """How long the page's scripts have run so far."""
    told = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in told if one["name"] == "ScriptDuration"))


def main() -> None:
    """Load and score unless that is done, then ask and look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--acts", type=int, default=200_000)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        settings = settings_from().but(data=folder)
        try:
            if not (folder / "acts.csv").exists():
                prepared(folder, given.people, given.acts)
            with site(settings) as address:
                answers(address)
                browsing(address)
        finally:
            Server(settings).down()


if __name__ == "__main__":
    main()
