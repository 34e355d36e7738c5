"""`influence backtest`, from the graph to the page."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from explorer.app import create_app
from queries.cli import door
from queries.graph import Graph
from queries.settings import Settings
from tests.networks import act, anyone, load


def influence(settings: Settings, *words: str) -> Result:
    return CliRunner().invoke(door(), words, obj=settings)


def test_a_backtest_is_printed_kept_and_shown(graph: Graph, server_settings: Settings) -> None:
    site = create_app(server_settings, graph).test_client()
    assert "influence backtest" in site.get("/methods/backtest").text
    load(graph, [act("a", "b", at=None), act("b", "c", at=None)])
    refused = influence(server_settings, "backtest")
    assert refused.exit_code == 1
    assert "influence: none of the 2 acts that are loaded says when it was" in refused.stderr

    load(graph, anyone(acts=900))
    printed = influence(server_settings, "backtest")
    again = influence(server_settings, "backtest", "--json", "--horizon-days", "10")

    assert printed.exit_code == 0, printed.output
    assert "Against the best single baseline" in printed.stdout
    assert "Redundancy" in printed.stdout
    told = json.loads(again.stdout)
    shown = site.get("/methods/backtest.json").json
    assert told["horizon_days"] == 10
    assert shown["rows"] == told["rows"]
    assert shown["backtest"]["gains"] == told["gains"]
    page = site.get("/methods/backtest").text
    assert all(row["title"] in page for row in told["rows"])
    assert told["recipe"] in page
    # Nobody named a recipe, so it was chosen, where nothing is judged.
    dev = [cut for cut in told["cuts"] if cut["part"] == "dev"]
    assert told["chosen"]["moments"] == len(dev)
    assert told["chosen"]["name"] == told["recipe_name"]
    assert told["chosen"]["words"] in page
    named = json.loads(influence(server_settings, "backtest", "--json", "--recipe", "klout").stdout)
    assert named["recipe_name"] != told["recipe_name"]
    assert "chosen" not in named
    assert "moments judged at is among" not in site.get("/methods/backtest").text


def test_a_recipe_that_nobody_named_is_told_with_the_scores(
    graph: Graph, server_settings: Settings
) -> None:
    load(graph, anyone(acts=900))
    site = create_app(server_settings, graph).test_client()

    printed = influence(server_settings, "score")
    again = json.loads(influence(server_settings, "score", "--json").stdout)

    words = again["chosen_words"]
    assert printed.stdout.splitlines()[0] == words
    assert words.startswith(f"Recipe “{again['recipe_name']}”: at ")
    assert words in site.get("/methods").text
    named = json.loads(influence(server_settings, "score", "--recipe", "klout", "--json").stdout)
    assert "chosen" not in named
    assert words not in site.get("/methods").text
    goals = json.loads(influence(server_settings, "goals", "--json").stdout)
    assert goals["recipe"] == again["recipe"]


def test_the_town_needs_no_database() -> None:
    told = json.loads(influence(Settings(), "backtest", "planted", "--json").stdout)
    assert told["precision_at_planted"] >= 0.9
    assert {row["name"] for row in told["rows"]} >= {"score", "followers", "twitter_rank"}
    assert told["redundancy"]["followers"] < told["redundancy"]["both"]
