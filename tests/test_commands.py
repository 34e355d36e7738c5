"""The commands, as one types them, on a real database."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explorer.app import create_app
from queries.cli import door
from queries.graph import Graph
from queries.library import library
from queries.settings import Settings, settings_from
from tests.networks import act, load, star

COMMANDS = (
    "demo", "up", "down", "status", "doctor", "load", "collect", "match-topics", "score", "serve",
    "list", "show", "run", "plan", "export", "gaming", "receipt", "what-if", "backtest",
    "recipe", "changes", "forget", "export-person", "expire", "purge", "backup", "restore",
    "preview",
)  # fmt: skip


def influence(settings: Settings, *words: str | Path) -> Result:
    return CliRunner().invoke(door(), [str(word) for word in words], obj=settings)


def counts(result: Result) -> dict:
    """The last line, and that its parts sum to what was read."""
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[-1])
    parts = ("accepted", "duplicate", "suppressed", "rejected")
    assert sum(told[part] for part in parts) == told["read"]
    return told


def topic(graph: Graph, settings: Settings, address: str) -> list[dict]:
    answer = create_app(settings, graph).test_client().get(address)
    assert answer.status_code == 200, answer.text
    return answer.json["rows"]


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        result = influence(settings_from({}), name, "--help")
        assert result.exit_code == 0
        assert "Usage: influence" in result.output or "Usage: " in result.output


def test_no_command_waits_for_what_only_the_site_or_the_scores_need() -> None:
    look = "import sys; from queries.cli import door; door(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    slow = {"explorer.app", "flask", "graphdatascience", "numba", "pygments.lexers", "pyspark"}
    assert slow & set(loaded.stdout.split()) == set()


def test_list_and_show_tell_every_question() -> None:
    settings = settings_from({})
    listed = influence(settings, "list").output
    for name in library().readable:
        assert name in listed
        assert influence(settings, "show", name).output.strip() == (
            library().named(name).source.strip()
        )


def test_a_mistake_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    settings = settings_from({}).but(data=tmp_path)
    for words, complaint in [
        (("show", "leader"), "influence: no query 'leader'; try: leaders"),
        (
            ("run", "leaders", "--limit", "ten"),
            "influence: leaders: 'limit' must be a whole number",
        ),
        (("run", "leaders", "limit"), "influence: expected --name value, got 'limit'"),
        (("score",), "influence: no database is up for"),
        (("score", "--recipe", tmp_path / "none.toml"), "none.toml: cannot be read"),
        (("load", "planted"), "influence: no database is up for"),
    ]:
        result = influence(settings, *words)
        assert result.exit_code == 1
        assert complaint in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_run_answers_as_table_json_and_csv(graph: Graph, server_settings: Settings) -> None:
    load(graph, star())
    assert influence(server_settings, "score").exit_code == 0
    words = ("run", "leaders", "--topic", "stars", "--limit=1")

    table = influence(server_settings, *words)
    as_json = json.loads(influence(server_settings, *words, "--format", "json").stdout)
    (row,) = csv.DictReader(
        io.StringIO(influence(server_settings, *words, "--format", "csv").stdout)
    )

    assert "toy:hub" in table.stdout
    assert as_json["query"] == "leaders"
    assert as_json["parameters"]["limit"] == 1
    assert as_json["rows"][0]["id"] == row["id"] == "toy:hub"
    assert float(row["score"]) == pytest.approx(as_json["rows"][0]["score"])


def test_a_file_of_which_nothing_can_be_read_is_an_error(
    graph: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    wrong, half = tmp_path / "wrong.csv", tmp_path / "half.csv"
    wrong.write_text("who,whom,when\na,b,never\nc,d,never\n", encoding="utf-8")
    half.write_text("who,whom,when\na,b,never\nc,d,2026-01-02T03:04:05Z\n", encoding="utf-8")

    nothing = influence(server_settings, "load", "edges", wrong, "--json")
    something = influence(server_settings, "load", "edges", half, "--json")

    assert nothing.exit_code == 1
    assert "all of it was rejected" in nothing.stderr
    told = json.loads(nothing.stdout.splitlines()[-1])
    assert (told["read"], told["accepted"], told["rejected"]) == (2, 0, 2)
    assert counts(something)["rejected"] == 1


def test_who_outgrew_the_first_run_is_told_to_recalibrate_and_all_above_it_tie(
    graph: Graph, server_settings: Settings
) -> None:
    load(graph, star())
    small = influence(server_settings, "score")
    many = [(f"fan{fan}", f"hub{hub}") for hub in range(12) for fan in range(15 + hub)]
    load(graph, [act(who, whom, topics=("stars",)) for who, whom in many])
    grown = influence(server_settings, "score")
    local = influence(server_settings, "score", "--engine", "local")
    best = topic(graph, server_settings, "/topics/*.json")[:12]
    anew = influence(server_settings, "score", "--recalibrate")

    runs = (small, grown, local, anew)
    assert [run.exit_code for run in runs] == [0] * 4
    assert [run.stderr.count("score --recalibrate") for run in runs] == [0, 1, 1, 0]
    assert {(row["score"], row["rank"]) for row in best} == {(100.0, 1)}


def test_a_question_dump_becomes_influence_by_topic(
    graph: Graph, server_settings: Settings, shared: Path
) -> None:
    """The main job on real input: load, score, and see who influences whom on a topic."""
    words = ("load", "stackexchange", shared / "quantum_se", "--json")
    first = counts(influence(server_settings, *words))
    again = counts(influence(server_settings, *words))
    scored = influence(server_settings, "score", "--json")

    assert first["accepted"] > 10_000
    assert (again["accepted"], again["duplicate"]) == (0, first["read"] - first["rejected"])
    assert json.loads(scored.stdout)["topics"] > 50
    rows = topic(graph, server_settings, "/topics/quantum-gate.json")
    assert len(rows) >= 10
    assert [row["rank"] for row in rows[:3]] == [1, 2, 3]
    assert all(
        row[part] > 0
        for row in rows[:10]
        for part in ("score", "true_reach", "amplification", "network_impact")
    )
    arrows = topic(graph, server_settings, "/topics/quantum-gate/arrows.json")
    assert arrows
    posts = topic(
        graph, server_settings, f"/people/{rows[0]['id']}/evidence.json?topic=quantum-gate"
    )
    assert posts
    assert all(post["text"] for post in posts)


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        (
            (
                "congress2016/interactions.csv.gz",
                "--people", "congress2016/users.csv",
                "--network", "congress",
            ),
            1_000,
        ),
        (
            (
                "ontariopol/ontariopol_edgelist.csv",
                "--people", "ontariopol/ontariopol_vertices.csv",
            ),
            0,
        ),
        (
            (
                "timme/retweet_list.csv", "timme/mention_list.csv", "timme/reply_list.csv",
                "--people", "timme/dict.csv",
            ),
            0,
        ),
    ],
    ids=["congress2016", "ontariopol", "timme"],
)  # fmt: skip
def test_edge_lists_become_influence(
    graph: Graph, server_settings: Settings, shared: Path, words: tuple[str, ...], topics: int
) -> None:
    given = [shared / word if "/" in word else word for word in words]
    first = counts(influence(server_settings, "load", "edges", *given, "--json"))
    scored = influence(server_settings, "score", "--json")

    assert first["accepted"] > 5_000
    assert scored.exit_code == 0, scored.output
    told = json.loads(scored.stdout)
    assert told["topics"] >= topics
    rows = topic(graph, server_settings, "/topics/*.json")
    assert len(rows) >= 50
    assert all(row["score"] > 0 and row["handle"] for row in rows[:20])
