"""What X asks those who keep its posts to take back: as lines of a stream, and as lists of ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from loader.records import Record, Removal, Thing
from loader.sources import x_ids
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.times import shown
from loader.sources.x_acts import like_id
from loader.sources.x_memory import Memory

_POST = frozenset({"delete", "status_withheld", "withheld", "drop"})
_PERSON = frozenset({"user_delete", "user_suspend", "user_protect", "user_withheld"})
_BACK = frozenset({"undrop", "user_undelete", "user_unsuspend", "user_unprotect"})
_NOTHING = frozenset({"scrub_geo", "tweet_edit", "user_profile_modification"})
EVENTS = _POST | _PERSON | _BACK | _NOTHING

BATCHES = ("posts", "people")


def event_in(fields: Fields) -> str:
    """The name of the compliance event in a line of a stream; "" when there is none."""
    names = fields.value.keys()
    # Posts and people have a field 'withheld', too.
    return "" if "id" in names or "id_str" in names else min(names & EVENTS, default="")


def taken_back(fields: Fields, event: str, memory: Memory) -> Iterator[Record]:
    """What an event takes back. Raises BadCell when it does not say of what."""
    body = fields.inner(event)
    if event in _PERSON:
        yield _person(x_ids.native(_about(body, ("user",)), "id"), memory)
    elif event in _BACK:
        kind = "tweet" if event == "undrop" else "user"
        gone = memory.posts_gone if kind == "tweet" else memory.people_gone
        gone.drop(x_ids.native(_about(body, (kind, "status")), "id"))
    elif event == "delete" and "favorite" in body:
        like = body.inner("favorite")
        act = like_id(x_ids.native(like, "user_id"), x_ids.native(like, "tweet_id"))
        yield Removal(act, Thing.ACT)
    elif event in _POST and "direct_message" not in body:
        about = _about(body, ("tweet", "status"))
        names = ("user_id", "author_id")
        author = next(filter(None, (x_ids.native(about, n, needed=False) for n in names)), "")
        yield _post(x_ids.native(about, "id"), memory, author)


def is_row(fields: Fields) -> bool:
    """Whether this is a row of a list of ids that batch compliance gives."""
    return "action" in fields and "id" in fields and not {"text", "user"} & fields.value.keys()


def row(fields: Fields, of: str, memory: Memory) -> Iterator[Record]:
    """What a row of a list of ids takes back; `of` is one of BATCHES. Raises BadCell."""
    found, action, reason = x_ids.native(fields, "id"), fields.word("action"), fields.word("reason")
    if action != "delete":
        raise BadCell("action", f"is not known: {shown(action)}")
    if not of:
        raise BadCell("id", "is of a post or of a person? say it with --compliance posts or people")
    if reason != "scrub_geo":
        yield _post(found, memory) if of == "posts" else _person(found, memory)


def batch_of(path: Path, asked: str) -> str:
    """What the ids in a list are of: as asked, else from the name of the file; "" if unknown."""
    name = path.name.casefold()
    if asked:
        return asked
    if ("user" in name or "people" in name) == ("tweet" in name or "post" in name):
        return ""
    return "people" if "user" in name or "people" in name else "posts"


def _about(body: Fields, inside: tuple[str, ...]) -> Fields:
    """What an event is about: inside an object of its own, or not."""
    return next((body.inner(name) for name in inside if name in body), body)


def _post(native: str, memory: Memory, author: str = "") -> Removal:
    memory.posts_gone.put(native, True)
    known = memory.post(native)
    who = known.author if known else author
    id_ = x_ids.post(known.id if known else native)
    return Removal(id_, Thing.POST, x_ids.person(who) if who else None)


def _person(native: str, memory: Memory) -> Removal:
    memory.people_gone.put(native, True)
    return Removal(x_ids.person(native), Thing.PERSON)
