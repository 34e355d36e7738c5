"""`influence load … --to-parquet`: the same interactions, without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from loader.load import Limits
from loader.parquet import write_parquet
from loader.past import past_of
from loader.records import Reject, Removal, Thing, Topic
from loader.sources import SOURCES
from loader.suppression import Suppression, key_made
from queries.cli import door
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.errors import LoadError, LoadStopped, SourceError
from queries.recipe import recipe_from
from tests.networks import act, star

LINES = """who,whom,kind,at,topics
a,b,repost,2026-05-01T10:00:00Z,bread|tea
b,a,like,2026-05-02T10:00:00Z,
c,a,follow,2026-05-03T10:00:00Z,
c,b,repost,yesterday,tea
"""


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "acts.csv"
    path.write_text(LINES)
    return path


def given(records: list[object], folder: Path, *, hides: Suppression, most: int | None = None):
    source = replace(SOURCES["edges"], read=lambda *_: iter(records))
    return write_parquet(
        source,
        (),
        {},
        folder,
        limits=Limits(max_rejects=most),
        suppression=hides,
        announce=print,
        progress=lambda _: None,
    )


def test_the_command_writes_what_the_engines_read(lines: Path, tmp_path: Path) -> None:
    words = ["load", "edges", str(lines), "--to-parquet", str(tmp_path / "lake"), "--json"]
    words += ["--data", str(tmp_path / "data")]

    result = CliRunner().invoke(door(), words, catch_exceptions=False)

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.strip().splitlines()[-1])
    assert told["rows"] == {"people": 3, "acts": 2, "follows": 1}
    assert (told["read"], told["rejected"]) == (4, 1)
    past = read_past(tmp_path / "lake")
    network = past.ids[0].partition(":")[0]
    assert sorted(past.ids) == [f"{network}:{one}" for one in "abc"]
    assert {past.acts.tag_sets[tag] for tag in past.acts.tags} == {("bread", "tea"), ()}
    rejects = Path(told["rejects"]).read_text()
    assert "yesterday" in rejects
    again = CliRunner().invoke(door(), words)
    assert again.exit_code == 1
    assert "is not empty" in again.stderr


def test_records_come_out_as_they_do_in_memory(tmp_path: Path) -> None:
    given(list(star()), tmp_path / "lake", hides=Suppression(None))
    found, expected = read_past(tmp_path / "lake"), past_of(star())
    assert found.ids == expected.ids
    assert np.array_equal(found.acts.at, expected.acts.at)


def test_a_topic_is_sensitive_by_its_tag_its_name_or_a_synonym(tmp_path: Path) -> None:
    acts = [act("a", "b", topics=("HIV",)), act("a", "b", topics=("t7", "bread"))]
    tree = Topic("t7", name="Illness", synonyms=("mental illness",))
    given([*acts, tree], tmp_path / "lake", hides=Suppression(None))

    found = score_past_in_memory(read_past(tmp_path / "lake"), recipe_from())

    assert found.hidden == ["hiv", "t7"]
    assert set(found.lines["topic"]) == {"*", "bread"}


def test_who_opted_out_is_not_written(tmp_path: Path) -> None:
    key = key_made(tmp_path)
    hides = Suppression(key, [key.person("toy:leaf1")])
    told = given(list(star()), tmp_path / "lake", hides=hides)
    assert told["suppressed"] == 1
    assert "toy:leaf1" not in read_past(tmp_path / "lake").ids


def test_what_takes_something_back_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    records = [act("a", "b"), Removal("toy:1", Thing.ACT)]
    with pytest.raises(LoadError, match="takes back what was said before"):
        given(records, tmp_path / "lake", hides=Suppression(None))
    assert not (tmp_path / "lake").exists()


def test_too_many_rejects_stop_it(tmp_path: Path) -> None:
    records = [Reject("a.csv", i, "at", "is odd") for i in range(3)]
    with pytest.raises(LoadStopped, match="2 rejected, and --max-rejects is 1"):
        given(records, tmp_path / "lake", hides=Suppression(None), most=1)


def test_nothing_but_rejects_is_an_error_and_leaves_no_folder(tmp_path: Path) -> None:
    records = [Reject("a.csv", i, "at", "is odd") for i in range(3)]
    with pytest.raises(SourceError, match=r"all of it was rejected: .*rejects\.jsonl says why"):
        given(records, tmp_path / "lake", hides=Suppression(None))
    assert not (tmp_path / "lake").exists()
    assert len((tmp_path / "lake.rejects.jsonl").read_text().splitlines()) == 3
