"""Tags, plain text and names in a Stack Exchange dump."""

from __future__ import annotations

import pytest

from loader.sources.stackexchange_text import mentioned, plain, tags_in


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
    ("html", "text"),
    [
        ("<p>One</p>\n<p>two</p>", "One two"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("in<b>side</b>", "inside"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("<!-- no --><p>yes", "yes"),
        ("a < b", "a < b"),
        ("", ""),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_html_becomes_one_line_of_text(html: str, text: str) -> None:
    assert plain(html) == text


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
