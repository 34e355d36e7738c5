"""`influence` as a process of the site's: it looks at a file, or loads it, and says so in JSON.

The path follows `--`, so that it cannot be an option; the source is one of those that the
command itself names. Settings go in the environment, never on the command line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from queries.errors import UploadRefused
from queries.settings import Settings

# Not the script of that name: it may lie anywhere, or nowhere on the path.
INFLUENCE = (sys.executable, "-P", "-c", "from queries.cli import main; main()")
# No file that is sent is called so: names are kept without a dot before them.
SAID, TOLD = ".said", ".told"
LOOK_SECONDS = 60
TAIL_BYTES = 20_000
MOST_BYTES = 5_000_000

Told = Mapping[str, Any]


def previewed(settings: Settings, path: Path, source: str) -> Told:
    """What `influence preview` says of the file at `path`, read as by `source` if that is not "".

    Raises UploadRefused with its words when it cannot be read, or takes too long.
    """
    chosen = ("--source", source) if source else ()
    words = [*INFLUENCE, "preview", "--json", *chosen, "--", str(path)]
    try:
        done = subprocess.run(
            words,
            env=environment(settings),
            cwd=path.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=LOOK_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise UploadRefused(f"{path.name}: looking at it took over {LOOK_SECONDS} s") from None
    told = _object(done.stdout.decode(errors="replace"))
    if done.returncode or told is None:
        raise UploadRefused(last_line(done.stderr, path.parent))
    return told


def begun(settings: Settings, path: Path, source: str) -> subprocess.Popen[bytes]:
    """`influence load` on the file at `path`; what it prints goes into files beside it."""
    words = [*INFLUENCE, "load", source, "--json", "--progress-json", "--", str(path)]
    with (path.parent / SAID).open("wb") as said, (path.parent / TOLD).open("wb") as told:
        return subprocess.Popen(
            words,
            env=environment(settings),
            cwd=path.parent,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=told,
        )


def progress_in(folder: Path) -> Told:
    """The newest line that tells how far it is; empty before the first."""
    for line in reversed(_tail(folder / TOLD).splitlines()):
        if (told := _object(line)) is not None:
            return told
    return {}


def result_in(folder: Path, code: int) -> tuple[Told, str]:
    """What a load that ended came to: its counts, and "" or why it did not end well."""
    told = _object(_tail(folder / SAID).strip().rpartition("\n")[2])
    if code or told is None:
        return {}, last_line(_tail(folder / TOLD).encode(), folder)
    return told, ""


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with `settings` in it, wherever the command then works."""
    folders = {"data": settings.data, "cache": settings.cache}
    absolute = {name: path.expanduser().absolute() for name, path in folders.items()}
    settings = settings.but(**absolute)
    told = {one.metadata["variable"]: str(getattr(settings, one.name)) for one in fields(settings)}
    return os.environ | told


def last_line(said: bytes, folder: Path) -> str:
    """The last sentence that a command said, without the names of our own folders.

    `folder` is that of the upload, two below the data folder.
    """
    lines: Sequence[str] = said.decode(errors="replace").strip().splitlines()
    sentences = [line for line in lines if not line.startswith("{")]
    told = sentences[-1].removeprefix("influence: ") if sentences else "the command ended suddenly"
    data = str(folder.parents[1])
    return told.replace(f"{folder}{os.sep}", "").replace(data, "the data folder")[:500]


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def _object(text: str) -> Told | None:
    if len(text) > MOST_BYTES:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
