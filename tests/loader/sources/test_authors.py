"""Who wrote what, and the acts that wait to learn it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from loader.sources.authors import Authors
from queries.errors import SourceError


@pytest.fixture
def authors() -> Iterator[Authors]:
    with closing(Authors()) as found:
        yield found


def test_what_is_said_first_stays(authors: Authors) -> None:
    assert [authors.know("p", "ada"), authors.know("p", "bo")] == [True, True]

    assert (authors.said("p"), authors.said("q")) == ("ada", None)


def test_what_was_taken_back_stays_so(authors: Authors) -> None:
    authors.know("p", "ada")
    authors.take_back("p")
    authors.take_back("q")

    assert [authors.know("p", "ada"), authors.know("q", "bo")] == [False, False]
    assert (authors.said("p"), authors.said("q")) == ("", "")


def test_acts_wait_in_the_order_they_came(authors: Authors) -> None:
    for key, act in (("p", "1"), ("q", "2"), ("p", "3"), ("r", "4")):
        authors.wait(key, act)
    authors.know("p", "ada")
    authors.take_back("r")

    assert list(authors.waited()) == [("1", "ada"), ("2", None), ("3", "ada"), ("4", "")]


def test_a_full_disk_is_told_as_what_it_is(authors: Authors) -> None:
    authors._run("PRAGMA max_page_count = 8")

    with pytest.raises(SourceError, match="make room for it in the folder of temporary files"):
        authors.wait("p", "x" * 100_000)
