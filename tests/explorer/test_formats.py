"""Three forms of the same rows."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from explorer.formats import strict
from tests.explorer.canned import LEADER
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_is_a_formula_is_text_in_a_spreadsheet(site: Site, name: str) -> None:
    text = site(leaders=[LEADER | {"name": name}]).get("/topics/ac/dc.csv").text
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["name"] == f"'{name}"
    assert row["score"] == "61.5"


def test_what_json_has_no_word_for_becomes_null() -> None:
    told = {"a": float("nan"), "b": [float("inf"), {"c": -float("inf")}], "d": 1.5, "e": True}
    assert strict(told) == {"a": None, "b": [None, {"c": None}], "d": 1.5, "e": True}


def test_half_a_surrogate_pair_does_not_break_an_answer(site: Site) -> None:
    client = site(leaders=[LEADER | {"name": "a\ud800b"}])
    for path in ("/topics/ac/dc", "/topics/ac/dc.json", "/topics/ac/dc.csv", "/"):
        assert client.get(path).status_code == 200


def test_a_download_says_when_there_is_more(site: Site) -> None:
    client = site(leaders=[LEADER] * 3)
    more, all_of_it = (client.get(f"/topics/ac/dc.csv?limit={limit}") for limit in (2, 3))
    assert more.headers["Influence-Truncated"] == "true"
    assert all_of_it.headers["Influence-Truncated"] == "false"


def test_json_and_page_come_from_the_same_question(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    for path in ("/topics/ac/dc?page=2", "/topics/ac/dc.json?page=2", "/topics/ac/dc.csv?page=2"):
        client.get(path)
    asked = [values for name, values in recording.asked if name == "leaders"]
    assert asked == [{"topic": "ac/dc", "skip": 50, "limit": 50}] * 3


def test_json_tells_text_as_it_is(site: Site) -> None:
    told = [LEADER | {"name": "هلال \u2028 <b>"}]
    answer = site(leaders=told).get("/topics/ac/dc.json")
    assert json.loads(answer.data)["rows"][0]["name"] == "هلال \u2028 <b>"
    assert "هلال".encode() in answer.data
