"""The recipe, to be changed: whose rank and score it would move; and those of two runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request

from explorer.accounts.gate import heavy
from explorer.addresses import with_query
from explorer.arguments import TOPIC, Argument
from explorer.boards import MOST_TOPICS
from explorer.failures import status_of
from explorer.page import Asked, Shown
from explorer.recipes import (
    ARGUMENTS,
    FIRST,
    PATH,
    Edited,
    address_of,
    address_of_toml,
    edited,
)
from explorer.views.people import topic_row
from queries.errors import NotInGraph, ParameterRefused, QueryStopped, SettingRefused, TooMuch
from queries.graph import Result, Row
from queries.recipe import Recipe, presets, recipe_of
from queries.recipe_changes import changed
from queries.recipe_text import sections_told, toml_of
from queries.reranking.ranker import Reranked, Working
from queries.reranking.wanted import MOVED, Wanted

__all__ = ("ARGUMENTS", "TWO", "editor", "of_two_runs")

# Then a page tells how far it is; programs wait for the answer.
PAGE_SECONDS = 4.0
# What the page shows of many rows; JSON and CSV hold all of them.
SHOWN = 25
FILE = "influence-recipe.toml"
TWO = (
    Argument("a", "", says="The run before; else the newest with another recipe."),
    Argument("b", "", says="The run after; else the newest."),
)
SIDES = ("section", "key", "before", "after", "says")


def editor(asked: Asked) -> Shown:
    """The form, the file that it makes, and whose rank and score move against the newest run."""
    if request.method == "POST" and asked.form == "html":
        return _taken(asked)
    form = edited(asked.values)
    if asked.form == "toml":
        if form.errors:
            raise ParameterRefused("; ".join(form.errors.values()))
        return Shown(files={"toml": lambda _: toml_of(form.recipe).encode()})
    if asked.form == "html" and not form.errors and request.args.to_dict() != _query(asked, form):
        return Shown(location=with_query(PATH, _query(asked, form)))
    return _shown(asked, form)


def _taken(asked: Asked) -> Shown:
    """To the recipe of a file that was sent or pasted."""
    file = request.files.get("file")
    sent = file.stream.read() if file and file.filename else b""
    more = _query(asked, None)
    try:
        text = sent.decode() if sent else asked.values["toml"]
        if not text.strip():
            raise ParameterRefused("there is nothing in it: choose a file, or paste one")
        return Shown(location=address_of_toml(text, **more))
    except UnicodeDecodeError:
        trouble, text = "that is not TOML: it is not UTF-8", ""
    except ParameterRefused as error:
        trouble = str(error)
    shown = _shown(asked, edited({one.name: one.default for one in ARGUMENTS} | more))
    told = {"pasted": text, "trouble": trouble}
    return Shown(shown.result, {**shown.around, **told}, shown.json, status=400)


def _query(asked: Asked, form: Edited | None) -> dict[str, str]:
    """All of the page's state, as its address says it."""
    told = form.query() if form else {}
    for argument in (TOPIC, FIRST):
        if asked.values[argument.name] != argument.default:
            told[argument.name] = str(asked.values[argument.name])
    return told


def _shown(asked: Asked, form: Edited) -> Shown:
    runs = asked.graph.ask("run_recipes", limit=100).plain().rows
    newest = next((row for row in runs if row["whole"]), None)
    wanted = _wanted(asked, form.recipe, newest, runs) if newest else None
    outcome: Reranked | Working | None = None
    refusal, status = "", 400 if form.errors else 200
    topic = topic_row(asked, asked.values["topic"])
    if wanted and not form.errors and newest and newest["recipe"] != form.recipe.hash:
        try:
            outcome = _worked_out(asked, wanted)
        except (NotInGraph, QueryStopped) as error:
            if asked.form != "html":
                raise
            refusal, status = str(error), status_of(error)
    elif form.errors and asked.form != "html":
        raise ParameterRefused("; ".join(form.errors.values()))
    elif wanted and asked.ranker:
        asked.ranker.warm(wanted)
    told = outcome.told if isinstance(outcome, Reranked) else {}
    seconds = outcome.seconds if isinstance(outcome, Reranked) else 0.0
    result = _result(asked, told.get("rows", []), seconds)
    around: dict[str, Any] = {
        "form": form,
        "topic": topic,
        "newest": newest,
        "told": told,
        "working": outcome if isinstance(outcome, Working) else None,
        "refusal": refusal,
        "toml": toml_of(form.recipe),
        "file": FILE,
        "presets": list(presets()),
        "query": _query(asked, form),
        "most": SHOWN,
        "help": sections_told(),
    }
    if asked.form == "html":
        around["topics"] = asked.kept.ask("topics", limit=MOST_TOPICS).rows
        around["of_run"] = _address_of_run(newest)
        status = 202 if around["working"] else status
    recipe = {"name": form.recipe.name, "recipe": form.recipe.hash, "changes": form.changes}
    more = {name: value for name, value in told.items() if name != "rows"}
    return Shown(result, around, result.json() | {"with": recipe} | more, status=status)


def _worked_out(asked: Asked, wanted: Wanted) -> Reranked | Working:
    """Raises TooMuch where a program would have to wait longer than it may take."""
    assert asked.ranker is not None
    page = asked.form == "html"
    wait = PAGE_SECONDS if page else asked.settings.rerank_seconds
    with heavy():
        outcome = asked.ranker.ask(wanted, wait_seconds=wait, left=asked.left)
    if isinstance(outcome, Working) and not page:
        raise TooMuch("another re-rank is being worked out", seconds=10)
    return outcome


def _wanted(asked: Asked, recipe: Recipe, newest: Row, runs: list[Row]) -> Wanted:
    state = asked.graph.ask("board_state").plain().one()
    begun = next((row["reference"] for row in runs if row["recipe"] == recipe.hash), None)
    return Wanted(
        state=json.dumps(state, sort_keys=True),
        a=newest["text"],
        b=recipe.text,
        references=(newest["reference"], begun),
        topic=asked.values["topic"],
        now=int(datetime.fromisoformat(newest["as_of"]).timestamp()),
        first=asked.values["first"],
    )


def _result(asked: Asked, rows: list[Mapping[str, Any]], seconds: float) -> Result:
    """The rows with handles and names, which only the graph knows, and knows as they are now."""
    ids = [row["id"] for row in rows]
    known = asked.graph.ask("people_named", ids=ids).rows if ids else []
    names = {row["id"]: {"handle": row["handle"], "name": row["name"]} for row in known}
    columns = ("id", "handle", "name", *MOVED)
    blank = dict.fromkeys(columns)
    # Who is not in the graph any more is left out: what is kept of an answer may be older.
    whole = [{**blank, **row, **names[row["id"]]} for row in rows if row["id"] in names]
    return Result("", {"topic": asked.values["topic"]}, columns, whole, False, seconds)


def _address_of_run(newest: Row | None) -> str:
    try:
        return address_of(recipe_of(newest["text"])) if newest else ""
    except SettingRefused:
        # Of an earlier version that took what is refused now.
        return ""


def of_two_runs(asked: Asked) -> Shown:
    """In which numbers the recipes of two runs differ."""
    told = asked.graph.ask("run_recipes", limit=100).plain()
    runs = told.rows
    after = _chosen(runs, asked.values["b"], 0)
    others = [i for i, row in enumerate(runs) if after and row["recipe"] != after["recipe"]]
    before = _chosen(runs, asked.values["a"], others[0] if others else 0)
    recipes = [_recipe_in(row) if row else None for row in (before, after)]
    one, other = recipes
    rows = [
        {
            "section": number.section,
            "key": number.key,
            "before": _as_cell(number.old),
            "after": _as_cell(number.new),
            "says": number.words,
        }
        for number in (changed(one, other) if one and other else [])
    ]
    result = Result("", {}, SIDES, rows, False, told.seconds)
    around = {
        "runs": runs,
        "before": before,
        "after": after,
        "addresses": [address_of(one) if one else "" for one in recipes],
        "behind_runs": told,
    }
    return Shown(result, around)


def _chosen(runs: list[Row], id_: str, otherwise: int) -> Row | None:
    if not id_:
        return runs[otherwise] if runs else None
    found = next((row for row in runs if row["id"] == id_), None)
    if found is None:
        raise NotInGraph(f"no run {id_[:40]!r} is kept with its recipe; /data lists the runs")
    return found


def _recipe_in(row: Row) -> Recipe:
    try:
        return recipe_of(row["text"])
    except SettingRefused as error:
        raise ParameterRefused(f"of an earlier version, and not read any more: {error}") from error


def _as_cell(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list | tuple) else value
