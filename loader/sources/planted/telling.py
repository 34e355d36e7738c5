"""The town as records: what a source may yield, made of what happened here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loader.records import Interaction, Kind, Post, Topic, User
from loader.sources.planted.cast import Cast
from loader.sources.planted.circles import Follow
from loader.sources.planted.life import Act
from loader.sources.planted.rhythm import date
from loader.sources.planted.words import subjects, wordlist
from loader.sources.planted.writing import LANGUAGES, Draft


def topics() -> Iterator[Topic]:
    """The tree of topics: four parents, three topics below each."""
    parents = wordlist("common")["parents"]
    assert isinstance(parents, dict)
    for tag, name in parents.items():
        yield Topic(tag, name)
    for subject in subjects():
        yield Topic(subject.tag, subject.name, (subject.parent,))


def users(cast: Cast, ties: list[Follow]) -> Iterator[User]:
    """Everyone, with as many followers as follow them here."""
    followers = Counter(tie.whom.handle for tie in ties)
    following = Counter(tie.who.handle for tie in ties)
    for person in (*cast.people, *cast.bought):
        yield User(
            id=person.id,
            handle=person.handle,
            name=person.name,
            bio=person.bio,
            followers=followers[person.handle],
            following=following[person.handle],
            created_at=date(person.born),
        )


def post(draft: Draft) -> Post:
    """A draft as a post."""
    return Post(
        id=draft.id,
        author=draft.author.id,
        at=date(draft.at),
        text=draft.text,
        lang=LANGUAGES[draft.tongue],
        topics=(draft.topic,),
    )


def follow(tie: Follow) -> Interaction:
    """A follow; it is about no topic."""
    return Interaction(
        id=f"planted:follow:{tie.who.handle}:{tie.whom.handle}",
        who=tie.who.id,
        whom=tie.whom.id,
        kind=Kind.FOLLOW,
        at=date(tie.at),
    )


def interaction(act: Act) -> Interaction:
    """An act, about what the post is about that was acted upon (a mention: that mentions)."""
    about = act.post or act.via
    assert about is not None
    return Interaction(
        id=":".join(("planted", act.kind, act.who.handle, (act.via or about).id[8:])),
        who=act.who.id,
        whom=act.whom.id,
        kind=act.kind,
        at=date(act.at),
        topics=(about.topic,),
        post=act.post.id if act.post else None,
        via=act.via.id if act.via else None,
    )
