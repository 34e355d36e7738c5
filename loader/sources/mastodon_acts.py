"""Acts on posts of the fediverse, made as soon as it is known whose the posts are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from loader.records import Interaction, Kind, Post, Record, Removal, Thing
from loader.sources.authors import Authors
from loader.sources.mastodon_accounts import Accounts, person_id

Topics = tuple[str, ...]


class Deed(NamedTuple):
    """What `who` does to the post `target`, a key of `Authors`.

    `whom` is "" and `post` too where only the target can tell them. `via` is the post of
    `who` through which it is done, "" where there is none; `mentions` are those named in it.
    """

    kind: str
    who: str
    target: str
    at: float | None
    topics: Topics = ()
    whom: str = ""
    post: str = ""
    via: str = ""
    mentions: Topics = ()


class Acts:
    """Makes acts, and remembers the posts that they may be about.

    `waits` says whether an act waits for the post it is about until all is read; without it,
    as when posts come live, an act says what is known now.
    """

    def __init__(
        self, authors: Authors, accounts: Accounts, left_out: Counter[str], *, waits: bool
    ) -> None:
        self._authors, self._accounts, self._left_out = authors, accounts, left_out
        self._waits = waits

    def knows(self, post: Post, address: str, *keys: str) -> bool:
        """Remember `post` under `keys`. False when it was taken back."""
        said = json.dumps(("post", post.id, address, post.topics))
        there = [self._authors.know(key, said) for key in keys]
        return all(there)

    def knows_act(self, act: Interaction, key: str) -> bool:
        """Remember an act that can be taken back under `key`. False when it was."""
        return self._authors.know(key, json.dumps(("act", act.id, "", ())))

    def gone(self, *keys: str) -> None:
        """What is remembered under `keys`, now or later, was taken back."""
        for key in keys:
            self._authors.take_back(key)

    def take_back(self, key: str) -> list[Record]:
        """The removal of what was remembered under `key`; nothing when that is not known."""
        said = self._authors.said(key)
        self._authors.take_back(key)
        if not said:
            self._left_out["deletions of what was not read"] += 1
            return []
        thing, id_, author, _ = json.loads(said)
        return [Removal(id_, Thing(thing), person_id(author) if author else None)]

    def of(self, deed: Deed) -> list[Record]:
        """The acts of `deed`; none yet when it has to wait."""
        said = self._authors.said(deed.target)
        if said is None and self._waits:
            self._authors.wait(deed.target, json.dumps(deed))
            return []
        return list(self._made(deed, said))

    def waited(self) -> Iterator[Record]:
        """The acts on posts that came later, or never."""
        for deed, said in self._authors.waited():
            yield from self._made(Deed(*json.loads(deed)), said)

    def mentions(self, post: Post, who: str, named: Topics) -> Iterator[Record]:
        """`who` mentions each of `named` in `post`."""
        deed = Deed("", who, "", seconds(post.at), post.topics, via=post.id, mentions=named)
        yield from self._mentions(deed)

    def _made(self, deed: Deed, said: str | None) -> Iterator[Record]:
        whom, post, topics = deed.whom, deed.post, deed.topics
        if said:
            thing, id_, address, about = json.loads(said)
            if thing == "post":
                whom, post, topics = address, id_, tuple(about) or topics
        if said == "":
            self._left_out["acts on posts that were taken back"] += 1
        elif not whom:
            self._left_out["acts on posts whose author is not known"] += 1
        elif self._is_between(deed.who, whom):
            yield _act(deed._replace(topics=topics), whom, post)
        yield from self._mentions(deed, but=whom)

    def _mentions(self, deed: Deed, but: str = "") -> Iterator[Record]:
        kind = Kind.MENTION
        for named in deed.mentions:
            if named != but and self._is_between(deed.who, named):
                yield _act(deed._replace(kind=kind, topics=deed.topics), named, "")

    def _is_between(self, who: str, whom: str) -> bool:
        """Whether an act is one between two people who may be looked at."""
        if who == whom:
            self._left_out["acts of people on themselves"] += 1
        elif self._accounts.is_out(whom):
            self._left_out["acts on people who ask not to be indexed"] += 1
        else:
            return True
        return False


def seconds(at: datetime | None) -> float | None:
    """A moment as seconds since 1970."""
    return None if at is None else at.timestamp()


def _act(deed: Deed, whom: str, post: str) -> Interaction:
    return Interaction(
        id=act_id(Kind(deed.kind), deed.who, whom, post=post, via=deed.via),
        who=person_id(deed.who),
        whom=person_id(whom),
        kind=Kind(deed.kind),
        at=None if deed.at is None else datetime.fromtimestamp(deed.at, UTC),
        topics=tuple(deed.topics),
        post=post or None,
        via=deed.via or None,
    )


def act_id(kind: Kind, who: str, whom: str, *, post: str, via: str) -> str:
    """The id of an act: what it says, so that it is the same wherever it is read.

    A post answers one post and quotes one; somebody boosts or likes a post once.
    """
    post, via = post.removeprefix(person_id("")), via.removeprefix(person_id(""))
    match kind:
        case Kind.REPLY | Kind.QUOTE:
            said = via
        case Kind.MENTION:
            said = f"{whom}/{via}"
        case Kind.FOLLOW:
            said = f"{who}/{whom}"
        case _:
            said = f"{who}/{post}"
    return person_id(f"{kind}/{said}")
