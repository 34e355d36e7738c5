"""Earlier runs: what stays of them, as points, and what was at a past moment."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from queries.graph import Graph, Row
from queries.history import Point, deltas, thinned
from queries.recipe import recipe_from
from queries.scoring.backfill import moments_back, score_past
from queries.scoring.history import put_away
from queries.scoring.run import score_everything
from tests.networks import END, act, anyone, load, star

SERIES = ("recipe", 3.5)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def points(days: int, hours: int = 24) -> list[Point]:
    """One every so many hours, so many days back."""
    count = days * 24 // hours
    return [Point(str(i), NOW - timedelta(hours=i * hours), NOW, SERIES) for i in range(count + 1)]


def test_all_of_two_days_then_each_day_week_and_month_stays() -> None:
    kept = thinned(points(900, hours=6))
    ages = sorted(int(id_) / 4 for id_ in kept)
    assert [age for age in ages if age <= 2] == [i / 4 for i in range(9)]
    days = [age for age in ages if 2 < age <= 60]
    weeks = [age for age in ages if 60 < age <= 365]
    months = [age for age in ages if age > 365]
    assert len(days) in (58, 59)
    assert len(weeks) in (44, 45)
    assert len(months) in (18, 19)


def test_of_two_runs_at_one_moment_the_later_made_stays_and_each_series_has_its_own() -> None:
    first, again = (Point(id_, NOW, NOW + timedelta(i), SERIES) for i, id_ in enumerate("ab"))
    other = dataclasses.replace(first, id="c", series=("recipe", 4.0))
    assert thinned([again, first, other]) == {"b", "c"}
    assert thinned([]) == set()


def row(days_ago: float, score: float, rank: int, **more: object) -> Row:
    as_of = (NOW - timedelta(days=days_ago)).isoformat()
    told = {"run": f"r{days_ago}", "as_of": as_of, "score": score, "rank": rank}
    return told | {"recipe": "a", "reference": 3.5} | more


def test_a_move_is_told_against_the_nearest_run_that_can_be_compared() -> None:
    rows = [
        row(0, 50.0, 3),
        row(1.25, 48.0, 5),
        row(7, 90.0, 1, recipe="b"),
        row(8, 45.0, 2),
        row(36, 10.0, 9),
    ]
    moves = deltas(rows)
    assert moves["day"] == {"score": 2.0, "rank": 2, "as_of": rows[1]["as_of"], "run": "r1.25"}
    assert moves["week"] is not None
    assert (moves["week"]["score"], moves["week"]["rank"]) == (5.0, -1)
    # Thirty-six days ago is no month ago.
    assert moves["month"] is None
    assert deltas(rows, run="another") == {"day": None, "week": None, "month": None}
    assert deltas([]) == {"day": None, "week": None, "month": None}


def test_moments_to_fill_are_those_that_stay_and_are_not_there() -> None:
    known = [Point("x", NOW - timedelta(days=7), NOW, SERIES)]
    week = timedelta(days=7)
    back = moments_back(NOW, NOW - timedelta(days=29), week, known, SERIES)
    assert back == [NOW - timedelta(days=days) for days in (28, 21, 14)]
    year = moments_back(NOW, NOW - timedelta(days=365), timedelta(days=1), [], SERIES)
    assert len(year) < 110


def history(graph: Graph, person: str, topic: str = "*") -> list[Row]:
    return graph.ask("person_history", person=person, topic=topic).plain().rows


def test_a_past_moment_gives_what_was_scored_then(graph: Graph) -> None:
    """The same people, topics, ranks and points within what a point of history keeps."""
    cut = END - timedelta(days=20)
    records = anyone()
    load(graph, [one for one in records if not hasattr(one, "at") or one.at < cut])
    as_of = cut.isoformat()
    then = score_everything(graph, recipe_from(), as_of=as_of, runs_kept=0)
    load(graph, records)
    now = score_everything(graph, recipe_from(), runs_kept=1)

    (made,) = score_past(graph, recipe_from(), [cut])

    assert made.reference == then.reference == now.reference
    newest = graph.ask("newest_run").rows[0]
    assert newest["id"] == now.id
    compared = 0
    for topic in ("*", "bread", "food", "ac/dc"):
        for i in range(40):
            told = {one["run"]: one for one in history(graph, f"toy:p{i:02}", topic)}
            assert (then.id in told) == (made.id in told)
            if then.id not in told:
                continue
            compared += 1
            was, found = told[then.id], told[made.id]
            assert found["rank"] == was["rank"]
            for name in ("score", "points_true_reach", "points_network", "points_followers"):
                assert found[name] == pytest.approx(was[name], abs=6e-4)
    assert compared > 60


def test_earlier_runs_become_points_that_go_with_the_person(graph: Graph) -> None:
    load(graph, star())
    runs = [
        score_everything(
            graph, recipe_from(), as_of=(END + timedelta(days=i)).isoformat(), runs_kept=0
        )
        for i in (1, 2)
    ]

    told = history(graph, "toy:hub", "stars")

    assert [one["run"] for one in told] == [run.id for run in reversed(runs)]
    assert [one["whole"] for one in told] == [True, False]
    # The star fades by 2 ** (-1/30) a day, and nobody passes the hub.
    scores = [one["score"] for one in told]
    assert scores == sorted(scores)
    assert {one["rank"] for one in told} == {1}
    for one in told:
        parts = sum(value for name, value in one.items() if name.startswith("points_"))
        assert parts == pytest.approx(one["score"], abs=4e-3)
    stored, _, _ = graph.driver.execute_query(
        "MATCH (:User)-[s:SCORED]->() RETURN collect(DISTINCT s.run) AS runs"
    )
    assert set(stored[0]["runs"]) == {runs[1].id}
    with graph.driver.session() as session:
        session.run("MATCH (person:User {id: 'toy:hub'}) DETACH DELETE person").consume()
    assert history(graph, "toy:hub", "stars") == []


def test_what_was_cut_off_is_dropped_and_its_number_is_not_given_twice(graph: Graph) -> None:
    load(graph, star())
    cut, whole = score_past(graph, recipe_from(), [END + timedelta(days=days) for days in (1, 2)])
    with graph.driver.session() as session:
        session.run("MATCH (run:PastRun {id: $id}) SET run.complete = false", id=cut.id).consume()
    assert [one["run"] for one in history(graph, "toy:hub")] == [whole.id]

    put_away(graph, runs_kept=5)
    (again,) = score_past(graph, recipe_from(), [END + timedelta(days=3)])

    stood, _, _ = graph.driver.execute_query("MATCH ()-[s:STOOD]->() RETURN s.runs AS runs")
    assert [row["runs"] for row in stood] == [[2, 3], [2, 3]]
    assert [one["run"] for one in history(graph, "toy:hub")] == [again.id, whole.id]


def test_who_is_not_scored_at_a_moment_has_no_point_then(graph: Graph) -> None:
    late = [act(f"new{i}", "later", days_ago=1) for i in range(4)]
    load(graph, [*[act(f"p{i}", "early", days_ago=30) for i in range(4)], *late])
    score_past(graph, recipe_from(), [END - timedelta(days=days) for days in (60, 14, 7, 0)])

    assert len(history(graph, "toy:early")) == 3
    assert len(history(graph, "toy:later")) == 1
