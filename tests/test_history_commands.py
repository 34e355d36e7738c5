"""The commands about recipes and the past, as one types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queries.cli import door
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.settings import Settings, settings_from
from tests.conftest import emptied
from tests.networks import anyone, load


def influence(settings: Settings, *words: str | Path) -> Result:
    return CliRunner().invoke(door(), [str(word) for word in words], obj=settings)


def told(settings: Settings, *words: str | Path) -> dict:
    result = influence(settings, *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def scored(database: Graph, server_settings: Settings) -> Settings:
    """`anyone`, scored and with weekly history, for this module."""
    emptied(database)
    load(database, anyone())
    assert influence(server_settings, "score").exit_code == 0
    made = told(server_settings, "score", "--backfill", "weekly", "--json")
    assert len(made["moments"]) > 8
    assert made["shown"] is False
    return server_settings


def test_the_recipes_that_come_with_it_are_listed_and_shown() -> None:
    settings = settings_from({})
    listed = influence(settings, "recipe", "list").output.splitlines()
    assert len(listed) == 7
    assert listed[0].startswith(f"default      {recipe_from().hash}  ")
    assert "after Klout" in influence(settings, "recipe", "show", "klout").output
    assert "horizon_days" in influence(settings, "recipe", "show").output


def test_what_cannot_be_is_one_line(tmp_path: Path) -> None:
    settings = settings_from({}).but(data=tmp_path)
    for words, complaint in [
        (("recipe", "show", "klot"), "klot: no such file, and no recipe of that name"),
        (("recipe", "diff", "klout", "kredd"), "kredd: no such file"),
        (("score", "--recipe", "klot"), "klot: no such file"),
        (("score", "--as-of", "May"), "--as-of: must be a date or a time such as 2026-05-01"),
        (("score", "--as-of", "2026-05-01", "--backfill", "daily"), "say one of them"),
        (("score", "--show"), "--show goes with --as-of"),
        (("score", "--from", "2026-05-01"), "--from goes with --backfill"),
        (("score", "--backfill", "daily", "--recalibrate"), "--recalibrate begins a series"),
    ]:
        result = influence(settings, *words)
        assert result.exit_code == 1, words
        assert complaint in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_diff_says_whose_rank_moves_and_why(scored: Settings, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        "[kinds]\nrepost = 0\nquote = 0\nadopt = 1\nreply = 1\nmention = 0.2\nlike = 0.2\n",
        encoding="utf-8",
    )
    found = told(scored, "recipe", "diff", "default", mine, "--limit", "5", "--json")
    assert [one["words"] for one in found["changed"]] == [
        "reposts weigh 0 instead of 1", "quotes weigh 0 instead of 1",
        "replies weigh 1 instead of 0.1", "mentions weigh 0.2 instead of 0.1",
        "likes weigh 0.2 instead of 0.1",
    ]  # fmt: skip
    assert len(found["rows"]) == 5
    moves = [abs(row["ranks"]) for row in found["rows"]]
    assert moves == sorted(moves, reverse=True)
    assert moves[0] > 0
    for row in found["rows"]:
        assert row["ranks"] == row["rank_a"] - row["rank_b"]
        assert row["words"].startswith(f"{row['ranks']:+d} rank")
    words = influence(scored, "recipe", "diff", "default", mine).output
    assert "weigh" in words
    assert " points" in words


def test_the_same_recipe_twice_moves_nobody(scored: Settings) -> None:
    found = told(scored, "recipe", "diff", "default", "default", "--json")
    assert (found["changed"], found["rows"], found["moved"]) == ([], [], 0)
    assert found["shared"] == found["first"]


def test_a_preset_scores_by_name_and_ranks_on_a_topic(scored: Settings) -> None:
    found = told(scored, "recipe", "diff", "default", "kred", "--topic", "bread", "--json")
    assert found["b"]["name"] == "after Kred"
    nobody = influence(scored, "recipe", "diff", "default", "kred", "--topic", "none")
    assert "nobody is scored on a topic 'none'" in nobody.stderr


def test_changes_sum_and_name_who_came_in_with_evidence(scored: Settings) -> None:
    leader = told(scored, "run", "leaders", "--limit", "1", "--format", "json")["rows"][0]
    found = told(scored, "changes", leader["id"], "--since", "14d", "--json")
    assert found["points"] == pytest.approx(
        found["after"]["score"] - found["before"]["score"], abs=1e-9
    )
    assert sum(cause["points"] for cause in found["causes"]) == pytest.approx(found["points"])
    assert found["after"]["score"] == pytest.approx(leader["score"], abs=1e-9)
    came = next(cause for cause in found["causes"] if cause["name"] == "came in")
    assert all(one["evidence"] for one in came["people"] if one["acts"])
    words = influence(scored, "changes", leader["id"], "--since", "14d").output
    assert "acts and active days grew older" in words
    assert "acts, followers and active days since" in words


def test_changes_since_a_run_are_from_what_it_showed(scored: Settings) -> None:
    history = told(scored, "run", "person_history", "--person", "toy:p00", "--format", "json")
    then = history["rows"][3]
    found = told(scored, "changes", "toy:p00", "--since", then["run"][:12], "--json")
    assert found["before"]["shown"] == {"score": then["score"], "rank": then["rank"]}
    # Nothing was loaded since: what it showed was kept in thousandths.
    assert found["causes"][0]["points"] == pytest.approx(0, abs=6e-4)
    unknown = influence(scored, "changes", "toy:p00", "--since", "abcdef")
    assert "no run 'abcdef' is kept" in unknown.stderr
    assert "no person 'toy:x'" in influence(scored, "changes", "toy:x").stderr


def test_filling_again_adds_nothing_and_exports_name_their_run(scored: Settings) -> None:
    assert told(scored, "score", "--backfill", "weekly", "--json")["moments"] == []
    words = ("run", "leaders", "--limit", "1", "--format")
    (row,) = csv.DictReader(io.StringIO(influence(scored, *words, "csv").stdout))
    assert row["recipe"] == recipe_from().hash == told(scored, *words, "json")["run"]["recipe"]


def test_a_past_moment_is_kept_and_the_pages_stay(scored: Settings) -> None:
    before = told(scored, "run", "newest_run", "--format", "json")["rows"][0]["id"]
    made = told(scored, "score", "--as-of", "2026-06-01", "--json")
    assert (made["moments"], made["shown"]) == (["2026-06-01T00:00:00Z"], False)
    assert told(scored, "run", "newest_run", "--format", "json")["rows"][0]["id"] == before
    history = told(scored, "run", "person_history", "--person", "toy:p00", "--format", "json")
    assert "2026-06-01T00:00:00Z" in {row["as_of"][:19] + "Z" for row in history["rows"]}
