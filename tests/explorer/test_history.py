"""How a score moved, permalinks to a run, and the recipe's hash on what leaves the site."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from explorer.sparkline import HEIGHT, MARGIN, WIDTH, sparkline
from queries.graph import Row
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph

PERSON = "/people/toy:ada/1"


def moments(*scores: float, recipe: str = "a") -> list[Row]:
    start = datetime(2026, 6, 1, tzinfo=UTC)
    return [
        {"as_of": (start + timedelta(days=i)).isoformat(), "score": score, "recipe": recipe}
        | {"reference": 3.5}
        for i, score in enumerate(scores)
    ][::-1]


def test_the_line_goes_from_left_to_right_and_up_with_the_score() -> None:
    line = sparkline(moments(10, 20, 15))
    assert line is not None
    (points,) = line.polylines
    assert points.split() == [
        f"{MARGIN},{HEIGHT - MARGIN}", f"{WIDTH / 2},{MARGIN}", f"{WIDTH - MARGIN},{HEIGHT / 2}",
    ]  # fmt: skip
    assert (line.low, line.high) == (10, 20)


def test_a_score_that_hardly_moves_is_not_drawn_as_a_leap() -> None:
    line = sparkline(moments(50.0, 50.1))
    assert line is not None
    assert line.high - line.low == pytest.approx(5)


def test_another_recipe_begins_another_line_and_one_moment_is_none() -> None:
    line = sparkline([*moments(10, 20), *moments(30, 40, 50, recipe="b")])
    assert line is not None
    assert [len(points.split()) for points in line.polylines] == [2, 3]
    assert sparkline(moments(10)) is None
    assert sparkline([]) is None


def test_a_person_shows_how_they_moved_in_a_week(client: FlaskClient) -> None:
    text = client.get(PERSON).text
    assert "<polyline" in text
    assert "+1.5" in text
    assert "2 places up" in text
    told = client.get(f"{PERSON}/history.json").json or {}
    assert told["deltas"] == (client.get(f"{PERSON}.json").json or {})["deltas"]
    assert told["deltas"]["week"]["score"] == 1.5
    assert told["deltas"]["day"] is None
    assert len(told["rows"]) == 3


def test_a_permalink_shows_its_run_and_says_that_it_is_not_the_newest(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    for path, run, query in [
        ("/topics/ac/dc?run=r2", "r2", "leaders"),
        ("/topics/ac/dc?recipe=def456", "r2", "leaders"),
        ("/topics/ac/dc?run=r0", "r0", "leaders_then"),
        (f"{PERSON}?run=r2", "r2", "person_scores"),
        (f"{PERSON}?run=r0", "r0", "person_scores_then"),
    ]:
        text = client.get(path).text
        assert "Not the newest scores" in text, path
        assert recording.values(query)["run"] == run
    for path in ("/topics/ac/dc?run=r1", "/topics/ac/dc", PERSON):
        text = client.get(path).text
        assert "Not the newest scores" not in text
        assert "?run=r1" in text


def test_a_run_that_is_not_kept_is_a_404_and_what_it_lacks_is_refused(client: FlaskClient) -> None:
    assert client.get("/topics/ac/dc?run=none").status_code == 404
    assert "no run is kept with recipe" in client.get(f"{PERSON}?recipe=none").text
    assert client.get("/topics/ac/dc?run=r0&by=people").status_code == 400


@pytest.mark.parametrize(
    ("path", "run"),
    [("/topics/ac/dc", "r1"), ("/topics/ac/dc/arrows", "r1"), (f"{PERSON}/influences", "r1")],
)
def test_what_is_exported_names_its_run_and_recipe(
    client: FlaskClient, path: str, run: str
) -> None:
    text = client.get(f"{path}.csv")
    row = next(csv.DictReader(io.StringIO(text.text)))
    told = client.get(f"{path}.json")
    assert (row["run"], row["recipe"]) == (run, "abc123")
    assert (told.json or {})["run"]["recipe"] == "abc123"
    assert {text.headers["Influence-Recipe"], told.headers["Influence-Recipe"]} == {"abc123"}
    assert text.headers["Influence-Run"] == run


def test_the_run_of_a_permalink_goes_with_its_export(client: FlaskClient) -> None:
    answer = client.get("/topics/ac/dc.csv?run=r2")
    row = next(csv.DictReader(io.StringIO(answer.text)))
    assert (row["run"], row["recipe"]) == ("r2", "def456")


def test_what_no_run_made_names_none(site: Site) -> None:
    client = site(newest_run=[])
    assert "Influence-Run" not in client.get("/data.csv").headers
    assert "Influence-Run" not in client.get("/topics/ac/dc.csv").headers
