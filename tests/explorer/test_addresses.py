"""An id may hold anything, and its address leads back to it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from explorer.addresses import Reading, address, chosen, readings
from queries.graph import Row
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph

ODD_IDS = [
    "c#",
    "c++",
    "ac/dc",
    "100%",
    "a?b=c&d",
    "a//b",
    "/a",
    "a/",
    "a/../b",
    "./a",
    "data.json",
    "data.csv",
    "x/arrows",
    "x/arrows.json",
    "日本語",
    "قهوة",
    "a b",
    "\"'<>",
    "a;b,c",
    "%2F",
    "~!@$",
    "\U0001f600",
    "*",
]

MIMETYPES = {"html": "text/html", "json": "application/json", "csv": "text/csv"}


@pytest.mark.parametrize("id", ODD_IDS)
@pytest.mark.parametrize("form", ["html", "json", "csv"])
@pytest.mark.parametrize("below", ["", "/arrows"])
def test_the_address_of_a_topic_leads_to_that_topic(
    site: Site, recording: RecordingGraph, id: str, form: str, below: str
) -> None:
    answer = site(topics_named=only(id)).get(address("topics", id, below, form))
    query = "arrows_on_topic" if below else "leaders"
    assert answer.status_code == 200
    assert recording.values(query)["topic"] == id
    assert answer.mimetype == MIMETYPES[form]


def only(id: str) -> Callable[..., list[Row]]:
    """The topic of that id and no other."""
    topic: Row = {"id": id, "name": id, "people": 1, "parents": [], "children": []}
    return lambda ids: [topic] if id in ids else []


def test_an_address_of_random_characters_leads_back(site: Site, recording: RecordingGraph) -> None:
    dice = random.Random(5)
    for _ in range(300):
        id = "".join(dice.choice("ab/.#?%&=+ \\:@*é\u202e") for _ in range(dice.randint(1, 9)))
        if id in (".", ".."):
            continue
        assert site(topics_named=only(id)).get(address("topics", id)).status_code == 200, id
        assert recording.values("leaders")["topic"] == id


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
