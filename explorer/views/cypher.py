"""The Cypher bench: what anybody writes, its rows, its plan, its picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from explorer.accounts.csrf import said_to_be_from_here
from explorer.accounts.gate import gate
from explorer.answer_picture import picture_of
from explorer.failures import status_of
from explorer.page import Asked, Shown
from explorer.views.queries import audiences, unknown
from queries.console.bench import Answer, Benches
from queries.console.parameters import read_parameters
from queries.errors import ParameterRefused, QueryError, QueryRefused, UnknownQuery
from queries.graph import Result
from queries.library import library

TABS = ("table", "graph", "plan")
# What the page shows of a long answer; JSON and CSV hold all of it.
SHOWN = 200
# What stands in the editor of somebody who has not written anything yet.
FIRST = "most_attended"
NOTHING = Result("", {}, (), [], False, 0.0)


@dataclass(frozen=True, slots=True)
class Written:
    """What is asked: the Cypher, its parameters as they were written, and whether to run it."""

    cypher: str
    parameters: str
    runs: bool


def cypher(asked: Asked) -> Shown:
    """The answer; on the page also why there is none."""
    written = _written(asked)
    if asked.form != "html":
        _refuse_other_sites()
        return _told(_answered(asked, written), _bench(asked).place.at)
    around: dict[str, Any] = {
        "written": written,
        "tab": asked.values["tab"],
        "tabs": TABS,
        "limits": _bench(asked).limits,
        "place": _bench(asked).place,
        "examples": audiences(list(library().readable.values())),
        "answer": None,
        "refusal": None,
        "most": SHOWN,
        "origin": f"{request.host_url}cypher.json",
    }
    if not written.runs:
        return Shown(NOTHING, around)
    try:
        answer = _answered(asked, written, plan_only=asked.values["tab"] == "plan")
    except QueryError as error:
        around["refusal"] = str(error)
        return Shown(NOTHING, around, status=status_of(error))
    around["answer"] = answer
    if asked.values["tab"] == "graph":
        around["picture"] = picture_of(answer.picture)
    return Shown(answer.result, around)


def picture(asked: Asked) -> Shown:
    """What can be drawn of an answer: its nodes and relationships."""
    _refuse_other_sites()
    answer = _answered(asked, _written(asked))
    return Shown(answer.result, json=picture_of(answer.picture))


def explained(asked: Asked) -> Shown:
    """The plan, and what is wrong with the query where something is, for an editor.

    What is wrong is no failure here: to ask for it is what this is for.
    """
    _refuse_other_sites()
    written = _written(asked)
    columns = ("depth", "operator", "details", "rows")
    try:
        answer = _answered(asked, written, plan_only=True)
    except (QueryRefused, ParameterRefused) as error:
        reason = getattr(error, "reason", "parameters")
        line, column = getattr(error, "place", None) or (None, None)
        problem = {"message": str(error), "reason": reason, "severity": "error"}
        problem |= {"line": line, "column": column}
        result = Result(written.cypher, {}, columns, [], False, 0.0)
        return Shown(result, json=result.json() | {"diagnostics": [problem]})
    rows = [{name: one[name] for name in columns} for one in answer.operators]
    result = Result(
        written.cypher, answer.result.parameters, columns, rows, False, answer.result.seconds
    )
    warnings = [{**note, "severity": "warning"} for note in answer.notes]
    return Shown(result, json=result.json() | {"diagnostics": warnings})


def schema(asked: Asked) -> Shown:
    """What an editor completes: labels, types and property keys of this graph, and the language."""
    return Shown(asked.graph.ask("graph_schema"))


def _written(asked: Asked) -> Written:
    """The query of the address: written out, or one of the library by its name."""
    text, parameters, name = (asked.values[key] for key in ("q", "params", "query"))
    elsewhere = asked.form == "html" and from_another_site()
    if text:
        return Written(text, parameters, not elsewhere)
    if name and name not in library().readable:
        raise UnknownQuery(str(unknown(name)))
    if not name and asked.form != "html":
        raise ParameterRefused("'q' is missing: the Cypher to run; or 'query', a question's name")
    query = library().named(name or FIRST)
    values = query.defaults | read_parameters(parameters)
    told = json.dumps(values, ensure_ascii=False) if values else ""
    return Written(query.cypher, told, bool(name) and not elsewhere)


def _answered(asked: Asked, written: Written, *, plan_only: bool = False) -> Answer:
    parameters: Mapping[str, Any] = read_parameters(written.parameters)
    if plan_only:
        return _bench(asked).plan(written.cypher, parameters)
    # How many run at once is the bench's own affair.
    gate().count_heavy()
    return _bench(asked).run(written.cypher, parameters, left=asked.left)


def _bench(asked: Asked) -> Benches:
    assert asked.bench is not None
    return asked.bench


def _told(answer: Answer, copied: str) -> Shown:
    more = {"stopped": answer.stopped, "notes": list(answer.notes), "narrowed": answer.narrowed}
    more |= {"copied": copied} if copied else {}
    # Not `json()`: the values are JSON already.
    result = answer.result
    told = {
        "query": result.query,
        "parameters": result.parameters,
        "columns": list(result.columns),
        "rows": result.rows,
        "truncated": result.truncated,
        "seconds": round(result.seconds, 4),
    }
    return Shown(result, json=told | more)


def from_another_site() -> bool:
    """Whether another site's page sent the browser here: its links fill in, and do not run."""
    return not said_to_be_from_here(request)


def _refuse_other_sites() -> None:
    if from_another_site():
        raise QueryRefused("another site's page cannot ask the bench", "other-site")
