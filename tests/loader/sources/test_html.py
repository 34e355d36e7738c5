"""The text of HTML."""

from __future__ import annotations

import pytest

from loader.sources.html import plain


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


def test_html_that_never_closes_is_read_all_the_same() -> None:
    assert plain("<div>" * 3_000 + "deep<b>er") == "deeper"
