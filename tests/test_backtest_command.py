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


def test_the_town_needs_no_database() -> None:
    told = json.loads(influence(Settings(), "backtest", "planted", "--json").stdout)
    assert told["precision_at_planted"] >= 0.9
    assert {row["name"] for row in told["rows"]} >= {"score", "followers", "twitter_rank"}
    assert told["redundancy"]["followers"] < told["redundancy"]["both"]
