"""What changes something is sent from a page of this site, or not at all."""

from __future__ import annotations

import pytest
from flask import Flask

from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.accounts.users import users
from queries.settings import Settings, settings_from
from tests.explorer.accounts.conftest import DONE, Browser, Clock, Opened, bearer, timed

# Whatever a page elsewhere can make a browser say.
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:3000"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://evil.example/localhost"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://[::1"},
]
HERE = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Origin": "HTTP://LOCALHOST"},
]


@pytest.fixture
def done(app: Flask) -> list[str]:
    """What the route `/keep` did."""
    return DONE


@pytest.fixture(params=["local", "session"])
def browser(
    request: pytest.FixtureRequest,
    app: Flask,
    settings: Settings,
    clock: Clock,
    people: Store,
    opened: Opened,
) -> Browser:
    """Somebody at this machine, and somebody who logged in."""
    if request.param == "session":
        return opened("ana")
    nobody_has = settings.data / "none"
    timed(app, settings_from({}).but(data=nobody_has), clock)
    return opened()


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_is_sent_from_elsewhere_changes_nothing_though_it_knows_the_token(
    browser: Browser, done: list[str], headers: dict[str, str]
) -> None:
    token = browser.token("/form")
    answer = browser.client.post("/keep", data={"csrf_token": token}, headers=headers)
    assert (answer.status_code, done) == (403, [])
    answer = browser.client.post("/keep", headers=headers | {"X-CSRF-Token": token})
    assert (answer.status_code, done) == (403, [])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", HERE, ids=str)
def test_what_a_page_here_sends_is_done(
    browser: Browser, done: list[str], headers: dict[str, str], method: str
) -> None:
    token = browser.token("/form")
    in_form = browser.client.open(
        "/keep", method=method, data={"csrf_token": token}, headers=headers
    )
    with_fetch = browser.client.open(
        "/keep", method=method, json={}, headers=headers | {"X-CSRF-Token": token}
    )
    assert (in_form.status_code, with_fetch.status_code, done) == (200, 200, ["kept"] * 2)


WITHOUT: list[dict[str, object]] = [
    {},
    {"data": {"csrf_token": ""}},
    {"data": {"csrf_token": "0" * 64}},
    {"data": {"csrf_token": "é" * 9}},
    {"query_string": {"csrf_token": "{token}"}},
    {"data": "csrf_token={token}", "content_type": "text/plain"},
    {"json": {"csrf_token": "{token}"}},
    {"headers": {"X-CSRF-Token": "{token}x"}},
    {"headers": {"X-XSRF-Token": "{token}"}},
    {"headers": {"Cookie": "csrf_token={token}"}},
]


@pytest.mark.parametrize("sent", WITHOUT, ids=str)
def test_without_the_token_in_its_place_nothing_is_done(
    browser: Browser, done: list[str], sent: dict[str, object]
) -> None:
    token = browser.token("/form")
    answer = browser.client.post("/keep", **filled(sent, token))  # type: ignore[arg-type]
    assert (answer.status_code, done) == (403, [])


def filled(sent: object, token: str) -> object:
    if isinstance(sent, dict):
        return {name: filled(value, token) for name, value in sent.items()}
    return sent.replace("{token}", token) if isinstance(sent, str) else sent


def test_the_token_of_another_visit_is_none_of_mine(
    people: Store, opened: Opened, done: list[str]
) -> None:
    other, mine = opened("ana"), opened("ana")
    answer = mine.client.post("/keep", data={"csrf_token": other.token("/account")})
    assert (answer.status_code, done) == (403, [])


def test_the_token_from_before_the_log_in_is_none_afterwards(
    people: Store, opened: Opened, done: list[str]
) -> None:
    browser = opened()
    before = browser.token("/login")
    browser.log_in("ana")
    assert browser.client.post("/keep", data={"csrf_token": before}).status_code == 403
    assert done == []


def test_a_get_changes_nothing(browser: Browser, done: list[str]) -> None:
    token = browser.token("/form")
    for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        browser.client.open(f"/keep?csrf_token={token}", method=method)
    assert done == []


@pytest.mark.parametrize("path", ["/login", "/logout", "/account/password", "/account/sessions"])
def test_the_own_forms_of_the_site_want_the_token_too(
    people: Store, opened: Opened, path: str
) -> None:
    browser = opened("ana")
    before = [(one.name, one.sessions) for one in users(people)]
    fields = {"name": "adam", "password": "x", "new": "y", "again": "y"}
    assert browser.client.post(path, data=fields).status_code == 403
    evil = browser.client.post(
        path,
        data=fields | {"csrf_token": browser.token("/account")},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert evil.status_code == 403
    assert browser.client.get(path).status_code in (302, 303, 405)
    assert [(one.name, one.sessions) for one in users(people)] == before


def test_a_program_with_a_token_needs_no_form(
    people: Store, opened: Opened, done: list[str]
) -> None:
    key = add_token(people, "script", Role.ANALYST, days=1)
    answer = opened().client.post("/keep", json={}, **bearer(key))
    assert (answer.status_code, done) == (200, ["kept"])


def test_a_false_token_does_not_fall_back_on_the_session(
    people: Store, opened: Opened, done: list[str]
) -> None:
    browser = opened("ana")
    fields = {"csrf_token": browser.token("/form")}
    for said in ("Bearer nonsense", "bearer ", "bearer", "BEARER influence_0_x"):
        answer = browser.client.post("/keep", data=fields, headers={"Authorization": said})
        assert answer.status_code == 401
        assert browser.get("/topics.json", headers={"Authorization": said}).status_code == 401
    assert done == []


def test_nobody_elsewhere_may_read_an_answer(people: Store, opened: Opened) -> None:
    browser = opened("ana")
    for origin in ("https://evil.example", "null", "http://localhost"):
        answer = browser.client.options("/topics.json", headers={"Origin": origin})
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]
