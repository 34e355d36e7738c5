"""Chromium before the real site, on a free port of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog, Page, sync_playwright
from werkzeug.serving import make_server

from explorer.app import create_app
from queries.connection import connection_for
from queries.console.bench import Bench
from queries.console.limits import Limits
from queries.graph import Graph
from queries.reranking.ranker import Ranker
from queries.settings import Settings, settings_from
from tests.explorer.canned import ANSWER, ANSWERS, RERANKED
from tests.recording import RecordingBench, RecordingGraph, RecordingRanker

CHROMIUM = Path("/usr/bin/chromium")
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

Opened = Callable[..., "Visit"]


@dataclass
class Visit:
    """A page, and what a browser complained about or asked for elsewhere on the way."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the site, and wait until its scripts have run."""
        self.page.goto(self.site + path, wait_until="load")
        self.page.wait_for_selector("html[data-site=ready]")
        if self.page.locator("[data-graph]").count():
            self.page.wait_for_selector("html[data-picture]", timeout=60_000)
        elif self.page.locator("[data-editor]").count():
            self.page.wait_for_selector("html[data-editor=ready]")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with WebGL in software."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: 'apt-get install chromium' brings it")
    with sync_playwright() as playwright:
        # A container has no user namespaces for the sandbox; only our own pages are opened.
        arguments = [*WEBGL, "--no-sandbox"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """The address of `app`, served in a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def town_site(town: Graph, town_settings: Settings) -> Iterator[str]:
    """The site on the invented town."""
    bench = Bench(lambda: connection_for(town_settings), Limits(plan_seconds=60))
    ranker = Ranker(lambda: connection_for(town_settings), seconds=60, memory_mb=4_000)
    with listening(create_app(settings_from({}), town, bench, ranker)) as address:
        yield address
    bench.close()
    ranker.close()


@pytest.fixture(scope="session")
def hostile_site() -> Iterator[str]:
    """The site on rows in which every text is an attack."""
    with listening(
        create_app(
            settings_from({}),
            RecordingGraph(ANSWERS),
            RecordingBench(ANSWER),
            RecordingRanker(RERANKED),
        )
    ) as address:
        yield address


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """`opened(site, viewport=PHONE)`: a fresh visitor."""
    contexts = []

    def visit(site: str, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce"} | options)
        contexts.append(context)
        visit = Visit(context.new_page(), site)
        visit.page.on("console", lambda told: note(visit, told.type, told.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "dialog", lambda dialog: (visit.complaints.append("a dialog"), dialog.dismiss())
        )
        visit.page.on("request", lambda request: far(visit, request.url))
        return visit

    yield visit
    for context in contexts:
        context.close()


def note(visit: Visit, kind: str, text: str) -> None:
    """Errors are complaints: a breach of the Content-Security-Policy is told as one."""
    if kind == "error":
        visit.complaints.append(text)


def dismiss(visit: Visit, dialog: Dialog) -> None:
    """No page opens one."""
    visit.complaints.append(f"a dialog: {dialog.message}")
    dialog.dismiss()


def far(visit: Visit, url: str) -> None:
    """Keep what is not asked of the site itself."""
    if not url.startswith((visit.site, "data:", "blob:")):
        visit.elsewhere.append(url)
