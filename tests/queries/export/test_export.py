"""What is exported is what is in the graph, in each format, read by another's reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner

from loader.records import User
from queries.cli import door
from queries.export.files import write_network, write_table
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import Run, score_everything
from queries.settings import Settings
from tests.networks import anyone, load

SCORES = "MATCH (:User)-[scored:SCORED {run: $run}]->() RETURN count(scored) AS n"
ARROWS = "MATCH (:User)-[arrow:ATTENDS_TO]->() RETURN count(arrow) AS n, sum(arrow.acts) AS acts"


@pytest.fixture(scope="module")
def run(database: Graph) -> Iterator[Run]:
    """One run over `anyone`; somebody has a name that spreadsheets and XML choke on."""
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, [*anyone(), User(id="toy:p00", name='=HYPERLINK("x")\x00 <b>')])
    return score_everything(database, recipe_from())


@pytest.fixture
def exported(run: Run, server_settings: Settings, tmp_path: Path):
    """`exported("--format", "csv")`: the folder with what the command wrote."""

    def export(*words: str) -> Path:
        folder = tmp_path / "out"
        told = ["export", str(folder), "--data", str(server_settings.data), *words]
        result = CliRunner().invoke(door(), told)
        assert result.exit_code == 0, result.output
        return folder

    return export


def single(graph: Graph, cypher: str, **values: object):
    rows, _, _ = graph.driver.execute_query(cypher, **values)
    return rows[0]


def test_the_tables_hold_every_score_and_arrow(exported, database: Graph, run: Run) -> None:
    folder = exported()
    scores = pd.read_parquet(folder / "scores.parquet")
    arrows = pd.read_parquet(folder / "arrows.parquet")
    there = single(database, ARROWS)

    assert len(scores) == single(database, SCORES, run=run.id)["n"]
    assert (len(arrows), arrows["acts"].sum()) == (there["n"], there["acts"])
    kinds = arrows[["repost", "quote", "reply", "mention", "like", "adopt"]]
    assert (kinds.sum(axis=1) == arrows["acts"]).all()
    for frame in (scores, arrows):
        assert set(frame["run"]) == {run.id}
        assert set(frame["recipe"]) == {run.recipe}
    assert (arrows["first"] <= arrows["last"]).all()


def test_the_leaders_are_those_of_the_site(exported, database: Graph) -> None:
    scores = pd.read_parquet(exported() / "scores.parquet")
    for topic in ("*", "food", "ac/dc"):
        leaders = database.ask("leaders", topic=topic, limit=100).rows
        told = scores[(scores["topic"] == topic) & scores["rank"].notna()]
        assert told["person"].tolist() == [row["id"] for row in leaders]
        assert told["score"].tolist() == [row["score"] for row in leaders]


def test_csv_is_safe_for_spreadsheets_and_says_the_same(exported) -> None:
    folder = exported("--format", "csv")
    with (folder / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = pd.read_parquet(exported() / "scores.parquet")
    assert [row["person"] for row in rows] == frame["person"].tolist()
    names = {row["name"] for row in rows if row["person"] == "toy:p00"}
    assert all(name.startswith("'=HYPERLINK") for name in names)
    assert {row["rank"] for row in rows if row["person"] == "toy:p00"} <= {
        "" if pd.isna(rank) else str(rank) for rank in frame["rank"]
    }


@pytest.mark.parametrize(("form", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_a_network_file_is_read_by_others(exported, run: Run, form: str, read) -> None:
    tables = exported("--topic", "food")
    arrows = pd.read_parquet(tables / "arrows.parquet")
    scores = pd.read_parquet(tables / "scores.parquet").set_index("person")

    network = read(exported("--topic", "food", "--format", form) / f"influence.{form}")

    assert set(network.edges()) == set(zip(arrows["who"], arrows["whom"], strict=True))
    assert set(arrows["topic"]) == {"food"}
    for who, whom, weight in arrows[["who", "whom", "weight"]].itertuples(index=False):
        assert network.edges[who, whom]["weight"] == pytest.approx(weight)
    told = {one: values["score"] for one, values in network.nodes(data=True) if "score" in values}
    assert told == pytest.approx(scores["score"].dropna().to_dict())
    labels = network.graph if form == "graphml" else network.nodes["toy:p00"]
    assert labels["recipe"] == run.recipe
    assert labels["topic"] == "food"
    assert labels["as_of"] == run.as_of.replace("Z", "+00:00")


def test_half_a_file_is_never_found_under_its_name(tmp_path: Path) -> None:
    class Broken(pd.DataFrame):
        def to_parquet(self, path: Path, **_: object) -> None:
            path.write_text("half")
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_table(Broken({"a": [1]}), tmp_path / "scores.parquet")
    assert list(tmp_path.iterdir()) == []


def test_who_attends_to_nobody_is_in_the_network_all_the_same(tmp_path: Path) -> None:
    scores = pd.DataFrame(
        {
            "person": ["toy:a"], "handle": ["a"], "name": [None], "score": [1.5],
            "topic": ["*"], "run": ["r"], "recipe": ["h"], "as_of": ["2026-01-01"],
        }
    )  # fmt: skip
    arrows = pd.DataFrame(columns=["who", "whom", "topic", "weight"])
    write_network(scores, arrows, tmp_path / "one.graphml")
    network = nx.read_graphml(tmp_path / "one.graphml")
    assert dict(network.nodes(data=True)) == {"toy:a": {"label": "a", "score": 1.5}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--topic", "nope"), "nobody is scored on a topic 'nope'"),
        (("--format", "xlsx"), "'xlsx' is not one of"),
    ],
)
def test_what_cannot_be_exported_is_said(
    run: Run, server_settings: Settings, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    folder = tmp_path / "out"
    line = ["export", str(folder), "--data", str(server_settings.data), *words]
    result = CliRunner().invoke(door(), line)
    assert result.exit_code != 0
    assert told in result.output
    assert not folder.exists()
