"""Neo4j's jars in the user's cache: all there, none changed, before anything starts.

    <cache>/neo4j-<version>-gds-<version>/
    ├── jars/           every jar once: the class path
    ├── plugins/        links to those that Neo4j must find there, too
    └── verified.json   which jars were hashed, and their size and times then

A jar comes into `jars/` only whole and with its recorded hash. A start trusts a jar
whose size and times are those of its last hashing; `doctor` hashes every one again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from loader.server.jars import Jar, locked, sha256_of
from loader.server.versions import GDS_VERSION, NEO4J_VERSION
from queries.errors import JarsMissing, JarsTampered

Announce = Callable[[str], None]
Stamp = list[int]


def silent(_line: str) -> None:
    """Announce nothing."""


@dataclass(frozen=True, slots=True)
class Artifacts:
    """The cached jars of one pair of versions."""

    folder: Path
    jars: Sequence[Jar]

    @property
    def class_path(self) -> list[Path]:
        """Every jar, in the lock's order."""
        return [self.path(jar) for jar in self.jars]

    @property
    def plugins(self) -> Path:
        """Where Neo4j looks for procedures."""
        return self.folder / "plugins"

    def path(self, jar: Jar) -> Path:
        """Where `jar` lies, or will."""
        return self.folder / "jars" / jar.name

    def absent(self) -> list[Jar]:
        """The jars that are not there, or only in part."""
        return [jar for jar in self.jars if _size(self.path(jar)) < jar.size]

    def ready(self, announce: Announce) -> None:
        """See to it that every jar is there and unchanged; fetch what is missing.

        Raises JarsMissing when one could not be fetched, JarsTampered when one differs.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        # Two data folders share one cache: the second waits here and finds all fetched.
        with FileLock(self.folder / "fetching.lock"):
            absent = self.absent()
            if absent:
                # Imported here: only a first start fetches, and jgo takes its time to import.
                from loader.server.downloads import downloaded

                downloaded(absent, into=self.folder / "jars", announce=announce)
            self._verify()
            _link(self.plugins, (self.path(jar) for jar in self.jars if jar.plugin))

    def tampered(self) -> list[Jar]:
        """The jars that are there and do not hash to what the lock records. Reads them all."""
        present = (jar for jar in self.jars if self.path(jar).exists())
        return [jar for jar in present if sha256_of(self.path(jar)) != jar.sha256]

    def _verify(self) -> None:
        """Hash the jars that changed since they were hashed last."""
        known = self._stamps()
        for jar in self.jars:
            key, stamp = f"{jar.name} {jar.sha256}", _stamp(self.path(jar))
            if known.get(key) != stamp:
                self._refuse_unless_recorded(jar)
                known[key] = stamp
        self._keep(known)

    def _refuse_unless_recorded(self, jar: Jar) -> None:
        path = self.path(jar)
        found = sha256_of(path)
        if found != jar.sha256:
            raise JarsTampered(
                f"{path}: hashes to {found[:12]}…, where {jar.sha256[:12]}… is recorded; "
                "delete that file and run this again to fetch it anew"
            )

    def _stamps(self) -> dict[str, Stamp]:
        try:
            stamps: dict[str, Stamp] = json.loads(self._stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamps

    def _keep(self, stamps: dict[str, Stamp]) -> None:
        temporary = self._stamp_file.with_suffix(".new")
        temporary.write_text(json.dumps(stamps, indent=0), encoding="utf-8")
        temporary.replace(self._stamp_file)

    @property
    def _stamp_file(self) -> Path:
        return self.folder / "verified.json"


def artifacts_in(cache: Path) -> Artifacts:
    """The jars of the pinned versions in `cache`."""
    return Artifacts(cache / f"neo4j-{NEO4J_VERSION}-gds-{GDS_VERSION}", locked())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _stamp(path: Path) -> Stamp:
    # The change time, too: unlike the modification time it cannot be set back by hand.
    try:
        status = path.stat()
    except OSError as error:
        raise JarsMissing(f"{path}: {error.strerror}; run this again to fetch it") from error
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]


def _link(folder: Path, targets: Iterable[Path]) -> None:
    """Make `folder` hold links to `targets`, and nothing else."""
    folder.mkdir(exist_ok=True)
    wanted = {target.name: target for target in targets}
    for stray in folder.iterdir():
        # A link is followed: one to a moved cache is stray, too.
        if stray.name not in wanted or not _same(stray, wanted[stray.name]):
            stray.unlink()
    for name, target in wanted.items():
        if not (folder / name).exists():
            _link_or_copy(folder / name, target)


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink():
        return one.resolve() == other.resolve()
    return _size(one) == _size(other) and sha256_of(one) == sha256_of(other)


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        # Relative, so that the cache may be moved as a whole.
        path.symlink_to(os.path.relpath(target, path.parent))
    except OSError:
        shutil.copyfile(target, path)
