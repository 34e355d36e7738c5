"""The gate before anything is parsed: fast, and with nothing but its own refusals."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.console.gate import before_parsing
from queries.console.hidden import narrowed
from queries.console.limits import Limits
from queries.console.parameters import read_parameters
from queries.console.plans import open_leaves, refuse_plan
from queries.console.shape import shaped
from queries.console.words import words
from queries.errors import ParameterRefused, QueryRefused
from queries.graph_bench import Explained, Operator
from tests.queries.console.generated import generated

LIMITS = Limits()
PIECES = st.sampled_from(
    [
        *(
            "MATCH",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            '"',
            "`",
            "/*",
            "*/",
            "//",
            "\n",
            "\\",
            "\\u0041",
        ),
        *(
            "reduce",
            "range",
            "IN",
            "|",
            "+",
            "||",
            "NOT",
            "COUNT",
            "CALL",
            "USE",
            ";",
            ":",
            "!",
            "$x",
        ),
        *(
            "n",
            "s",
            "1",
            "0x",
            "1e999",
            "..",
            "=~",
            "'a'",
            "replace",
            ",",
            "WHERE",
            "any",
            "-",
            "->",
        ),
        *("gds", ".", "graph", "Suppressed", "\x00", "\u2028", "\ud800", "é", "CASE", "size", "AS"),
    ]
)


def reason(cypher: str, **parameters: object) -> str:
    """Why it is refused; "" when it is not."""
    try:
        before_parsing(cypher, parameters, LIMITS)
    except QueryRefused as error:
        return error.reason
    return ""


@given(st.lists(PIECES, max_size=60), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_the_gate_raises_nothing_but_its_refusal(pieces: list[str], between: str) -> None:
    reason(between.join(pieces), x=3, s="(a+)+")


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_words_or_is_refused(text: str) -> None:
    try:
        found = words(text)
    except QueryRefused:
        return
    assert all(text[word.start : word.end] == word.text for word in found)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_parameters_are_an_object_or_refused(text: str) -> None:
    try:
        assert isinstance(read_parameters(text), dict)
    except ParameterRefused:
        return


def test_ten_thousand_made_up_ones_pass_or_are_refused() -> None:
    reasons = {reason(one) for one in generated(10_000, 7, 1)}
    assert {"", "prefix", "statements", "depth", "run", "growth", "internal", "escapes"} <= reasons


@pytest.mark.parametrize(
    "text", ["(" * 9_000, "/*" * 4_900, "'" * 9_999, "-" * 9_000, "a." * 4_900]
)
def test_the_longest_text_takes_no_time(text: str) -> None:
    started = time.monotonic()
    reason(text)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("cypher", "why"),
    [
        ("RETURN '//' AS a; CREATE (x)", "statements"),
        ("RETURN 'a;b' /* ; */ AS a // ;\n;", ""),
        ("/* a */ // b\n explain MATCH (n) RETURN n", "prefix"),
        ("MATCH (n:User) RETURN n.use, n.explain AS profile", ""),
        ("RETURN " + "(" * 32 + "1" + ")" * 32, ""),
        ("RETURN " + "(" * 33 + "1" + ")" * 33, "depth"),
        ("RETURN '" + "(" * 500 + "'", ""),
        ("RETURN NOT NOT NOT true", ""),
        ("RETURN (1]", "brackets"),
        ("RETURN [x IN range(1, 100) | [y IN range(1, 100) | x * y]]", ""),
        ("RETURN [x IN range(1, 5000) | [y IN range(1, 5000) | x * y]]", "growth"),
        ("RETURN [x IN range(1, $n) | x]", "growth"),
        ("UNWIND range(1, $n) AS x RETURN count(x)", ""),
        ("RETURN [i IN range(0, size(xs) - 1) | xs[i]]", ""),
        ("WITH 'a' AS s WITH s + s AS s WITH s + s AS s RETURN s", ""),
        ("RETURN a + b AS x, b + c AS y, c + d AS z, a + c AS w, b + d AS v", ""),
        ("RETURN reduce(t = 0, x IN xs | t + x)", ""),
        ("RETURN reduce(m = 0, x IN xs | CASE WHEN x > m THEN x ELSE m END)", ""),
        ("RETURN reduce(t = s, w IN ['a', 'b'] | replace(t, w, ''))", ""),
        ("RETURN reduce(t = s, w IN ['a', 'b'] | replace(t, w, $x))", "growth"),
        ("MATCH (n) WHERE n.name =~ '(?i).*(ada|bo).*' RETURN n", ""),
        ("MATCH (n) WHERE n.name =~ $p RETURN n", "pattern"),
        ("RETURN duration.between(a, b), point.distance(p, q)", ""),
        ("RETURN gds . similarity . cosine([1], [2])", ""),
        ("RETURN gds.util.asNode(1)", "procedure"),
        ("CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data", ""),
        ("CALL db.stats.retrieve('QUERIES') YIELD data RETURN data", "procedure"),
        ("MATCH (Suppressed:User) RETURN Suppressed", "internal"),
        ("MATCH (n) WHERE NOT n:Suppressed RETURN n", "internal"),
    ],
)
def test_what_is_refused_before_parsing(cypher: str, why: str) -> None:
    given = {"n": 10**9, "p": "(a+)+b", "x": "aaaaaaaaa"}
    asked = {name: value for name, value in given.items() if f"${name}" in cypher}
    assert reason(cypher, **asked) == why


@pytest.mark.parametrize(
    ("cypher", "narrower"),
    [
        ("MATCH (n) RETURN (n)", "MATCH (n:!Suppressed) RETURN (n)"),
        ("MATCH (n {a: 1}) RETURN n", "MATCH (n:!Suppressed {a: 1}) RETURN n"),
        ("MATCH () RETURN 1", "MATCH (:!Suppressed) RETURN 1"),
        ("MATCH (WHERE true) RETURN 1", "MATCH (:!Suppressed WHERE true) RETURN 1"),
        ("MATCH (n:User), (m) RETURN n", "MATCH (n:User), (m:!Suppressed) RETURN n"),
        ("MATCH p = (a)-->(b:X) RETURN p", "MATCH p = (a:!Suppressed)-->(b:X) RETURN p"),
        ("RETURN COUNT { (n) } AS n", "RETURN COUNT { (n:!Suppressed) } AS n"),
        ("MATCH (n:User) WHERE (n.a) = 1 RETURN (n)", "MATCH (n:User) WHERE (n.a) = 1 RETURN (n)"),
        ("MATCH (`a b`) RETURN 1", "MATCH (`a b`:!Suppressed) RETURN 1"),
    ],
)
def test_a_pattern_of_any_node_leaves_out_what_is_internal(cypher: str, narrower: str) -> None:
    assert narrowed(shaped(cypher, LIMITS)) == narrower


@pytest.mark.parametrize(
    ("details", "closed"),
    [
        ("NOT n:Suppressed", True),
        ("n.x > $a AND NOT n:Suppressed AND n.y", True),
        ("n.x OR n.y AND NOT n:Suppressed", True),
        ("NOT m:Suppressed", False),
        ("n:User AND n.x", True),
        ("n:User", True),
        ("n:Suppressed", False),
        ("m:User", False),
        ("n.x OR n.y AND n:User AND n.z", False),
        ("NOT (n.x AND n:User AND n.z)", False),
        ("n:User|Suppressed", False),
        ("n:!User", False),
    ],
)
def test_only_a_filter_right_above_makes_any_node_one_that_is_not_internal(
    details: str, closed: bool
) -> None:
    """Of those, `NOT n:Suppressed` is only ever written by us, and always must hold."""
    leaf = Operator("AllNodesScan", "n", 1.0, (), ())
    assert (open_leaves(Operator("Filter", details, 1.0, (), (leaf,))) == []) is closed
    assert open_leaves(Operator("Apply", details, 1.0, (), (leaf,))) == ["n"]
    assert open_leaves(leaf) == ["n"]


@pytest.mark.parametrize("kind", ["w", "rw", "s", "", "x"])
def test_a_plan_that_does_more_than_read_is_refused(kind: str) -> None:
    plan = Operator("ProduceResults", "1", 1.0, (), ())
    with pytest.raises(QueryRefused):
        refuse_plan(Explained(kind, plan, ()))
    refuse_plan(Explained("r", plan, ()))


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("SomethingNew", ""),
        ("Expand(Remote)", ""),
        ("LoadCSV", "line"),
        ("ShowTransactions", ""),
        ("ProcedureCall", "dbms.listConfig() :: (name :: STRING)"),
        ("ProcedureCall", "`gds`.`graph`.drop($a)"),
        ("Projection", "gds.graph.project($a, x) AS g"),
        ("Filter", "1 < apoc.text.distance(a, b)"),
    ],
)
def test_what_is_not_known_to_read_is_refused(name: str, details: str) -> None:
    inner = Operator(name, details, 1.0, (), ())
    with pytest.raises(QueryRefused):
        refuse_plan(Explained("r", Operator("ProduceResults", "", 1.0, (), (inner,)), ()))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "JSON object"),
        ('{"a": NaN}', "NaN"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": 9223372036854775808}', "64 bits"),
        ('{"a": 1e999}', "too large"),
        ('{"a": "\\ud800"}', "surrogate"),
        ('{"a":' + "[" * 9 + "]" * 9 + "}", "deep"),
        ('{"a":' + "[" * 5000, "deep"),
        ('{"a": ', "line 1"),
        ("x" * 20_001, "longer"),
    ],
)
def test_parameters_that_the_database_has_not_are_refused(text: str, said: str) -> None:
    with pytest.raises(ParameterRefused, match=said):
        read_parameters(text)
