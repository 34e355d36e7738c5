"""What a load reads, told from every other: so that one that was cut off can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from loader.sources.sizes import unpacked_size

# Of each file its first and last bytes are hashed; its size and time tell the rest.
HASHED_BYTES = 1_000_000


def input_of(source: str, paths: Iterable[Path], options: Mapping[str, str]) -> str:
    """A hash of the source, its options and its files: name, size, time, first and last bytes."""
    told = [source, sorted(options.items()), [_file(path) for path in _files(paths)]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def bytes_of(paths: Iterable[Path]) -> int:
    """How large the files are, together and unpacked."""
    return sum(map(unpacked_size, _files(paths)))


def sizes_of(paths: Iterable[Path]) -> dict[Path, int]:
    """How large each file is as it lies there, those below folders too."""
    return {path: path.stat().st_size for path in _files(paths)}


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        below = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        files += below
    return files


def _file(path: Path) -> tuple[str, int, int, str]:
    told = path.stat()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(HASHED_BYTES))
        if told.st_size > HASHED_BYTES:
            file.seek(max(HASHED_BYTES, told.st_size - HASHED_BYTES))
            digest.update(file.read(HASHED_BYTES))
    return path.name, told.st_size, told.st_mtime_ns, digest.hexdigest()
