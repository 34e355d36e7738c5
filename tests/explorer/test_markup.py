"""How numbers, times and names are written."""

from __future__ import annotations

from typing import Any

import pytest

from explorer import markup, numerals
from explorer.views.search import lucene, of_people
from queries.graph import Result


def test_a_column_is_of_numbers_though_it_begins_with_nothing() -> None:
    rows = [
        {"middle": None, "name": "a", "mixed": 1, "whether": True, "none": None},
        {"middle": 0.5, "name": "b", "mixed": "1", "whether": False, "none": None},
    ]
    result = Result("", {}, tuple(rows[0]), rows, truncated=False, seconds=0.0)
    assert markup.of_numbers(result) == {"middle"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (numerals.count(12345), "12,345"),
        (numerals.count(None), "–"),
        (numerals.several(1, "act"), "1 act"),
        (numerals.several(1234, "person", "people"), "1,234 people"),
        (numerals.decimal(47.12), "47.1"),
        (numerals.decimal(2.3e-9, 2), "2.3e-09"),
        (numerals.decimal(0.036), "<0.1"),
        (numerals.points(6.5e-08), "<0.01"),
        (numerals.points(2.284), "2.28"),
        (numerals.points(0.0), "0.00"),
        (numerals.points(None), "–"),
        (numerals.decimal(0.0), "0.0"),
        (numerals.decimal(float("nan")), "–"),
        (numerals.share(0.327), "33%"),
        (numerals.share(0.004), "<1%"),
        (numerals.share(0.0), "0%"),
        (numerals.share(None), "–"),
        (numerals.percent(99.96), "99.9%"),
        (numerals.percent(50.0), "50%"),
        (numerals.width(250.0), "100.0"),
        (numerals.width(None), "0.0"),
        (numerals.width(0.5, 1), "50.0"),
        (markup.day("2026-06-30T14:12:23.000000000+00:00"), "30 Jun 2026"),
        (markup.moment("2026-06-03T04:05:06Z"), "3 Jun 2026, 04:05 UTC"),
        (markup.day(None), "–"),
        (markup.day("soon"), "soon"),
        (markup.initials("Cosmo Gannethope", "x"), "CG"),
        (markup.initials(None, "ada_lo"), "AL"),
        (markup.initials("هلال الشاطئي", "x"), "ها"),
        (markup.initials("«»", None), "?"),
        (markup.initials("", ""), "?"),
        (markup.initials("🦄🔥", "ada_lo"), "AL"),
        (markup.outside("https://a.example/x"), "https://a.example/x"),
        (markup.outside("javascript:alert(1)"), ""),
        (markup.outside(" JavaScript:alert(1)"), ""),
        (markup.outside("//a.example"), ""),
        (markup.outside("http://[broken"), ""),
        (markup.as_text(["a"]), '["a"]'),
        (markup.as_text(3), "3"),
        (markup.told([{"id": "a", "name": "A"}, {"id": "b"}, "c"], "LIST OF MAP"), "A, b, c"),
        (markup.told("2026-06-03T04:05:06Z", "DATETIME"), "3 Jun 2026, 04:05 UTC"),
    ],
)
def test_a_value_is_written_for_reading(written: Any, expected: str) -> None:
    assert written == expected


def test_a_tint_belongs_to_its_id() -> None:
    assert markup.tint("toy:ada") == markup.tint("toy:ada")
    assert {markup.tint(f"toy:{i}") for i in range(99)} == set(range(markup.TINTS))


def test_code_in_a_header_is_marked_and_the_rest_escaped() -> None:
    assert markup.prose("<b> `share` of $topic") == (
        "&lt;b&gt; <code>share</code> of <code>$topic</code>"
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ada", '(ada* OR "ada"^2)'),
        ("Ada Lo", '(Ada* OR "Ada"^2) AND (Lo* OR "Lo"^2)'),
        ("@ada", '(ada* OR "ada"^2)'),
        ('a" OR id:*', '(a* OR "a"^2) AND (OR* OR "OR"^2) AND (id* OR "id"^2)'),
        ("\\ + - && || ! ( ) { } [ ] ^ ~ * ? : /", ""),
        ("", ""),
    ],
)
def test_what_is_typed_is_never_syntax(typed: str, expected: str) -> None:
    assert lucene(typed) == expected
    assert of_people(typed) == expected


def test_a_single_letter_is_looked_for_in_names_and_handles() -> None:
    assert of_people("@a") == 'handle:(a* OR "a"^2) OR name:(a* OR "a"^2)'
    assert of_people("林") == '(林* OR "林"^2)'
