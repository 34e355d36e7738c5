"""Neo4j's offline importer: files in, a store out, without a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from loader.bulk.files import BETWEEN
from loader.server.admin import Admin
from loader.server.swap import DATABASE
from queries.settings import Settings


def imported(
    settings: Settings,
    files: Iterable[tuple[str, Path]],
    *,
    home: Path,
    several_lines: bool = False,
    options: Sequence[str] = (),
) -> None:
    """Make the store of `files` below `home`, a Neo4j home of its own.

    `several_lines` says that a text in them goes over several lines; such files are read slower.

    Raises ServerNotStarted with the importer's own last words when it does not end well.
    """
    home = home.resolve()
    (home / "import").mkdir(parents=True)
    listed = [(option, path) for option, path in files if path.stat().st_size]
    words = [
        *("database", "import", "full", DATABASE),
        *(f"{option}={path.resolve()}" for option, path in listed),
        f"--array-delimiter=U+{ord(BETWEEN):04X}",
        "--path-pattern-style=none",
        "--bad-tolerance=0",
        *options,
    ]
    if several_lines:
        # Its second format stops at the first file of over 4 MB, with line breaks or without.
        words += ["--multiline-fields-format=v1", "--multiline-fields=true"]
    Admin(settings, home, home / "conf").run(*words)
