"""Scores as Parquet: what an engine outside of the database hands over.

A folder with `manifest.json`, written last, and the folder `scores`: a line for each person and
topic with an id, a topic, and the properties that a SCORED has; what is not known is null.
Over everything ("*") everybody has a line. The manifest says of which run they are: its moment,
its recipe (hash and whole text), its reference, from what they were computed, and by what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet
from pyarrow import types

from queries.engines.lake import Manifest, Writer, manifest_in
from queries.errors import FilesRefused
from queries.scores import SCORES
from queries.scoring.bootstrap import COLUMNS as INTERVALS
from queries.scoring.lines import WHOLE
from queries.scoring.past import seconds_of
from queries.scoring.points import POINTS
from queries.scoring.runs import Run, properties

KIND = "scores"
TABLE = "scores"
PART_ROWS = 1_000_000
NEEDED = {"id": "text", "topic": "text", "score": "number", "rank": "number"}
PARTS = ("true_reach", "amplification", "credible", "returning", "active_days")
# All that a SCORED may have; what a file has besides is passed over.
COLUMNS = (
    *("id", "topic", "people", "acts", "audience", *PARTS, "backed_off", *POINTS.values()),
    *("score", "rank", "percentile", "confidence", *INTERVALS),
    *("network_impact_percentile", "trust", "known_by", "established", "labelled"),
    *(name for name in SCORES if name in properties() - {"score", "audience", "trust", *PARTS}),
)
BATCH_ROWS = 50_000


def write_scores(writer: Writer, lines: pd.DataFrame) -> None:
    """Write lines of a run, after those that are there; `writer` is left open."""
    whole = dict.fromkeys(WHOLE & set(lines.columns), "Int64")
    starts = range(0, max(len(lines), 1), PART_ROWS)
    for part, start in enumerate(starts, start=len(writer.files)):
        some = lines.iloc[start : start + PART_ROWS].astype(whole)
        if "backed_off" in some:
            some = some.assign(backed_off=some["backed_off"].astype("boolean"))
        rows = arrow.Table.from_pandas(some, preserve_index=False)
        writer.add(TABLE, part, rows.replace_schema_metadata(None))


def read_manifest(folder: Path) -> tuple[Manifest, Run]:
    """What the scores in a folder are of. Raises FilesRefused."""
    manifest = manifest_in(folder, KIND)
    return manifest, run_of_manifest(manifest, str(folder))


def run_of_manifest(manifest: Manifest, where: str) -> Run:
    """The run that a manifest tells of. Raises FilesRefused."""
    told = manifest.more.get("run")
    names = {one.name for one in fields(Run)}
    if not isinstance(told, dict) or not names <= set(told):
        missing = ", ".join(sorted(names - set(told if isinstance(told, dict) else ())))
        raise FilesRefused(f"{where}: the manifest's 'run' does not tell {missing}")
    run = Run(**{name: told[name] for name in names})
    texts = (run.id, run.recipe, run.recipe_name, run.as_of)
    numbers = [value for name, value in told.items() if name in names and value not in texts]
    sound = all(isinstance(one, str) for one in texts) and re.fullmatch(r"[0-9a-f]{32}", run.id)
    if not sound or not all(isinstance(one, int | float) for one in numbers):
        raise FilesRefused(f"{where}: the manifest's 'run' is not what a run is")
    try:
        seconds_of(run.as_of)
    except (ValueError, OverflowError):
        raise FilesRefused(f"{where}: 'as_of' is no moment: {run.as_of[:40]!r}") from None
    return run


def told_of(run: Run) -> dict[str, Any]:
    """What a manifest tells of a run."""
    return asdict(run)


def count_of(folder: Path, manifest: Manifest) -> int:
    """How many lines there are, by the files' own last words; nothing else of them is read.

    Raises FilesRefused when there are none, when they are not those that the manifest tells of,
    or when a file cannot be read as scores.
    """
    rows: dict[str, int] = {}
    for path in _files(folder):
        with _opened(path) as whole:
            rows[f"{TABLE}/{path.name}"] = whole.metadata.num_rows
    lines = sum(rows.values())
    if not lines:
        raise FilesRefused(f"no scores in {folder / TABLE}")
    told = manifest.rows(TABLE) if manifest.files else manifest.more.get("lines", lines)
    by_file = {name: one["rows"] for name, one in manifest.files.items()} or rows
    if told != lines or by_file != rows:
        raise FilesRefused(
            f"{folder}: has not the files that its manifest tells of ({lines:,} lines, and "
            f"{str(told)[:20]} are told); copy all of it, or write it again"
        )
    return lines


def batches_in(folder: Path, columns: Collection[str] = COLUMNS) -> Iterator[pd.DataFrame]:
    """The lines in pieces, with those of `columns` that there are.

    Raises FilesRefused when a file cannot be read, or has not what all scores have.
    """
    for path in _files(folder):
        with _opened(path) as whole:
            wanted = [name for name in columns if name in whole.schema_arrow.names]
            for batch in whole.iter_batches(BATCH_ROWS, columns=wanted):
                yield batch.to_pandas()


def lines_in(folder: Path) -> pd.DataFrame:
    """All lines at once. Raises FilesRefused when there are none."""
    found = list(batches_in(folder))
    if not found:
        raise FilesRefused(f"no scores in {folder / TABLE}")
    return pd.concat(found, ignore_index=True)


def _files(folder: Path) -> list[Path]:
    return sorted((folder / TABLE).glob("*.parquet"))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A file of scores. Raises FilesRefused, also for what cannot be read inside."""
    try:
        with parquet.ParquetFile(path) as whole:
            schema = whole.schema_arrow
            if missing := NEEDED.keys() - set(schema.names):
                raise FilesRefused(f"{path}: has no column {', '.join(sorted(missing))}")
            for name, kind in NEEDED.items():
                if _kind(schema.field(name).type) != kind:
                    raise FilesRefused(f"{path}: {name!r} is not a {kind}")
            yield whole
    except (arrow.ArrowException, OSError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise FilesRefused(f"{path}: cannot be read as scores: {reason}") from error


def _kind(type_: Any) -> str:
    if types.is_integer(type_) or types.is_floating(type_):
        return "number"
    return "text" if types.is_string(type_) or types.is_large_string(type_) else str(type_)
