"""Where accounts are kept: one SQLite file in the data folder, for its owner alone (0600).

Not in the graph: there each query of the console, each export and each copy of the database
would hold password hashes and sessions, and on Neo4j Community whoever may write may write
anything. Beside it the file outlives a graph that is emptied or loaded anew, works while the
database is away, is written by the site and by `influence user` at the same time, and comes with
Python. `LOAD CSV` cannot read it: it may read no file at all.

Of sessions and tokens the file has SHA-256 hashes of 256 random bits, of passwords Argon2id.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from queries.errors import AccountsBroken
from queries.settings import Settings

FILE = "accounts.sqlite"
VERSION = 1
WAIT_SECONDS = 5.0
SCHEMA = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    password TEXT NOT NULL,
    made REAL NOT NULL,
    entered REAL
);
CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    begun REAL NOT NULL,
    seen REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (user);
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    below TEXT NOT NULL,
    made REAL NOT NULL,
    ends REAL NOT NULL,
    used REAL
) WITHOUT ROWID;
"""


class Store:
    """The file, opened for each look and each change: another process may change it meanwhile."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self.path = path
        self.now = now

    @classmethod
    def of(cls, settings: Settings) -> Store:
        """The store of a data folder. Nothing is made until something is kept."""
        return cls(settings.data / FILE)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for looking things up; an empty one while there is no file."""
        there = self.path.exists()
        # Not `mode=ro`: what a writer that was killed left half done must be put right first.
        name = f"{self.path.absolute().as_uri()}?mode=rw" if there else ":memory:"
        with _told(self.path), closing(_connected(name)) as connection:
            if not there:
                connection.executescript(SCHEMA)
            connection.execute("PRAGMA query_only = ON")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of what is done inside takes effect, or none of it."""
        self._made()
        name = f"{self.path.absolute().as_uri()}?mode=rw"
        with _told(self.path), closing(_connected(name)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not connection.execute("PRAGMA user_version").fetchone()[0]:
                    for statement in SCHEMA.split(";"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {VERSION}")
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _made(self) -> None:
        """See to it that the file is there, and its owner's alone."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self.path.chmod(0o600)
        except OSError as error:
            raise AccountsBroken(
                f"{self.path}: {(error.strerror or str(error)).lower()}; "
                "choose another folder with --data"
            ) from error


def _connected(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=WAIT_SECONDS, isolation_level=None, uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # What was taken away is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's own troubles with the file, in words."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise AccountsBroken(f"{path} cannot be used: {error}") from error
