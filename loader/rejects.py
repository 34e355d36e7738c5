"""What could not be read: counted, and kept beside the database for whoever mends it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from loader.records import Reject
from queries.errors import LoadStopped


class RejectsFile:
    """A file of JSON lines with file, line, field and reason; made at the first reject.

    Only its owner can read it: a reason quotes the value it is about. Of a load that goes on,
    the first `count` lines are kept: what follows is read again.
    """

    def __init__(self, path: Path, *, count: int = 0) -> None:
        self.path = path
        self.count = count
        if path.exists():
            with path.open("rb+") as file:
                file.truncate(sum(map(len, islice(file, count))))

    def add(self, rejects: Iterable[Reject]) -> None:
        """Append `rejects`. Raises LoadStopped when that cannot be, as on a full disk."""
        lines = [json.dumps(asdict(reject), ensure_ascii=False) for reject in rejects]
        if not lines:
            return
        try:
            self._append("\n".join(lines) + "\n")
        except OSError as error:
            raise LoadStopped(
                f"{self.path}: {error.strerror}, and what is rejected must be kept; make room, "
                "then give the same command again"
            ) from error
        self.count += len(lines)

    def _append(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as out:
            out.write(text)
