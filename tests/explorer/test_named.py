"""The measures of others on the pages: kinds with what decides them, footprint, ledger."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from explorer.radar import radar
from queries.scores import KINDS, SCORES
from queries.worked import example
from tests.explorer.canned import FOOTPRINT, MEASURED
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph

ADA = "/people/toy:ada/1"


def test_a_person_s_kinds_stand_with_the_numbers_that_decide_them(client: FlaskClient) -> None:
    text = re.sub(r"\s+", " ", client.get(ADA).text)

    assert '<p class="kind">Specialist</p>' in text
    assert '<p class="kind">Everyday User</p>' in text
    assert '<p class="kind">Idea starter</p>' in text
    above = r"own posts, of own posts and reposts: <b>creating</b></dt><dd>75%\s*<span"
    assert re.search(above, text)
    assert "median 50%" in text


def test_reactions_a_post_stand_beside_the_score(client: FlaskClient, site: Site) -> None:
    text = re.sub(r"<[^>]+>", "", client.get(ADA).text)
    assert "2.08 reactions a post in 30 days, median 1.50." in text
    unknown = [{"name": "reactions_a_post", "value": None, "median": None}]
    assert "reactions a post" not in site(person_measured=unknown).get(ADA).text


def test_a_footprint_is_drawn_from_three_topics_on(client: FlaskClient, site: Site) -> None:
    assert 'class="radar"' in client.get(ADA).text
    few = site(footprint=[{"topic": "data", "topic_name": "Data", "peerindex": 5.0}])
    assert 'class="radar"' not in few.get(ADA).text
    assert "Topic footprint" in few.get(ADA).text
    assert "Topic footprint" not in site(footprint=[]).get(ADA).text


def test_on_each_topic_a_person_has_a_manner_with_its_numbers_behind(
    client: FlaskClient, site: Site
) -> None:
    text = unescape(client.get(ADA).text)
    assert "person=toy%3Aada%2F1&topic=ac%2Fdc" in text
    assert text.count(">Thought Leader, Everyday User</a>") == 3
    # Runs of before have none on a topic.
    none = {"style": None, "type": None, "role": None}
    assert (
        "Style, type, role" not in site(footprint=[FOOTPRINT | {"topic": "a"} | none]).get(ADA).text
    )


def test_before_such_measures_were_computed_a_person_s_page_is_without(site: Site) -> None:
    text = site(person_measured=[]).get(ADA).text
    assert "By the measures of others" not in text


def test_a_person_without_kinds_has_none(site: Site) -> None:
    rows = [row for row in MEASURED if row["name"] not in KINDS]
    assert 'class="kind"' not in site(person_measured=rows).get(ADA).text


def test_the_ledger_asks_for_its_days_and_page(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    answer = client.get(f"{ADA}/ledger?days=0&topic=ac/dc&page=2&limit=20")
    assert answer.status_code == 200
    assert recording.values("ledger") == {
        **{"person": "toy:ada/1", "topic": "ac/dc", "days": 0},
        **{"skip": 20, "limit": 20},
    }
    assert client.get(f"{ADA}/ledger?days=-1").status_code == 400


def test_an_empty_ledger_says_so(site: Site) -> None:
    assert "No acts in these 90 days" in site(ledger=[], ledger_sums=[]).get(f"{ADA}/ledger").text


@pytest.mark.parametrize("name", [*KINDS, "community"])
def test_nobody_is_first_by_a_kind(client: FlaskClient, name: str) -> None:
    assert client.get(f"/topics/*?by={name}").status_code == 400
    assert f'value="{name}"' not in client.get("/topics/*").text


def test_everything_else_can_be_sorted_by_and_says_when_nobody_has_it(site: Site) -> None:
    client = site(topic_columns=[])
    for name in set(SCORES) - {*KINDS, "community"}:
        answer = client.get(f"/topics/*?by={name}")
        assert answer.status_code == 200
        assert f'value="{name}" selected' in answer.text
        # Without leaders it says why; by the score itself the canned one is there.
        assert ("Nobody has a number here" in answer.text) == (name != "score")


def test_every_score_is_explained_with_its_example(client: FlaskClient) -> None:
    text = client.get("/methods").text
    for name in SCORES:
        assert f'id="{name}"' in text
    told = unescape(text)
    for name, worked in example().worked.items():
        assert worked.says in told
        assert (worked.working in told) or name in KINDS


def test_a_radar_begins_at_the_top_and_goes_round() -> None:
    figure = radar([100.0, 0.0, 50.0, 400.0])
    assert figure is not None
    assert figure.polygon == "110.0,26.0 110.0,110.0 110.0,152.0 26.0,110.0"
    assert [axis.number for axis in figure.axes] == [1, 2, 3, 4]
    assert radar([1.0, 2.0]) is None
    assert len(radar([1.0] * 40).axes) == 12  # type: ignore[union-attr]
