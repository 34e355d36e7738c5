"""The table of pages: where each is, what it asks, how it is shown.

A page that is one query is one row here, one file in `queries/cypher/read/` and one
template; `listing` does the rest. Order is the order of the navigation.
"""

from __future__ import annotations

from explorer.accounts.roles import Role
from explorer.arguments import LIMIT, PAGE, TOPIC, Argument
from explorer.page import Page
from explorer.pages_about import ABOUT, FLAG, SHEETS
from explorer.views import (
    backtest,
    comparison,
    cypher,
    data,
    flags,
    graph,
    leaders,
    lists,
    methods,
    queries,
    search,
    ties,
)

HTML = ("html",)
TOLD = Argument("told", "")
LIKE = Argument("like", "")
LEAST = Argument("least", 1, kind="count", least=0)
# What is written on the bench: the Cypher and its values, or the name of a question.
WRITTEN = (
    Argument("q", "", longest=20_000),
    Argument("params", "", longest=20_000),
    Argument("query", ""),
)
JSON = ("json",)
BOTH = ("GET", "POST")

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
        "flagged",
        "/flags",
        "flagged",
        "flagged.html",
        (FLAG, PAGE, LIMIT),
        view=flags.flagged,
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
        "graph",
        "/graph",
        "people_on_topic",
        "graph.html",
        graph.ARGUMENTS,
        view=graph.graph,
        needs="scores",
        word="Graph",
        forms=("html", "json", "csv", "gexf", "graphml"),
        heavy=True,
    ),
    Page(
        "arrow",
        "/graph/arrow",
        "arrow_between",
        "arrow.html",
        (TOPIC, Argument("influencer", ""), Argument("influenced", "")),
        view=ties.arrow,
        needs="scores",
    ),
    Page(
        "path",
        "/graph/path",
        "path_between",
        "path.html",
        (TOPIC, Argument("source", ""), Argument("target", ""), graph.VIA),
        view=ties.path,
        needs="scores",
    ),
    Page(
        "compare",
        "/compare",
        "people_compared",
        "compare.html",
        (Argument("p", (), "several", most=comparison.MOST), TOPIC),
        view=comparison.compare,
        needs="scores",
        forms=SHEETS,
    ),
    Page(
        "lists",
        "/lists",
        "",
        "lists.html",
        (TOLD, Argument("list", ""), Argument("people", (), "ids"), TOPIC),
        view=lists.lists,
        needs="people",
        word="Lists",
        forms=SHEETS,
        role=Role.ANALYST,
    ),
    Page(
        "list",
        "/lists/<list>",
        "audiences",
        "list.html",
        lists.ARGUMENTS,
        view=lists.kept_list,
        needs="scores",
        forms=SHEETS,
        role=Role.ANALYST,
        heavy=True,
    ),
    Page(
        "shared",
        "/shared/<share>",
        "audiences",
        "shared.html",
        (Argument("topic", ""),),
        view=lists.shared,
        needs="scores",
        forms=SHEETS,
        heavy=True,
    ),
    Page("queries", "/queries", "", "queries.html", view=queries.queries, word="Queries"),
    Page("query", "/queries/<name>", "", "query.html", view=queries.query, heavy=True),
    Page(
        "cypher",
        "/cypher",
        "",
        "cypher.html",
        (*WRITTEN, Argument("tab", "table", choices=cypher.TABS)),
        view=cypher.cypher,
        role=Role.ANALYST,
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
        role=Role.ANALYST,
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
        role=Role.ANALYST,
        forms=JSON,
        methods=BOTH,
    ),
    Page(
        "cypher_schema",
        "/cypher/schema",
        "graph_schema",
        "",
        view=cypher.schema,
        forms=JSON,
        role=Role.ANALYST,
    ),
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
    *ABOUT,
)
