"""What is remembered of a dump while it is read: in a file without a name, not in memory.

A site may have tens of millions of posts. Whose each is, on which page, and who wrote below it
goes into a private SQLite database in the system's temporary folder (`TMPDIR` names another),
which is gone when it is closed, even by kill -9. Memory holds a cache of it, of a fixed size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from loader.sources.stackexchange_text import tags_in
from queries.errors import LoadStopped

CACHE_KILOBYTES = 64_000
PLACES_AT_HAND = 20_000
ROWS_AT_ONCE = 1_000

# Of more who wrote on one page, only the latest are looked at for a name.
MOST_PEOPLE = 1_000

_TABLES = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -{CACHE_KILOBYTES};
CREATE TABLE place (post INTEGER PRIMARY KEY, owner INTEGER, question INTEGER NOT NULL,
                    editor INTEGER, tags TEXT);
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE commenter (post INTEGER, who INTEGER, turn INTEGER NOT NULL,
                        PRIMARY KEY (post, who)) WITHOUT ROWID;
BEGIN;
"""
_INDEX = "CREATE INDEX page ON place (question)"
_NEW_PLACE = "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?)"
_PLACE = "SELECT owner, question, editor, tags FROM place WHERE post = ?"
_OWNERS = (
    "SELECT person.id, name FROM place JOIN person ON person.id = owner "
    "WHERE question = ? ORDER BY post DESC LIMIT ?"
)
_NEW_NAME = "INSERT OR REPLACE INTO person VALUES (?, ?)"
_NAME = "SELECT name FROM person WHERE id = ?"
_NEW_COMMENTER = "INSERT OR REPLACE INTO commenter VALUES (?, ?, ?)"
_COMMENTERS = (
    "SELECT person.id, name FROM commenter JOIN person ON person.id = who "
    "WHERE post = ? ORDER BY turn DESC LIMIT ?"
)


class Place(NamedTuple):
    """What is remembered of a question or an answer: whose it is, and on which page.

    `tags` are as the dump spells them; an answer has none.
    """

    owner: str | None
    question: str
    tags: str
    editor: str | None


class Memory:
    """Places of posts, names of people, and who commented where. All ids are numbers as text.

    Each method raises LoadStopped when the temporary folder is full.
    """

    def __init__(self) -> None:
        self._turn = 0
        self._names: list[tuple[str, str]] = []
        self._turns: list[tuple[str, str, int]] = []
        # The thread that ends a load may be another than the one that began it.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(_TABLES)
        self.place = lru_cache(maxsize=PLACES_AT_HAND)(self._place)
        self.topics = lru_cache(maxsize=PLACES_AT_HAND)(self._topics)

    def survey(self, places: Iterable[tuple[str, Place]]) -> None:
        """Remember the places of all posts; the last one said of a post counts."""
        rows = (
            (post, place.owner, place.question, place.editor, place.tags or None)
            for post, place in places
        )
        self._write(_NEW_PLACE, rows)
        self._run(_INDEX)

    def named(self, person: str, name: str) -> None:
        """Remember the name of `person`."""
        self._names.append((person, name))
        if len(self._names) >= ROWS_AT_ONCE:
            self._settle()

    def commented(self, post: str, who: str) -> None:
        """Remember that `who` is the latest to comment on `post`."""
        self._turn += 1
        self._turns.append((post, who, self._turn))
        if len(self._turns) >= ROWS_AT_ONCE:
            self._settle()

    def name(self, person: str) -> str:
        """The name remembered of `person`, "" when there is none."""
        self._settle()
        return next((name for (name,) in self._run(_NAME, person)), "")

    def commenters(self, post: str) -> list[tuple[str, str]]:
        """Those who commented on `post` with their names, the latest first."""
        self._settle()
        return [(str(who), name) for who, name in self._run(_COMMENTERS, post, MOST_PEOPLE)]

    def owners(self, question: str) -> list[tuple[str, str]]:
        """Those who own posts on the page of `question` with their names, the latest first."""
        self._settle()
        return [(str(owner), name) for owner, name in self._run(_OWNERS, question, MOST_PEOPLE)]

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def _place(self, post: str) -> Place | None:
        for owner, question, editor, tags in self._run(_PLACE, post):
            return Place(_text(owner), str(question), tags or "", _text(editor))
        return None

    def _topics(self, question: str) -> tuple[str, ...]:
        """The tags of the page of `question`."""
        place = self._place(question)
        return tags_in(place.tags) if place else ()

    def _settle(self) -> None:
        """Write what was said since the last time; one by one would take twice as long."""
        names, self._names = self._names, []
        turns, self._turns = self._turns, []
        self._write(_NEW_NAME, names)
        self._write(_NEW_COMMENTER, turns)

    def _write(self, query: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            self._database.executemany(query, rows)
        except sqlite3.OperationalError as error:
            raise _full(error) from error

    def _run(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            raise _full(error) from error


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _full(error: sqlite3.OperationalError) -> LoadStopped:
    return LoadStopped(
        f"the temporary folder takes no more ({error}); make room there or name another with "
        "TMPDIR, then give the same command again"
    )
