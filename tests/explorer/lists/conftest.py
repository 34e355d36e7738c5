"""One scored graph, on which the tests of lists make theirs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from queries.graph import Graph
from tests.conftest import emptied
from tests.explorer.campaign import Campaign, campaign

SIX = [f"toy:p{i:02}" for i in (0, 1, 2, 3, 7, 12)]


@pytest.fixture(scope="module")
def site(database: Graph) -> Campaign:
    """One scored graph for all tests here, which differ in the lists they make."""
    return campaign(emptied(database))


@pytest.fixture
def client(site: Campaign) -> FlaskClient:
    return site.client


def made(client: FlaskClient, name: str = "Spring", people: list[str] = SIX, **more: str) -> str:
    """The id of a new list."""
    answer = client.post("/lists", data={"name": name, "p": people, **more})
    assert answer.status_code == 303, answer.text
    return re.fullmatch(r"/lists/([0-9a-f]{16})(\?.*)?", answer.headers["Location"])[1]


def told(client: FlaskClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def sent(client: FlaskClient, path: str, **data: Any) -> TestResponse:
    """What follows after something was sent: the page that a browser would show."""
    answer = client.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer
