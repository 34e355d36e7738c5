"""A store that was made beside the database, put into its place.

<data>/bulk/made/   a Neo4j home with the new store
<data>/bulk/ready   there from when it is whole until it is in place
"""

from __future__ import annotations

import shutil
from pathlib import Path

DATABASE = "neo4j"


def made_beside(folder: Path) -> Path:
    """The Neo4j home beside that of the data folder `folder`, where a store is made."""
    return folder / "bulk" / "made"


def ready_mark(folder: Path) -> Path:
    """The file that says that the store beside is whole, and the old one is to go."""
    return folder / "bulk" / "ready"


def finish_swap(folder: Path, home: Path) -> None:
    """Put a store that is ready into the place of the one below `home`; the server is down.

    Cut off in the middle, it is finished by the next call: every start makes one.
    """
    ready, made = ready_mark(folder), made_beside(folder)
    if not ready.exists():
        return
    for part in ("transactions", "databases"):
        new, old = made / "data" / part / DATABASE, home / "data" / part / DATABASE
        if new.exists():
            shutil.rmtree(old, ignore_errors=True)
            old.parent.mkdir(parents=True, exist_ok=True)
            new.replace(old)
    ready.unlink()
