"""Text to what a query declares."""

from __future__ import annotations

import pytest

from queries.errors import ParameterRefused
from queries.library import query_from
from queries.parameters import parsed

QUERY = query_from(
    """// Anything?
// returns: x ANY
:param name => 'ada'
:param limit => 25
:param least => 0.5
:param flagged => false
:param kinds => ["repost"]
:param extra => {}

RETURN [$name, $limit, $least, $flagged, $kinds, $extra] AS x LIMIT $limit;
""",
    "anything",
    "read",
)


def test_what_is_not_given_keeps_its_default() -> None:
    assert parsed(QUERY, {}) == QUERY.defaults


def test_text_becomes_the_type_of_the_default() -> None:
    given = {
        "name": "7",
        "limit": "7",
        "least": "7",
        "flagged": "True",
        "kinds": '["like"]',
        "extra": '{"a": 1}',
    }
    assert parsed(QUERY, given) == {
        "name": "7",
        "limit": 7,
        "least": 7.0,
        "flagged": True,
        "kinds": ["like"],
        "extra": {"a": 1},
    }


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("limit", "ten", "'limit' must be a whole number, got 'ten'"),
        ("limit", "1.5", "'limit' must be a whole number, got '1.5'"),
        ("limit", "-1", "'limit' must be between 0 and 1000000, got -1"),
        ("limit", str(2**63), "'limit' must be a whole number"),
        ("least", "nan", "'least' must be a number, got 'nan'"),
        ("least", "1e999", "'least' must be a number"),
        ("flagged", "maybe", "'flagged' must be true or false, got 'maybe'"),
        ("kinds", '["\\ud800"]', "'kinds' must be a JSON list"),
        ("kinds", "[" * 5000, "'kinds' must be a JSON list"),
        ("kinds", f"[[{2**63}]]", "'kinds' must be a JSON list"),
        ("extra", '{"a": 1, "a": 2}', "'extra' must be a JSON object"),
        ("kinds", "repost", "'kinds' must be a JSON list, got 'repost'"),
        ("extra", "[]", "'extra' must be a JSON object"),
        ("top", "1", "no parameter 'top'; it takes: name, limit, least, flagged, kinds, extra"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_value(name: str, text: str, complaint: str) -> None:
    with pytest.raises(ParameterRefused) as refusal:
        parsed(QUERY, {name: text})
    assert complaint in str(refusal.value)
    assert str(refusal.value).startswith("anything: ")
