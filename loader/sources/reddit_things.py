"""What a thing of Reddit becomes: people, posts, and acts between people."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from loader.records import Interaction, Kind, Post, Record, Removal, Topic, User
from loader.records import Thing as Removed
from loader.sources.authors import Authors
from loader.sources.cells import BadCell, is_address
from loader.sources.fields import Fields
from loader.sources.reddit_text import named, plain
from loader.sources.reddit_tree import Thing
from loader.sources.times import Clock, shown

SITE = "https://www.reddit.com"
NOBODY = frozenset({"[deleted]", "[removed]"})
PRIVATE = frozenset({"private", "employees_only", "gold_only"})

_FULLNAME = re.compile(r"t[13]_[0-9a-z]{1,13}", re.ASCII)


class Deed(NamedTuple):
    """A comment or a submission, as far as it does something to somebody.

    `parent` is the fullname of what it answers or repeats, "" when it does neither.
    """

    kind: str
    name: str
    author: str
    at: float
    topics: tuple[str, ...]
    parent: str
    mentions: tuple[str, ...]


class Things:
    """Turns things into records, and counts what it leaves out.

    A thing is taken as a whole or refused. The methods raise BadCell.
    """

    def __init__(self, authors: Authors, times: Clock) -> None:
        self._authors, self._times = authors, times
        self.left_out: Counter[str] = Counter()
        self._kinds: dict[str, Callable[[Fields], list[Record]]] = {
            "t1": self._comment,
            "t2": self._account,
            "t3": self._submission,
            "t5": self._subreddit,
        }

    def read(self, thing: Thing) -> list[Record]:
        """The records of `thing`; an act on a post that was not read yet comes with `waited`."""
        if thing.fields.word("subreddit_type") in PRIVATE:
            return self._without("what is in private subreddits")
        if kind := self._kinds.get(thing.kind):
            return kind(thing.fields)
        if thing.kind == "more":
            return self._without("places where a page leaves comments out")
        return self._without("things of other kinds")

    def waited(self) -> Iterator[Record]:
        """The acts on posts that came later, or never."""
        for act, whom in self._authors.waited():
            yield from self._acts(Deed(*json.loads(act)), whom)

    def _comment(self, comment: Fields) -> list[Record]:
        name, body = _fullname(comment, "t1"), comment.word("body")
        link, parent = _reference(comment, "link_id"), _reference(comment, "parent_id")
        page = f"/comments/{link[3:]}/_/{name[3:]}/"
        person, post = self._post(comment, name, text=body, page=page)
        # A list of somebody's comments says whose the submission is.
        owner = comment.id("link_author", needed=False)
        if owner and owner not in NOBODY:
            self._authors.know(link, owner.lower())
        return self._told(person, post, _deed(Kind.REPLY, name, post, parent, named(body)))

    def _submission(self, submission: Fields) -> list[Record]:
        name, title = _fullname(submission, "t3"), submission.word("title")
        body, parent = submission.word("selftext"), ""
        if "crosspost_parent" in submission:
            parent = _reference(submission, "crosspost_parent")
        text = " — ".join(filter(None, (title, "" if body in NOBODY else body)))
        person, post = self._post(submission, name, text=text, page=f"/comments/{name[3:]}/")
        deed = _deed(Kind.REPOST, name, post, parent, named(f"{title}\n{body}"))
        before: list[Record] = []
        for original in submission.each("crosspost_parent_list"):
            before += self.read(Thing("t3", original))
        for record in before:
            if isinstance(record, Post) and record.id == _id(parent):
                deed = deed._replace(topics=record.topics)
        return [*before, *self._told(person, post, deed)]

    def _account(self, account: Fields) -> list[Record]:
        name = account.id("name")
        if name in NOBODY:
            return self._without("accounts that are deleted")
        return [_person(name, account.at("created_utc", self._times))]

    def _subreddit(self, subreddit: Fields) -> list[Record]:
        return [Topic(tag) for tag in _topics(subreddit.id("display_name"))]

    def _post(self, thing: Fields, name: str, *, text: str, page: str) -> tuple[User, Post]:
        """The post that `thing` is, and whose it is."""
        at, since = (
            thing.at("created_utc", self._times),
            thing.at("author_created_utc", self._times),
        )
        person, path = _person(thing.id("author"), since), thing.word("permalink")
        if at is None:
            raise BadCell(_path(thing, "created_utc"), "is missing")
        topics = _topics(thing.id("subreddit"))
        url = SITE + (path if is_address(path, "/") else page)
        edited = self._edited(thing, at)
        post = Post(_id(name), person.id, at, plain(text), None, url, topics, edited)
        return person, post

    def _edited(self, thing: Fields, at: datetime) -> datetime | None:
        """When a thing was edited. What is old says only that it was: after it was first said."""
        edited = thing.value.get("edited")
        return at if edited is True else thing.at("edited", self._times) if edited else None

    def _told(self, person: User, post: Post, deed: Deed) -> list[Record]:
        """A post with what it does, or its removal when it was taken back."""
        if person.handle in NOBODY:
            self._authors.take_back(deed.name)
        elif self._authors.know(deed.name, deed.author):
            return [person, post, *self._done(deed)]
        self._without("posts that were taken back")
        author = None if person.handle in NOBODY else person.id
        return [Removal(post.id, Removed.POST, author)]

    def _done(self, deed: Deed) -> list[Record]:
        """The acts of `deed`; none yet when it is not known whose its parent is."""
        whom = self._authors.said(deed.parent) if deed.parent else None
        if deed.parent and whom is None:
            self._authors.wait(deed.parent, json.dumps(deed))
            return []
        return list(self._acts(deed, whom))

    def _acts(self, deed: Deed, whom: str | None) -> Iterator[Record]:
        if deed.parent and not whom:
            self._without("acts on posts whose author is not known")
        elif whom == deed.author:
            self._without("acts of people on their own posts")
        elif whom:
            yield _act(deed, whom, Kind(deed.kind), f"{deed.kind}-{deed.name}", deed.parent)
        for other in deed.mentions:
            if other not in (whom, deed.author):
                yield _act(deed, other, Kind.MENTION, f"mention-{deed.name}-{other}", "")

    def _without(self, what: str) -> list[Record]:
        """Nothing, counted."""
        self.left_out[what] += 1
        return []


def _deed(kind: Kind, name: str, post: Post, parent: str, mentions: list[str]) -> Deed:
    author, at = post.author.removeprefix(_id("")), post.at.timestamp() if post.at else 0.0
    return Deed(kind, name, author, at, post.topics, parent, tuple(mentions))


def _act(deed: Deed, whom: str, kind: Kind, act: str, post: str) -> Interaction:
    return Interaction(
        id=_id(act),
        who=_id(deed.author),
        whom=_id(whom),
        kind=kind,
        at=datetime.fromtimestamp(deed.at, UTC),
        topics=tuple(deed.topics),
        post=_id(post) if post else None,
        via=_id(deed.name),
    )


@lru_cache(maxsize=65_536)
def _person(name: str, since: datetime | None) -> User:
    page = f"{SITE}/user/{quote(name, safe='')}/"
    return User(_id(name.lower()), handle=name, url=page, created_at=since)


@lru_cache(maxsize=4_096)
def _topics(subreddit: str) -> tuple[str, ...]:
    """The subreddit; none when it is somebody's own page."""
    return () if subreddit.lower().startswith("u_") else (subreddit,)


def _fullname(thing: Fields, kind: str) -> str:
    """The name of `thing` among all things, such as 't1_d8s0h16'."""
    return _checked(f"{kind}_{thing.id('id')}", thing, "id")


def _reference(thing: Fields, field: str) -> str:
    """The fullname that `thing` has in a field."""
    return _checked(thing.id(field), thing, field)


def _checked(name: str, thing: Fields, field: str) -> str:
    if _FULLNAME.fullmatch(name):
        return name
    raise BadCell(_path(thing, field), f"is no id of Reddit: {shown(thing.value.get(field))}")


def _path(thing: Fields, field: str) -> str:
    return f"{thing.path}.{field}" if thing.path else field


def _id(native: str) -> str:
    return f"reddit:{native}"
