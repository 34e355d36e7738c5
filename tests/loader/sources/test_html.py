"""The text of HTML."""

from __future__ import annotations

import random

import pytest

from loader.sources.html import kept, kept_bio, plain, text_in


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p>\n<p>two</p>", "One two"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("in<b>side</b>", "inside"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("<!-- no --><p>yes", "yes"),
        ("a < b", "a < b"),
        ("a\n b", "a b"),
        ("", ""),
        ("x" * 600, "x" * 499 + "…"),
    ],
)
def test_html_becomes_one_line_of_text(html: str, text: str) -> None:
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a><span class="no">https://</span>a.org<span class="x no">/b</span></a> c', "a.org c"),
        ('<p class="no">RE: <a>u</a><p>v</p></p><p>yes</p>', "yes"),
        ('<div class="no"><div>a</div>b</div>c', "c"),
        ('<p class>a</p><p class="nobody">b</p>', "a b"),
    ],
)
def test_what_a_page_hides_is_no_text(html: str, text: str) -> None:
    assert plain(html, hidden={"no"}) == text


@pytest.mark.parametrize("seed", range(50))
def test_the_quick_way_and_the_parser_read_the_same(seed: int) -> None:
    dice = random.Random(seed)
    pieces = ["<p>", "</p>", "<br>", "<br />", '<a href="x?a=1&amp;b" class="u no">', "</a>", "a",
              '<span class="no">', "</span>", "b > c", " ", "&lt;", "&amp;amp;", "&#8230;", "&copy",
              "é", '<p class="x" dir="auto">', "&", "\n", '<span class="n&#111;">']  # fmt: skip
    html = "".join(dice.choices(pieces, k=40))

    # A comment is nothing to see, and nothing for the quick way.
    assert text_in(html, hidden={"no"}) == text_in(f"{html}<!-- -->", hidden={"no"})


def test_html_that_never_closes_is_read_all_the_same() -> None:
    assert plain("<div>" * 3_000 + "deep<b>er") == "deeper"


def test_what_is_kept_has_neither_control_characters_nor_e_mail() -> None:
    assert kept("a\x07b\n ada@mail.example, not @ada@hill.example") == (
        "ab (e-mail address), not @ada@hill.example"
    )
    assert kept_bio("<p>Write: ada@<b>mail</b>.example</p>") == "Write: (e-mail address)"
    assert kept(" \n") is None
