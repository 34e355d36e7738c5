"""What is remembered of a dump while it is read: in a file without a name, not in memory.

A site may have tens of millions of posts. Whose each is, on which page, and who wrote below it
goes into a private SQLite database in the system's temporary folder (`TMPDIR` names another),
which is gone when it is closed, even by kill -9. Memory holds a cache of it, of a fixed size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from loader.sources.stackexchange_text import tags_in
from queries.errors import LoadStopped

CACHE_KILOBYTES = 64_000
PLACES_AT_HAND = 20_000

# No page has so many owners and no post so many commenters; a made-up one has no more.
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
    "SELECT owner FROM place WHERE question = ? AND owner IS NOT NULL ORDER BY post DESC LIMIT ?"
)
_NEW_NAME = "INSERT OR REPLACE INTO person VALUES (?, ?)"
_NAME = "SELECT name FROM person WHERE id = ?"
_NEW_COMMENTER = "INSERT OR REPLACE INTO commenter VALUES (?, ?, ?)"
_COMMENTERS = "SELECT who FROM commenter WHERE post = ? ORDER BY turn DESC LIMIT ?"


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
        with _room():
            self._database.executemany(_NEW_PLACE, rows)
            self._database.execute(_INDEX)

    def name(self, person: str) -> str | None:
        """The name remembered of `person`."""
        return next((name for (name,) in self._asked(_NAME, person)), None)

    def named(self, person: str, name: str) -> None:
        """Remember the name of `person`."""
        with _room():
            self._database.execute(_NEW_NAME, (person, name))

    def owners(self, question: str) -> Iterator[str]:
        """Those who own posts on the page of `question`, of the latest post first."""
        return (str(owner) for (owner,) in self._asked(_OWNERS, question, MOST_PEOPLE))

    def commenters(self, post: str) -> Iterator[str]:
        """Those who commented on `post`, the latest first."""
        return (str(who) for (who,) in self._asked(_COMMENTERS, post, MOST_PEOPLE))

    def commented(self, post: str, who: str) -> None:
        """Remember that `who` is the latest to comment on `post`."""
        self._turn += 1
        with _room():
            self._database.execute(_NEW_COMMENTER, (post, who, self._turn))

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def _place(self, post: str) -> Place | None:
        for owner, question, editor, tags in self._asked(_PLACE, post):
            return Place(_text(owner), str(question), tags or "", _text(editor))
        return None

    def _topics(self, question: str) -> tuple[str, ...]:
        """The tags of the page of `question`."""
        place = self._place(question)
        return tags_in(place.tags) if place else ()

    def _asked(self, query: str, *values: str | int) -> list[tuple[Any, ...]]:
        with _room():
            return self._database.execute(query, values).fetchall()


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


@contextmanager
def _room() -> Iterator[None]:
    """Inside, a full disk ends the load in words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LoadStopped(
            f"the temporary folder takes no more ({error}); make room there or name another "
            "with TMPDIR, then give the same command again"
        ) from error
