"""A store that was made beside the database, put into its place.

<data>/bulk.lock         one at a time makes a store
<data>/bulk/made/neo4j   a Neo4j home with the new store
<data>/bulk/ready        there from when it is whole until it is in place
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from loader.server.admin import end_all_below
from loader.server.folder import Folder
from queries.errors import StoreInUse

DATABASE = "neo4j"


@contextmanager
def place_beside(folder: Path) -> Iterator[Path]:
    """An empty folder of our own, in which a store is made; removed however that ends.

    Only a store that is ready stays until it is put into its place. What another left there that
    was cut off is ended and removed.
    Raises StoreInUse when another command is making a store for the same data folder.
    """
    place = folder / "bulk"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(folder / "bulk.lock", timeout=0):
            if ready_mark(folder).exists():
                raise StoreInUse(
                    f"a new database waits in {place}; 'influence up' puts it into its place"
                )
            end_all_below(place.resolve())
            if place.exists():
                shutil.rmtree(place)
            place.mkdir(mode=0o700)
            try:
                yield place
            finally:
                if not ready_mark(folder).exists():
                    shutil.rmtree(place)
    except Timeout as error:
        raise StoreInUse(
            f"another load, restore or purge is making a database in {place}; wait for it"
        ) from error


def beside(folder: Path) -> Folder:
    """The data folder beside `folder`, in whose home a store is made."""
    return Folder(folder / "bulk" / "made")


def made_beside(folder: Path) -> Path:
    """The Neo4j home beside that of the data folder `folder`, where a store is made."""
    return beside(folder).home


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
