"""What a program can ask of the site that is no page: to change, to send, to watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explorer.accounts.roles import Role
from explorer.changes import LONGEST_ID
from explorer.openapi.schemas import JSON, Schema, closed, of_cypher
from explorer.uploads import COUNTS
from queries.lists import LONGEST_NAME, LONGEST_NOTE, MOST_PEOPLE

FORM = "application/x-www-form-urlencoded"
FILE = "multipart/form-data"
TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "maxLength": LONGEST_ID}
CHOSEN: Schema = {"type": "array", "items": ID, "maxItems": MOST_PEOPLE}
NAME: Schema = {"type": "string", "maxLength": LONGEST_NAME}
NOTE: Schema = {"type": "string", "maxLength": LONGEST_NOTE}
MONEY: Schema = {"type": "string", "description": 'A sum such as "1,250.50"; nothing is none.'}
TOPIC: Schema = {"type": "string", "default": "*", "description": "A topic's id."}
FINE: Schema = closed({"status": {"const": "ok"}})


@dataclass(frozen=True, slots=True)
class Other:
    """A row. `path` has `{names}`; `sends` are the fields of the form, of which some `needs`.

    `answer` is of the type `kind`; without one the answer is the address of a page (303).
    """

    path: str
    says: str
    role: Role = Role.VIEWER
    sends: Mapping[str, Schema] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    form: str = FORM
    method: str = "GET"
    kind: str = JSON
    answer: Schema | None = None
    problems: tuple[int, ...] = ()


def _sent(
    path: str,
    says: str,
    sends: Mapping[str, Schema],
    *needs: str,
    role: Role = Role.ANALYST,
    form: str = FORM,
    problems: tuple[int, ...] = (404, 413),
) -> Other:
    return Other(path, says, role, sends, needs, form, "POST", problems=problems)


_changed: Mapping[str, tuple[str, Mapping[str, Schema], tuple[str, ...]]] = {
    "change": (
        "Another name, note, topic and budget for a list, all at once.",
        {"name": NAME, "note": NOTE, "topic": TOPIC, "budget": MONEY},
        ("name",),
    ),
    "note": (
        "What is noted of somebody on a list, and what they cost.",
        {"p": ID, "note": NOTE, "cost": MONEY},
        ("p",),
    ),
    "take-out": ("Take people off a list.", {"p": CHOSEN}, ("p",)),
    "copy": ("A second list of the same people.", {"name": NAME}, ()),
    "delete": ("Delete a list; for 30 days it can be brought back.", {}, ()),
    "restore": ("Bring a deleted list back.", {}, ()),
    "erase": ("Take a deleted list away for good.", {}, ()),
    "share": (
        "Let whoever has the list's new address see it.",
        {"all": {"enum": ["yes", "no"], "description": "With notes and costs."}},
        (),
    ),
    "unshare": ("Let nobody see a list by its address any more.", {}, ()),
}
_upload = "/data/upload/{id_}"
_source: Schema = {
    "type": "string",
    "description": "A source of `influence load`; else the one that fits.",
}
_progress = closed(
    {
        **{"state": {"enum": ["waiting", "loading", "done", "failed"]}, "name": TEXT},
        **{"source": TEXT, "trouble": TEXT, "done": of_cypher("FLOAT")},
        **{name: of_cypher("FLOAT") for name in COUNTS if name != "load"},
        "load": of_cypher("STRING"),
    }
)

OTHERS: tuple[Other, ...] = (
    _sent(
        "/lists",
        "Begin a list, with whoever is chosen.",
        {"name": NAME, "topic": TOPIC, "p": CHOSEN},
        "name",
    ),
    _sent(
        "/lists/add",
        "Put people on a list: on a new one where a name is given.",
        {"list": TEXT, "name": NAME, "topic": TOPIC, "p": CHOSEN},
        "p",
    ),
    *(
        _sent(f"/lists/{{list}}/{what}", says, sends, *needs)
        for what, (says, sends, needs) in _changed.items()
    ),
    _sent(
        "/chosen",
        "The page that shows people side by side, or as a graph.",
        {"p": CHOSEN | {"minItems": 1}, "topic": TOPIC, "do": {"enum": ["compare", "graph"]}},
        "p",
        role=Role.VIEWER,
        problems=(413,),
    ),
    _sent(
        "/data/upload",
        "Send a file that is to be loaded; it is looked at first.",
        {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "file",
        form=FILE,
        problems=(404, 409, 413),
    ),
    _sent(f"{_upload}/load", "Load the file.", {"source": _source}, problems=(404, 409, 413)),
    _sent(f"{_upload}/discard", "Let the file be.", {}),
    Other(
        f"{_upload}/progress.json",
        "How far a file is loaded.",
        Role.ANALYST,
        answer=_progress,
        problems=(404,),
    ),
    Other(
        "/data/rejects/{load}.jsonl",
        "The lines of a load that could not be read, each with its reason.",
        Role.ANALYST,
        kind="application/x-ndjson",
        answer=TEXT,
        problems=(404,),
    ),
    Other("/openapi.json", "This description.", answer={"type": "object"}),
    Other("/health/live", "Whether the site lives.", Role.ANYBODY, answer=FINE),
    Other("/health/ready", "Whether it can answer.", Role.ANYBODY, answer=FINE),
    Other(
        "/healthz",
        "Whether it can answer, with how many people there are and the newest run.",
        answer=closed(
            {"status": {"const": "ok"}, "people": {"type": "integer"}, "run": of_cypher("STRING")}
        ),
    ),
    Other("/metrics", "Numbers for Prometheus.", Role.ADMIN, kind="text/plain", answer=TEXT),
)
