"""The recipe as a form, an address and a file; what is wrong stands at its field."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from explorer.recipes import ARGUMENTS, address_of, edited
from queries.errors import NotInGraph, QueryStopped
from queries.recipe import Recipe, Topics, presets, recipe_from, recipe_of, recipe_told
from queries.recipe_text import toml_of
from queries.reranking.ranker import Working
from tests.explorer.canned import ADA, BO, SHIPPED
from tests.explorer.conftest import Site
from tests.recording import RecordingRanker

AT = "/methods/recipe"


def said_by(address: str) -> Recipe:
    given = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    found = edited({one.name: one.default for one in ARGUMENTS} | given)
    assert found.errors == {}
    return found.recipe


def test_an_address_holds_what_differs_and_no_more() -> None:
    mine = replace(SHIPPED, name="mine", kinds={**SHIPPED.kinds, "reply": 0.5})
    assert address_of(SHIPPED) == AT
    assert address_of(mine) == f"{AT}?kinds.reply=0.5"
    assert address_of(recipe_from(Path("klout"))) == f"{AT}?from=klout"
    for recipe in (
        mine,
        *(recipe_from(Path(name)) for name in presets()),
        replace(mine, name="بو & <b>", topics=Topics(("a, b", "ملح"))),
        replace(recipe_from(Path("kred")), name="mine", topics=Topics(())),
        replace(SHIPPED, name="mine", network=replace(SHIPPED.network, tolerance=1e-9)),
    ):
        assert said_by(address_of(recipe)) == recipe


def test_the_whole_form_leads_to_the_address_that_holds_what_differs(client: FlaskClient) -> None:
    page = client.get(AT).text
    fields = dict(re.findall(r'name="([a-z]+\.[a-z_]+)"[^>]*? value="([^"]*)"', page))
    assert len(fields) == len(ARGUMENTS) - 6
    whole = {"topic": "*", "first": "100", "name": ""} | fields
    same = client.get(AT, query_string=whole)
    other = client.get(AT, query_string=whole | {"kinds.reply": " 0.50 ", "topic": "ac/dc"})
    assert (same.status_code, same.headers["Location"]) == (303, AT)
    assert (other.status_code, other.headers["Location"]) == (
        303,
        f"{AT}?kinds.reply=0.5&topic=ac%2Fdc",
    )
    assert client.get(other.headers["Location"]).status_code == 200


def test_what_is_wrong_is_said_at_its_field_in_the_recipe_s_own_words(
    client: FlaskClient, ranker: RecordingRanker
) -> None:
    wrong = "kinds.reply=2&memory.horizon_days=0&kinds.like=much&weights.reach=1"
    answer = client.get(f"{AT}?{wrong}")
    assert answer.status_code == 400
    assert ranker.asked == []
    for name, value, error in (
        ("kinds-reply", "2", "must be between 0 and 1, got 2"),
        ("memory-horizon_days", "0", "must be above 0, got 0"),
        ("kinds-like", "much", "must be a number from 0 on, got"),
    ):
        field = re.search(rf'<input id="f-{name}"[^>]*>', answer.text)
        said = re.search(rf'<span[^>]* id="s-{name}"[^>]*>([^<]*)<', answer.text)
        assert field
        assert said
        assert f'value="{value}"' in field[0]
        assert 'aria-invalid="true"' in field[0]
        assert error in said[1]
    assert client.get(f"{AT}.json?{wrong}").status_code == 400
    assert client.get(f"{AT}.toml?{wrong}").status_code == 400
    assert client.get(f"{AT}?kinds.replies=2").status_code == 400


def test_what_is_worked_out_is_this_recipe_against_the_newest_run(
    client: FlaskClient, ranker: RecordingRanker
) -> None:
    told: dict[str, Any] = client.get(f"{AT}.json?kinds.reply=0.5&topic=ac/dc&first=7").json or {}
    (asked,) = ranker.asked
    assert recipe_of(asked.a) == SHIPPED
    assert recipe_of(asked.b).kinds["reply"] == 0.5
    assert (asked.references, asked.topic, asked.first) == ((3.5, None), "ac/dc", 7)
    assert asked.now == 1_782_820_800
    assert told["with"]["changes"] == {"kinds.reply": "0.5"}
    # Who was forgotten since is not shown, whatever is kept of the answer.
    assert [row["id"] for row in told["rows"]] == [BO, ADA]
    assert told["rows"][0]["rank_after"] is None


def test_the_recipe_of_the_newest_run_moves_nobody_and_nothing_is_worked_out(
    client: FlaskClient, ranker: RecordingRanker
) -> None:
    assert "Nobody moves" in client.get(AT).text
    assert (client.get(f"{AT}.json").json or {})["rows"] == []
    assert ranker.asked == []


def test_a_page_says_how_far_it_is_and_what_went_wrong(
    client: FlaskClient, ranker: RecordingRanker
) -> None:
    ranker.answer = Working("scoring with it", 1, 3)
    page = client.get(f"{AT}?kinds.reply=0.5")
    assert page.status_code == 202
    assert 'max="3" value="1"' in page.text
    assert "data-working" in page.text
    assert client.get(f"{AT}.csv?kinds.reply=0.5").status_code == 429
    for error, status in ((QueryStopped("too long", "time"), 422), (NotInGraph("nobody"), 404)):
        ranker.answer = error
        for path in (f"{AT}?kinds.reply=0.5", f"{AT}.json?kinds.reply=0.5"):
            answer = client.get(path)
            assert answer.status_code == status
            assert str(error) in answer.text


def test_a_run_that_kept_no_recipe_is_said(site: Site) -> None:
    page = site(run_recipes=[]).get(f"{AT}?kinds.reply=0.5")
    assert page.status_code == 200
    assert "No run has kept its recipe yet" in page.text
    assert "No run has kept its recipe yet" in site(run_recipes=[]).get(f"{AT}/runs").text


def test_the_file_is_the_recipe(client: FlaskClient) -> None:
    answer = client.get(f"{AT}.toml?kinds.reply=0.5&name=ours")
    assert answer.mimetype == "application/toml"
    assert 'filename="influence-recipe.toml"' in answer.headers["Content-Disposition"]
    recipe = recipe_told(tomllib.loads(answer.text), "the file")
    assert (recipe.name, recipe.kinds["reply"]) == ("ours", 0.5)
    assert "influence score --recipe influence-recipe.toml" in client.get(AT).text


@pytest.mark.parametrize("way", ["file", "toml"])
def test_a_file_of_one_s_own_is_opened_in_the_form(client: FlaskClient, way: str) -> None:
    mine = replace(SHIPPED, name="ours", kinds={**SHIPPED.kinds, "reply": 0.5})
    text = toml_of(mine)
    sent: Any = (io.BytesIO(text.encode()), "x.toml") if way == "file" else text
    answer = client.post(AT, data={way: sent, "topic": "ac/dc"}, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert said_by(answer.headers["Location"]) == mine
    assert "topic=ac%2Fdc" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is nothing in it"),
        ("[kinds", "that is not TOML"),
        ("a = " + "[" * 3_000, "that is not TOML"),
        ("[<script>]\nx=1", "that is not TOML"),
        ("[spices]\nsalt = 1", "no section &#39;spices&#39;"),
        ("[kinds]\nreply = 1", "these keys are missing or unknown"),
        ('[topics]\nsensitive = "hiv"', "must be a list of names"),
    ],
)
def test_a_file_that_is_no_recipe_is_said_and_its_text_stays(
    client: FlaskClient, text: str, said: str
) -> None:
    answer = client.post(AT, data={"toml": text})
    assert answer.status_code == 400
    assert said in answer.text
    assert text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in answer.text
    assert "<script>]" not in answer.text


def test_a_wrong_number_of_a_file_is_wrong_at_its_field(client: FlaskClient) -> None:
    text = toml_of(SHIPPED).replace("reply = 0.1", "reply = 7").replace("like = 0.1", "like = true")
    answer = client.post(AT, data={"toml": text}, follow_redirects=True)
    assert answer.status_code == 400
    assert "must be between 0 and 1, got 7" in answer.text
    assert "must be a number from 0 on" in answer.text
    binary = client.post(AT, data={"file": (io.BytesIO(b"\xff\xfe\x00"), "x.toml")})
    assert "it is not UTF-8" in binary.text


def test_the_recipes_of_two_runs_stand_side_by_side(client: FlaskClient) -> None:
    rows = (client.get(f"{AT}/runs.json").json or {})["rows"]
    klout = recipe_from(Path("klout"))
    reply = next(row for row in rows if row["key"] == "reply")
    assert (reply["before"], reply["after"]) == (klout.kinds["reply"], SHIPPED.kinds["reply"])
    assert reply["says"] == "replies weigh 0.1 instead of 0.7"
    assert f'href="{AT}?from=klout"' in client.get(f"{AT}/runs").text
    assert "They have the same recipe" in client.get(f"{AT}/runs?a=r1&b=r1").text
    assert client.get(f"{AT}/runs?a=none").status_code == 404
