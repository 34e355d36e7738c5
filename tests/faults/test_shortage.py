"""Loads on a full disk and in too little memory: told clearly, and nothing written is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loader.load import Limits, Load, load
from loader.records import Post, Record, Reject
from loader.rejects import RejectsFile
from loader.server import configuration
from loader.server.launch import ran_out_of_memory
from loader.server.process import Server
from loader.sources import Source
from loader.writer import Counts
from queries.errors import LoadStopped
from queries.graph import Graph
from queries.schema import ACT_IDS, prepare
from queries.settings import Settings
from tests.faults.conftest import ROOMY, mount

POSTS = 3_200
MEGABYTE = 1_000_000


def source(posts: int = POSTS) -> Source:
    def read(*_: object) -> Iterator[Record]:
        text = "Rye today. " * 500
        yield from (Post(f"toy:p{n}", f"toy:{n % 500}", text=f"{n} {text}") for n in range(posts))

    return Source("toy", "posts", takes_paths=False, read=read)


def loaded(
    server: Server,
    limits: Limits,
    announce: Callable[[str], None] = print,
    progress: Callable[[Counts], None] = lambda _: None,
) -> Load:
    with Graph.open(server.up()) as graph:
        return load(
            graph,
            source(),
            (),
            {},
            folder=server.settings.data,
            limits=limits,
            announce=announce,
            progress=progress,
        )


def posts_in(server: Server) -> int:
    with Graph.open(server.up()) as graph:
        rows = graph.driver.execute_query("MATCH (p:Post) RETURN count(p) AS posts").records
        return int(rows[0]["posts"])


@pytest.fixture
def store(fired_at: Server) -> Iterator[Path]:
    """Where the store of an empty database lies; a disk of its own that can be made smaller."""
    place = fired_at.folder.store
    if not place.is_mount():
        pytest.skip("only root can mount the small disk that this fills")
    with Graph.open(fired_at.up()) as graph:
        graph.driver.execute_query("MATCH (n) DETACH DELETE n")
        prepare(graph, act_ids=ACT_IDS)
    yield place
    assert sized(place, ROOMY)


def sized(place: Path, bytes_: int) -> bool:
    return mount(place, "-o", f"remount,size={bytes_}")


def test_a_disk_that_fills_up_stops_the_load_before_it_harms(fired_at: Server, store: Path) -> None:
    free_mb = shutil.disk_usage(store).free // MEGABYTE

    with pytest.raises(LoadStopped, match=f"MB are free on the disk of {store}"):
        loaded(fired_at, Limits(free_mb=free_mb + 10))
    assert posts_in(fired_at) == 0
    with pytest.raises(LoadStopped, match="make room, then give the same command again"):
        loaded(fired_at, Limits(batch_rows=500, free_mb=free_mb - 4))

    assert 0 < posts_in(fired_at) < POSTS
    assert loaded(fired_at, Limits()).counts.read == POSTS
    assert posts_in(fired_at) == POSTS


def test_a_full_disk_and_then_little_memory_lose_nothing(
    fired_at: Server, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Counts] = []
    sized(store, shutil.disk_usage(store).used + MEGABYTE)

    with pytest.raises(LoadStopped, match=r"takes nothing any more .* the same command again"):
        loaded(fired_at, Limits(batch_rows=200), progress=told.append)

    sized(store, ROOMY)
    fired_at.down()
    monkeypatch.setitem(configuration.FIXED, "db.memory.transaction.max", "4m")
    fired_at.up()
    assert POSTS > posts_in(fired_at) >= told[-1].read > 0
    said: list[str] = []
    done = loaded(fired_at, Limits(batch_rows=2_000), announce=said.append)

    assert done.counts.read == done.counts.accepted == POSTS == posts_in(fired_at)
    assert "Going on after" in said[0]
    assert re.search(r"has not the memory for [\d,]+ records at once; going on with \d+", said[1])


def test_to_recover_is_to_go_without_the_end_of_a_damaged_log(tmp_path: Path) -> None:
    place = {"home": tmp_path, "plugins": tmp_path, "port": 1}
    usual = configuration.configuration(Settings(), **place)
    recovering = configuration.configuration(Settings(), **place, recover=True)

    key = "internal.dbms.tx_log.fail_on_corrupted_log_files"
    assert key not in usual
    assert recovering == f"{usual}{key}=false\n"


def test_a_full_disk_under_the_rejects_stops_the_load(tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "full.jsonl")
    (tmp_path / "full.jsonl").symlink_to("/dev/full")

    with pytest.raises(LoadStopped, match=r"full\.jsonl: No space left on device.*make room"):
        rejects.add([Reject("a.csv", 3, "when", "is no time")])

    assert rejects.count == 0


def test_a_server_that_ended_for_want_of_heap_is_known_by_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    assert not ran_out_of_memory(log, since=0)
    log.write_text(
        "INFO  Started.\nTerminating due to java.lang.OutOfMemoryError: Java heap space\n"
    )

    assert ran_out_of_memory(log, since=0)
    assert not ran_out_of_memory(log, since=log.stat().st_mtime + 1)
