"""What the log and the metrics tell, and of whom they tell nothing."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from explorer import guard, logs
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.users import add_user
from explorer.app import create_app
from queries.errors import DatabaseRefused, DatabaseUnreachable
from queries.settings import Settings, settings_from
from tests.explorer.accounts.conftest import Browser
from tests.explorer.canned import ANSWERS, WHO
from tests.recording import RecordingGraph

CANARY = "canary-7f3a"
PASSWORD = "kettle canary-7f3a orchard"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_from({}).but(data=tmp_path / "data")


@pytest.fixture
def lines(settings: Settings) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines of the log so far."""
    handler = logs.start_log(settings)
    path = settings.data / "logs" / logs.FILE

    def read() -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]

    yield read
    logs.stop_log(handler)


@pytest.fixture
def graph() -> RecordingGraph:
    """Somebody whose every text is the canary."""
    named = WHO | {"id": f"toy:{CANARY}", "handle": CANARY, "name": CANARY, "network": "toy"}
    return RecordingGraph(
        ANSWERS | {"people_named": lambda ids: [named | {"id": id} for id in ids]}
    )


@pytest.fixture
def app(settings: Settings, graph: RecordingGraph) -> Flask:
    return create_app(settings, graph)


def of(told: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    return [line for line in told if line["event"] == event]


def wander(app: Flask, graph: RecordingGraph, settings: Settings) -> None:
    """Say the canary in every place where something can be said."""
    client = app.test_client()
    for path in (
        f"/people/toy:{CANARY}",
        f"/people/toy:{CANARY}/evidence?with={CANARY}",
        f"/topics/{CANARY}",
        f"/search?q={CANARY}",
        f"/search.json?q={CANARY}",
        f"/queries/{CANARY}",
        f"/queries/who_influences?person={CANARY}",
        f"/topics?{CANARY}={CANARY}",
        f"/{CANARY}",
        f"/login?next=/{CANARY}",
    ):
        client.get(path, headers={"User-Agent": CANARY, "Referer": CANARY, "Cookie": CANARY})
    client.get("/", headers={"Host": CANARY})
    client.get("/", headers={"X-Forwarded-For": CANARY})
    client.open("/topics", method="CANARY7F3A")
    client.post("/login", data={"name": CANARY, "password": CANARY})
    for error in (
        DatabaseRefused(f"who_influences: no such thing {CANARY}"),
        DatabaseUnreachable(f"bolt://{CANARY}"),
        ZeroDivisionError(CANARY),
    ):
        graph.answers = dict.fromkeys(ANSWERS, error)
        client.get(f"/people/toy:{CANARY}")
        client.get("/queries/who_influences.json")
    graph.answers = dict(ANSWERS)
    add_user(Store.of(settings), CANARY, PASSWORD, Role.ADMIN)
    browser = Browser(app.test_client())
    browser.log_in(CANARY, "wrong")
    browser.log_in(CANARY, PASSWORD)
    browser.get(f"/search?q={CANARY}")
    browser.send("/account/password", "/account", password=CANARY, new=CANARY, again=CANARY)
    browser.get("/topics.json", headers={"Authorization": f"Bearer {CANARY}"})
    browser.log_out()


def test_the_log_and_the_metrics_name_nobody(
    app: Flask, graph: RecordingGraph, settings: Settings, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    numbers = app.extensions["influence-metrics"]
    wander(app, graph, settings)

    whole = "\n".join(path.read_text() for path in (settings.data / "logs").iterdir())
    assert len(lines()) > 30
    assert CANARY not in whole.lower()
    assert "CANARY7F3A" not in whole
    assert CANARY not in numbers.text().decode().lower()
    assert "CANARY7F3A" not in numbers.text().decode()


def test_each_line_says_when_what_and_who(
    app: Flask, graph: RecordingGraph, settings: Settings, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    wander(app, graph, settings)
    told = lines()
    assert all(line["at"].endswith("+00:00") and line["level"] for line in told)
    request = next(one for one in of(told, "request") if one["route"] == "/people/<anything:tail>")
    assert request["method"] == "GET"
    assert request["status"] == 200
    assert request["visitor"] == "local"
    assert request["milliseconds"] > 0
    assert len(request["request"]) == 16
    assert [one["visitor"] for one in of(told, "log_in")] == ["user:1"]
    assert len(of(told, "log_in_failed")) == 2
    assert {one["why"] for one in of(told, "refused")} >= {
        "name",
        "proxy",
        "NotFromHere",
        "NotLoggedIn",
    }
    assert of(told, "log_out")


def test_a_fault_is_found_by_the_id_that_its_page_shows(
    app: Flask, graph: RecordingGraph, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    graph.answers = dict.fromkeys(ANSWERS, ZeroDivisionError("secret"))
    answer = app.test_client().get("/")
    (fault,) = of(lines(), "error")
    assert fault["request"] == answer.headers["Request-Id"]
    assert fault["request"] in answer.text
    assert fault["error"] == "ZeroDivisionError"
    assert any("recording.py" in place for place in fault["places"])
    problem = app.test_client().get("/topics.json").json or {}
    assert problem["request"] == of(lines(), "error")[-1]["request"]


def test_the_log_is_its_owner_s_and_stops_growing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 500)
    handler = logs.start_log(settings)
    for _ in range(100):
        logs.event("database", state="away")
    logs.stop_log(handler)
    files = sorted((settings.data / "logs").iterdir())
    assert len(files) == 1 + logs.FILES
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert all(path.stat().st_size <= 600 for path in files)


def test_a_line_stays_a_line_and_others_values_stay_out(
    settings: Settings, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    logs.event("database", state="a\nb\u2028c\r\x1b[31m")
    logging.getLogger("waitress").warning("Exception while serving %s", f"/people/{CANARY}")
    first, second = lines()[-2:]
    assert first["state"] == "a\nb\u2028c\r\x1b[31m"
    assert second["text"] == "Exception while serving %s"
    path = settings.data / "logs" / logs.FILE
    assert "\x1b" not in path.read_text()


def test_a_database_that_ends_and_cannot_be_started_is_in_the_log(
    settings: Settings, lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "INFLUENCE", (sys.executable, "-c", "exit('no room')"))
    watching = guard.Guard(settings)
    watching.end()

    watching._start()

    told = [(line["level"], line["state"], line.get("why")) for line in of(lines(), "database")]
    assert told == [("error", "ended", None), ("error", "cannot be started", "no room")]


def test_a_log_that_cannot_be_written_is_said_in_words(settings: Settings, tmp_path: Path) -> None:
    from queries.errors import SettingRefused

    (tmp_path / "file").write_text("")
    with pytest.raises(SettingRefused, match="INFLUENCE_LOG"):
        logs.start_log(settings.but(log=str(tmp_path / "file" / "below")))


def test_the_metrics_count_what_was_answered(app: Flask, graph: RecordingGraph) -> None:
    client = app.test_client()
    for _ in range(3):
        client.get("/topics.json")
    client.get("/people/none-such")
    graph.answers = dict.fromkeys(ANSWERS, DatabaseUnreachable("away"))
    client.get("/topics.json")
    text = client.get("/metrics").text
    assert 'influence_requests_total{method="GET",route="/topics.json",status="200"} 3.0' in text
    assert 'influence_requests_total{method="GET",route="/topics.json",status="503"} 1.0' in text
    assert 'influence_request_seconds_count{route="/topics.json"} 4.0' in text
    assert 'influence_refused_total{why="DatabaseUnreachable"} 1.0' in text
    assert "influence_requests_waiting 0.0" in text
