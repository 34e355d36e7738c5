"""The description of the API: whole, true, and kept to by the site."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from explorer.accounts.gate import gate_of
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.app import create_app
from explorer.changes import CHANGES
from explorer.openapi.document import document
from explorer.openapi.responses import KINDS
from explorer.pages import PAGES
from queries.errors import DatabaseUnreachable
from queries.graph import Graph
from queries.library import library
from queries.lists import Lists
from queries.settings import settings_from
from tests.explorer.canned import ANSWER
from tests.explorer.conftest import Site
from tests.explorer.fuzzing import Known, fuzz
from tests.explorer.test_pages import Anatomy
from tests.recording import RecordingBench

DOCUMENT = document(PAGES)
# What a browser asks for, and what its forms send: nothing of it is for programs.
FOR_BROWSERS = {
    "static", "log_in_page", "log_in", "log_out", "account", "change_password", "end_sessions",
    "upload shown", "api", "send /endorsements", "send /endorsements/take-back",
}  # fmt: skip
# It does not ask for the description that it was made from.
TAGS = [one["name"] for one in DOCUMENT["tags"] if one["name"] != "openapi"]
# Of each operation; `python bench/api.py` asks more, and others each time.
EXAMPLES = int(os.environ.get("INFLUENCE_TEST_API", "2"))
PRE = re.compile(r'<pre tabindex="0" aria-label="GET [^"]*">([^<]*)</pre>')


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and what is told of it."""
    for path, item in DOCUMENT["paths"].items():
        yield from ((path, method.upper(), told) for method, told in item.items())


@pytest.fixture(scope="module")
def town_api(
    town: Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, dict[str, str]]]:
    """The site on the invented town, where everybody must log in; and an admin's token.

    Lists that were made are taken away afterwards.
    """
    lists = Lists(town)
    before = {row["id"] for row in (*lists.all(), *lists.all(deleted=True))}
    settings = settings_from({}).but(
        data=tmp_path_factory.mktemp("api"),
        host_names="explorer.example",
        requests_a_minute=10**6,
        heavy_a_minute=10**6,
    )
    token = add_token(Store.of(settings), "fuzz", Role.ADMIN, days=1)
    app = create_app(settings, town, RecordingBench(ANSWER))
    yield app, {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    for row in (*lists.all(), *lists.all(deleted=True)):
        if row["id"] not in before:
            lists.delete(row["id"])
            lists.erase(row["id"])


def test_it_is_openapi() -> None:
    validate(DOCUMENT)


def test_every_route_is_described_or_for_browsers(client: FlaskClient) -> None:
    rules = client.application.url_map
    there = {
        (rule.endpoint, method)
        for rule in rules.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in FOR_BROWSERS and not rule.endpoint.endswith(".html")
    }
    adapter = rules.bind("localhost")
    found = [adapter.match(path, method) for path, method, _ in operations()]
    methods = [method for _, method, _ in operations()]
    reached = {(name, method) for (name, _), method in zip(found, methods, strict=True)}
    assert reached == there
    assert {values["what"] for _, values in found if "what" in values} == set(CHANGES)


def test_every_page_is_described_in_each_form_with_all_that_it_takes() -> None:
    told = {(path, method): one for path, method, one in operations()}
    for page in PAGES:
        for form in (one for one in page.forms if one in KINDS and page.name != "query"):
            path = f"{page.path.replace('<', '{').replace('>', '}')}.{form}"
            one = told[path, "GET"]
            named = {each["name"] for each in one.get("parameters", ()) if each["in"] == "query"}
            assert named == {argument.name for argument in page.arguments}, path
            assert list(one["responses"]["200"]["content"]) == [KINDS[form]]
            assert {("POST" in page.methods), ((path, "POST") in told)} != {True, False}


def test_every_question_is_described_with_its_parameters_and_columns() -> None:
    for query in library().readable.values():
        told = DOCUMENT["paths"][f"/queries/{query.name}.json"]["get"]
        row = DOCUMENT["components"]["schemas"][query.name]
        assert {one["name"] for one in told.get("parameters", ())} == set(query.defaults)
        assert row["required"] == [column.name for column in query.returns]


def test_everything_described_says_what_it_is() -> None:
    names = [told["operationId"] for _, _, told in operations()]
    assert len(set(names)) == len(names)
    for path, method, told in operations():
        assert len(told["summary"]) > 10, (path, method)
        assert "Raises" not in told["summary"], (path, method)
        for one in told.get("parameters", ()):
            assert one["description"], (path, one["name"])


def test_what_a_role_may_is_described_as_the_gate_has_it(client: FlaskClient) -> None:
    stands, adapter = gate_of(client.application), client.application.url_map.bind("localhost")
    by_id = {page.path: page.role for page in PAGES if page.kind}
    for path, method, told in operations():
        endpoint, _ = adapter.match(path, method)
        if endpoint in ("topics", "people"):
            bare = re.sub(r"\.\w+$", "", path).replace("{", "<").replace("}", ">")
            needed = by_id[bare]
        else:
            needed = stands.need_of(endpoint).role
        said = told["description"].rpartition("Needs the role ")[2].rstrip(".")
        assert (said or "anybody") == needed.word, path
        assert bool(told["security"]) is (needed is not Role.ANYBODY)


def test_arguments_have_their_bounds_choices_and_defaults() -> None:
    def taken(path: str, name: str) -> dict[str, Any]:
        told = DOCUMENT["paths"][path]["get"]["parameters"]
        one = next(one for one in told if one["name"] == name)
        found: dict[str, Any] = one.get("schema") or one["content"]["application/json"]["schema"]
        return found

    limit = {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 50}
    assert taken("/topics/{topic}.json", "limit") == limit
    assert "betweenness" in taken("/topics/{topic}.json", "by")["enum"]
    assert taken("/topics/{topic}.json", "flagged")["default"] == "with"
    assert taken("/graph.json", "expand")["maxItems"] == 2_000
    assert taken("/graph.json", "least") == {
        "type": "number", "minimum": 0, "maximum": 1, "default": 0.0,
    }  # fmt: skip
    assert taken("/compare.json", "p")["maxItems"] == 5
    assert taken("/queries/leaders.json", "limit")["maximum"] == 1_000_000


def test_who_needs_no_token_is_told_so(client: FlaskClient, town_api: Any) -> None:
    local = (client.get("/openapi.json").json or {})["paths"]
    app, headers = town_api
    closed = app.test_client().get("/openapi.json", headers=headers).json["paths"]
    assert local["/topics.json"]["get"]["security"] == [{}, {"token": []}]
    assert local["/lists"]["post"]["security"] == [{"token": []}]
    assert closed["/topics.json"]["get"]["security"] == [{"token": []}]
    assert closed["/health/live"]["get"]["security"] == []
    assert app.test_client().get("/openapi.json").status_code == 401


def test_the_page_shows_it_all_and_finds_what_is_typed(client: FlaskClient) -> None:
    text = client.get("/api").text
    anatomy = Anatomy(text)
    assert anatomy.odd == []
    assert anatomy.headings == ["h1"]
    assert sorted(set(anatomy.ids)) == sorted(anatomy.ids)
    assert "/openapi.json" in text
    bare = {re.sub(rf"\.({'|'.join(KINDS)})$", "", path) for path, _, _ in operations()}
    for path in bare:
        assert f"{path}</a></h3>" in text, path
    found = client.get("/api?q=points_network receipt").text
    assert "/people/{person}/receipt</a></h3>" in found
    assert "/metrics</a></h3>" not in found
    assert "Nothing here is called that" in client.get("/api?q=<script>").text
    assert client.get("/api?x=1").status_code == 400
    assert client.get("/openapi.json?x=1").status_code == 400


def test_the_page_is_there_though_the_database_is_not(site: Site) -> None:
    away = DatabaseUnreachable("away")
    text = site(leaders=away, topics=away).get("/api").text
    assert "people/PERSON/receipt.json" in text


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/api"' in client.get("/methods").text


def test_the_commands_that_it_shows_answer(town_api: tuple[Flask, dict[str, str]]) -> None:
    app, headers = town_api
    client = app.test_client()
    shown = [unescape(one) for one in PRE.findall(client.get("/api", headers=headers).text)]
    words = [shlex.split(one) for one in shown]
    asked = [one[-1] for one in words if not re.search(r"/(LIST|SHARE|LOAD|ID)\b", one[-1])]
    assert len(asked) > 100
    assert all("Authorization: Bearer $TOKEN" in one for one in words if "/health/" not in one[-1])
    for address in asked:
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{parts.query}", headers=headers)
        assert answer.status_code == 200, (address, answer.text[:300])


@pytest.mark.parametrize("tag", TAGS)
def test_whatever_is_asked_is_answered_as_described(
    town: Graph, town_api: tuple[Flask, dict[str, str]], tag: str
) -> None:
    app, headers = town_api
    statuses = fuzz(app, headers, Known(town), tag=tag, examples=EXAMPLES)
    many = sum(told["tags"] == [tag] for _, _, told in operations())
    assert sum(statuses.values()) >= many
