"""The table of pages: where each is, what it asks, how it is shown.

A page that is one query is one row here, one file in `queries/cypher/read/` and one
template; `listing` does the rest. Order is the order of the navigation.
"""

from __future__ import annotations

from explorer.arguments import LIMIT, PAGE, TOPIC, Argument
from explorer.page import Page
from explorer.views import (
    backtest,
    cypher,
    data,
    graph,
    leaders,
    methods,
    people,
    queries,
    runs,
    search,
)

HTML = ("html",)
LIKE = Argument("like", "")
LEAST = Argument("least", 1, kind="count", least=0)
BY = Argument("by", "score")
# What is written on the bench: the Cypher and its values, or the name of a question.
WRITTEN = (
    Argument("q", "", longest=20_000),
    Argument("params", "", longest=20_000),
    Argument("query", ""),
)
JSON = ("json",)
BOTH = ("GET", "POST")
WITH = Argument("with", "")

PAGES: tuple[Page, ...] = (
    Page(
        "home",
        "/",
        "leaders",
        "home.html",
        view=leaders.home,
        needs="scores",
        word="Leaders",
        forms=HTML,
    ),
    Page(
        "topics",
        "/topics",
        "topics",
        "topics.html",
        (LIKE, LEAST, PAGE, Argument("limit", 100, "count")),
        needs="scores",
        word="Topics",
    ),
    Page(
        "topic",
        "/topics/<topic>",
        "leaders",
        "topic.html",
        (BY, PAGE, LIMIT, *runs.ARGUMENTS),
        view=leaders.topic,
        needs="scores",
    ),
    Page(
        "arrows",
        "/topics/<topic>/arrows",
        "arrows_on_topic",
        "arrows.html",
        (PAGE, LIMIT),
        view=leaders.arrows,
        needs="scores",
    ),
    Page(
        "search",
        "/search",
        "find_people",
        "search.html",
        (Argument("q", ""), PAGE, Argument("limit", 25, "count")),
        view=search.search,
        needs="people",
    ),
    Page(
        "person",
        "/people/<person>",
        "person_scores",
        "person.html",
        (TOPIC, *runs.ARGUMENTS),
        view=people.person,
    ),
    Page(
        "history",
        "/people/<person>/history",
        "person_history",
        "history.html",
        (TOPIC, Argument("limit", 500, kind="count")),
        view=people.history,
        needs="scores",
    ),
    Page(
        "influences",
        "/people/<person>/influences",
        "whom_they_influence",
        "person_arrows.html",
        (TOPIC, PAGE, LIMIT),
        view=people.arrows,
    ),
    Page(
        "influenced_by",
        "/people/<person>/influenced-by",
        "who_influences",
        "person_arrows.html",
        (TOPIC, PAGE, LIMIT),
        view=people.arrows,
    ),
    Page(
        "evidence",
        "/people/<person>/evidence",
        "posts_acted_on",
        "evidence.html",
        (WITH, TOPIC, PAGE, LIMIT),
        view=people.evidence,
    ),
    Page(
        "receipt",
        "/people/<person>/receipt",
        "receipt",
        "receipt.html",
        (TOPIC, PAGE, LIMIT),
        view=people.receipt,
    ),
    Page(
        "graph",
        "/graph",
        "people_on_topic",
        "graph.html",
        (
            TOPIC,
            Argument("focus", ""),
            Argument("limit", 60, "count", most=300),
            Argument("also", (), "ids"),
        ),
        view=graph.graph,
        needs="scores",
        word="Graph",
    ),
    Page("queries", "/queries", "", "queries.html", view=queries.queries, word="Queries"),
    Page("query", "/queries/<name>", "", "query.html", view=queries.query),
    Page(
        "cypher",
        "/cypher",
        "",
        "cypher.html",
        (*WRITTEN, Argument("tab", "table", choices=cypher.TABS)),
        view=cypher.cypher,
        word="Cypher",
        methods=BOTH,
    ),
    Page(
        "cypher_graph",
        "/cypher/graph",
        "",
        "",
        WRITTEN,
        view=cypher.picture,
        forms=JSON,
        methods=BOTH,
    ),
    Page(
        "cypher_explain",
        "/cypher/explain",
        "",
        "",
        WRITTEN,
        view=cypher.explained,
        forms=JSON,
        methods=BOTH,
    ),
    Page("cypher_schema", "/cypher/schema", "graph_schema", "", view=cypher.schema, forms=JSON),
    Page("methods", "/methods", "runs", "methods.html", view=methods.methods, word="Methods"),
    Page(
        "backtest",
        "/methods/backtest",
        "newest_backtest",
        "backtest.html",
        view=backtest.backtest,
    ),
    Page(
        "data",
        "/data",
        "what_was_loaded",
        "data.html",
        (LIMIT,),
        view=data.data,
        word="Data",
    ),
)
