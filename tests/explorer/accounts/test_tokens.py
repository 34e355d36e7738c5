"""API tokens, from `influence token add` to their end."""

from __future__ import annotations

import pytest

from explorer.accounts.roles import GIVEN, Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import DAY, Token, add_token, revoke, tokens
from queries.errors import AccountRefused
from tests.explorer.accounts.conftest import Clock, Opened, bearer

TOKEN = Token("id", "name", Role.VIEWER, "", 0, 1, None)


def test_a_token_opens_the_site_to_a_program(people: Store, opened: Opened) -> None:
    key = add_token(people, "nightly export", Role.VIEWER, days=30)
    nobody = opened()
    assert nobody.get("/topics.json").status_code == 401
    answer = nobody.get("/topics.json", **bearer(key))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_token_is_good_until_its_day(people: Store, opened: Opened, clock: Clock) -> None:
    key = add_token(people, "short", Role.VIEWER, days=1)
    clock.at += DAY - 1
    assert opened().get("/topics.json", **bearer(key)).status_code == 200
    clock.at += 1
    assert opened().get("/topics.json", **bearer(key)).status_code == 401
    assert tokens(people) == []


def test_a_token_that_is_revoked_is_good_for_nothing(people: Store, opened: Opened) -> None:
    key, other = (add_token(people, name, Role.VIEWER, days=9) for name in ("one", "other"))
    revoke(people, key.split("_")[1])
    assert opened().get("/topics.json", **bearer(key)).status_code == 401
    assert opened().get("/topics.json", **bearer(other)).status_code == 200
    with pytest.raises(AccountRefused, match="token list"):
        revoke(people, key.split("_")[1])


@pytest.mark.parametrize("role", GIVEN)
def test_a_token_may_what_its_role_may(people: Store, opened: Opened, role: Role) -> None:
    key = add_token(people, "one", role, days=1)
    expected = 200 if role is Role.ADMIN else 403
    assert opened().get("/metrics", **bearer(key)).status_code == expected


def test_a_token_for_some_addresses_is_good_for_those(people: Store, opened: Opened) -> None:
    key = add_token(people, "prometheus", Role.ADMIN, days=30, below="/metrics")
    assert opened().get("/metrics", **bearer(key)).status_code == 200
    for path in ("/topics.json", "/", "/metricsx"):
        assert opened().get(path, **bearer(key)).status_code == 403


@pytest.mark.parametrize(
    ("below", "path", "reached"),
    [
        ("/topics", "/topics", True),
        ("/topics", "/topics.json", True),
        ("/topics", "/topics/ac/dc", True),
        ("/topics", "/topicsx", False),
        ("/topics", "/people/topics", False),
        ("/topics/", "/topics/x", True),
        ("/topics/", "/topics", False),
        ("/", "/anything", True),
        ("", "/anything", True),
    ],
)
def test_the_beginning_of_an_address_is_whole_words(below: str, path: str, reached: bool) -> None:
    token = Token("id", "name", Role.VIEWER, below, 0, 1, None)
    assert token.reaches(path) is reached


def test_a_token_is_kept_as_a_hash_and_shown_once(people: Store) -> None:
    key = add_token(people, "one", Role.VIEWER, days=1)
    whole = people.path.read_bytes()
    prefix, id, secret = key.split("_", 2)
    assert (prefix, len(secret) >= 43) == ("influence", True)
    assert secret.encode() not in whole
    assert [one.id for one in tokens(people)] == [id]


@pytest.mark.parametrize(
    "sent", ["", " ", "x", "influence_", "influence_0_0", "é", "a b", "' OR 1"]
)
def test_what_is_no_token_is_refused_and_says_how_it_would_go(
    people: Store, opened: Opened, sent: str
) -> None:
    answer = opened().get("/topics.json", headers={"Authorization": f"Bearer {sent}".encode()})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert answer.mimetype == "application/problem+json"


def test_a_token_in_the_address_is_none(people: Store, opened: Opened) -> None:
    key = add_token(people, "one", Role.ADMIN, days=1)
    for name in ("token", "access_token", "api_key", "Authorization"):
        assert opened().get(f"/topics.json?{name}={key}").status_code == 401


def test_a_token_works_where_nobody_has_an_account(store: Store, opened: Opened) -> None:
    key = add_token(store, "one", Role.VIEWER, days=1)
    assert opened().get("/topics.json", **bearer(key)).status_code == 200
    assert opened().get("/topics.json").status_code == 401


def test_a_token_changes_no_account(people: Store, opened: Opened) -> None:
    key = add_token(people, "one", Role.ADMIN, days=1)
    for path in ("/account/password", "/account/sessions"):
        assert opened().client.post(path, data={}, **bearer(key)).status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days": 0}, "1 to 366"),
        ({"days": 367}, "1 to 366"),
        ({"name": " "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"below": "topics"}, "--only"),
    ],
)
def test_a_token_that_will_not_do(store: Store, change: dict[str, object], said: str) -> None:
    given = {"name": "one", "days": 1} | change
    with pytest.raises(AccountRefused, match=said):
        add_token(store, role=Role.VIEWER, **given)  # type: ignore[arg-type]
    assert tokens(store) == []


def test_when_a_token_was_used_is_known_to_the_hour(
    people: Store, opened: Opened, clock: Clock
) -> None:
    key = add_token(people, "one", Role.VIEWER, days=9)
    began = clock.at
    for later in (0, 60, 3700):
        clock.at = began + later
        opened().get("/topics.json", **bearer(key))
        (one,) = tokens(people)
        assert one.used == (began if later < 3600 else began + later)
