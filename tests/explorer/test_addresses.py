"""An id may hold anything, and its address leads back to it."""

from __future__ import annotations

import random

import pytest
from flask.testing import FlaskClient

from explorer.addresses import Reading, address, chosen, readings
from explorer.app import create_app
from queries.settings import settings_from
from tests.explorer.canned import canned

ODD_IDS = [
    "c#", "c++", "ac/dc", "100%", "a?b=c&d", "a//b", "/a", "a/", "a/../b", "./a", "data.json",
    "data.csv", "x/arrows", "x/arrows.json", "日本語", "قهوة", "a b", "\"'<>", "a;b,c", "%2F",
    "~!@$", "\U0001f600", "*",
]

MIMETYPES = {"html": "text/html", "json": "application/json", "csv": "text/csv"}


@pytest.mark.parametrize("id", ODD_IDS)
@pytest.mark.parametrize("form", ["html", "json", "csv"])
@pytest.mark.parametrize("below", ["", "/arrows"])
def test_the_address_of_a_topic_leads_to_that_topic(id: str, form: str, below: str) -> None:
    known = {"id": id, "name": id, "people": 1, "parents": [], "children": []}
    named = [known]
    recording = canned(topics_named=lambda ids: [row for row in named if row["id"] in ids])
    client = create_app(settings_from({}), recording).test_client()
    answer = client.get(address("topics", id, below, form))
    query = "arrows_on_topic" if below else "leaders"
    assert answer.status_code == 200
    assert recording.values(query)["topic"] == id
    assert answer.mimetype == MIMETYPES[form]


def test_an_address_of_random_characters_leads_back() -> None:
    dice = random.Random(5)
    for _ in range(300):
        id = "".join(dice.choice("ab/.#?%&=+ \\:@*é\u202e") for _ in range(dice.randint(1, 9)))
        if id in (".", ".."):
            continue
        recording = canned(topics_named=lambda ids, id=id: [_topic(id)] if id in ids else [])
        client = create_app(settings_from({}), recording).test_client()
        assert client.get(address("topics", id)).status_code == 200, id
        assert recording.values("leaders")["topic"] == id


def _topic(id: str) -> dict[str, object]:
    return {"id": id, "name": id, "people": 1, "parents": [], "children": []}


def test_no_address_has_a_part_that_a_browser_folds() -> None:
    for id in ODD_IDS:
        parts = address("topics", id).split("/")[1:]
        assert not {"", ".", ".."} & set(parts), id


def test_the_longest_id_that_is_there_wins() -> None:
    ways = readings("a/arrows.json", ["", "/arrows"])
    assert ways[0] == Reading("a/arrows.json", "", "html")
    assert chosen(ways, ["a", "a/arrows"]) == Reading("a/arrows", "", "json")
    assert chosen(ways, ["a"]) == Reading("a", "/arrows", "json")
    assert chosen(ways, ["b"]) is None


def test_a_person_whose_id_looks_like_a_page_below_is_that_person(client: FlaskClient) -> None:
    assert client.get("/people/toy:ada/1").status_code == 200
    assert client.get("/people/toy:ada/1/evidence.json").mimetype == "application/json"
    assert client.get("/people/toy:ada").status_code == 404
