"""Interactions and scores as Parquet: nothing is lost, and what is not theirs is refused."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import pytest

from loader.past import past_of
from queries.engines import pasts
from queries.engines.lake import MANIFEST, Writer, manifest_in, table_of
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.errors import FilesRefused, ParameterRefused
from queries.recipe import recipe_from
from queries.scoring.past import seconds_of
from tests.networks import act
from tests.queries.engines.interactions import LABELS, lake


def test_a_past_comes_back_as_it_was_written(tmp_path: Path) -> None:
    past, manifest = lake(tmp_path / "lake")

    found = read_past(tmp_path / "lake")

    assert found.ids == past.ids
    for name in ("who", "whom", "kind", "at", "credit", "count"):
        assert np.array_equal(getattr(found.acts, name), getattr(past.acts, name)), name
    assert [set(found.acts.tag_sets[i]) for i in found.acts.tags] == [
        set(past.acts.tag_sets[i]) for i in past.acts.tags
    ]
    assert np.array_equal(found.follows, past.follows)
    assert np.array_equal(found.posting, past.posting)
    assert found.created.tolist() == past.created.tolist()
    assert found.reported.tolist() == past.reported.tolist()
    assert found.lineage == past.lineage
    assert {found.ids[i]: label for i, label in found.labels.items()} == LABELS
    assert manifest.rows("acts") == len(past.acts)


def test_a_past_in_many_pieces_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Text of more than 2 GB fits into no single array.
    monkeypatch.setattr(pasts, "PART_ROWS", 60)
    past, manifest = lake(tmp_path / "lake")
    assert sum(name.startswith("acts/") for name in manifest.files) > 5

    found = read_past(tmp_path / "lake")

    assert np.array_equal(found.acts.kind, past.acts.kind)
    assert [set(found.acts.tag_sets[i]) for i in found.acts.tags] == [
        set(past.acts.tag_sets[i]) for i in past.acts.tags
    ]


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    past, first = lake(tmp_path / "one")
    _, again = lake(tmp_path / "two")
    _, other = lake(tmp_path / "three", past.without_acts(np.arange(len(past.acts)) == 7))
    assert first.hash == again.hash != other.hash


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        (None, "no manifest.json in"),
        ("{", "not JSON"),
        ("[]", "holds '\\[\\]'"),
        ('{"kind": "scores", "schema": 1}', "holds 'scores', and interactions are wanted"),
        ('{"kind": "interactions", "schema": 2}', "has schema 2, and this version reads 1"),
        ('{"kind": "interactions", "schema": 1, "files": {"acts/a": 3}}', "rows of each file"),
    ],
)
def test_a_folder_that_is_not_interactions_is_refused(
    tmp_path: Path, manifest: str | None, complaint: str
) -> None:
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(FilesRefused, match=complaint):
        manifest_in(tmp_path, "interactions")


def test_a_lake_of_other_programs_needs_no_hashes(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    lake(folder)
    (folder / MANIFEST).write_text(json.dumps({"kind": "interactions", "schema": 1}))
    manifest = manifest_in(folder, "interactions")
    assert manifest.rows("acts") is None
    assert len(manifest.hash) == 12
    assert len(read_past(folder).acts) > 0
    (folder / "follows" / "part-00000.parquet").unlink()
    assert manifest_in(folder, "interactions").hash != manifest.hash


def test_acts_that_do_not_say_when_they_were_are_scored_as_of_now() -> None:
    acts = [act(f"p{i}", "hub", at=None) for i in range(4)]
    before = time.time()
    run = score_past_in_memory(past_of(acts), recipe_from()).run
    assert before < seconds_of(run.as_of) <= time.time() + 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"whom": [999]}, "names person 999, who is not in people"),
        ({"kind": ["poke"]}, "'poke' is no kind; repost, quote"),
    ],
)
def test_a_row_that_means_nothing_is_refused(
    tmp_path: Path, change: dict[str, list[object]], complaint: str
) -> None:
    folder = tmp_path / "lake"
    lake(folder)
    row = {"who": [0], "whom": [1], "kind": ["like"], "at": [None], "credit": [1.0], "count": [1]}
    table = table_of("acts", row | {"topics": [None]} | change)
    parquet.write_table(table, folder / "acts" / "part-00009.parquet")
    with pytest.raises(FilesRefused, match=complaint):
        read_past(folder)


def test_people_may_be_without_labels_but_have_none_that_means_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    past, _ = lake(folder)
    path = folder / "people" / "part-00000.parquet"
    people = parquet.read_table(path)
    parquet.write_table(people.drop_columns(["label"]), path)
    found = read_past(folder)
    assert (found.labels, found.ids) == ({}, past.ids)

    famous = people.column("label").fill_null("famous")
    parquet.write_table(people.drop_columns(["label"]).append_column("label", famous), path)
    with pytest.raises(FilesRefused, match="people: 'famous' is no label; verified, known"):
        read_past(folder)


def test_a_table_that_is_broken_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    lake(folder)
    (folder / "follows" / "part-00000.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(FilesRefused, match="follows: cannot be read as follows"):
        read_past(folder)


def test_a_folder_that_holds_something_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ParameterRefused, match="is not empty"):
        Writer.into(tmp_path, "interactions")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
