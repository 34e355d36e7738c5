"""The gate before anything is parsed: fast, and with nothing but its own refusals."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.console.gate import after_planning, before_parsing
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
        ("RETURN reduce(s = '', x IN xs | CASE WHEN s = '' THEN x ELSE s + ',' + x END)", ""),
        ("RETURN allReduce(s = 0, x IN xs | s + x, s < 5)", ""),
        ("RETURN allReduce(s = 'a', x IN range(1, 40) | s + s, true)", "growth"),
        ("RETURN reduce(s = 'a', x IN range(1, 40) | CASE WHEN x THEN s END + s)", "growth"),
        ("RETURN reduce(s = 'a', x IN range(1, 40) | head([t IN [s] | t + t]))", "growth"),
        (
            "RETURN reduce(s = 'a', x IN range(1, 40) | "
            "COLLECT { WITH s AS t WITH t AS u, t AS v RETURN u + v }[0])",
            "growth",
        ),
        ("RETURN reduce(s = '', x IN range(1, 1000000) | s + $long)", "growth"),
        ("WITH 'a' AS a " + "WITH a AS b, a AS c WITH b + c AS a " * 10 + "RETURN a", ""),
        ("WITH 'a' AS a " + "WITH a AS b, a AS c WITH b + c AS a " * 29 + "RETURN a", "growth"),
        ("WITH 'a' AS s " + "WITH 1 * 1 + s + s AS s " * 30 + "RETURN s", "growth"),
        ("WITH 'a' AS s " + "WITH s + s + -1 AS s " * 30 + "RETURN s", "growth"),
        ("WITH {x: 'a'} AS m " + "WITH {x: m.x + m.x} AS m " * 30 + "RETURN m", "growth"),
        ("WITH ['a'] AS s " + "WITH [x IN s | x + x] AS s " * 30 + "RETURN s", "growth"),
        ("WITH 'a' AS s " + "WITH head([()--() | s + s + s]) AS s " * 19 + "RETURN s", "growth"),
        ("WITH 'a' AS s " + "LET t = s + s LET s = t " * 25 + "RETURN s", "growth"),
        ("WITH 'a' AS s " + "WITH COLLECT { RETURN s + s }[0] AS s " * 29 + "RETURN s", "growth"),
        ("WITH a.x - b.x AS d WITH *, d * d AS e RETURN sum(e) / sqrt(sum(d * d)) + d + e", ""),
        ("WITH collect(i) AS xs RETURN [x IN xs | [y IN xs | x * y]]", "growth"),
        ("WITH split(s, '') AS xs WITH xs AS ys RETURN [x IN ys | [y IN ys | x]]", "growth"),
        ("WITH collect(i) AS xs RETURN [i IN range(0, size(xs) - 1) | xs[i]]", ""),
        ("RETURN [x IN range(1, size(xs) * 1000000) | x]", "growth"),
        ("RETURN [x IN range(1, size * 1000000) | x]", "growth"),
        ("RETURN [x IN range(1, toInteger(size(xs) + '000000')) | x]", "growth"),
        ("RETURN [x IN range(1, n.count) | x]", "growth"),
        ("RETURN [x IN [y IN xs | y] | [z IN range(1, 10000) | z]]", "growth"),
        ("WITH collect(i) AS xs RETURN [i IN range(size(xs), 0, -1) | xs[i]]", ""),
        ("WITH collect(i) AS xs RETURN [i IN range(size(xs), 1000000000) | i]", "growth"),
        ("WITH collect(i) AS xs, i AS n RETURN [i IN range(size(xs), n) | i]", "growth"),
        ("RETURN [a IN [range(1, 1000000)] | [x IN a | [y IN a | 1]]]", "growth"),
        (
            "RETURN [a IN [range(1, 1000000)] | COLLECT { WITH a AS b RETURN [x IN b | 1] }]",
            "growth",
        ),
        ("RETURN reduce(s = range(1, 1000000), x IN [1] | [[y IN s | [z IN s | 1]]])", "growth"),
        ("MATCH p = (a)--(b) RETURN [n IN nodes(p) | [label IN labels(n) | label]]", ""),
        ("RETURN reduce(s = '', x IN range(1, 10000) | s + x)", ""),
        ("RETURN reduce(s = '', x IN range(1, 1000000) | s + x)", "growth"),
        ("RETURN reduce(s = '', x IN range(1, 1000000) | s + 'a')", "growth"),
        ("WITH collect(n.name) AS xs RETURN reduce(s = '', x IN xs | s + ', ' + x)", ""),
        ("MATCH (n) WHERE n.name =~ '(?i).*(ada|bo).*' RETURN n", ""),
        ("RETURN '" + "a" * 900 + "' =~ '.*.*.*b'", ""),
        ("RETURN '" + "a" * 900 + "' =~ '.*.*.*.*b'", "pattern"),
        ("RETURN '" + "a" * 9_000 + "' =~ '.*.*.*b'", "pattern"),
        ("RETURN '" + "a" * 9_000 + "' =~ '.*a.*'", ""),
        ("RETURN reduce(s = '', x IN range(1, 90000) | s + 'a') =~ '.*a.*b.*'", "pattern"),
        ("MATCH (n) WHERE n.name =~ $p RETURN n", "pattern"),
        ("MATCH (n) WHERE n.name =~ n.pattern RETURN n", "pattern"),
        ("MATCH (n) WHERE n.name =~ '(a' + '+)+' RETURN n", "pattern"),
        ("MATCH (n) WHERE n.name =~ ('a') RETURN n", "pattern"),
        ("RETURN duration.between(a, b), point.distance(p, q)", ""),
        ("RETURN gds . similarity . cosine([1], [2])", ""),
        ("RETURN gds.util.asNode(1)", "procedure"),
        ("CALL db.stats.retrieve('GRAPH COUNTS') YIELD data RETURN data", ""),
        ("CALL db.stats.retrieve('QUERIES') YIELD data RETURN data", "procedure"),
        ("CALL db.stats.retrieve", "procedure"),
        ("CALL db . stats /**/ . retrieve YIELD data RETURN data", "procedure"),
        ("CALL db.schema.visualization", ""),
        ("MATCH (Suppressed:User) RETURN Suppressed", "internal"),
        ("MATCH (n) WHERE NOT n:Suppressed RETURN n", "internal"),
    ],
)
def test_what_is_refused_before_parsing(cypher: str, why: str) -> None:
    given = {"n": 10**9, "p": "(a+)+b", "x": "aaaaaaaaa", "long": "x" * 9_000}
    asked = {name: value for name, value in given.items() if f"${name}" in cypher}
    assert reason(cypher, **asked) == why


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        *((one, "") for one in ("(?i).*(ada|bo).*", r".*#\w+.*", r"\d{4}-\d\d-\d\d.*", "(abc)+")),
        *((one, "") for one in ("https?://.*", "[^)]+", "(?:x|y)?z", "(?<n>a)b*", "^(?i:ab)$")),
        *((one, "pattern") for one in ("(a+)+", "(a|a)*", "(a?)+b", "((a)|b)+", "(a{2,3}){9}")),
        *((one, "pattern") for one in (r"(a)\1+", r"\Q(\E(a+)+", "(?x)(a+) +", "[(]*(a+)+[)]*")),
        *((one, "pattern") for one in ("(a|a)" * 20, "a?" * 20, "a*" * 5, "(a", "a)", "[a[b]]")),
        *((one, "pattern") for one in ("[^](a+)+]", "[]a]", "|".join("a" * 2_000))),
    ],
)
def test_a_pattern_that_may_never_end_is_refused(pattern: str, why: str) -> None:
    written = pattern.replace("\\", "\\\\")
    assert reason(f"MATCH (n) WHERE n.name =~ '{written}' RETURN n") == why
    assert reason("MATCH (n) WHERE n.name =~ $p RETURN n", p=pattern) == why


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
        ("NOT n:Suppressed AND (n.x OR n.y)", True),
        ("n.x OR n.y AND NOT n:Suppressed", False),
        ("NOT m:Suppressed", False),
        ("n:User AND n.x", True),
        ("n:User", True),
        ("n:Suppressed", False),
        ("m:User", False),
        ("n.x OR n.y AND n:User AND n.z", False),
        ("NOT (n.x AND n:User AND n.z)", False),
        ("n:User|Suppressed", False),
        ("n:!User", False),
        ("n.`x AND NOT n:Suppressed AND y` IS NULL", False),
        ("n.`a`` AND NOT n:Suppressed AND ``b` IS NULL", False),
        ("(n.x AND n:User AND n.y) = $f", False),
        ("[n.x AND n:User AND n.y] = $f", False),
        ("(n.x OR n.y) AND n:User", True),
        ("CASE WHEN n.x AND n:User AND n.y THEN $a ELSE $b END", False),
    ],
)
def test_only_a_filter_right_above_makes_any_node_one_that_is_not_internal(
    details: str, closed: bool
) -> None:
    """Of those, `NOT n:Suppressed` is only ever written by us, and always must hold."""
    leaf = Operator("AllNodesScan", "n", 1.0, ())
    assert (open_leaves(Operator("Filter", details, 1.0, (leaf,))) == []) is closed
    assert open_leaves(Operator("Apply", details, 1.0, (leaf,))) == ["n"]
    assert open_leaves(leaf) == ["n"]


def test_a_variable_in_backticks_is_the_whole_of_it() -> None:
    leaf = Operator("AllNodesScan", "`a b`", 1.0, ())
    assert open_leaves(Operator("Filter", "a:User", 1.0, (leaf,))) == ["a b"]
    assert open_leaves(Operator("Filter", "`a b`:User", 1.0, (leaf,))) == []


def test_how_many_nodes_there_are_counts_internal_ones() -> None:
    every = Operator("NodeCountFromCountStore", "count( () ) AS n", 1.0, ())
    people = Operator("NodeCountFromCountStore", "count( (:User) ) AS n", 1.0, ())
    assert open_leaves(every)
    assert not open_leaves(people)


def test_a_plan_that_names_what_is_internal_is_refused() -> None:
    leaf = Operator("NodeByLabelScan", "n:Suppressed", 1.0, ())
    asked = before_parsing("MATCH (n:$($label)) RETURN n", {"label": "Suppressed"}, LIMITS)
    with pytest.raises(QueryRefused) as refused:
        after_planning(asked, Explained("r", Operator("ProduceResults", "n", 1.0, (leaf,)), ()))
    assert refused.value.reason == "internal"


@pytest.mark.parametrize("kind", ["w", "rw", "s", "", "x"])
def test_a_plan_that_does_more_than_read_is_refused(kind: str) -> None:
    plan = Operator("ProduceResults", "1", 1.0, ())
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
    inner = Operator(name, details, 1.0, ())
    with pytest.raises(QueryRefused):
        refuse_plan(Explained("r", Operator("ProduceResults", "", 1.0, (inner,)), ()))


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
