"""Who opted out, as a file of the data folder: what a restored or new database cannot forget.

A line of JSON for each keyed hash, only ever appended: `{"hash", "key", "at"}`, and with
`"lifted": true` where it was taken back. The graph has the same as `:Suppressed`; the file is
written first, so that it knows of everybody whom the graph knows of, and of those, too, who
opted out after a backup was made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from queries.errors import SuppressionLost

OPTED_OUT_FILE = "opted-out.jsonl"

# A hash's newest line.
Notes = dict[str, Mapping[str, Any]]


def notes_in(folder: Path) -> Notes:
    """The newest line of each hash in the file of `folder`; none where there is no file.

    Raises SuppressionLost when a line of it cannot be read: somebody would come back.
    """
    path = folder / OPTED_OUT_FILE
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return {}
    # What was cut off while it was written ends without a line's end; nothing followed from it.
    whole = text[: text.rfind("\n") + 1]
    notes: Notes = {}
    for number, line in enumerate(whole.splitlines(), start=1):
        note = _note(line)
        if note is None:
            raise SuppressionLost(f"{path}:{number}: cannot be read; put a copy of the file back")
        notes[note["hash"]] = note
    return notes


def hidden_by(notes: Notes) -> dict[str, str]:
    """The hashes of those who are out, each with the name of its key."""
    return {hash_: note["key"] for hash_, note in notes.items() if not note.get("lifted")}


def note_down(folder: Path, hashes: Iterable[str], *, key: str, lifted: bool = False) -> None:
    """Append a line for each of `hashes`; on disk before this returns."""
    told: dict[str, Any] = {"key": key, "at": datetime.now(UTC).isoformat(timespec="seconds")}
    told |= {"lifted": True} if lifted else {}
    lines = [json.dumps({"hash": hash_, **told}) + "\n" for hash_ in hashes]
    if not lines:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / OPTED_OUT_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                # A line was cut off here: what never was whole is taken away.
                file.seek(0)
                file.truncate(file.read().rfind(b"\n") + 1)
        # In one go: two at once must not write into each other's lines.
        os.write(file.fileno(), "".join(lines).encode("ascii"))
        os.fsync(file.fileno())


def _note(line: str) -> Mapping[str, Any] | None:
    try:
        note = json.loads(line)
    except ValueError:
        return None
    texts = isinstance(note, dict) and all(
        isinstance(note.get(one), str) for one in ("hash", "key")
    )
    return note if texts else None
