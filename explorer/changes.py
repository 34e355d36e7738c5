"""What can be changed through the site: lists. All that is sent to it, and nothing else.

Each change is a row of CHANGES. It ends with an address to go to, so that a browser that loads
the page again does not send the form again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.datastructures import MultiDict

from explorer.accounts.gate import route
from explorer.accounts.roles import Role
from explorer.addresses import is_local, with_query
from explorer.formats import redirect_to
from explorer.views.comparison import MOST as MOST_COMPARED
from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Runs
from queries.lists import MOST_PEOPLE, Lists, money_of

LONGEST_ID = 500
Form = MultiDict[str, str]
Change = Callable[[Lists, str, Form], str]


def add_changes(app: Flask, graph: Runs) -> None:
    """The routes to which something can be sent."""
    lists = Lists(graph)

    def change(list: str, what: str) -> Response:
        if what not in CHANGES:
            abort(404)
        return redirect_to(CHANGES[what](lists, list, request.form))

    routes: Mapping[str, Callable[[], Response]] = {
        "/lists": lambda: redirect_to(make(lists, request.form)),
        "/lists/add": lambda: redirect_to(add(lists, request.form)),
        "/chosen": lambda: redirect_to(chosen(request.form)),
    }
    for path, view in routes.items():
        # What was chosen is only shown.
        role = Role.VIEWER if path == "/chosen" else Role.ANALYST
        route(app, path, view, name=f"send {path}", methods=("POST",), role=role)
    route(
        app,
        "/lists/<list>/<what>",
        change,
        name="send change",
        methods=("POST",),
        role=Role.ANALYST,
    )


def make(lists: Lists, form: Form) -> str:
    """Begin a list, with whoever was chosen."""
    people = people_in(form)
    list_ = lists.make(form.get("name", ""), form.get("topic", "*"))
    return _added(lists, list_, people, form) if people else _at(list_, told="made")


def add(lists: Lists, form: Form) -> str:
    """Put who was chosen on a new list where a name is given, else on the one that is chosen."""
    people = people_in(form)
    if not people:
        raise ParameterRefused("nobody is chosen; tick the people to be put on a list")
    if form.get("name", "").strip() or not form.get("list"):
        return make(lists, form)
    return _added(lists, form["list"], people, form)


def chosen(form: Form) -> str:
    """To the page that shows who was chosen: side by side, or as a graph."""
    people = people_in(form)
    topic = form.get("topic", "*")
    query: dict[str, object] = {"topic": topic if topic != "*" else ""}
    if form.get("do") == "graph":
        if not people:
            raise ParameterRefused("nobody is chosen; tick the people to be drawn")
        return with_query("/graph", {"people": json.dumps(people), **query})
    if not 2 <= len(people) <= MOST_COMPARED:
        raise ParameterRefused(
            f"two to {MOST_COMPARED} people can be compared; {len(people)} are chosen"
        )
    return with_query("/compare", {"p": people, **query})


def people_in(form: Form) -> list[str]:
    """The ids that were chosen, each once."""
    people = list(dict.fromkeys(one for one in form.getlist("p") if one))
    if len(people) > MOST_PEOPLE or any(len(one) > LONGEST_ID for one in people):
        raise ParameterRefused(f"{MOST_PEOPLE} people can be chosen at once, got {len(people)}")
    return people


def _added(lists: Lists, list_: str, people: list[str], form: Form) -> str:
    done = lists.add(list_, people)
    back = form.get("back", "")
    told: dict[str, Any] = {"told": "added", "n": done.people}
    if done.left_out:
        told["left"] = done.left_out
    return _at(list_, **told, back=back if is_local(back) else "")


def _change(lists: Lists, list_: str, form: Form) -> str:
    lists.change(
        list_,
        name=form.get("name", ""),
        note=form.get("note", ""),
        topic=form.get("topic", "*"),
        budget=money_of(form.get("budget", ""), "budget"),
    )
    return _at(list_, told="changed")


def _note(lists: Lists, list_: str, form: Form) -> str:
    cost = money_of(form.get("cost", ""), "cost")
    lists.note(list_, form.get("p", ""), note=form.get("note", ""), cost=cost)
    return _at(list_, told="noted")


def _take_out(lists: Lists, list_: str, form: Form) -> str:
    if not lists.take_out(list_, people_in(form)):
        raise NotInGraph("nobody like that is on this list")
    return _at(list_, told="taken-out")


def _copy(lists: Lists, list_: str, form: Form) -> str:
    name = form.get("name") or f"{lists.one(list_)['name'][:100]} (copy)"
    return _at(lists.copy(list_, name), told="copied")


def _delete(lists: Lists, list_: str, form: Form) -> str:
    del form
    lists.delete(list_)
    return with_query("/lists", {"told": "deleted", "list": list_})


def _restore(lists: Lists, list_: str, form: Form) -> str:
    del form
    lists.restore(list_)
    return _at(list_, told="restored")


def _erase(lists: Lists, list_: str, form: Form) -> str:
    del form
    lists.erase(list_)
    return "/lists?told=erased"


def _share(lists: Lists, list_: str, form: Form) -> str:
    lists.share(list_, with_notes=form.get("all") == "yes")
    return _at(list_, told="shared")


def _unshare(lists: Lists, list_: str, form: Form) -> str:
    del form
    lists.unshare(list_)
    return _at(list_, told="unshared")


def _at(list_: str, **query: object) -> str:
    return with_query(f"/lists/{list_}", query)


CHANGES: Mapping[str, Change] = {
    "change": _change,
    "note": _note,
    "take-out": _take_out,
    "copy": _copy,
    "delete": _delete,
    "restore": _restore,
    "erase": _erase,
    "share": _share,
    "unshare": _unshare,
}
