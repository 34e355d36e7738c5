"""What users say of people: read, counted where it counts, told, and forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.forget import forget, held
from loader.records import User
from queries.cli import door
from queries.errors import ParameterRefused
from queries.graph import Graph
from queries.labels import LABELS, Labelled, label_people, unlabel_people
from queries.recipe import recipe_from
from queries.scoring.receipt import receipt_of
from queries.scoring.run import score_everything
from queries.settings import Settings
from tests.networks import anyone, load

ALL = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r"


def written(folder: Path, *lines: str, head: str = "person,label,note") -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def network(graph: Graph) -> Graph:
    load(graph, anyone())
    return graph


def test_a_file_labels_whom_it_can_and_says_whom_it_cannot(network: Graph, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "toy:p01,verified,by phone",
        "toy:p02,Hand Checked,",
        'toy:p03,suspicious,"says, ""buy"" 😀"',
        "toy:nobody,known,",
        "toy:p04,famous,",
        ",known,",
        "",
        "toy:p01,known,later lines hold",
    )
    done = label_people(network, path)
    assert done == Labelled(
        3,
        [
            "mine.csv:6: 'label' must be one of verified, known, hand-checked, suspicious;"
            " got 'famous'",
            "mine.csv:7: 'person' is empty",
            "mine.csv:5: no person 'toy:nobody' in this graph",
        ],
    )
    rows = network.ask("labels").rows
    assert [(row["id"], row["label"], row["note"], row["source"]) for row in rows] == [
        ("toy:p02", "hand-checked", None, "mine.csv"),
        ("toy:p01", "known", "later lines hold", "mine.csv"),
        ("toy:p03", "suspicious", 'says, "buy" 😀', "mine.csv"),
    ]
    assert unlabel_people(network, ["toy:p01", "toy:p02", "toy:p09"]) == 2
    assert [row["id"] for row in network.ask("labels").rows] == ["toy:p03"]


@pytest.mark.parametrize(
    ("head", "line", "complaint"),
    [
        ("id,label", "toy:p01,known", "the first line must be 'person,label,note'"),
        ("person,label,person", "toy:p01,known,x", "the first line must be"),
        ("person,label,note", "toy:p01,known," + "x" * 20_000, "a line is longer than"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, head: str, line: str, complaint: str
) -> None:
    with pytest.raises(ParameterRefused, match=complaint):
        label_people(None, written(tmp_path, line, head=head))  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ParameterRefused, match="cannot be read"):
        label_people(None, tmp_path / "none.csv")  # type: ignore[arg-type]


def test_every_label_has_its_number_in_the_recipe() -> None:
    labels = recipe_from().labels
    assert {name: getattr(labels, label.key) for name, label in LABELS.items()} == {
        "verified": 1.0,
        "known": 1.0,
        "hand-checked": 1.0,
        "suspicious": 0.0,
    }


def test_a_label_counts_and_stands_with_its_source(network: Graph, tmp_path: Path) -> None:
    recipe = recipe_from()
    score_everything(network, recipe)
    # Somebody well heard, by people who are neither fully credible nor without any trust.
    before = {row["id"]: row for row in receipt_of(network, "toy:p00").supporters.rows}
    doubted, trusted = (
        next(id for id, row in before.items() if 0 < row["credible"] < 1 and id != other)
        for other in ("", next(id for id, row in before.items() if 0 < row["credible"] < 1))
    )
    label_people(network, written(tmp_path, f"{doubted},suspicious,", f"{trusted},known,"))
    score_everything(network, recipe)
    found = receipt_of(network, "toy:p00")
    after = {row["id"]: row for row in found.supporters.rows}

    assert [after[id]["credible"] for id in (doubted, trusted)] == [0.0, 1.0]
    assert (after[trusted]["label"], after[trusted]["label_source"]) == ("known", "mine.csv")
    assert all(row["label"] is None for id, row in after.items() if id not in (doubted, trusted))
    brought = sum(row["points"] for row in after.values())
    assert brought + found.own == pytest.approx(found.scored["score"], abs=1e-9)
    (flag,) = [
        row
        for row in network.ask("person_flags", person=doubted).rows
        if row["flag"] == "suspicious"
    ]
    (evidence,) = network.ask(flag["evidence"], person=doubted).rows
    assert evidence["says"] == "labelled by mine.csv"


def test_labels_are_forgotten_and_told(network: Graph, tmp_path: Path) -> None:
    load(network, [User("toy:p01", handle="hilda", name="Hilda Larkspur")])
    label_people(
        network,
        written(
            tmp_path,
            "toy:p01,known,my aunt",
            "toy:p02,known,Friend of @Hilda",
            "toy:p03,known,toy:p01 vouches for them (Hilda Larkspur)",
        ),
    )
    assert held(network, "toy:p01")["person"]["label_note"] == "my aunt"

    forget(network, tmp_path / "data", "toy:p01")

    rows = [row.data() for row in network.driver.execute_query(ALL).records]
    told = json.dumps(rows, default=str).lower()
    assert "my aunt" not in told
    assert "hilda" not in told
    assert "toy:p01" not in told
    rows = network.ask("labels").rows
    assert [(row["id"], row["note"]) for row in rows] == [
        ("toy:p02", "Friend of @[removed]"),
        ("toy:p03", "[removed] vouches for them ([removed])"),
    ]


def test_a_note_on_somebody_does_not_name_who_opted_out(
    network: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    load(network, [User("toy:p01", handle="hilda")])
    forget(network, server_settings.data, "toy:p01")
    path = written(tmp_path, "toy:p01,known,", "toy:p02,known,as toy:p01; and toy:p03 says @Hilda.")

    done = CliRunner().invoke(door(), ["label", str(path), "--json"], obj=server_settings)

    assert json.loads(done.stdout)["labelled"] == 1
    (row,) = network.ask("labels").rows
    assert row["note"] == "as [removed]; and toy:p03 says @[removed]."


def test_the_command_reads_lists_and_removes(
    network: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    path = written(tmp_path, "toy:p01,known,my [aunt]", "toy:nobody,known,")

    def ran(*words: str) -> str:
        done = CliRunner().invoke(door(), ["label", *words], obj=server_settings)
        assert done.exit_code == 0, done.output
        return done.output

    assert "Labelled 1 people; 1 lines could not be used." in ran(str(path))
    assert json.loads(ran(str(path), "--json"))["labelled"] == 1
    assert "my [aunt]" in ran("list")
    assert "Took the label of 1 people away" in ran("remove", "toy:p01", "toy:p02")
    assert "Nobody is labelled" in ran("list", "--label", "known")
