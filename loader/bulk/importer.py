"""Neo4j's offline importer: files in, a store out, without a server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from loader.bulk.files import BETWEEN
from loader.server.artifacts import Artifacts
from loader.server.configuration import heap_mb
from loader.server.java import argument_file
from loader.server.launch import PASSED_ON
from loader.server.swap import DATABASE
from queries.errors import ServerNotStarted
from queries.settings import Settings

MAIN = "org.neo4j.cli.AdminTool"
TOLD_LINES = 3
LOG_NAMED = "Full exception details"


def imported(
    settings: Settings,
    artifacts: Artifacts,
    java: Path,
    files: Iterable[tuple[str, Path]],
    *,
    home: Path,
    several_lines: bool = False,
) -> None:
    """Make the store of `files` below `home`, a Neo4j home of its own.

    `several_lines` says that a text in them goes over several lines; such files are read slower.

    Raises ServerNotStarted with the importer's own last words when it does not end well.
    """
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    (home / "import").mkdir()
    arguments = home / "conf" / "java.arguments"
    text = argument_file(
        artifacts.class_path,
        heap_mb=heap_mb(settings),
        crash_log=home / "java_crash.log",
        options=(),
        separator=os.pathsep,
    )
    arguments.write_text(text, encoding="utf-8")
    listed = [(option, path) for option, path in files if path.stat().st_size]
    words = [
        *(str(java), f"@{arguments}", MAIN, "database", "import", "full", DATABASE),
        *(f"{option}={path}" for option, path in listed),
        f"--array-delimiter=U+{ord(BETWEEN):04X}",
        "--path-pattern-style=none",
        "--bad-tolerance=0",
    ]
    if several_lines:
        # Its second format stops at the first file of over 4 MB, with line breaks or without.
        words += ["--multiline-fields-format=v1", "--multiline-fields=true"]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run(
        words, env=environment, cwd=home, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerNotStarted(f"the importer ended: {_last_words(done.stdout + done.stderr)}")


def _last_words(said: str) -> str:
    """The end of what the importer said, before it points to a log that is gone by then."""
    lines = [line.strip() for line in said.partition(LOG_NAMED)[0].splitlines() if line.strip()]
    return " | ".join(lines[-TOLD_LINES:])
