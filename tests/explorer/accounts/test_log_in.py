"""Logging in and out, guessing at passwords, and what is kept of them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

import pytest
from flask import Flask

from explorer.accounts import passwords, users
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.views.account import within
from tests.explorer.accounts.conftest import PASSWORDS, REAL, Clock, Opened, state

MINUTE, HOUR = 60.0, 3600.0
NEW = "walnut ferry copper daisy"


def test_a_name_and_its_password_open_the_site_until_one_logs_out(
    people: Store, opened: Opened
) -> None:
    browser = opened()
    assert state(browser) == 401
    assert browser.log_in("vera").headers["Location"] == "/"
    assert state(browser) == 200
    assert browser.log_out().headers["Location"] == "/login"
    assert state(browser) == 401


def test_names_are_one_in_every_spelling_and_passwords_are_not(
    people: Store, opened: Opened
) -> None:
    for name in ("Vera", "VERA", " vera ", "ｖｅｒａ"):
        assert opened().log_in(name, PASSWORDS["vera"]).status_code == 303
    for password in (PASSWORDS["vera"].upper(), PASSWORDS["vera"] + " ", " " + PASSWORDS["vera"]):
        assert opened().log_in("vera", password).status_code == 401


def test_who_fails_is_not_told_whether_there_is_such_an_account(
    people: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    verify = type(passwords.HASHER).verify

    def counted(hasher: Any, kept: str, password: str) -> bool:
        hashed.append(kept)
        return verify(hasher, kept, password)

    monkeypatch.setattr(type(passwords.HASHER), "verify", counted)
    there = opened().log_in("vera", "wrong wrong wrong")
    absent = opened().log_in("nora", "wrong wrong wrong")
    forms = [
        answer.text.replace("vera", "…").replace("nora", "…").split("<main")[1].split("csrf")[0]
        for answer in (there, absent)
    ]
    assert forms[0] == forms[1]
    assert there.status_code == absent.status_code == 401
    # As slow for the one as for the other.
    assert len(hashed) == 2


def test_guessing_stops_after_five_even_for_the_right_password(
    people: Store, opened: Opened, clock: Clock
) -> None:
    browser = opened()
    assert [browser.log_in("vera", f"guess {i}").status_code for i in range(5)] == [401] * 5
    stopped = browser.log_in("vera")
    assert stopped.status_code == 429
    assert 100 < int(stopped.headers["Retry-After"]) <= 180
    elsewhere = opened(environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert elsewhere.log_in("vera").status_code == 303
    assert opened().log_in("ana").status_code == 303
    clock.at += 181
    assert browser.log_in("vera").status_code == 303


def test_one_address_does_not_guess_at_many_names(people: Store, opened: Opened) -> None:
    browser = opened(environ_base={"REMOTE_ADDR": "2001:db8::1"})
    statuses = [browser.log_in(f"name{i}", "guess").status_code for i in range(32)]
    assert statuses == [401] * 30 + [429] * 2
    neighbour = opened(environ_base={"REMOTE_ADDR": "2001:db8::ffff"})
    assert neighbour.log_in("vera").status_code == 429


def test_many_addresses_do_not_guess_at_one_name(people: Store, opened: Opened) -> None:
    statuses = [
        opened(environ_base={"REMOTE_ADDR": f"203.0.{i // 200}.{i % 200}"})
        .log_in("vera", "guess")
        .status_code
        for i in range(102)
    ]
    assert statuses == [401] * 100 + [429] * 2


def test_logging_in_rightly_is_not_counted(people: Store, opened: Opened) -> None:
    assert [opened().log_in("vera").status_code for _ in range(40)] == [303] * 40


def test_guessing_at_the_password_of_now_is_guessing(people: Store, opened: Opened) -> None:
    browser = opened("ana")
    statuses = [
        browser.send("/account/sessions", "/account", password=f"guess {i}").status_code
        for i in range(6)
    ]
    assert statuses == [400] * 5 + [429]


REDIRECTS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "HTTPS://evil.example/",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "",
    ".",
    "/ok\r\nSet-Cookie: a=b",
    "/%0d%0a\x00",
    "//[::1",
    "/" + "a" * 2001,
    "/login",
    "/login?next=/login",
    "/logout",
]


@pytest.mark.parametrize("target", REDIRECTS, ids=repr)
def test_nobody_is_sent_elsewhere_after_logging_in(
    people: Store, opened: Opened, target: str
) -> None:
    assert within(target) == "/"
    assert opened().log_in("vera", next=target).headers["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["/topics/ac/dc?page=2", "/people/toy:bo%3F%23%25", "/%E6%97%A5"]
)
def test_where_one_wanted_to_go_is_kept(people: Store, opened: Opened, target: str) -> None:
    assert opened().log_in("vera", next=target).headers["Location"] == target


def test_the_form_shows_what_was_typed_as_text(people: Store, opened: Opened) -> None:
    typed = "<script>window.__xss=1</script>\"'"
    answer = opened().log_in(typed, "x", next='/"><script>')
    assert "<script>window" not in answer.text
    assert '"><script>' not in answer.text
    assert answer.text.count('type="password"') == 1
    assert 'value="x"' not in answer.text


def test_a_form_that_is_too_long_is_refused(people: Store, opened: Opened) -> None:
    browser = opened()
    assert browser.log_in("vera", "x" * 70_000).status_code == 413
    many = {f"field{i}": "" for i in range(300)} | {"csrf_token": browser.token()}
    answer = browser.client.post("/login", data=many, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_the_store_holds_neither_passwords_nor_what_a_cookie_says(
    people: Store, opened: Opened, app: Flask
) -> None:
    browser = opened("ana")
    kept = browser.client.get_cookie("influence-session")
    assert kept
    whole = people.path.read_bytes()
    assert kept.value.encode() not in whole
    assert PASSWORDS["ana"].encode() not in whole
    assert people.path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(people.path)) as connection:
        (hashes,) = zip(*connection.execute("SELECT password FROM users"), strict=True)
    assert all(one.startswith("$argon2id$v=19$") for one in hashes)
    assert len(set(hashes)) == len(hashes)


def test_what_a_writer_that_was_killed_left_is_put_right(people: Store, opened: Opened) -> None:
    """Killed in the middle of a change: its journal lies beside the file."""
    program = f"""
import os, sqlite3
connection = sqlite3.connect({str(people.path)!r}, isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM users WHERE name <> 'vera'")
for number in range(3000):
    connection.execute("INSERT INTO tokens VALUES (?, ?, '', 1, '', 0, 0, NULL)",
                       (str(number), os.urandom(200)))
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    assert people.path.with_name(people.path.name + "-journal").stat().st_size > 0
    assert [one.name for one in users.users(people)] == ["adam", "ana", "vera"]
    assert opened().log_in("ana").status_code == 303


def test_a_hash_made_with_lesser_costs_is_made_anew(
    people: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    costly = type(passwords.HASHER)(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", costly)
    opened("ana")
    with closing(sqlite3.connect(people.path)) as connection:
        (kept,) = connection.execute("SELECT password FROM users WHERE name = 'ana'").fetchone()
    assert "t=2" in kept
    assert opened().log_in("ana").status_code == 303


def test_what_hashes_cost_is_what_rfc_9106_asks() -> None:
    costs = (REAL.type.name, REAL.memory_cost, REAL.time_cost, REAL.parallelism)
    assert costs == ("ID", 64 * 1024, 3, 4)


def test_roles_grow() -> None:
    assert Role.ANYBODY < Role.VIEWER < Role.ANALYST < Role.ADMIN
