"""What every answer carries, whatever it answers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from explorer.accounts.cookies import FORM
from explorer.assets import manifest
from explorer.pages import PAGES
from explorer.security import HEADERS, POLICY, host_in, own_names
from queries.errors import DatabaseRefused, DatabaseUnreachable, QueryTooSlow
from queries.settings import settings_from
from tests.explorer.canned import ANSWERS, EXAMPLES
from tests.explorer.conftest import Site

ODD = [
    "/cypher.json?q=CREATE%20(x)",
    "/cypher/schema.json",
    "/cypher?q=(",
    "/nothing",
    "/nothing.json",
    "/topics/none",
    "/topics/*?by=x",
    "/healthz",
    "/data.csv",
]


@pytest.mark.parametrize(
    "path", [*(EXAMPLES[page.name] for page in PAGES if "html" in page.forms), *ODD]
)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    # Else a page with a form brings the cookie along that its token belongs to.
    client.set_cookie(FORM, "a secret of the form")
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DatabaseUnreachable("bolt://secret:7687"), 503),
        (QueryTooSlow("slow"), 504),
        (DatabaseRefused("MATCH (secret)"), 500),
        (ZeroDivisionError("/home/secret"), 500),
    ],
    ids=["away", "slow", "refused", "bug"],
)
@pytest.mark.parametrize("path", ["/", "/topics.json", "/topics/x", "/people/a.csv", "/healthz"])
def test_a_failure_has_its_status_and_headers_and_keeps_its_secrets(
    site: Site, error: Exception, status: int, path: str
) -> None:
    answer = site(**dict.fromkeys(ANSWERS, error)).get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
    if path.endswith((".json", ".csv", "healthz")):
        assert answer.mimetype == "application/problem+json"
        assert (answer.json or {})["status"] == status


def test_bundles_are_kept_for_ever_and_nothing_else_is(client: FlaskClient) -> None:
    built = client.get(f"/static/dist/{manifest()['site.js']}", buffered=True)
    other = client.get("/static/favicon.svg", buffered=True)
    absent = client.get("/static/dist/none.js")
    assert "immutable" in built.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-store"
    assert (absent.status_code, absent.headers["Cache-Control"]) == (404, "no-store")
    assert built.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:5151", 200),
        ("127.0.0.1:5151", 200),
        ("[::1]:5151", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("127.0.0.1@evil.example", 400),
        ("127.0.0.1:80@evil.example", 400),
        ("127.0.0.1:5151.evil.example", 400),
        ("127.0.0.1.nip.io", 400),
        ("[::1].evil.example", 400),
        ("localhost.", 400),
        ("0.0.0.0", 400),
        ("192.168.0.9:5151", 400),
        ("", 400),
    ],
)
def test_the_site_answers_to_its_own_names_alone(
    client: FlaskClient, host: str, status: int
) -> None:
    assert client.get("/", headers={"Host": host}).status_code == status


def test_the_name_that_was_asked_for_is_its_own_too() -> None:
    def names(host: str, more: str = "") -> frozenset[str]:
        return own_names(settings_from({}).but(host=host, host_names=more))

    assert "explorer.example" in names("Explorer.example")
    assert {"explorer.example", "b.example"} <= names("0.0.0.0", "Explorer.example, b.example,")
    assert names("0.0.0.0") == names("127.0.0.1")
    assert "[fe80::1]" in names("fe80::1")
    assert host_in("[FE80::1]:80") == "[fe80::1]"


TAKES = {
    *("/login", "/logout", "/account/password", "/account/sessions"),
    *("/lists", "/lists/add", "/lists/<list>/<what>", "/chosen"),
    *("/data/upload", "/data/upload/<id_>/load", "/data/upload/<id_>/discard"),
    *("/endorsements", "/endorsements/take-back"),
    *("/graph", "/graph.json", "/graph.csv", "/graph.gexf", "/graph.graphml"),
    *("/methods/recipe", "/methods/recipe.json", "/methods/recipe.csv", "/methods/recipe.toml"),
    *("/cypher", "/cypher.json", "/cypher.csv", "/cypher/graph.json", "/cypher/explain.json"),
}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_sent_to_what_is_read(client: FlaskClient, method: str) -> None:
    rules = list(client.application.url_map.iter_rules())
    taking = {rule.rule for rule in rules if method.upper() in (rule.methods or ())}
    assert taking == (TAKES if method == "post" else set())
    answer = getattr(client, method)("/topics")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
