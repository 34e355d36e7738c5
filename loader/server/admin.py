"""Neo4j's own offline tool: it works on a home whose server is down, from the same jars."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import psutil

from loader.server.artifacts import Announce, artifacts_in, silent
from loader.server.configuration import FIXED, heap_mb
from loader.server.java import argument_file, java
from loader.server.launch import PASSED_ON
from queries.errors import ServerNotStarted
from queries.settings import Settings

MAIN = "org.neo4j.cli.AdminTool"
ARGUMENTS = "java.arguments"
LOG_SIZE = "db.tx_log.rotation.size"
TOLD_LINES = 3
LOG_NAMED = "Full exception details"
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Admin:
    """The tool on the Neo4j home `home`; its own configuration lies in `conf`."""

    settings: Settings
    home: Path
    conf: Path
    announce: Announce = silent

    def run(
        self, *words: str, source: BinaryIO | None = None, into: BinaryIO | None = None
    ) -> None:
        """Do what `words` say; the tool reads `source` and writes `into`, where they are given.

        All goes through this process, so that the tool ends when this process does.
        Raises ServerNotStarted with the tool's own last words when it does not end well,
        JarsMissing and JarsTampered as a start does.
        """
        line = self._command(words)
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.conf)}
        with TemporaryFile() as said:
            child = subprocess.Popen(
                line,
                cwd=self.conf,
                env=environment,
                stdin=subprocess.PIPE if source else subprocess.DEVNULL,
                stdout=subprocess.PIPE if into else said,
                stderr=said,
            )
            try:
                _passed_through(child, source, into)
                code = child.wait()
            finally:
                if child.poll() is None:
                    child.kill()
                    child.wait()
            if code:
                said.seek(0)
                told = said.read().decode(errors="replace")
                raise ServerNotStarted(f"'{' '.join(words[:2])}' ended: {last_words(told)}")

    def _command(self, words: Sequence[str]) -> list[str]:
        self.conf.mkdir(parents=True, exist_ok=True)
        # Else a store that it makes begins with a log of 256 MB.
        told = f"{LOG_SIZE}={FIXED[LOG_SIZE]}\n"
        (self.conf / "neo4j.conf").write_text(told, encoding="utf-8")
        artifacts = artifacts_in(self.settings.cache.expanduser().resolve())
        artifacts.ready(self.announce)
        arguments = self.conf / ARGUMENTS
        text = argument_file(
            artifacts.class_path,
            heap_mb=heap_mb(self.settings),
            crash_log=self.conf / "java_crash.log",
            options=self.settings.java_options.split(),
            separator=os.pathsep,
        )
        arguments.write_text(text, encoding="utf-8")
        return [str(java(self.settings)), f"@{arguments}", MAIN, *words]


def _passed_through(
    child: subprocess.Popen[bytes], source: BinaryIO | None, into: BinaryIO | None
) -> None:
    if source and child.stdin:
        _copied(source, child.stdin)
    if into and child.stdout:
        with child.stdout as given:
            shutil.copyfileobj(given, into, BLOCK_BYTES)


def _copied(source: BinaryIO, into: IO[bytes]) -> None:
    try:
        with into:
            shutil.copyfileobj(source, into, BLOCK_BYTES)
    except BrokenPipeError:
        return  # The tool ended early, and says why.


def end_all_below(folder: Path) -> None:
    """End each process whose Java was told to work below `folder`: a starter's that was killed."""
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if any(word.startswith(f"@{folder}{os.sep}") for word in words):
            process.kill()
            process.wait(30)


def last_words(said: str) -> str:
    """The end of what the tool said, before it points to a log that is gone by then."""
    lines = [line.strip() for line in said.partition(LOG_NAMED)[0].splitlines() if line.strip()]
    return " | ".join(lines[-TOLD_LINES:])
