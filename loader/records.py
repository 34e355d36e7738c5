"""The only things a source may yield.

A source yields users, topics, posts and interactions in any order, a `Removal` for what
was taken back, after it, and a `Reject` for whatever it could not read. Ids are
`"<network>:<native id>"` throughout, so two networks never meet by accident. Topics are
given as the source spells them (a tag, a hashtag, a subreddit); `loader.topics` decides
what they become.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What one person did to another. Attention flows from who acts to whom."""

    FOLLOW = "follow"
    REPOST = "repost"
    QUOTE = "quote"
    REPLY = "reply"
    MENTION = "mention"
    LIKE = "like"
    ADOPT = "adopt"

    @property
    def relationship(self) -> str:
        """The relationship type that keeps such an act in the graph."""
        return RELATIONSHIPS[self]


RELATIONSHIPS = {
    Kind.FOLLOW: "FOLLOWS",
    Kind.REPOST: "REPOSTED",
    Kind.QUOTE: "QUOTED",
    Kind.REPLY: "REPLIED_TO",
    Kind.MENTION: "MENTIONED",
    Kind.LIKE: "LIKED",
    Kind.ADOPT: "ADOPTED",
}


@dataclass(frozen=True, slots=True)
class User:
    """A person or account. What is None or an empty text is not said, and overwrites nothing."""

    id: str
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    followers: int | None = None
    following: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that a source names: its spelling, a readable name, and what it is part of.

    `taxonomy` is the name of the tree that other sources' tags are matched to, when the topic
    stands in one; `synonyms` are other names of it there.
    """

    tag: str
    name: str | None = None
    parents: tuple[str, ...] = ()
    taxonomy: str | None = None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Something `author` published: the evidence behind an interaction. `text` is plain.

    One that says when it was `edited` takes the place of what was known under its id, unless that
    was edited as late or later: so versions may come in any order.
    """

    id: str
    author: str
    at: datetime | None = None
    text: str | None = None
    lang: str | None = None
    url: str | None = None
    topics: tuple[str, ...] = ()
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """One act of `who` towards `whom`.

    `post` is the post of `whom` that was acted upon; `via` the post of `who` through
    which it was done (the reply, the quote). `count` is how many acts the record stands
    for. `credit` in 0..1 is the part of the act that is due to `whom` (below 1 only
    where the source splits it among several). `at` is zoned; None when unknown. `unnamed`
    is the id that the act has where its source tells it without the record behind it: a
    list of who liked a post has no ids of likes. Told both ways, it is one act.
    """

    id: str
    who: str
    whom: str
    kind: Kind
    at: datetime | None = None
    topics: tuple[str, ...] = ()
    post: str | None = None
    via: str | None = None
    count: int = 1
    credit: float = 1.0
    unnamed: str | None = None


class Thing(StrEnum):
    """What a source may take back."""

    ACT = "act"
    POST = "post"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Removal:
    """What was said before under `id` is taken back: unliked, unfollowed, deleted.

    With a post go the acts on it and the acts done through it; with a person go their
    posts and all their acts, and what others did to them. `author` is whose a post was, where
    that is told: acts on a post that is not in the graph itself are found through its author
    at once, and without one only by looking through all acts.
    """

    id: str
    thing: Thing
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that could not be read, and why; `line` counts from 1, 0 when there is none."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: '{self.field}' {self.reason}"


Record = User | Topic | Post | Interaction | Removal | Reject
