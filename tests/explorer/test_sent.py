"""JSON that is sent to the site."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some

from explorer.accounts.gate import route
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.app import create_app
from explorer.formats import json_answer
from explorer.sent import sent_json
from queries.settings import settings_from
from queries.strict_json import DEEPEST, strict_loads
from tests.explorer.canned import ANSWERS
from tests.recording import RecordingGraph

BAD = {
    "nothing": b"",
    "a comma too many": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "a list": b"[1]",
    "a text": b'"a"',
    "null": b"null",
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "1e999": b'{"a": 1e999}',
    "a name twice": b'{"a": 1, "a": 2}',
    "a name twice below": b'{"b": [{"a": 1, "\\u0061": 2}]}',
    "5000 digits": b'{"a": ' + b"1" * 5000 + b"}",
    "deep lists": b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
    "deep objects": b'{"a": ' * 40 + b"1" + b"}" * 40,
    "very deep": b"[" * 30_000,
    "not UTF-8": b'{"a": "\xff"}',
    "half a pair": b'{"a": "\\ud800"}',
    "half a pair as a name": b'{"\\udc00": 1}',
    "a control sign": b'{"a": "\x00"}',
    "two documents": b'{"a": 1}{"a": 2}',
    "form": b"a=1",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A route that tells what it was sent; asked with a token."""
    settings = settings_from({}).but(data=tmp_path_factory.mktemp("sent"))
    app = create_app(settings, RecordingGraph(ANSWERS))
    told(app)
    key = add_token(Store.of(settings), "test", Role.ADMIN, days=1)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client


def told(app: Flask) -> None:
    def echo() -> Response:
        return json_answer(sent_json())

    route(app, "/echo", echo, methods=("POST",))


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD)
def test_what_is_not_one_plain_object_is_400_in_words(client: FlaskClient, sent: bytes) -> None:
    answer = client.post("/echo", data=sent, content_type="application/json")
    problem = json.loads(answer.data)
    assert answer.status_code == problem["status"] == 400
    assert answer.mimetype == "application/problem+json"
    assert len(problem["detail"]) < 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_json_says_that_it_is_json(client: FlaskClient, kind: str) -> None:
    assert client.post("/echo", data=b"{}", content_type=kind).status_code == 400


def test_what_is_too_long_is_413(client: FlaskClient) -> None:
    sent = json.dumps({"a": "x" * 70_000}).encode()
    assert client.post("/echo", data=sent, content_type="application/json").status_code == 413


@pytest.mark.parametrize(
    "value",
    [{}, {"a": [1, 2.5, None, True, "é\U0001f600"]}, {"__proto__": 1}, {"a": 2**70}, {"a": -0.0}],
)
def test_what_is_one_comes_as_it_was_sent(client: FlaskClient, value: dict[str, Any]) -> None:
    sent = json.dumps(value).encode()
    assert client.post("/echo", data=sent, content_type="application/json").json == value


def test_as_deep_as_is_allowed_is_allowed() -> None:
    for inner in ("", "1", '"a"'):
        deepest = "[" * DEEPEST + inner + "]" * DEEPEST
        assert strict_loads(deepest) is not None
        with pytest.raises(ValueError, match="deep"):
            strict_loads(f"[{deepest}]")


@given(some.text())
def test_anything_is_a_value_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        strict_loads(text.encode("utf-8", "surrogatepass"))


plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**60), 2**60) | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_what_python_writes_is_read_as_python_reads_it(value: Any) -> None:
    assert strict_loads(json.dumps(value)) == value
