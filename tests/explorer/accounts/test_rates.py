"""How much is answered, to whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Event, Semaphore

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from explorer.accounts import passwords
from explorer.accounts.gate import NAME
from explorer.accounts.rates import (
    ADDRESS,
    MOST_KEPT,
    MOST_WAITING,
    NAME_FROM_ADDRESS,
    LogIns,
    Rate,
    Rates,
    Turns,
    neighbourhood,
)
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.app import create_app
from explorer.pages import PAGES
from queries.errors import TooMuch
from queries.settings import Settings
from tests.explorer.accounts.conftest import SLOW, Clock, Opened, bearer
from tests.explorer.canned import ANSWER, ANSWERS, EXAMPLES
from tests.recording import RecordingBench, RecordingGraph


@given(some.integers(1, 20), some.lists(some.floats(0, 30), max_size=60))
def test_a_rate_is_a_bucket_that_fills_evenly(many: int, pauses: list[float]) -> None:
    """The oracle is the bucket itself: `many` units, one more every `seconds / many`."""
    clock = Clock(0.0)
    rates, rate, units = Rates(clock), Rate(many, 60.0), float(many)
    for pause in pauses:
        clock.at += pause
        units = min(many, units + pause * many / 60.0)
        wait = rates.take(rate, "who")
        assert (wait == 0) == (units >= 1 - 1e-6)
        if wait:
            assert wait == pytest.approx((1 - units) * 60.0 / many, abs=1e-6)
        else:
            units -= 1


def test_what_is_kept_has_a_bound() -> None:
    rates = Rates(Clock(0.0))
    for i in range(MOST_KEPT + 10):
        rates.take(Rate(1, 1000.0), str(i))
    assert len(rates._even) <= MOST_KEPT


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.1", "203.0.113.2", False),
        ("::ffff:203.0.113.1", "203.0.113.1", True),
        ("nonsense", "nonsense", True),
    ],
)
def test_neighbours(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.but(requests_a_minute=20, heavy_a_minute=4)


def test_who_asks_too_much_is_told_when_to_come_back(
    people: Store, opened: Opened, clock: Clock
) -> None:
    key, other = (add_token(people, name, Role.VIEWER, days=1) for name in ("one", "other"))
    nobody = opened()
    statuses = [nobody.get("/topics.json", **bearer(key)).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    refused = nobody.get("/topics.json", **bearer(key))
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Retry-After"] == "3"
    assert nobody.get("/topics.json", **bearer(other)).status_code == 200
    clock.at += 3
    assert nobody.get("/topics.json", **bearer(key)).status_code == 200


@pytest.mark.parametrize("page", [page for page in PAGES if page.heavy], ids=lambda page: page.name)
def test_what_is_heavy_is_counted_apart(people: Store, opened: Opened, page: object) -> None:
    path = EXAMPLES[page.name]  # type: ignore[attr-defined]
    key = add_token(people, "one", page.role, days=1)  # type: ignore[attr-defined]
    statuses = [opened().get(path, **bearer(key)).status_code for _ in range(6)]
    assert statuses == [200] * 4 + [429] * 2
    assert opened().get("/topics.json", **bearer(key)).status_code == 200


def test_what_runs_on_the_bench_is_heavy_and_its_plan_is_not(settings: Settings) -> None:
    client = create_app(settings, RecordingGraph(ANSWERS), RecordingBench(ANSWER)).test_client()
    key = add_token(Store.of(settings), "one", Role.ANALYST, days=1)

    def statuses(path: str) -> list[int]:
        asked = {"q": "MATCH (n:User) RETURN n"}
        return [
            client.get(path, query_string=asked, **bearer(key)).status_code  # type: ignore[arg-type]
            for _ in range(6)
        ]

    assert statuses("/cypher/explain.json") == [200] * 6
    assert statuses("/cypher.json") == [200] * 4 + [429] * 2


def test_knocking_at_closed_doors_is_counted(people: Store, opened: Opened) -> None:
    nobody = opened()
    statuses = [nobody.get("/topics.json", **bearer(f"guess{i}")).status_code for i in range(22)]
    assert statuses == [401] * 20 + [429] * 2


def test_knocking_where_there_is_no_door_is_counted(people: Store, opened: Opened) -> None:
    nobody = opened()
    statuses = [nobody.get(f"/nothing/{i}").status_code for i in range(22)]
    assert statuses == [404] * 20 + [429] * 2


def test_an_attempt_that_is_refused_takes_nothing_of_the_limits_before() -> None:
    rates = Rates(Clock(0.0))
    log_ins = LogIns(rates)
    for i in range(ADDRESS.many):
        log_ins.attempt("203.0.113.1", f"name{i}")
    for _ in range(NAME_FROM_ADDRESS.many + 1):
        with pytest.raises(TooMuch):
            log_ins.attempt("203.0.113.1", "vera")
    rates.forget("address", "203.0.113.1")
    for _ in range(NAME_FROM_ADDRESS.many):
        log_ins.attempt("203.0.113.1", "vera")


def test_when_too_many_log_in_at_once_none_of_them_has_failed(
    people: Store, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "TURNS", BoundedSemaphore(1))
    with passwords._turn():
        statuses = {opened().log_in("vera").status_code for _ in range(6)}
    assert statuses == {429}
    assert opened().log_in("vera").status_code == 303


def test_health_is_not_counted(people: Store, opened: Opened) -> None:
    assert {opened().get("/health/live").status_code for _ in range(50)} == {200}


def test_as_many_turns_as_there_are_and_then_later(
    app: Flask, people: Store, opened: Opened
) -> None:
    """Three at work, the fourth is asked to come back, and then has its turn."""
    app.extensions[NAME].turns = Turns(3, seconds=0.1)
    begun, ending = Semaphore(0), Event()

    def wait() -> None:
        begun.release()
        ending.wait(20)

    SLOW[:] = [wait]
    keys = [add_token(people, str(i), Role.VIEWER, days=1) for i in range(4)]
    with ThreadPoolExecutor(3) as threads:
        running = [threads.submit(opened().get, "/slow", **bearer(key)) for key in keys[:3]]
        assert all(begun.acquire(timeout=20) for _ in running)
        refused = opened().get("/slow", **bearer(keys[3]))
        light = opened().get("/topics.json", **bearer(keys[3]))
        ending.set()
        assert [one.result().text for one in running] == ["done"] * 3
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert light.status_code == 200
    assert opened().get("/slow", **bearer(keys[3])).text == "done"


def test_when_too_many_wait_each_is_answered_at_once(
    app: Flask, people: Store, opened: Opened
) -> None:
    stands = app.extensions[NAME]
    stands.waiting = lambda: MOST_WAITING + 1
    answer = opened().get("/topics.json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert opened().get("/health/live").status_code == 200
    stands.waiting = lambda: MOST_WAITING
    assert opened().get("/topics.json").status_code == 401


def test_a_turn_is_given_back_when_what_was_done_breaks() -> None:
    turns = Turns(1, seconds=0.01)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError
    with turns.turn(), pytest.raises(TooMuch), turns.turn():
        pass
