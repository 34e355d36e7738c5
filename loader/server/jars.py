"""Which jars there are: the lock file, read and written.

A line of `jars.lock` is `group:artifact:version[:classifier] sha256 size [plugin]`. It names
no host: where jars come from is the user's own business (`loader.server.repositories`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from loader.server.versions import GDS_VERSION, NEO4J_VERSION

LOCK_NAME = "jars.lock"
PLUGIN = "plugin"
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One jar: its Maven coordinate, what it hashes to, how many bytes it has.

    `plugin`: it declares procedures, so Neo4j must find it in its plugins folder, too.
    """

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int
    plugin: bool = False

    @property
    def coordinate(self) -> str:
        """`group:artifact:version`, and `:classifier` where there is one."""
        parts = [self.group, self.artifact, self.version, self.classifier]
        return ":".join(part for part in parts if part)

    @property
    def name(self) -> str:
        """Its file name in a Maven repository, unique within the lock."""
        parts = [self.artifact, self.version, self.classifier]
        return "-".join(part for part in parts if part) + ".jar"


def locked() -> tuple[Jar, ...]:
    """Every jar that the managed server needs, in the order of its class path."""
    return parsed(files(__package__).joinpath(LOCK_NAME).read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[Jar, ...]:
    """The jars of a lock file."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(_jar(*line.split()) for line in lines)


def _jar(coordinate: str, sha256: str, size: str, mark: str = "") -> Jar:
    group, artifact, version, *classifier = coordinate.split(":")
    return Jar(
        group,
        artifact,
        version,
        "".join(classifier),
        sha256=sha256,
        size=int(size),
        plugin=mark == PLUGIN,
    )


def written(jars: Iterable[Jar]) -> str:
    """The lock file's text for `jars`; `parsed` reads it back."""
    lines = [
        f"# The jars of Neo4j {NEO4J_VERSION} with Graph Data Science {GDS_VERSION}.",
        "# Made by 'python -m loader.server.lock': coordinate, SHA-256, bytes, whether a plugin.",
        *map(_line, jars),
    ]
    return "\n".join(lines) + "\n"


def _line(jar: Jar) -> str:
    return f"{jar.coordinate} {jar.sha256} {jar.size}" + (f" {PLUGIN}" if jar.plugin else "")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
