"""Every route, and who gets what from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from explorer.accounts.gate import NAME, Gate
from explorer.accounts.roles import GIVEN, Role
from explorer.accounts.store import Store
from explorer.accounts.users import add_user, change_role, remove_user
from explorer.app import create_app
from explorer.pages import PAGES
from explorer.security import HEADERS, TLS_HEADERS
from explorer.views import data
from queries.settings import settings_from
from tests.explorer.accounts.conftest import PASSWORDS, ROLES, Browser, Opened
from tests.explorer.canned import ANSWERS, EXAMPLES
from tests.recording import RecordingGraph

NAMES = {
    **{"tail": "toy:ada/1", "name": "leaders", "filename": "favicon.svg"},
    **{"list": "l1", "share": "secret", "what": "note", "id_": "0" * 32, "load": "0" * 32},
}
# The bench has a database of its own; some of its addresses are for programs alone.
SHOWN = [path for name, path in EXAMPLES.items() if not name.startswith("cypher")]
# What nobody must log in for; everything else of the site is for people with an account.
OPEN = {"static", "live", "ready", "log_in_page", "log_in", "log_out"}


def rules(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Each rule, a path of it, and each method that it takes."""
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for argument in rule.arguments:
            for kind in ("", "anything:", "path:"):
                path = path.replace(f"<{kind}{argument}>", NAMES[argument])
        assert "<" not in path, path
        yield from ((rule, path, method) for method in sorted(rule.methods or ()))


@pytest.mark.parametrize("who", ["", "vera", "adam"])
def test_every_route_answers_with_all_headers_whoever_asks(
    app: Flask, people: Store, opened: Opened, who: str
) -> None:
    for rule, path, method in rules(app):
        browser = opened(who)  # anew: some of the routes end the session
        answer = browser.client.open(path, method=method, buffered=True)
        told = {name: answer.headers.get(name) for name in HEADERS}
        assert told == dict(HEADERS), (rule, method)
        assert answer.headers["Cache-Control"] == "no-store", (rule, method)
        assert len(answer.headers["Request-Id"]) == 16
        assert answer.status_code < 500, (rule, method)


def test_over_tls_every_answer_says_that_it_stays_so(people: Store, opened: Opened) -> None:
    secure, plain = opened("vera", "https://explorer.example"), opened("vera")
    for path in ("/", "/nothing", "/topics.csv", "/static/favicon.svg"):
        answer = secure.get(path, buffered=True)
        assert {name: answer.headers.get(name) for name in TLS_HEADERS} == dict(TLS_HEADERS)
        plainly = plain.get(path, buffered=True)
        assert "Strict-Transport-Security" not in plainly.headers


def test_every_route_says_what_it_needs_and_few_need_nothing(tmp_path: Path) -> None:
    app = create_app(settings_from({}).but(data=tmp_path), RecordingGraph(ANSWERS))
    stands: Gate = app.extensions[NAME]
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(stands.needs)
    assert {name for name, need in stands.needs.items() if need.role is Role.ANYBODY} == OPEN


def test_what_a_page_needs_is_in_its_row_and_in_the_gate(app: Flask) -> None:
    stands: Gate = app.extensions[NAME]
    for page in PAGES:
        for form in page.forms:
            need = stands.need_of(page.kind or f"{page.name}.{form}")
            assert need.role <= page.role, page.name
            assert page.kind or need.role is page.role


@pytest.mark.parametrize("path", SHOWN)
def test_who_is_not_logged_in_sees_no_page_and_is_led_to_the_form(
    people: Store, opened: Opened, asked: RecordingGraph, path: str
) -> None:
    nobody = opened()
    answer = nobody.get(path)
    assert (answer.status_code, answer.headers["Location"][:6]) == (303, "/login")
    bare, _, query = path.partition("?")
    for form in (".json", ".csv"):
        told = nobody.get(f"{bare}{form}?{query}")
        assert told.status_code in (401, 404)
        assert told.mimetype == "application/problem+json"
    assert nobody.get(path, headers={"Accept": "application/json"}).status_code == 401
    assert asked.asked == []


@pytest.mark.parametrize("path", SHOWN)
def test_after_the_form_one_is_where_one_wanted_to_be(
    people: Store, opened: Opened, path: str
) -> None:
    browser = opened()
    form = browser.get(browser.get(path).headers["Location"])
    target = form.text.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    # Some pages are not for viewers.
    answer = browser.log_in("adam", next=target)
    back = browser.get(answer.headers["Location"])
    assert back.status_code == 200
    assert unquote(back.request.full_path.removesuffix("?")) == unquote(path)


@pytest.mark.parametrize("needed", GIVEN)
@pytest.mark.parametrize("name", ROLES)
def test_a_route_is_for_its_role_and_those_above(
    people: Store, opened: Opened, name: str, needed: Role
) -> None:
    answer = opened(name).get(f"/for/{needed.word}")
    expected = 200 if ROLES[name] >= needed else 403
    assert answer.status_code == expected
    assert answer.text == name or needed.word in answer.text


def test_a_route_that_says_nothing_is_for_admins_alone(people: Store, opened: Opened) -> None:
    assert opened().get("/forgotten").status_code == 303
    assert opened("vera").get("/forgotten").status_code == 403
    assert opened("adam").get("/forgotten").text == "adam"


def test_on_this_machine_without_accounts_everything_is_allowed(tmp_path: Path) -> None:
    client = create_app(settings_from({}).but(data=tmp_path), RecordingGraph(ANSWERS)).test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/").status_code == 200
    assert "you may do everything" in client.get("/account").text
    assert client.get("/login").headers["Location"] == "/"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"host": "0.0.0.0"},
        {"host": "192.168.0.9"},
        {"host": "::"},
        {"host": ""},
        {"host_names": "explorer.example"},
        {"proxy": "127.0.0.1"},
    ],
    ids=str,
)
def test_beyond_this_machine_without_accounts_nothing_is(
    tmp_path: Path, change: dict[str, str]
) -> None:
    settings = settings_from({}).but(data=tmp_path, **change)
    client = create_app(settings, RecordingGraph(ANSWERS)).test_client()
    assert client.get("/topics.json").status_code == 401
    assert client.get("/").status_code == 303
    assert client.get("/metrics").status_code == 401
    assert "influence user add" in client.get("/login").text
    assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_loopback_has_many_names(tmp_path: Path, host: str) -> None:
    settings = settings_from({}).but(data=tmp_path, host=host)
    assert create_app(settings, RecordingGraph(ANSWERS)).test_client().get("/").status_code == 200


def test_what_a_container_publishes_to_this_machine_alone_is_this_machine(tmp_path: Path) -> None:
    settings = settings_from({}).but(data=tmp_path, host="0.0.0.0", reach="loopback")
    client = create_app(settings, RecordingGraph(ANSWERS)).test_client()
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "192.168.0.9:5151"}).status_code == 400


def test_with_accounts_one_logs_in_on_this_machine_too(tmp_path: Path) -> None:
    settings = settings_from({}).but(data=tmp_path)
    app = create_app(settings, RecordingGraph(ANSWERS))
    browser = Browser(app.test_client())
    assert browser.get("/").status_code == 200
    add_user(Store.of(settings), "vera", PASSWORDS["vera"], Role.VIEWER)
    assert browser.get("/").status_code == 303
    browser.log_in("vera")
    assert browser.get("/").status_code == 200


def test_without_its_last_account_a_site_does_not_fall_open(people: Store, opened: Opened) -> None:
    browser = opened("adam")
    for name in ROLES:
        remove_user(people, name)
    assert browser.get("/topics.json").status_code == 401
    assert opened().get("/topics.json").status_code == 401


def test_a_role_that_was_taken_is_gone_with_the_next_request(people: Store, opened: Opened) -> None:
    browser = opened("adam")
    assert browser.get("/metrics").status_code == 200
    change_role(people, "adam", Role.VIEWER)
    assert browser.get("/metrics").status_code == 403


def test_accounts_that_cannot_be_read_let_nobody_in(people: Store, opened: Opened) -> None:
    browser = opened("adam")
    people.path.write_bytes(b"not a database at all, but long enough to be looked at" * 50)
    for path in ("/", "/topics.json", "/metrics"):
        answer = browser.get(path)
        assert answer.status_code == 500
        assert str(people.path) not in answer.text


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"]
)
def test_a_proxy_of_which_nobody_told_is_refused(tmp_path: Path, header: str) -> None:
    client = create_app(settings_from({}).but(data=tmp_path), RecordingGraph(ANSWERS)).test_client()
    assert client.get("/", headers={header: "203.0.113.9"}).status_code == 403


def test_the_navigation_shows_what_may_be_seen_and_the_way_out(
    people: Store, opened: Opened
) -> None:
    assert "Log out" in opened("vera").get("/").text
    assert "Log out" not in opened().get("/login").text
    assert "site-nav" not in opened().get("/login").text


LED_TO = re.compile(r'(?:href|action|formaction|data-lists|hx-get)="(/[^"?#]*)')


@pytest.mark.parametrize(
    "path", [EXAMPLES[p.name] for p in PAGES if p.role is Role.VIEWER and "html" in p.forms]
)
def test_a_viewer_is_led_nowhere_that_is_closed_to_them(
    app: Flask,
    people: Store,
    opened: Opened,
    asked: RecordingGraph,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    monkeypatch.setattr(data, "rejects_kept", lambda _: frozenset({"l1"}))
    stands: Gate = app.extensions[NAME]
    page = opened("vera").get(path)
    assert page.status_code == 200
    ways = app.url_map.bind("localhost")
    for address in {unquote(unescape(one)) for one in LED_TO.findall(page.text)}:
        for method in {"GET", "POST"} & set(ways.allowed_methods(address)):
            endpoint, _ = ways.match(address, method)
            assert stands.need_of(endpoint).role <= Role.VIEWER, address
    assert "lists_kept" not in asked.names()


def test_who_may_not_keep_lists_can_still_compare_and_draw(people: Store, opened: Opened) -> None:
    viewer, analyst = (opened(name).get("/topics/ac/dc").text for name in ("vera", "ana"))
    assert 'action="/lists/add"' in analyst
    assert 'action="/chosen"' in viewer
    for page in (viewer, analyst):
        assert 'name="do" value="compare"' in page
        assert 'name="do" value="graph"' in page


@pytest.mark.parametrize(
    ("said", "status"), [("Basic dmVyYTp4", 303), ("Negotiate x", 303), ("Bearer x", 401)]
)
def test_what_a_browser_says_to_a_proxy_is_no_token(
    people: Store, opened: Opened, said: str, status: int
) -> None:
    answer = opened().get("/topics", headers={"Authorization": said})
    assert answer.status_code == status
    assert (answer.mimetype == "application/problem+json") == (status == 401)


def test_a_viewer_is_told_who_can_give_files_to_the_site(people: Store, opened: Opened) -> None:
    page = opened("vera").get("/data").text
    assert "An analyst can give files" in page
    assert "takes no files" not in page
    assert 'type="file"' in opened("ana").get("/data").text


def test_what_leads_nowhere_is_told_in_the_usual_frame(people: Store, opened: Opened) -> None:
    answer = opened("vera").get("/nothing")
    assert (answer.status_code, "site-nav" in answer.text) == (404, True)
    assert ">Topics<" in answer.text
    assert ">Topics<" not in opened().get("/nothing").text


def test_a_link_from_elsewhere_is_asked_once_more_from_here(people: Store, opened: Opened) -> None:
    """The session's cookie does not come along with it: SameSite=Strict."""
    came = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    here = came | {"Sec-Fetch-Site": "same-origin"}
    answer = opened().get("/topics", headers=came)
    assert (answer.status_code, 'http-equiv="refresh" content="0"' in answer.text) == (200, True)
    assert opened().get("/topics", headers=here).status_code == 303


def test_a_part_of_a_page_leads_the_whole_page_to_the_form(people: Store, opened: Opened) -> None:
    answer = opened().get("/search?q=ada", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=%2Fsearch%3Fq%3Dada"
