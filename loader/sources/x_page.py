"""The people and posts in one object of X's API, gathered before any of them is read.

A post stands beside its author and the posts it refers to, or has them inside it; so all are
gathered first, since one may say who another is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from loader.records import Reject, User
from loader.sources.addresses import without_addresses
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.html import shortened
from loader.sources.times import Clock, shown
from loader.sources.x_ids import native, person
from loader.sources.x_memory import Memory
from loader.sources.x_status import Status, is_withheld, status_of

# As deep as a repost of a quote goes, and something more.
_DEEPEST = 5

# The fields of a mention at most: where it stands, handle, id and name.
_SHORT = 5


class Page:
    """What one object tells: `users` to load, `people` by id as X has it, `statuses` by version.

    `people_listed` and `posts_listed` are what the page is about. `hidden` says of whom nothing
    may be loaded, and why. What cannot be read is in `rejects`.
    """

    def __init__(self, refuse: Callable[[BadCell], Reject], times: Clock, memory: Memory) -> None:
        self._refuse, self._times, self._memory = refuse, times, memory
        self._waiting: list[tuple[Fields, str]] = []
        self.users: dict[str, User] = {}
        self.hidden: dict[str, str] = {}
        self.statuses: dict[str, Status] = {}
        self.people_listed: list[str] = []
        self.posts_listed: list[str] = []
        self.rejects: list[Reject] = []
        self.left_out: Counter[str] = Counter()

    def people(self, fields: Fields, name: str, *, listed: bool = False) -> None:
        """Take in the people in a list; `listed` when it is what the page is about."""
        for one in self.objects(fields, name):
            self.person(one, listed=listed)

    def posts(self, fields: Fields, name: str) -> None:
        """Take in the posts in a list, with all that is inside them."""
        for one in self.objects(fields, name):
            self.post(one)

    def post(self, fields: Fields, author: str = "", *, listed: bool = False) -> None:
        """Take in a post, with all that is inside it. `author` wrote it, unless it says who."""
        people: list[Fields] = []
        posts: list[Fields] = []
        try:
            _gather(fields, people, posts)
            if listed:
                self.posts_listed.append(native(fields, "id"))
        except BadCell as bad:
            self.rejects.append(self._refuse(bad))
            return
        for one in people:
            try:
                if not self._is_known(one):
                    self._person(one)
            except BadCell as bad:
                self.rejects.append(self._refuse(bad))
        self._waiting += [(one, author if one is fields else "") for one in posts]

    def person(self, fields: Fields, *, listed: bool = False) -> None:
        """Take in a person, with the newest post that version 1.1 puts inside."""
        with self.refusing():
            found = self._person(fields)
            if listed:
                self.people_listed.append(found)
            if "status" in fields:
                self.post(fields.inner("status"), found)

    def read(self) -> None:
        """Read the posts that were taken in, now that it is known who is who."""
        for fields, author in self._waiting:
            try:
                status = status_of(fields, self._memory.handles, self._times, author)
            except BadCell as bad:
                self.rejects.append(self._refuse(bad))
                continue
            if status.author:
                self.statuses[status.version] = status
            else:
                self.left_out["posts whose author is not told"] += 1
        self._waiting.clear()

    def _is_known(self, fields: Fields) -> bool:
        """Whether nothing but a name is told, of somebody whose handle was read before."""
        told = fields.value
        if "public_metrics" in told or "description" in told or len(told) > _SHORT:
            return False
        handle = told.get("username") or told.get("screen_name")
        known = isinstance(handle, str) and self._memory.handles.get(handle.casefold())
        return bool(known) and known == str(told.get("id_str") or told.get("id"))

    def _person(self, fields: Fields) -> str:
        """The id of the person in `fields`, who is taken in."""
        found = native(fields, "id")
        if is_withheld(fields):
            self.hidden[found] = "withheld posts"
            self.left_out["withheld people"] += 1
            return found
        # Before it is asked whether the field makes sense: in doubt, nothing is loaded.
        if fields.value.get("protected"):
            self.hidden[found] = "protected posts"
        fields.flag("protected")
        user = _user(fields, found, self._times)
        if user.handle:
            self._memory.handles.put(user.handle.casefold(), found)
        if user != User(user.id):
            self.users[found] = _fuller(self.users.get(found), user)
        return found

    def objects(self, fields: Fields, name: str) -> Iterator[Fields]:
        """The objects in a list; what is none is refused, and costs no other."""
        with self.refusing():
            for i, one in enumerate(fields.list(name)):
                path = f"{fields.path}.{name}[{i}]".lstrip(".")
                if isinstance(one, dict):
                    yield Fields(one, path)
                else:
                    self.rejects.append(self._refuse(BadCell(path, f"is no object: {shown(one)}")))

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """What cannot be read inside becomes a reject, and costs nothing else."""
        try:
            yield
        except BadCell as bad:
            self.rejects.append(self._refuse(bad))


def _gather(fields: Fields, people: list[Fields], posts: list[Fields], depth: int = 0) -> None:
    """Add the people and the posts inside a post, and then itself."""
    told = fields.value
    if depth > _DEEPEST:
        raise BadCell(fields.path, f"is a post within {_DEEPEST} others")
    for name in ("retweeted_status", "quoted_status"):
        if told.get(name) is not None:
            _gather(fields.inner(name), people, posts, depth + 1)
    if told.get("referenced_tweets") is not None:
        for one in fields.each("referenced_tweets"):
            if "text" in one.value:
                _gather(one, people, posts, depth + 1)
    for name in ("user", "author", "in_reply_to_user"):
        if told.get(name) is not None and "id" in (one := fields.inner(name)):
            people.append(one)
    if told.get("entities") is not None:
        people += _mentioned(fields.inner("entities"))
    posts.append(fields)


def _mentioned(entities: Fields) -> Iterator[Fields]:
    """The people mentioned of whom more is told than a handle."""
    for name in ("mentions", "user_mentions"):
        if entities.value.get(name) is not None:
            for i, one in enumerate(entities.list(name)):
                if isinstance(one, dict) and one.get("id"):
                    yield Fields(one, f"{entities.path}.{name}[{i}]")


def _user(fields: Fields, native_id: str, times: Clock) -> User:
    old = "screen_name" in fields
    handle = fields.id("screen_name" if old else "username", needed=False)
    name, bio = fields.text("name"), fields.text("description")
    counts = fields if old else fields.inner("public_metrics")
    return User(
        id=person(native_id),
        handle=handle or None,
        name=name and without_addresses(name),
        bio=bio and shortened(without_addresses(bio)),
        url=f"https://x.com/{handle}" if handle.isascii() and handle.isidentifier() else None,
        followers=counts.number("followers_count"),
        following=counts.number("friends_count" if old else "following_count"),
        created_at=fields.at("created_at", times),
    )


def _fuller(known: User | None, user: User) -> User:
    """`user`, unless `known` says more, as a mention says less than a profile."""
    return known if known and known.bio is not None and user.bio is None else user
