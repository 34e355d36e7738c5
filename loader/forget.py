"""Somebody opts out: all of theirs goes, and no later load brings it back."""

from __future__ import annotations

import json
import math
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from loader.forget_lists import out_of_lists
from loader.opted_out import hidden_by, note_down, notes_in
from loader.suppression import KEY_FILE, Key, Suppression, key_in, key_made, network_of
from queries.errors import NotInGraph, SuppressionLost
from queries.graph import Graph

TEXTS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken away: counts."""

    posts: int
    relationships: int
    texts: int
    rejects: int

    def told(self) -> dict[str, int]:
        """The same as an object for JSON."""
        return asdict(self)


def forget(graph: Graph, folder: Path, person: str) -> Forgotten:
    """Take away `person`, their posts, acts, scores and places on lists, and their handle in texts.

    First a keyed hash of the id is noted, in a file of `folder` and in the graph, so a load that
    is under way leaves them out from its next batch on. What is cut off in the middle is done by
    doing it again. Ids that are not in the graph can opt out, too. Raises SuppressionLost when
    earlier ones were noted with another key.
    """
    names = _noted(graph, folder, [person])
    posts, relationships = _taken_away(graph, [person])
    hidden = Suppression.of(graph, folder)
    network = network_of(person)
    texts = _redacted(graph, hidden, network, names.handles)
    texts += out_of_lists(
        graph, lambda text: hidden.redacted(network, text), [person, *names.spoken]
    )
    rejects = _scrubbed(folder / "rejects", [person, *names.handles, *names.spoken])
    # Last, so that what was cut off before can be found by the person still being there.
    graph.run("forget_people", people=[person])
    return Forgotten(posts, relationships, texts, rejects)


def forget_all(
    graph: Graph, folder: Path, people: Sequence[str], networks: Iterable[str]
) -> Forgotten:
    """As `forget`, of many: each text is read once, whoever of all who opted out is in it.

    `networks` are those of everybody who is in the graph.
    """
    names = _noted(graph, folder, people)
    posts, relationships = _taken_away(graph, people)
    hidden = Suppression.of(graph, folder)
    texts = _redacted_everywhere(graph, hidden)
    words = [*people, *names.spoken]
    for network in sorted(networks):
        texts += out_of_lists(graph, partial(hidden.redacted, network), words)
    rejects = _scrubbed(folder / "rejects", [*words, *names.handles])
    graph.run("forget_people", people=people)
    return Forgotten(posts, relationships, texts, rejects)


def remembered(graph: Graph, folder: Path, person: str) -> bool:
    """Lift the note that `person` opted out; whether there was one.

    Data comes back only by loading it again. A handle that was noted with the id is lifted
    when it is told as `network:@handle`.
    """
    key = _key(folder)
    network, _, native = person.partition(":")
    handle = native.startswith("@")
    hash_ = key.handle(network, native) if handle else key.person(person)
    noted = hash_ in hidden_by(notes_in(folder))
    if noted:
        note_down(folder, [hash_], key=key.name, lifted=True)
    return bool(graph.run("remember", hashes=[hash_]).rows[0]["lifted"]) or noted


def held(graph: Graph, person: str) -> dict[str, Any]:
    """All that is held about `person`, as an object for JSON.

    Raises NotInGraph when nothing is.
    """
    found = graph.run("person_held", person=person).plain().one()
    if found is None:
        raise NotInGraph(f"nothing is held about {person!r}")
    arrows = graph.run("person_held_arrows", person=person).plain().rows
    lists = graph.run("person_held_lists", person=person).plain().rows
    told = [_with_names(arrow) for arrow in arrows]
    return {**found, "relationships": told, "lists": lists}


def _with_names(arrow: dict[str, Any]) -> dict[str, Any]:
    """The same with measures by name; what is not known is null, since JSON has no NaN."""
    names, told = arrow["measured"], dict(arrow["properties"])
    if "measured" in told:
        by_name = zip(names, told["measured"], strict=False)
        told["measured"] = {n: None if math.isnan(value) else value for n, value in by_name}
    return {**{name: arrow[name] for name in ("direction", "type", "other")}, "properties": told}


@dataclass(frozen=True, slots=True)
class _Names:
    handles: list[str]
    spoken: list[str]


def _noted(graph: Graph, folder: Path, people: Sequence[str]) -> _Names:
    """Note that `people` opted out; what they are called in texts: by handle, and by name."""
    Suppression.of(graph, folder)
    key = key_made(folder)
    rows = graph.run("names_of", people=people).rows
    hashes = [key.person(person) for person in people]
    hashes += [key.handle(network_of(row["id"]), row["handle"]) for row in rows if row["handle"]]
    known = hidden_by(notes_in(folder))
    note_down(folder, [one for one in hashes if one not in known], key=key.name)
    graph.run("forget_note", hashes=hashes, key=key.name)
    return _Names(*([row[one] for row in rows if row[one]] for one in ("handle", "name")))


def _taken_away(graph: Graph, people: Sequence[str]) -> tuple[int, int]:
    """Take away the posts and all relationships of `people`; how many of each."""
    posts = graph.run("forget_posts", people=people).rows[0]["posts"]
    return posts, graph.run("forget_acts", people=people).rows[0]["relationships"]


def _redacted(graph: Graph, hidden: Suppression, network: str, handles: list[str]) -> int:
    """Take the handles out of what others wrote; in how many texts there was one."""
    changed: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in graph.run("texts_naming", network=network, handles=handles).rows:
        text = hidden.redacted(network, row["text"])
        if text != row["text"]:
            changed[row["place"]].append({"id": row["id"], "text": text})
    return _put(graph, changed)


def _redacted_everywhere(graph: Graph, hidden: Suppression) -> int:
    """Take the handles of all `hidden` out of every text in the graph; out of how many."""
    changed: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in graph.stream("texts_with_handles"):
        text = hidden.redacted(row["network"], row["text"])
        if text != row["text"]:
            changed[row["place"]].append({"id": row["id"], "text": text})
    return _put(graph, changed)


def _put(graph: Graph, changed: dict[str, list[dict[str, str]]]) -> int:
    for place, texts in changed.items():
        for at in range(0, len(texts), TEXTS_AT_ONCE):
            some = texts[at : at + TEXTS_AT_ONCE]
            graph.run("write_texts", **{place: some})
    return sum(map(len, changed.values()))


def _key(folder: Path) -> Key:
    key = key_in(folder)
    if key is None:
        raise SuppressionLost(f"{folder / KEY_FILE} is not there; put it back")
    return key


def _scrubbed(folder: Path, words: Iterable[str]) -> int:
    """Take the lines with any of `words` out of the rejects kept in `folder`; how many."""
    wanted = [json.dumps(word, ensure_ascii=False)[1:-1] for word in words if word]
    gone = 0
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")[:-1]
        kept = [line for line in lines if not any(word in line for word in wanted)]
        if len(kept) == len(lines):
            continue
        gone += len(lines) - len(kept)
        # Beside it and then over it: a file is whole at every moment. Lines stay counted.
        kept += ["{}"] * (len(lines) - len(kept))
        beside = path.with_suffix(".part")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as out:
            out.writelines(f"{line}\n" for line in kept)
        beside.replace(path)
    return gone
