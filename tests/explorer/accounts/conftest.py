"""The site as those meet it who have an account, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from explorer.accounts import passwords
from explorer.accounts.csrf import csrf_field
from explorer.accounts.gate import NAME, Gate, heavy, route, visitor
from explorer.accounts.roles import GIVEN, Role
from explorer.accounts.store import Store
from explorer.accounts.users import add_user
from explorer.app import create_app
from queries.settings import Settings, settings_from
from tests.explorer.canned import ANSWERS, RERANKED
from tests.recording import RecordingGraph, RecordingRanker

PASSWORDS = {
    "vera": "lantern orbit mackerel dune",
    "ana": "pewter violin thicket moss",
    "adam": "gravel sunset biscuit oar",
}
ROLES = dict(zip(PASSWORDS, GIVEN, strict=True))
REAL = passwords.HASHER
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]{64})"')


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little."""
    monkeypatch.setattr(
        passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    monkeypatch.setattr(passwords, "_made_up", [])


@dataclass
class Clock:
    """A time that a test moves."""

    at: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Browser:
    """A browser without JavaScript: keeps cookies, sends a form with the token of its page."""

    client: FlaskClient
    address: str = "http://localhost"
    about: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, base_url=self.address, **self.about | options)

    def token(self, path: str = "/login") -> str:
        found = TOKEN.search(self.get(path, follow_redirects=True).text)
        assert found, path
        return found[1]

    def send(self, path: str, page: str = "", **fields: str) -> TestResponse:
        sent = {"csrf_token": self.token(page or path)} | fields
        return self.client.post(path, data=sent, base_url=self.address, **self.about)

    def log_in(self, name: str, password: str = "", **fields: str) -> TestResponse:
        return self.send(
            "/login", name=name, password=password or PASSWORDS.get(name, "?"), **fields
        )

    def log_out(self) -> TestResponse:
        return self.send("/logout", "/account")


Opened = Callable[..., Browser]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site that others reach."""
    return settings_from({}).but(data=tmp_path, host="0.0.0.0", host_names="explorer.example")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Store:
    """Nobody has an account there."""
    return Store(Store.of(settings).path, clock)


@pytest.fixture
def people(store: Store) -> Store:
    """A viewer, an analyst and an admin have one."""
    for name, role in ROLES.items():
        add_user(store, name, PASSWORDS[name], role)
    return store


@pytest.fixture(scope="session")
def built() -> tuple[Flask, RecordingGraph]:
    """One application for all tests: its templates are compiled once."""
    recording = RecordingGraph(ANSWERS)
    settings = settings_from({}).but(host="0.0.0.0", host_names="explorer.example")
    app = create_app(settings, recording, ranker=RecordingRanker(RERANKED))
    route(app, "/keep", kept, methods=CHANGING, role=Role.ANALYST)
    for role in GIVEN:
        route(app, f"/for/{role.word}", tell, name=f"for_{role.word}", role=role)
    app.add_url_rule("/forgotten", "forgotten", tell)
    route(app, "/form", form_page, role=Role.VIEWER)
    route(app, "/slow", slow)
    return app, recording


CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# What the routes above did, and what the slow one does.
DONE: list[str] = []
SLOW: list[Callable[[], None]] = []


def kept() -> str:
    DONE.append("kept")
    return "kept"


def tell() -> str:
    return visitor().name


def form_page() -> str:
    return str(csrf_field())


def slow() -> str:
    with heavy():
        SLOW[0]()
    return "done"


@pytest.fixture
def asked(built: tuple[Flask, RecordingGraph]) -> RecordingGraph:
    """What is asked of the graph from here on."""
    built[1].answers = dict(ANSWERS)
    built[1].asked.clear()
    return built[1]


@pytest.fixture
def app(
    built: tuple[Flask, RecordingGraph], asked: RecordingGraph, settings: Settings, clock: Clock
) -> Flask:
    """The site, by the test's settings and clock."""
    DONE.clear()
    SLOW[:] = [lambda: None]
    return timed(built[0], settings, clock)


def timed(app: Flask, settings: Settings, clock: Clock) -> Flask:
    """The same site, with a gate of its own."""
    before: Gate = app.extensions[NAME]
    stands = app.extensions[NAME] = Gate(settings)
    stands.needs = before.needs
    stands.store.now = clock
    stands.rates._now = clock
    return app


@pytest.fixture
def opened(app: Flask) -> Iterator[Opened]:
    """`opened("ana")`: a browser in which Ana is logged in; `opened()`: one with nobody."""

    def browser(name: str = "", address: str = "http://localhost", **about: Any) -> Browser:
        one = Browser(app.test_client(), address, about)
        if name:
            assert one.log_in(name).status_code == 303
        return one

    return browser


def bearer(token: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def state(browser: Browser) -> int:
    """How the site answers it: 200 to who may see it."""
    return browser.get("/topics.json").status_code
