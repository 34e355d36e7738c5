"""How fast a first load of millions is, beside the online path and the importer by hand.

    python bench/bulk.py                        5,000,000 events in bulk, 300,000 of them online
    python bench/bulk.py --by-hand              3,000,000 events, beside the importer on ready files
    python bench/bulk.py --staging              3,000,000 events up to the importer, no database
    python bench/bulk.py --events 10000000 --online 0           for the memory that it takes

The events are dated acts of four kinds between 300,000 people, in a CSV file without ids, made in
a temporary folder that is removed afterwards. `influence load edges` is told to go in bulk into a
managed server that is up and empty. By hand, the importer is run on files that are ready: CSV
with ids as texts, of the same people and acts, and only columns that hold something; then the store
is started, with the same constraints and indexes. And it is run on the files that our load makes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import psutil
import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.csv as csv
import pyarrow.parquet as parquet

from loader.bulk.files import OPTIONS
from loader.bulk.importer import imported
from loader.bulk.pieces import ahead, pieces
from loader.bulk.stage import Stage
from loader.server.process import Server
from loader.server.swap import made_beside, ready_mark
from loader.sources import SOURCES
from queries.graph import Graph
from queries.schema import prepare
from queries.settings import Settings

PEOPLE = 300_000
ROWS_AT_ONCE = 50_000
KINDS = np.array(["like", "mention", "reply", "repost"])
START = np.datetime64("2025-01-01T00:00:00", "s")
INFLUENCE = Path(sys.executable).with_name("influence")
SAMPLED_SECONDS = 0.1


def events(size: int, path: Path) -> Path:
    """A CSV file of `size` dated acts between people, a few of whom are acted upon by many."""
    dice = np.random.default_rng(1)
    names = ("who", "whom", "kind", "when")
    schema = arrow.schema([(name, arrow.string()) for name in names])
    with csv.CSVWriter(path, schema, write_options=csv.WriteOptions(quoting_style="none")) as out:
        for begun in range(0, size, ROWS_AT_ONCE):
            rows = min(ROWS_AT_ONCE, size - begun)
            who = dice.integers(0, PEOPLE, rows)
            whom = (PEOPLE * dice.random(rows) ** 3).astype(int)
            when = START + dice.integers(0, 300 * 86_400, rows)
            columns = [
                np.char.add("u", who.astype(str)),
                np.char.add("u", whom.astype(str)),
                KINDS[dice.integers(0, len(KINDS), rows)],
                np.char.add(np.datetime_as_string(when), "Z"),
            ]
            out.write_table(arrow.table([arrow.array(one) for one in columns], schema=schema))
    return path


def loaded(path: Path, folder: Path, *, how: str) -> dict[str, Any]:
    """What `influence load edges` tells of `path`, with its seconds and its memory.

    The seconds are of the whole command, `megabytes` of its process alone; the database makes
    indexes until `searchable`.
    """
    server = Server(Settings(data=folder))
    server.up()
    words = [INFLUENCE, "load", "edges", path, how, "--json", "--data", folder]
    begun, most = time.perf_counter(), 0
    told: list[str] = []
    try:
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr
            assert process.stdout
            reading = Thread(target=stamped, args=(process.stderr, begun, told))
            reading.start()
            while process.poll() is None:
                most = max(most, memory(process.pid))
                time.sleep(SAMPLED_SECONDS)
            seconds = time.perf_counter() - begun
            reading.join()
            said = process.stdout.read()
        if process.returncode:
            sys.exit("\n".join(told))
        with Graph.open(server.up()) as graph:
            graph.run("indexes_ready")
        searchable = time.perf_counter() - begun
    finally:
        server.down()
    measured = {"wall": seconds, "searchable": searchable, "megabytes": most // 2**20}
    return json.loads(said) | measured | {"told": told}


def stamped(lines: Iterator[str], begun: float, told: list[str]) -> None:
    """Keep what a command says, each line with its second."""
    for line in lines:
        told.append(f"{time.perf_counter() - begun:7.1f} s  {line.rstrip()}")


def memory(pid: int) -> int:
    """The bytes that a process holds; 0 when it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def ready(path: Path, folder: Path, *, in_columns: bool = True) -> list[tuple[str, Path]]:
    """The importer's files of the events in `path`, made as our load makes them."""
    folder.mkdir()
    edges = SOURCES["edges"]
    read = (edges.read_in_columns if in_columns else None) or edges.read
    options = {option.name: option.default for option in edges.options}
    stage = Stage(folder, batch_rows=5_000)
    found = read((path,), options, [].append)
    for piece in ahead(pieces(found, size=5_000, admits=lambda record: record)):
        stage.add(piece)
    stage.close()
    return list(stage.files())


def staging(size: int) -> None:
    """Make the importer's files alone, in columns and, of a tenth, record by record."""
    with away_afterwards() as folder:
        path = events(size, folder / "events.csv")
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        begun = time.process_time()
        ready(path, folder / "columns")
        columns = size / (time.process_time() - begun)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        part = first_lines(path, size // 10, folder / "part.csv")
        begun = time.process_time()
        ready(part, folder / "records", in_columns=False)
        records = size // 10 / (time.process_time() - begun)
    print(f"staging {size:,} events in columns: {columns:,.0f} a second of the processor,", end=" ")
    print(f"{columns / records:.1f} × as many as record by record ({records:,.0f})")
    print(f"this process held {most:,} MB at most, {held:,} MB of it before")


def as_text(files: list[tuple[str, Path]], folder: Path) -> list[tuple[str, Path]]:
    """The same people and acts as somebody would write them: CSV, with ids as texts."""
    folder.mkdir()
    people = parquet.read_table(dict(files)["--nodes=User"])
    made = []
    for option, path in files:
        columns = {}
        for name, column in zip(*_named(path), strict=True):
            if name.startswith((":START", ":END")):
                row = compute.index_in(column, value_set=people.column(":ID(User)"))
                columns[name] = people.column("id").take(row)
            elif arrow.types.is_timestamp(column.type):
                columns[name] = compute.strftime(column, "%Y-%m-%dT%H:%M:%SZ")
            elif not name.startswith(":ID") and column.null_count < len(column):
                node = name == "id" and "nodes" in option
                columns[f"id:ID({path.stem})" if node else name] = column
        text = folder / f"{path.stem}.csv"
        csv.write_csv(arrow.table(columns), text)
        made.append((option, text))
    return made


def _named(path: Path) -> tuple[list[str], list[Any]]:
    table = parquet.read_table(path)
    return table.column_names, table.columns


def by_hand(
    files: list[tuple[str, Path]], folder: Path, *options: str, up: bool = True
) -> tuple[float, float]:
    """Seconds of the importer alone, and until the store is `up` with constraints and indexes."""
    settings = Settings(data=folder)
    folder.mkdir()
    begun = time.perf_counter()
    imported(settings, files, home=made_beside(folder), options=options)
    alone = time.perf_counter() - begun
    if not up:
        return alone, alone
    ready_mark(folder).touch()
    server = Server(settings)
    try:
        with Graph.open(server.up()) as graph:
            prepare(graph)
            return alone, time.perf_counter() - begun
    finally:
        server.down()


@contextmanager
def away_afterwards() -> Iterator[Path]:
    """A folder that is removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="influence-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def first_lines(path: Path, count: int, out: Path) -> Path:
    """The header of a file and its first `count` rows, in a file of their own."""
    with path.open() as file, out.open("w") as part:
        for _, line in zip(range(count + 1), file, strict=False):
            part.write(line)
    return out


def beside_online(size: int, online: int) -> None:
    """Load in bulk, and a part of it online, and print events a second."""
    with away_afterwards() as folder:
        path = events(size, folder / "events.csv")
        bulk = loaded(path, folder / "bulk", how="--bulk")
        shutil.rmtree(folder / "bulk")
        tell("in bulk", size, bulk)
        if not online:
            return
        part = first_lines(path, online, folder / "part.csv")
        slow = loaded(part, folder / "online", how="--no-bulk")
        tell("online", online, slow)
        ratio = (size / bulk["wall"]) / (online / slow["wall"])
        print(f"in bulk {ratio:.1f} × as many a second as online, which was given a part alone")


def beside_the_importer(size: int) -> None:
    """Load in bulk, and run the importer by hand on ready files, and print seconds."""
    with away_afterwards() as folder:
        path = events(size, folder / "events.csv")
        ours = ready(path, folder / "ready")
        alone, usable = by_hand(as_text(ours, folder / "text"), folder / "hand")
        quick, _ = by_hand(ours, folder / "quick", *OPTIONS, up=False)
        for name in ("ready", "text", "hand", "quick"):
            shutil.rmtree(folder / name)
        bulk = loaded(path, folder / "bulk", how="--bulk")
        tell("in bulk", size, bulk)
        print(
            f"by hand: the importer {alone:.1f} s, on the files of our load {quick:.1f} s;", end=" "
        )
        print(f"until it is up with constraints and indexes {usable:.1f} s")
        print(f"in bulk {bulk['wall'] / alone:.2f} × the importer alone,", end=" ")
        print(f"{bulk['wall'] / usable:.2f} × all that by hand")


def tell(what: str, size: int, done: dict[str, Any]) -> None:
    """Print what a load did, and when it said what."""
    print("\n".join(done["told"]))
    print(f"{what}: {size:,} events in {done['wall']:.1f} s, {size / done['wall']:,.0f} a second;")
    print(f"  all indexes were ready after {done['searchable']:.1f} s;")
    print(f"  {done['accepted']:,} accepted, this process {done['megabytes']:,} MB at most")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int)
    parser.add_argument("--online", type=int, default=300_000)
    parser.add_argument("--by-hand", action="store_true")
    parser.add_argument("--staging", action="store_true")
    asked = parser.parse_args()
    if asked.staging:
        staging(asked.events or 3_000_000)
    elif asked.by_hand:
        beside_the_importer(asked.events or 3_000_000)
    else:
        beside_online(asked.events or 5_000_000, asked.online)
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},",
        end=" ",
    )
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
