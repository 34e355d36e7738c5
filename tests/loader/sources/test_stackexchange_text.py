"""Tags and names in a Stack Exchange dump."""

from __future__ import annotations

import pytest

from loader.sources.stackexchange_text import mentioned, tags_in


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("<q#><c++>", ("q#", "c++")),
        ("|q#|c++|", ("q#", "c++")),
        ("<one>", ("one",)),
        ("", ()),
    ],
)
def test_tags_are_written_in_two_ways(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in(text) == tags


@pytest.mark.parametrize(
    ("comment", "people"),
    [
        ("@Ann", ["1"]),
        ("@ann: yes", ["1"]),
        ("@An", []),
        ("@JQ see", ["3"]),
        ("@J.Q.Public", ["4"]),
        ("@J.Q.Pub, @ann", ["4", "1"]),
        ("see (@anna)", ["2"]),
        ("`@ann` is code", []),
        ("ann@example.org", []),
        ("@", []),
        ("no name", []),
    ],
)
def test_names_are_matched_as_on_the_site(comment: str, people: list[str]) -> None:
    known = [("1", "annlee"), ("2", "annabel"), ("3", "jq"), ("4", "j.q.public")]

    assert mentioned(comment, known) == people
