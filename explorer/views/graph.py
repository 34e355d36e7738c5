"""The graph page: a topic's best people, those around one, a community, or the communities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from explorer.addresses import with_query
from explorer.arguments import TOPIC, Argument
from explorer.boards import MOST_TOPICS
from explorer.network import (
    COMMUNITIES_FIRST,
    EXPANDED,
    MOST_PEOPLE,
    Picture,
    Wish,
    community_map,
    picture,
)
from explorer.page import Asked, Shown
from explorer.picture import MEASURES, communities_told, seen, told
from explorer.views.people import topic_row
from queries.errors import NotInGraph
from queries.export.pictures import FORMS, network_file
from queries.graph import Result, Row
from queries.recipe import KINDS

KIND_NAMES = tuple(KINDS)
VIA = Argument(
    "via", (), "words", choices=KIND_NAMES, says="Kinds of acts that a path may go by; none is all."
)
WHO: tuple[Argument, ...] = (
    TOPIC,
    Argument("focus", "", says="The id of whom it is around."),
    Argument("people", (), "ids", says="With whom it begins."),
    Argument("community", None, "count", least=0, says="With whose best it begins: a community."),
    Argument("limit", 60, "count", least=0, most=MOST_PEOPLE, says="With how many it begins."),
    Argument("expand", (), "ids", says="Around whom more come in; an id said twice brings more."),
    Argument("add", (), "ids", says="Who is added by name."),
    Argument("path", (), "ids", says="The two ends of a path."),
    VIA,
)
HOW: tuple[Argument, ...] = (
    Argument(
        "view",
        "",
        choices=("people", "communities"),
        says="People or communities; else as the topic is large.",
    ),
    Argument("hide", (), "ids", says="Who is hidden."),
    Argument("pin", {}, "places", says="Who stands where."),
    Argument(
        "kinds",
        (),
        "words",
        choices=KIND_NAMES,
        says="Arrows with acts of these kinds; none is all.",
    ),
    Argument("from", None, "moment", says="Arrows with acts since then."),
    Argument("to", None, "moment", says="Arrows with acts until then."),
    Argument("least", 0.0, "share", says="Arrows of this weight or more."),
    Argument(
        "size",
        "score",
        choices=tuple(one.name for one in MEASURES),
        says="What circles are sized by.",
    ),
    Argument(
        "color",
        "community",
        choices=("community", *(one.name for one in MEASURES)),
        says="What they are coloured by.",
    ),
    Argument("names", "yes", choices=("yes", "no"), says="Whether names are shown."),
    Argument("only", "", says="The community that is shown alone."),
    Argument("chosen", "", says="Whose card is open: an id."),
    Argument("arrow", (), "ids", says="The two ends of the arrow whose card is open."),
    Argument("picked", (), "ids", says="Who is picked."),
    Argument("camera", "", says="Where the page looks."),
)
FORM: tuple[Argument, ...] = (
    Argument("also", (), "ids", says="Who is shown already: arrows to and from them are told."),
    Argument(
        "step",
        0,
        "count",
        least=0,
        most=100_000_000,
        says="Seconds of a step of time; 0 is by what there is.",
    ),
    Argument("rows", "people", choices=("people", "arrows"), says="What the rows of CSV are."),
)
# Who is in the picture; how it is seen, which is the page's own affair; what is answered.
ARGUMENTS = (*WHO, *HOW, *FORM)


def graph(asked: Asked) -> Shown:
    """The picture, drawn by the browser from the JSON; the page lists the same people."""
    values = asked.values
    about = topic_row(asked, values["topic"])
    person = focus_of(asked)
    map = community_map(asked.kept, values["topic"])
    if map and communities_wanted(values, about):
        return communities_shown(asked, about, map)
    wished = [*(one.name for one in WHO), "also", "step"]
    wish = Wish(**{name: values[name] for name in wished}, members=members_of(asked))
    made = picture(asked.graph, wish, asked.kept)
    if asked.form == "json":
        # For more of a picture the page asks again and again: no more is made ready than it takes.
        return Shown(made.people, json=told(made))
    people, arrows = seen(made, values)
    around = {
        **page_context(asked, about, map),
        "person": person,
        "picture": made,
        "shown": people,
        "arrows": arrows,
    }
    files = {
        form: partial(as_file, form, people, arrows, values["topic"], places(made, values))
        for form in FORMS
    }
    return Shown(arrows if values["rows"] == "arrows" else people, around, files=files)


def focus_of(asked: Asked) -> Row | None:
    """Whom the picture is around. Raises NotInGraph."""
    focus = asked.values["focus"]
    if not focus:
        return None
    person = asked.graph.ask("people_named", ids=[focus]).one()
    if person is None:
        raise NotInGraph(f"no person {focus!r} in this graph")
    return person


def members_of(asked: Asked) -> list[str]:
    """Who is ranked on the topic, or of the community that is asked for, best first."""
    values, community = asked.values, asked.values["community"]
    if values["people"] or values["focus"] or not values["limit"]:
        return []
    if community is None:
        board = asked.boards.at_hand(asked.graph, values["topic"])
    else:
        board = asked.boards.board(asked.graph, values["topic"], "score")
    if board is None:
        # The first of all come from an index, however many there are.
        return []
    chosen = {} if community is None else {"community": str(community)}
    # One more than is shown, which tells that there are more.
    found: list[str] = board.ids[board.order("score", chosen)[: values["limit"] + 1]].tolist()
    return found


def communities_wanted(values: Mapping[str, Any], about: Row) -> bool:
    """Whether the topic opens as its communities: when asked, or when it is large."""
    chosen = any(values[name] for name in ("focus", "people", "expand", "add", "path"))
    if chosen or values["community"] is not None or values["view"] == "people":
        return False
    large = (about["people"] or 0) > COMMUNITIES_FIRST
    return values["view"] == "communities" or large


def communities_shown(asked: Asked, about: Row, map: Mapping[str, Any]) -> Shown:
    """The communities as circles; the rows are the communities."""
    topic = asked.values["topic"]
    # The largest come first, and each number is a place among them.
    last = max((number for number, *_ in map["communities"]), default=0)
    names = asked.kept.ask("communities", limit=last + 1).rows
    drawn = communities_told(map, names, topic)
    columns = ("community", "people", "name", "address")
    rows = [
        dict(zip(drawn["nodes"]["columns"], row, strict=True)) for row in drawn["nodes"]["rows"]
    ]
    listed = [
        {"community": number, "people": people, "name": row["name"] or row["handle"]}
        | {"address": row["opens"]}
        for (number, people, _, _), row in zip(map["communities"], rows, strict=True)
    ]
    result = Result("community_maps", {}, columns, listed, False, 0.0)
    around = {**page_context(asked, about, map), "person": None, "communities": result}
    return Shown(result, around, drawn)


def page_context(asked: Asked, about: Row, map: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the page tells around the picture, however it is made."""
    context: dict[str, Any] = {
        "topic": about,
        "measures": MEASURES,
        "kinds": list(KINDS),
        "expanded": EXPANDED,
        "source": source_of(asked),
        "has_communities": map is not None,
    }
    if asked.form == "html":
        context["topics"] = asked.kept.ask("topics", limit=MOST_TOPICS).rows
    return context


def source_of(asked: Asked) -> str:
    """Where the page's JSON is: as the address says who is in the picture, and no more."""
    given = {}
    for argument in WHO:
        value = asked.values[argument.name]
        if value != argument.default:
            given[argument.name] = (
                ",".join(value)
                if argument.kind == "words"
                else json.dumps(value, ensure_ascii=False)
                if argument.kind == "ids"
                else value
            )
    if asked.values["view"]:
        given["view"] = asked.values["view"]
    return with_query("/graph.json", given)


def places(made: Picture, values: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Where people stand, as far as it is kept: by whoever pinned them, else by the run."""
    kept = {
        row["id"]: (row["on_topic"]["x"], row["on_topic"]["y"])
        for row in made.people.rows
        if row["on_topic"] and row["on_topic"].get("x") is not None
    }
    return kept | dict(values["pin"])


def as_file(
    form: str,
    people: Result,
    arrows: Result,
    topic: str,
    places: Mapping[str, tuple[float, float]],
    run: Row | None,
) -> bytes:
    """The picture for Gephi and the like."""
    about = {"topic": topic}
    if run:
        about |= {"run": run["id"], "recipe": run["recipe"], "as_of": str(run["as_of"])}
    return network_file(form, people.plain().rows, arrows.plain().rows, about=about, places=places)
