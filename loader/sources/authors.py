"""Who wrote what, remembered on disk, and the acts that wait to learn it.

A reply names the post it answers, and not always whose that is. Files come in any order, so
the post may be read later than the reply; such an act waits until all is read. One reading
is enough, and memory holds a cache of fixed size whatever the files hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from queries.errors import SourceError

CACHE_KB = 65_536

P = ParamSpec("P")
T = TypeVar("T")

_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -{CACHE_KB};
CREATE TABLE post (key TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE waiting (key TEXT NOT NULL, act TEXT NOT NULL);
BEGIN;
"""

# What stands in place of what was said of a post that was taken back.
_GONE = ""


def _on_disk(
    method: Callable[Concatenate[Authors, P], T],
) -> Callable[Concatenate[Authors, P], T]:
    """`method`, with a full disk told as what it is."""

    @wraps(method)
    def told(self: Authors, /, *args: P.args, **named: P.kwargs) -> T:
        try:
            return method(self, *args, **named)
        except sqlite3.Error as error:
            reason = f"the file that remembers who wrote what: {error}; make room for it"
            raise SourceError(f"{reason} in the folder of temporary files") from error

    return told


class Authors:
    """What was said of each post, by its key: a text, which the reader chooses.

    What is said first stays; what was taken back stays so.
    """

    def __init__(self) -> None:
        # Without a name SQLite makes a file that nobody else sees, and removes it at the end.
        # A generator that is dropped may be closed from another thread.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)
        self._run = self._database.execute

    @_on_disk
    def know(self, key: str, said: str) -> bool:
        """Remember what was said of a post. False when the post was taken back."""
        new = self._run("INSERT OR IGNORE INTO post VALUES (?, ?)", (key, said)).rowcount
        return bool(new) or self.said(key) != _GONE

    @_on_disk
    def said(self, key: str) -> str | None:
        """What was said of a post; "" when it was taken back, None when nothing was said."""
        found = self._run("SELECT said FROM post WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    @_on_disk
    def take_back(self, key: str) -> None:
        """The post is gone, whatever is said of it later."""
        self._run("INSERT OR REPLACE INTO post VALUES (?, ?)", (key, _GONE))

    @_on_disk
    def wait(self, key: str, act: str) -> None:
        """Keep `act`, which needs to know what is said of the post `key`."""
        self._run("INSERT INTO waiting VALUES (?, ?)", (key, act))

    def waited(self) -> Iterator[tuple[str, str | None]]:
        """Each act that waited, in the order they came, and what was said of its post since."""
        query = "SELECT act, said FROM waiting LEFT JOIN post USING (key) ORDER BY waiting.rowid"
        with closing(self._run(query)) as rows:
            yield from rows

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
