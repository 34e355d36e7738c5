"""The table of pages: where each is, what it asks, how it is shown.

A page that is one query is one row here, one file in `queries/cypher/read/` and one
template; `listing` does the rest. Order is the order of the navigation.
"""

from __future__ import annotations

from explorer.accounts.roles import Role
from explorer.arguments import LIMIT, PAGE, ROWS, TOPIC, Argument
from explorer.openapi import answers
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
TOLD = Argument("told", "", says="What was just done; the page tells of it.")
LIKE = Argument("like", "", says="What the topics' ids or names hold.")
LEAST = Argument("least", 1, kind="count", least=0, says="Topics with fewer people are left out.")
NAMED = "Somebody's id."
# What is written on the bench: the Cypher and its values, or the name of a question.
WRITTEN = (
    Argument("q", "", longest=20_000, says="The Cypher. It reads; what would write is refused."),
    Argument("params", "", longest=20_000, says="Its parameters, as a JSON object."),
    Argument("query", "", says="In place of `q`: the name of a question of /queries."),
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
        (LIKE, LEAST, PAGE, Argument("limit", 100, "count", says=ROWS)),
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
        (
            Argument("q", "", says="Words of a name, a handle or a bio."),
            PAGE,
            Argument("limit", 25, "count", says=ROWS),
        ),
        view=search.search,
        needs="people",
        tells=answers.SEARCH,
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
        tells=answers.GRAPH,
    ),
    Page(
        "arrow",
        "/graph/arrow",
        "arrow_between",
        "arrow.html",
        (
            TOPIC,
            Argument("influencer", "", says=NAMED),
            Argument("influenced", "", says=NAMED),
        ),
        view=ties.arrow,
        needs="scores",
        tells=answers.ARROW,
    ),
    Page(
        "path",
        "/graph/path",
        "path_between",
        "path.html",
        (
            TOPIC,
            Argument("source", "", says="From whom: an id."),
            Argument("target", "", says="To whom: an id."),
            graph.VIA,
        ),
        view=ties.path,
        needs="scores",
    ),
    Page(
        "compare",
        "/compare",
        "people_compared",
        "compare.html",
        (
            Argument("p", (), "several", most=comparison.MOST, says="An id or a handle of each."),
            TOPIC,
        ),
        view=comparison.compare,
        needs="scores",
        forms=SHEETS,
        tells=answers.COMPARED,
    ),
    Page(
        "lists",
        "/lists",
        "",
        "lists.html",
        (
            TOLD,
            Argument("list", "", says="The list that something was done with."),
            Argument("people", (), "ids", says="Whom a new list is to begin with."),
            TOPIC,
        ),
        view=lists.lists,
        needs="people",
        word="Lists",
        forms=SHEETS,
        role=Role.ANALYST,
        tells=answers.LISTS,
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
        tells=answers.LIST,
    ),
    Page(
        "shared",
        "/shared/<share>",
        "audiences",
        "shared.html",
        (lists.NARROWED,),
        view=lists.shared,
        needs="scores",
        forms=SHEETS,
        tells=answers.SHARED,
    ),
    Page(
        "queries",
        "/queries",
        "",
        "queries.html",
        view=queries.queries,
        word="Queries",
        tells=answers.QUERIES,
    ),
    Page("query", "/queries/<name>", "", "query.html", view=queries.query, heavy=True),
    Page(
        "cypher",
        "/cypher",
        "",
        "cypher.html",
        (*WRITTEN, Argument("tab", "table", choices=cypher.TABS, says="What the page shows.")),
        view=cypher.cypher,
        role=Role.ANALYST,
        word="Cypher",
        methods=BOTH,
        tells=answers.BENCH,
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
        tells=answers.BENCH_PICTURE,
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
        tells=answers.PLAN,
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
        tells=answers.BACKTEST,
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
