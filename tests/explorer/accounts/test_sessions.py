"""What the cookie is, and when a session ends."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.accounts import users
from explorer.accounts.store import Store
from tests.explorer.accounts.conftest import PASSWORDS, Browser, Clock, Opened, state

MINUTE, HOUR = 60.0, 3600.0
NEW = "walnut ferry copper daisy"


def cookies(browser: Browser) -> dict[str, dict[str, Any]]:
    """The cookies that the browser was given by logging in, with what was said of each."""
    answer = browser.log_in("vera")
    told = {}
    for line in answer.headers.getlist("Set-Cookie"):
        (name, _, value), *said = (part.strip().partition("=") for part in line.split(";"))
        told[name] = {"value": value} | {one.lower(): rest or True for one, _, rest in said}
    return told


def test_the_cookie_of_old_is_worth_nothing_after_logging_out(
    people: Store, opened: Opened
) -> None:
    browser = opened("vera")
    kept = browser.client.get_cookie("influence-session")
    assert kept
    answer = browser.log_out()
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    browser.client.set_cookie("influence-session", kept.value)
    assert state(browser) == 401


def test_the_cookie_is_for_no_script_and_no_other_site(people: Store, opened: Opened) -> None:
    told = cookies(opened())["influence-session"]
    assert len(told.pop("value")) >= 43
    assert told == {"httponly": True, "path": "/", "samesite": "Strict"}


def test_over_tls_the_cookie_is_for_tls_and_this_host_alone(people: Store, opened: Opened) -> None:
    told = cookies(opened(address="https://explorer.example"))
    assert set(told) == {"__Host-influence-session", "__Host-influence-form"}
    session = told["__Host-influence-session"]
    assert {name for name in session if name != "value"} == {
        "httponly",
        "path",
        "samesite",
        "secure",
    }
    assert session["samesite"] == "Strict"
    assert session["path"] == "/"


def test_a_cookie_from_plain_http_is_none_over_tls(people: Store, opened: Opened) -> None:
    plain = opened("vera")
    kept = plain.client.get_cookie("influence-session")
    assert kept
    plain.client.set_cookie("influence-session", kept.value, domain="explorer.example")
    answer = plain.client.get("/topics.json", base_url="https://explorer.example")
    assert answer.status_code == 401


def test_whoever_plants_a_cookie_is_not_logged_in_with_it(people: Store, opened: Opened) -> None:
    browser = opened()
    browser.client.set_cookie("influence-session", "planted")
    browser.log_in("vera")
    kept = browser.client.get_cookie("influence-session")
    assert kept
    assert kept.value != "planted"
    assert state(browser) == 200


def test_logging_in_again_ends_the_session_before(people: Store, opened: Opened) -> None:
    browser = opened("vera")
    first = browser.client.get_cookie("influence-session")
    assert first
    token = browser.token("/account")
    fields = {"csrf_token": token, "name": "vera", "password": PASSWORDS["vera"]}
    browser.client.post("/login", data=fields)
    second = browser.client.get_cookie("influence-session")
    assert second
    assert first.value != second.value
    browser.client.set_cookie("influence-session", first.value)
    assert state(browser) == 401


def test_who_logs_out_after_the_session_ended_is_let_go(
    people: Store, opened: Opened, clock: Clock
) -> None:
    browser = opened("vera")
    token = browser.token("/account")
    clock.at += 13 * HOUR
    assert state(browser) == 401

    answer = browser.client.post("/logout", data={"csrf_token": token})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert not browser.client.get_cookie("influence-session")
    assert browser.log_in("vera").status_code == 303


@pytest.mark.parametrize("secret", ["", "x", "é", "x" * 3000, "' OR 1=1 --", "%00"])
def test_a_cookie_that_is_none_is_nobody(people: Store, opened: Opened, secret: str) -> None:
    browser = opened()
    browser.client.set_cookie("influence-session", secret)
    assert state(browser) == 401


def test_a_session_ends_when_idle_and_lasts_while_used(
    people: Store, opened: Opened, clock: Clock
) -> None:
    browser = opened("vera")
    for _ in range(5):
        clock.at += 59 * MINUTE
        assert state(browser) == 200
    clock.at += 61 * MINUTE
    assert state(browser) == 401


def test_a_session_ends_after_half_a_day_however_much_it_is_used(
    people: Store, opened: Opened, clock: Clock
) -> None:
    browser = opened("vera")
    for _ in range(23):
        clock.at += 30 * MINUTE
        assert state(browser) == 200
    clock.at += 31 * MINUTE
    assert state(browser) == 401


def test_another_password_ends_all_sessions_but_the_one_that_set_it(
    people: Store, opened: Opened
) -> None:
    here, there = opened("ana"), opened("ana")
    before = here.client.get_cookie("influence-session")
    fields = {"password": PASSWORDS["ana"], "new": NEW, "again": NEW}
    answer = here.send("/account/password", "/account", **fields)
    assert answer.headers["Location"] == "/account?done=password"
    assert (state(here), state(there)) == (200, 401)
    after = here.client.get_cookie("influence-session")
    assert before
    assert after
    assert before.value != after.value
    assert opened().log_in("ana").status_code == 401
    assert opened().log_in("ana", NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "wrong", "new": NEW, "again": NEW}, "password of now"),
        ({"new": NEW, "again": NEW}, "password of now"),
        ({"password": PASSWORDS["ana"], "new": NEW, "again": NEW + "!"}, "twice alike"),
        ({"password": PASSWORDS["ana"], "new": "short", "again": "short"}, "12 characters"),
        ({"password": PASSWORDS["ana"], "new": "password1234", "again": "password1234"}, "not do"),
        ({"password": PASSWORDS["ana"], "new": "x" * 257, "again": "x" * 257}, "at most"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    people: Store, opened: Opened, fields: dict[str, str], said: str
) -> None:
    here, there = opened("ana"), opened("ana")
    answer = here.send("/account/password", "/account", **fields)
    assert answer.status_code == 400
    assert said in answer.text
    assert (state(here), state(there)) == (200, 200)
    assert opened().log_in("ana").status_code == 303


def test_a_password_set_at_the_machine_ends_all_sessions(people: Store, opened: Opened) -> None:
    browser = opened("ana")
    users.change_password(people, "ana", NEW)
    assert state(browser) == 401


def test_sessions_are_ended_at_the_machine_of_one_or_of_all(people: Store, opened: Opened) -> None:
    ana, other, vera = opened("ana"), opened("ana"), opened("vera")
    assert users.log_out_users(people, "ana") == 2
    assert (state(ana), state(other), state(vera)) == (401, 401, 200)
    assert users.log_out_users(people, None) == 1
    assert state(vera) == 401
    assert opened().log_in("ana").status_code == 303


def test_an_account_that_is_removed_is_out_at_once(people: Store, opened: Opened) -> None:
    browser = opened("ana")
    users.remove_user(people, "ana")
    assert state(browser) == 401
    assert opened().log_in("ana").status_code == 401


def test_one_sees_one_s_sessions_and_ends_the_others(people: Store, opened: Opened) -> None:
    here, there, other = opened("ana"), opened("ana"), opened("vera")
    assert here.get("/account").text.count(">another<") == 1
    refused = here.send("/account/sessions", "/account", password="wrong")
    assert (refused.status_code, state(there)) == (400, 200)
    here.send("/account/sessions", "/account", password=PASSWORDS["ana"])
    assert (state(here), state(there), state(other)) == (200, 401, 200)
    assert "End the others" not in here.get("/account").text
