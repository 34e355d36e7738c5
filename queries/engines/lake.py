"""Interactions as Parquet: what the engines outside of the database read.

A folder with `manifest.json`, which is written last, and one folder for each of TABLES, in any
number of files:

    people   number, id, created (seconds since 1970, -1 when unknown), followers as reported, and
             the label that users gave, which may be missing
    acts     who, whom (numbers of people), kind, at (milliseconds, -1), credit, count, topics
    follows  who, whom, at (seconds, -1)
    days     who posted, first when on a day (seconds), and how many posts on it
    topics   each topic with what it is part of (itself included), and the words that call it

`manifest.json` says the schema, the rows and the hash of each file, and the references of the
series that the graph had. One written by other programs needs `{"kind": "interactions",
"schema": 1}` alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet

from queries.errors import FilesRefused, ParameterRefused
from queries.settings import APPLICATION

SCHEMA = 1
MANIFEST = "manifest.json"

_NUMBER, _TEXT = arrow.int64(), arrow.string()
_TEXTS = arrow.list_(_TEXT)
TABLES: Mapping[str, Any] = {
    "people": arrow.schema(
        [
            ("number", _NUMBER),
            ("id", _TEXT),
            ("created", _NUMBER),
            ("followers", _NUMBER),
            ("label", _TEXT),
        ]
    ),
    "acts": arrow.schema(
        [
            ("who", _NUMBER),
            ("whom", _NUMBER),
            ("kind", _TEXT),
            ("at", _NUMBER),
            ("credit", arrow.float64()),
            ("count", _NUMBER),
            ("topics", _TEXTS),
        ]
    ),
    "follows": arrow.schema([("who", _NUMBER), ("whom", _NUMBER), ("at", _NUMBER)]),
    "days": arrow.schema([("who", _NUMBER), ("first", _NUMBER), ("posts", _NUMBER)]),
    "topics": arrow.schema([("topic", _TEXT), ("lineage", _TEXTS), ("words", _TEXTS)]),
}
# What other programs may leave out, and is then unknown.
MAY_BE_MISSING = {"label"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of files says of itself.

    `files` has rows and sha256 by name, empty where nobody wrote them down; `more` all else.
    `stamps` are the size and the time of each file, looked up where it does not tell hashes.
    """

    kind: str
    files: Mapping[str, Mapping[str, Any]]
    more: Mapping[str, Any]
    stamps: Mapping[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> int | None:
        """How many rows a table has; None when it is not told."""
        if not self.files:
            return None
        return _rows(self.files, table)

    @property
    def hashed(self) -> bool:
        """Whether it tells the hash of each file."""
        hashes = [one.get("sha256") for one in self.files.values()]
        return bool(hashes) and all(isinstance(one, str) for one in hashes)

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change when anything that was read changes."""
        if self.hashed:
            told: dict[str, Any] = {name: one["sha256"] for name, one in self.files.items()}
        else:
            told = {"manifest": self.more, "files": self.files, "stamps": self.stamps}
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rows(files: Mapping[str, Mapping[str, Any]], table: str) -> int:
    return sum(int(one["rows"]) for name, one in files.items() if name.startswith(f"{table}/"))


def manifest_of(text: str, kind: str, where: str) -> Manifest:
    """The manifest that says `text`. Raises FilesRefused unless it is one of this kind."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise FilesRefused(f"{where}/{MANIFEST}: not JSON: {error}") from None
    if not isinstance(told, dict) or told.get("kind") != kind:
        found = told.get("kind") if isinstance(told, dict) else told
        raise FilesRefused(f"{where}: holds {str(found)[:40]!r}, and {kind} are wanted")
    if told.get("schema") != SCHEMA:
        raise FilesRefused(
            f"{where}: has schema {str(told.get('schema'))[:20]}, and this version reads {SCHEMA}; "
            "write it again with the version that reads it"
        )
    files = told.get("files", {})
    shaped = isinstance(files, dict) and all(
        isinstance(one, dict) and isinstance(one.get("rows"), int) for one in files.values()
    )
    if not shaped:
        raise FilesRefused(f"{where}/{MANIFEST}: 'files' does not tell the rows of each file")
    return Manifest(kind, files, {name: value for name, value in told.items() if name != "files"})


def manifest_in(folder: Path, kind: str) -> Manifest:
    """The manifest of a folder on this machine. Raises FilesRefused."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FilesRefused(
            f"no {MANIFEST} in {folder}; it is written last, so what wrote the folder did not end"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise FilesRefused(f"{folder / MANIFEST}: cannot be read ({error})") from error
    manifest = manifest_of(text, kind, str(folder))
    return manifest if manifest.hashed else replace(manifest, stamps=_stamps(folder))


def stamp(size: int, milliseconds: int) -> str:
    """What tells one state of a file from another where nobody hashed it."""
    return f"{size} bytes at {milliseconds}"


def _stamps(folder: Path) -> dict[str, str]:
    known = {one.relative_to(folder).as_posix(): one.stat() for one in folder.rglob("*.parquet")}
    return {name: stamp(one.st_size, one.st_mtime_ns // 1_000_000) for name, one in known.items()}


@dataclass(slots=True)
class Writer:
    """Writes files into a new folder; `close` makes it whole."""

    folder: Path
    kind: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def into(cls, folder: Path, kind: str) -> Writer:
        """A writer into an empty folder. Raises ParameterRefused when there is something in it."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ParameterRefused(f"{folder} is not empty; name a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, kind)

    def add(self, table: str, part: int, rows: Any) -> None:
        """Write one file of a table; files of one table may be written side by side."""
        if not rows.num_rows and part:
            return
        name = f"{table}/part-{part:05}.parquet"
        path = self.folder / name
        # Noted before it is written, so that half a file can be taken away.
        self.files[name] = {"rows": rows.num_rows, "sha256": ""}
        path.parent.mkdir(exist_ok=True)
        parquet.write_table(rows, path, compression="zstd")
        with path.open("rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        self.files[name]["sha256"] = digest

    def rows(self, table: str) -> int:
        """How many rows of a table are written."""
        return _rows(self.files, table)

    def discard(self) -> None:
        """Take away all that was written; there was nothing else in the folder."""
        for table in {name.partition("/")[0] for name in self.files}:
            shutil.rmtree(self.folder / table, ignore_errors=True)
        with suppress(OSError):
            self.folder.rmdir()

    def close(self, **more: Any) -> Manifest:
        """Write the manifest."""
        told = {
            "kind": self.kind,
            "schema": SCHEMA,
            "at": datetime.now(UTC).isoformat(),
            "made_by": f"Influence Explorer {version(APPLICATION)}",
            **more,
            "files": dict(sorted(self.files.items())),
        }
        text = json.dumps(told, ensure_ascii=False, indent=1)
        part = self.folder / f".{MANIFEST}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(self.folder / MANIFEST)
        return manifest_of(text, self.kind, str(self.folder))


def table_of(name: str, columns: Mapping[str, Any]) -> Any:
    """Columns as a table of TABLES. Raises FilesRefused when they are not what it has."""
    schema = TABLES[name]
    arrays = [arrow.array(columns[one.name], one.type) for one in schema]
    return arrow.Table.from_arrays(arrays, schema=schema)


def read_table(folder: Path, name: str) -> Any:
    """A table of TABLES, whole. Raises FilesRefused when a file of it cannot be read."""
    if not (folder / name).is_dir():
        return TABLES[name].empty_table()
    schema = TABLES[name]
    try:
        for path in sorted((folder / name).rglob("*.parquet")):
            with_all_columns(name, parquet.read_schema(path).names, str(path))
        # With the schema, what may be missing is null where it is.
        found = parquet.read_table(folder / name, columns=schema.names, schema=schema)
        return found.cast(TABLES[name])
    except (arrow.ArrowException, OSError, KeyError) as error:
        reason = str(error).splitlines()[0][:200]
        raise FilesRefused(f"{folder / name}: cannot be read as {name}: {reason}") from error


def with_all_columns(table: str, there: Collection[str], path: str) -> None:
    """Raises FilesRefused when a file has not all the columns of its table."""
    wanted = [one for one in TABLES[table].names if one not in MAY_BE_MISSING]
    if missing := [one for one in wanted if one not in there]:
        raise FilesRefused(f"{path}: has no column {', '.join(missing)}")
