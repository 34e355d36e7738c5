"""Make `jars.lock` again: `python -m loader.server.lock`.

Resolves the pinned versions with jgo, fetches every jar, hashes it and writes the lock.
Takes minutes: about a thousand POM files are read. Only a maintainer runs this.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from jgo.maven import Dependency, MavenContext

from loader.server.jars import LOCK_NAME, Jar, sha256_of, written
from loader.server.repositories import maven
from loader.server.versions import GDS_GROUP, ROOTS

ANNOTATIONS = ("Procedure", "UserFunction", "UserAggregationFunction")
PROCEDURE_MARKS = [f"Lorg/neo4j/procedure/{name};".encode() for name in ANNOTATIONS]


def resolved(context: MavenContext) -> list[Jar]:
    """The roots first, then all that they need, by coordinate."""
    asked = [context.create_dependency(root) for root in ROOTS]
    roots, needed = context.resolver.resolve(asked)
    return [_hashed(dependency) for dependency in [*roots, *needed]]


def _hashed(dependency: Dependency) -> Jar:
    artifact = dependency.artifact
    path = artifact.resolve()
    return Jar(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        classifier=artifact.classifier,
        sha256=sha256_of(path),
        size=path.stat().st_size,
        plugin=artifact.groupId == GDS_GROUP and declares_procedures(path),
    )


def declares_procedures(path: Path) -> bool:
    """Whether any class of a jar has a procedure or a function.

    Neo4j looks into every class of the jars in its plugins folder: those that have none
    would only make each start slower.
    """
    with ZipFile(path) as jar:
        classes = (jar.read(name) for name in jar.namelist() if name.endswith(".class"))
        return any(mark in code for code in classes for mark in PROCEDURE_MARKS)


def main() -> None:
    """Write the lock beside this file and say how large it is."""
    with TemporaryDirectory() as folder:
        context = maven(Path(folder))
        # What a lock records is what is published, not what lies in someone's cache.
        context.local_repos = []
        jars = resolved(context)
    names = {jar.name for jar in jars}
    if len(names) < len(jars):
        raise SystemExit("two jars have one file name: one folder cannot hold both")
    Path(__file__).with_name(LOCK_NAME).write_text(written(jars), encoding="utf-8")
    size = sum(jar.size for jar in jars) / 1e6
    sys.stdout.write(f"{LOCK_NAME}: {len(jars)} jars, {size:.0f} MB\n")


if __name__ == "__main__":
    main()
