"""What templates can say: times, addresses, initials, and the numbers of `numerals`."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from explorer.addresses import address, ending_of, with_query
from explorer.answer_picture import node_caption
from explorer.assets import asset
from explorer.numerals import (
    NOTHING,
    count,
    decimal,
    money,
    percent,
    plain_number,
    points,
    several,
    share,
    signed,
    span,
    width,
)
from explorer.page import Asked, Page
from explorer.snippets import as_curl, as_python, bench_tab, why_stopped
from queries.graph import Result
from queries.lenses import LENSES
from queries.library import library
from queries.scores import SCORES

TINTS = 7

# What an act is called when it is told of somebody: "reposted this".
ACTS: Mapping[str, str] = {
    "REPOSTED": "reposted",
    "QUOTED": "quoted",
    "REPLIED_TO": "answered",
    "MENTIONED": "named",
    "LIKED": "liked",
    "ADOPTED": "adopted after",
    "FOLLOWS": "follows",
}

# What an address tells once, after something was done; links on the page leave it out.
PASSING = ("told", "n", "left", "back")

# The parts of the score, in the order in which they are told: column, word, what it is.
PARTS: tuple[tuple[str, str, str], ...] = (
    ("points_true_reach", "True Reach", "distinct people who act because of this person"),
    ("points_amplification", "Amplification", "the same, in the last days alone"),
    ("points_activity", "Activity", "days on which the person did something"),
    ("points_network", "Network", "how many of those who act are credible, and how many came back"),
    ("points_followers", "Followers", "as reported; weighs little, since it can be bought"),
)


def day(value: str | None) -> str:
    """A time as "30 Jun 2026"."""
    return _shown(value, "%-d %b %Y")


def moment(value: str | None) -> str:
    """A time as "30 Jun 2026, 14:12 UTC"."""
    return _shown(value, "%-d %b %Y, %H:%M") + (" UTC" if value else "")


def _shown(value: str | None, form: str) -> str:
    if not value:
        return NOTHING
    try:
        # Neo4j tells nanoseconds, which Python does not read.
        time = datetime.fromisoformat(f"{value[:19]}{value[-6:] if value[-6] in '+-' else ''}")
    except (ValueError, IndexError):
        return value
    return time.strftime(form.replace("%-d", str(time.day)))


def initials(name: str | None, handle: str | None) -> str:
    """One or two letters for somebody: "CG"."""
    for words in (name, handle):
        each = (words or "").replace("_", " ").split()
        letters = [first for word in each if (first := _first_letter(word))]
        if letters:
            return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters)
    return "?"


def _first_letter(word: str) -> str:
    return next((char.upper() for char in word if unicodedata.category(char)[0] in "LN"), "")


def tint(id: str) -> int:
    """One of the tints, always the same for the same id."""
    return zlib.crc32(id.encode("utf-8", "replace")) % TINTS


def outside(url: str | None) -> str:
    """`url` when a browser may be sent there, else ""."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def person_address(id: str, below: str = "", **query: object) -> str:
    """Where a person's page is."""
    return address("people", id, below, query=query)


def topic_address(id: str, below: str = "", **query: object) -> str:
    """Where a topic's page is."""
    return address("topics", id, below, query=query)


def in_form(asked: Asked, form: str, **changes: object) -> str:
    """The page at hand in another form, or with other arguments."""
    query = {**request.args.to_dict(flat=False), **dict.fromkeys(PASSING), **changes}
    page = asked.page
    if page.kind:
        return address(page.kind, asked.about["id"], page.below, form, query)
    path = re.sub(r"<(\w+)>", lambda found: str(asked.values.get(found[1], "")), page.path)
    return with_query(path + ending_of(form), query)


def measure_title(name: str) -> str:
    """What a measure is called."""
    return SCORES[name].title if name in SCORES else name


def behind(result: Result) -> str:
    """Where the Cypher of a result is shown, with the values that were asked."""
    if result.query not in library().readable:
        return ""
    query = library().named(result.query)
    values = {
        parameter.name: as_text(result.parameters[parameter.name])
        for parameter in query.parameters
        if result.parameters.get(parameter.name, parameter.default) != parameter.default
    }
    return with_query(f"/queries/{result.query}", values)


def on_bench(result: Result) -> str:
    """Where a result's Cypher can be changed and run, with the values that were asked."""
    if result.query not in library().readable:
        return ""
    query = library().named(result.query)
    values = {
        parameter.name: result.parameters[parameter.name]
        for parameter in query.parameters
        if result.parameters.get(parameter.name, parameter.default) != parameter.default
    }
    told = json.dumps(values, ensure_ascii=False) if values else ""
    return with_query("/cypher", {"query": result.query, "params": told})


def as_text(value: Any) -> str:
    """A parameter's value as an address or a form field says it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def told(value: Any, kind: str) -> str:
    """A value of any answer, by the Cypher type that its query declares."""
    if kind == "DATETIME":
        return moment(value)
    if isinstance(value, list):
        return ", ".join(_named(one) for one in value)
    return as_text(value)


def _named(one: Any) -> str:
    if isinstance(one, dict):
        return str(one.get("name") or one.get("id") or as_text(one))
    return str(one)


def prose(text: str) -> Markup:
    """Text of a query's header: what stands between backticks, and `$names`, as code."""

    def marked(found: re.Match[str]) -> str:
        return f"<code>{found[1] or found[2]}</code>"

    return Markup(re.sub(r"`([^`]+)`|(\$\w+)", marked, str(escape(text))))  # noqa: S704


def coloured(cypher: str) -> Markup:
    """Cypher with its words marked by class."""
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    return Markup(highlight(cypher, get_lexer_by_name("cypher"), formatter))  # noqa: S704


def of_numbers(result: Result) -> set[str]:
    """The columns that hold a number in some row, and nothing else in any that holds something."""
    found = set()
    for column in result.columns:
        values = [row[column] for row in result.rows if row[column] is not None]
        if values and all(type(value) in (int, float) for value in values):
            found.add(column)
    return found


FILTERS: tuple[Callable[..., Any], ...] = (
    count,
    decimal,
    several,
    share,
    span,
    signed,
    percent,
    money,
    plain_number,
    points,
    width,
    day,
    moment,
    initials,
    tint,
    outside,
    coloured,
    as_text,
    told,
    prose,
    of_numbers,
    node_caption,
    as_curl,
    as_python,
    bench_tab,
    why_stopped,
)


def teach(app: Flask, pages: Sequence[Page]) -> None:
    """Make all of it known to the templates."""
    for function in FILTERS:
        app.add_template_filter(function)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    known: dict[str, Any] = {
        "asset": asset,
        "person_address": person_address,
        "topic_address": topic_address,
        "in_form": in_form,
        "behind": behind,
        "on_bench": on_bench,
        "with_query": with_query,
        "ACTS": ACTS,
        "PARTS": PARTS,
        "lens": LENSES.__getitem__,
        "measure_title": measure_title,
        "PLACES": {page.name: page.path for page in pages},
        "NAVIGATION": [page for page in pages if page.word],
    }
    app.jinja_env.globals.update(known)
    app.jinja_env.globals["parts"] = app.jinja_env.get_template("parts.html").module
