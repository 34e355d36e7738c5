"""Scores that were computed elsewhere, in the graph: as a run like any other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

from loader.forget import forget
from loader.suppression import Suppression
from queries.cli import door
from queries.engines.compare import compared
from queries.engines.export import export_interactions
from queries.engines.importing import import_scores
from queries.engines.lake import MANIFEST, Writer
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.engines.results import KIND, lines_in, told_of, write_scores
from queries.engines.work import CHECKPOINT, FOLDER, RESUMED, forget_work, work_folder
from queries.errors import (
    EngineFailed,
    FilesRefused,
    InfluenceError,
    NothingToScore,
    ParameterRefused,
)
from queries.export.frames import scores_frame
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import Run, score_everything
from queries.settings import Settings
from tests.conftest import emptied
from tests.networks import load
from tests.queries.engines.interactions import labelled, records


@pytest.fixture(scope="module")
def lake(database: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The interactions of a graph that was scored by the database."""
    emptied(database)
    load(database, records())
    labelled(database)
    score_everything(database, recipe_from())
    folder = tmp_path_factory.mktemp("lake") / "lake"
    export_interactions(database, folder, part_people=7)
    return folder


def scores_of(lake: Path, out: Path, **changes: object) -> Run:
    """Scores in a folder, as the engine in memory writes them."""
    found = score_past_in_memory(read_past(lake), recipe_from())
    writer = Writer.into(out, KIND)
    write_scores(writer, found.lines)
    told = {
        "run": told_of(found.run),
        "recipe_text": recipe_from().text,
        "sensitive": found.hidden,
        "versions": "none",
        "engine": "local",
    }
    writer.close(**told | changes)
    return found.run


def command(settings: Settings, *words: str) -> dict[str, object]:
    """What a command says as JSON."""
    data = ["--data", str(settings.data)]
    name, *rest = words
    result = CliRunner().invoke(door(), [name, *data, *rest, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    told: dict[str, object] = json.loads(result.stdout.strip().splitlines()[-1])
    return told


def test_what_is_exported_is_what_was_loaded(database: Graph, lake: Path) -> None:
    past, inside = read_past(lake), lines_of_graph(database)
    found = score_past_in_memory(past, recipe_from()).lines
    told = compared(inside, found)
    assert told.largest < 1e-9
    assert (told.ranks, told.words, told.only) == (0, 0, 0)


def lines_of_graph(graph: Graph) -> pd.DataFrame:
    """The newest run's lines."""
    frame = scores_frame(graph).rename(columns={"person": "id"})
    return frame.drop(columns=["handle", "name", "network", "run", "recipe", "as_of"])


def test_scores_come_in_as_the_newest_run_with_all_their_parts(
    database: Graph, lake: Path, tmp_path: Path
) -> None:
    before = lines_of_graph(database)
    run = scores_of(lake, tmp_path / "out")

    done = import_scores(database, tmp_path / "out")

    assert (done.run.id, done.people, done.met) == (run.id, 40, 0)
    newest = database.ask("newest_run").one()
    assert newest is not None
    assert newest["id"] == run.id
    assert compared(before, lines_of_graph(database)).largest < 1e-9
    receipt = database.ask("receipt", person="toy:p00", topic="food").rows
    known = lines_in(tmp_path / "out").set_index(["id", "topic"]).loc[("toy:p00", "food")]
    assert sum(row["points"] for row in receipt) == pytest.approx(
        known["points_true_reach"] + known["points_amplification"] + known["points_network"]
    )
    with pytest.raises(ParameterRefused, match="is in the graph already"):
        import_scores(database, tmp_path / "out")


def test_the_first_of_a_topic_come_in_though_nobody_knows_them_here(
    database: Graph, lake: Path, tmp_path: Path
) -> None:
    scores_of(lake, tmp_path / "out")
    lines = lines_in(tmp_path / "out")
    best = lines[(lines["topic"] == "bread") & (lines["rank"] <= 3)]["id"].tolist()
    gone, opted_out = best[0], best[1]
    with database.driver.session() as session:
        session.run("MATCH (p:User) WHERE p.id IN $ids DETACH DELETE p", ids=[gone, opted_out])
    forget(database, tmp_path, opted_out)

    def hidden(ids: Iterable[str]) -> set[str]:
        return set(filter(Suppression.of(database, tmp_path).hides, ids))

    done = import_scores(database, tmp_path / "out", opted_out=hidden, top=3)

    assert done.met == 1
    here = {row["id"] for row in database.run("everybody_known").rows}
    assert gone in here
    assert opted_out not in here
    leaders = [row["id"] for row in database.ask("leaders", topic="bread").rows]
    assert gone in leaders
    with database.driver.session() as session:
        session.run("MATCH (hash:Suppressed) DELETE hash")


def test_who_opts_out_while_scores_come_in_does_not_come_back(
    database: Graph, lake: Path, tmp_path: Path
) -> None:
    scores_of(lake, tmp_path / "out")
    lines = lines_in(tmp_path / "out")
    best = lines[(lines["topic"] == "bread") & (lines["rank"] == 1)]["id"].tolist()
    with database.driver.session() as session:
        session.run("MATCH (p:User) WHERE p.id IN $ids DETACH DELETE p", ids=best)
    answers = iter([set[str](), set(best)])

    import_scores(database, tmp_path / "out", opted_out=lambda _: next(answers), top=3)

    assert not set(best) & {row["id"] for row in database.run("everybody_known").rows}


def test_an_import_that_was_cut_off_is_not_seen_and_begins_anew(
    database: Graph, lake: Path, tmp_path: Path
) -> None:
    run = scores_of(lake, tmp_path / "out")
    newest = database.ask("newest_run").one()

    def cut(step: object) -> None:
        if "lines" in str(step):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_scores(database, tmp_path / "out", tell=cut)
    assert database.ask("newest_run").one() == newest

    done = import_scores(database, tmp_path / "out")
    assert done.run.id == run.id
    assert len(scores_frame(database)) == done.lines


def test_files_that_were_lost_are_missed_before_anything_is_folded(
    database: Graph, lake: Path, tmp_path: Path
) -> None:
    scores_of(lake, tmp_path / "out")
    (path,) = (tmp_path / "out" / "scores").iterdir()
    whole = parquet.read_table(path)
    told: list[object] = []

    def refused(complaint: str) -> None:
        with pytest.raises(FilesRefused, match=complaint):
            import_scores(database, tmp_path / "out", tell=told.append)

    parquet.write_table(whole.slice(1), path)
    refused(rf"has not the files .*\({whole.num_rows - 1:,} lines, and {whole.num_rows} are told")
    parquet.write_table(whole.drop_columns(["rank"]), path)
    refused("has no column rank")
    texts = whole.column("score").cast("string")
    parquet.write_table(whole.drop_columns(["score"]).append_column("score", texts), path)
    refused("'score' is not a number")
    path.unlink()
    refused("no scores in")
    assert told == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"run": {"id": "x"}}, "does not tell acts, alone, as_of"),
        (
            {"recipe_text": replace(recipe_from(), kinds={}).text},
            r"\[kinds\]: these keys are missing",
        ),
        ({"kind": "interactions"}, "and scores are wanted"),
    ],
)
def test_files_that_are_not_scores_are_refused(
    database: Graph, lake: Path, tmp_path: Path, changes: dict[str, object], complaint: str
) -> None:
    scores_of(lake, tmp_path / "out")
    told = json.loads((tmp_path / "out" / MANIFEST).read_text())
    (tmp_path / "out" / MANIFEST).write_text(json.dumps(told | changes))
    with pytest.raises(InfluenceError, match=complaint):
        import_scores(database, tmp_path / "out")


def test_the_commands_go_from_the_graph_to_files_and_back(
    database: Graph, lake: Path, server_settings: Settings, tmp_path: Path
) -> None:
    exported = command(server_settings, "export-interactions", str(tmp_path / "lake"))
    assert exported["rows"]["acts"] == len(read_past(tmp_path / "lake").acts)  # type: ignore[index]

    words = ["--engine", "local", "--interactions", str(tmp_path / "lake")]
    scored = command(server_settings, "score", *words, "--out", str(tmp_path / "out"))
    imported = command(server_settings, "import-scores", str(tmp_path / "out"))
    assert imported["id"] == scored["id"]

    told = command(server_settings, "score", "--engine", "local", "--compare", "gds")
    assert told["largest_relative_difference"] < 1e-9  # type: ignore[operator]
    assert told["compared_with"] == "gds"

    straight = command(server_settings, "score", "--engine", "local")
    newest = database.ask("newest_run").one()
    assert newest is not None
    assert newest["id"] == straight["id"]
    jobs = database.ask("score_jobs").rows
    assert [job["state"] for job in jobs] == ["done"] * 3
    assert jobs[0]["run"] == straight["id"]
    assert not (server_settings.data / FOLDER).exists()


def test_why_a_computation_broke_off_is_told(
    database: Graph, lake: Path, server_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / MANIFEST).write_text("{")
    words = ["--engine", "local", "--interactions", str(tmp_path), "--out", str(tmp_path / "out")]
    line = ["score", "--data", str(server_settings.data), *words]

    assert CliRunner().invoke(door(), line).exit_code == 1

    job = database.ask("score_jobs").rows[0]
    assert (job["state"], job["run"]) == ("broken off", None)
    assert "not JSON" in job["error"]


def test_what_a_computation_left_behind_goes_before_the_next_and_with_whom_opts_out(
    database: Graph, lake: Path, server_settings: Settings
) -> None:
    data = server_settings.data
    for name in ("interactions/acts", "scores/scores", f"{RESUMED}/{CHECKPOINT}"):
        (data / FOLDER / name).mkdir(parents=True)
        (data / FOLDER / name / "part-0.parquet").touch()
    with work_folder(data) as work:
        # What is to be gone on with stays.
        assert [one.name for one in work.rglob("*")] == [RESUMED, CHECKPOINT, "part-0.parquet"]
        with pytest.raises(EngineFailed, match="another computation is at work"):
            work_folder(data).__enter__()
        forget_work(data)
        assert work.is_dir()

    command(server_settings, "forget", "toy:nobody")

    assert not (data / FOLDER).exists()
    command(server_settings, "forget", "toy:nobody", "--undo")


def test_a_comparison_leaves_the_arrows_that_the_pages_show(
    database: Graph, lake: Path, server_settings: Settings
) -> None:
    shown = score_everything(database, recipe_from())
    arrows = weights(database)

    words = ["--engine", "local", "--compare", "gds", "--as-of", "2026-05-01"]
    told = command(server_settings, "score", *words)

    assert told["as_of"] != shown.as_of
    assert told["largest_relative_difference"] < 1e-9  # type: ignore[operator]
    assert weights(database) == arrows


def weights(graph: Graph) -> dict[tuple[str, ...], float]:
    """The weight of every arrow."""
    ask = "MATCH (who:User)-[arrow:ATTENDS_TO]->(whom:User) RETURN who.id, whom.id, arrow"
    rows = graph.driver.execute_query(ask).records
    return {(row[0], row[1], row["arrow"]["topic"]): row["arrow"]["weight"] for row in rows}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--engine", "flink"], "no engine 'flink'; there are: gds, local"),
        (["--engine", "local", "--conf", "spark.x=1"], "--conf goes with Spark"),
        (["--engine", "local", "--compare", "local"], "names another engine"),
        (["--engine", "local", "--interactions", "x"], "goes with --out"),
        (["--engine", "gds", "--out", "x"], "reads and writes the graph"),
        (["--engine", "gds", "--out", "x", "--compare", "local"], "reads and writes the graph"),
        (["--engine", "local", "--backfill", "daily"], "are for the engine gds"),
        (["--engine", "local", "--as-of", "2026-05-01"], "the pages would show what was then"),
        (["--engine", "local", "--show"], "--show goes with --as-of"),
        (
            ["--engine", "local", "--as-of", "2026-05-01", "--show", "--out", "x"],
            "--show goes with --as-of, where scores go into the graph",
        ),
        (["--engine", "yarn"], "see no folder of this machine"),
        (["--engine", "k8s://h", "--interactions", "s3a://x/y"], "see no folder of this machine"),
        (["--engine", "local", "--compare", "yarn"], "reads both on this machine"),
        (
            ["--engine", "yarn", "--interactions", "x", "--out", "y", "--compare", "local"],
            "reads both on this machine",
        ),
    ],
)
def test_options_that_do_not_go_together_are_told(words: list[str], complaint: str) -> None:
    result = CliRunner().invoke(door(), ["score", *words])
    assert result.exit_code == 1
    assert complaint in result.stderr


def test_a_graph_of_nobody_has_nothing_to_export(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(NothingToScore, match="nobody is in the graph"):
        export_interactions(graph, tmp_path / "lake")
    assert not (tmp_path / "lake").exists()
