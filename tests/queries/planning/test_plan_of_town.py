"""A plan of the invented town, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from queries.cli import door
from queries.graph import Graph
from queries.settings import Settings


@pytest.fixture
def planned(town: Graph, town_settings: Settings):
    """`planned("--k", "3")`: what the command prints."""

    def run(*words: str) -> str:
        result = CliRunner().invoke(door(), ["plan", *words], obj=town_settings)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_the_plan_reaches_as_far_as_the_best_by_score_and_cascades_agree(planned) -> None:
    told = json.loads(planned("--k", "4", "--topic", "audio/hi-fi", "--baseline", "--json"))

    chosen, best = told["plan"], told["by_score"]
    assert len(chosen["seeds"]) == len(best["seeds"]) == len(told["celf"]["seeds"]) == 4
    assert chosen["reach"]["high"] > best["reach"]["people"]
    assert chosen["reach"]["people"] > 4
    assert chosen["simulated"] == pytest.approx(chosen["reach"]["people"], rel=0.1)
    assert 0.58 <= told["promise"] <= 1
    assert all(seed["id"].startswith("planted:") and seed["name"] for seed in chosen["seeds"])


def test_only_who_has_a_cost_is_asked_and_the_budget_holds(
    planned, town: Graph, tmp_path: Path
) -> None:
    leaders = [row["id"] for row in town.ask("leaders", topic="*", limit=6).rows]
    costs = tmp_path / "costs.csv"
    lines = [f"{id_},{cost}" for id_, cost in zip(leaders, (9, 4, 3, 2, 6, 5), strict=True)]
    costs.write_text("\n".join(["person,cost", *lines]))

    told = json.loads(planned("--k", "5", "--costs", str(costs), "--budget", "9", "--json"))

    for group in (told["plan"], told["by_score"]):
        assert {seed["id"] for seed in group["seeds"]} <= set(leaders)
        assert group["cost"] == sum(seed["cost"] for seed in group["seeds"]) <= 9
    # The leader alone takes the whole budget.
    assert [seed["id"] for seed in told["by_score"]["seeds"]] == leaders[:1]
    assert len(told["plan"]["seeds"]) > 1


def test_who_cannot_be_had_is_said_and_not_promised(planned, town: Graph, tmp_path: Path) -> None:
    first, second = (row["id"] for row in town.ask("leaders", topic="*", limit=2).rows)
    costs = tmp_path / "costs.csv"
    costs.write_text(f"person,cost\n{first},5\n{second},6\n")

    words = ("--k", "3", "--costs", str(costs), "--budget")
    assert planned(*words, "4").startswith("Nobody is chosen: ")
    assert "\n1 of 3: nobody else who can be had" in planned(*words, "5")


def test_the_table_names_people_and_says_how_far(planned) -> None:
    printed = planned("--k", "2")
    assert "The plan: " in printed
    assert "The best by score: " in printed
    assert "simulated cascades" in printed


def test_a_budget_without_costs_is_refused(town_settings: Settings) -> None:
    found = CliRunner().invoke(door(), ["plan", "--budget", "3"], obj=town_settings)
    assert found.exit_code == 1
    assert found.output == "influence: --budget needs --costs: a CSV of person,cost\n"
