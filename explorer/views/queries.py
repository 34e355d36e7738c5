"""The library of questions, and each one with a form and its answer."""

from __future__ import annotations

from flask import request

from explorer.page import Asked, Shown
from queries.errors import DatabaseRefused, ParameterRefused, UnknownQuery
from queries.graph import Result
from queries.library import Query, library
from queries.parameters import parsed

# What a page shows of a long answer; JSON and CSV hold all that was asked for.
SHOWN = 500


def queries(_asked: Asked) -> Shown:
    """All that can be asked; the rows are names, titles and for whom they are."""
    found = sorted(library().readable.values(), key=lambda query: query.name)
    rows = [
        {"name": query.name, "title": query.title, "for": ", ".join(query.audiences)}
        for query in found
    ]
    result = Result("", {}, ("name", "title", "for"), rows, False, 0.0)
    return Shown(result, {"audiences": audiences(found)})


def audiences(found: list[Query]) -> list[tuple[str, list[Query]]]:
    """The questions under the first audience that each names."""
    groups: dict[str, list[Query]] = {}
    for query in found:
        groups.setdefault((query.audiences or ("everybody",))[0], []).append(query)
    return sorted(groups.items(), key=lambda group: (group[0] == "developers", group[0]))


def query(asked: Asked) -> Shown:
    """One question: its file, a form for its parameters, its answer."""
    name = asked.values["name"]
    if name not in library().readable:
        raise UnknownQuery(str(unknown(name)))
    one = library().named(name)
    twice = [key for key in request.args if len(request.args.getlist(key)) > 1]
    if twice:
        raise ParameterRefused(f"{name}: '{twice[0]}' is said twice")
    values = parsed(one, request.args.to_dict())
    try:
        result = asked.graph.ask(name, **values)
    except DatabaseRefused as error:
        raise ParameterRefused(f"{name}: the database cannot work with these values") from error
    types = {column.name: column.type for column in one.returns}
    return Shown(result, {"query": one, "values": values, "types": types, "most": SHOWN})


def unknown(name: str) -> UnknownQuery:
    """What to say of a name that is not there, or that the web cannot reach."""
    try:
        library().named(name)
    except UnknownQuery as error:
        return error
    return UnknownQuery(f"{name!r} writes; only the queries of read/ can be asked")
