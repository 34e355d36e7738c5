"""What the pages of Bluesky's API become: profiles, follows, feeds, threads, likes and records.

An act that a page tells without the record behind it has an id made of its kind, who and what,
until the record is met.
What the one who fetched the page sees besides (whom they mute or block) is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from loader.records import Kind, Record, User
from loader.sources.bluesky_records import Bluesky
from loader.sources.bluesky_uris import (
    POST,
    Uri,
    did_in,
    handle_in,
    path_of,
    person,
    profile_url,
    uri_in,
)
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.times import Clock, shown

# What somebody says who wants to be shown to people who are logged in, and to no one else.
NOT_FOR_ALL = "!no-unauthenticated"

_REPOSTED = "app.bsky.feed.defs#reasonRepost"

Found = Record | BadCell
One = Callable[[Fields], list[Record]]


class Views:
    """Turns pages into records. What cannot be read in a page comes as a BadCell, alone."""

    def __init__(self, bluesky: Bluesky, times: Clock) -> None:
        self._bluesky, self._times = bluesky, times

    def page(self, page: Fields) -> Iterator[Found]:
        """All that a page says. Raises BadCell for what is no page."""
        if "thread" in page:
            yield from self._thread(page.inner("thread"))
        elif "subject" in page:
            yield from self._followed(page)
        elif "likes" in page:
            post = uri_in(page, "uri")
            yield from _all(page, "likes", lambda like: self._liked(like, post))
        elif "repostedBy" in page:
            post = uri_in(page, "uri")
            yield from _all(page, "repostedBy", lambda who: self._reposted(who, post))
        elif name := next((name for name in self._lists if name in page), None):
            yield from _all(page, name, self._lists[name])
        elif "uri" in page:
            yield from _read(page, self._value if "value" in page else self._post)
        elif "did" in page:
            yield from _read(page, self._profile)
        else:
            raise BadCell("line", "is neither an event of Jetstream nor a page of Bluesky's API")

    @property
    def _lists(self) -> dict[str, One]:
        return {
            "feed": self._item,
            "posts": self._post,
            "profiles": self._profile,
            "actors": self._profile,
            "records": self._value,
        }

    def _profile(self, view: Fields) -> list[Record]:
        did = did_in(view, "did")
        return [
            User(
                person(did),
                handle=handle_in(view, "handle"),
                name=view.text("displayName"),
                bio=view.text("description"),
                url=profile_url(did),
                followers=view.number("followersCount"),
                following=view.number("followsCount"),
                created_at=view.at("createdAt", self._times),
            )
        ]

    def _value(self, view: Fields) -> list[Record]:
        """A record as it lies in its account, without the time at which it was seen."""
        return self._bluesky.record(uri_in(view, "uri"), view.inner("value"), None)

    def _post(self, view: Fields) -> list[Record]:
        """A post with its author, and the post that it quotes."""
        quoted = view.inner("embed").inner("record")
        if "record" in quoted:
            quoted = quoted.inner("record")
        first = self._written(quoted, "value") if "value" in quoted else []
        return [*first, *self._written(view, "record")]

    def _written(self, view: Fields, name: str) -> list[Record]:
        uri, author = uri_in(view, "uri"), view.inner("author")
        people = self._profile(author)
        if any(label.word("val") == NOT_FOR_ALL for label in author.each("labels")):
            return people + self._bluesky.without("posts that are not for everybody")
        seen = view.at("indexedAt", self._times)
        return people + self._bluesky.record(uri, view.inner(name), seen)

    def _item(self, item: Fields) -> list[Record]:
        """A post in a feed, what it replies to, and who reposted it there."""
        records: list[Record] = []
        for name in ("root", "parent"):
            if "record" in (before := item.inner("reply").inner(name)):
                records += self._post(before)
        post, reason = item.inner("post"), item.inner("reason")
        records += self._post(post)
        if reason.word("$type") == _REPOSTED:
            uri, who = uri_in(post, "uri"), reason.inner("by")
            own = uri_in(reason, "uri").id if "uri" in reason else None
            records += self._profile(who)
            records += self._done(Kind.REPOST, did_in(who, "did"), uri, own, reason, "indexedAt")
        return records

    def _liked(self, like: Fields, post: Uri) -> list[Record]:
        who = like.inner("actor")
        people = self._profile(who)
        return people + self._done(Kind.LIKE, did_in(who, "did"), post, None, like, "createdAt")

    def _reposted(self, who: Fields, post: Uri) -> list[Record]:
        people = self._profile(who)
        return people + self._done(Kind.REPOST, did_in(who, "did"), post, None, Fields(), "at")

    def _done(
        self, kind: Kind, who: str, post: Uri, own: str | None, told: Fields, when: str
    ) -> list[Record]:
        """The act of `who` on `post`; `own` is its id where the page has it."""
        if post.collection != POST:
            return self._bluesky.without("likes and reposts of what is no post")
        return self._bluesky.act(
            own,
            kind,
            who,
            post.did,
            at=told.at(when, self._times),
            topics=self._bluesky.about(post),
            post=post.id,
        )

    def _followed(self, page: Fields) -> Iterator[Found]:
        """Whom somebody follows, or by whom somebody is followed."""
        subject = page.inner("subject")
        yield from self._profile(subject)
        centre = did_in(subject, "did")

        def follows(view: Fields) -> list[Record]:
            return self._profile(view) + self._follow(
                centre, did_in(view, "did"), view.inner("viewer")
            )

        def is_followed(view: Fields) -> list[Record]:
            return self._profile(view) + self._follow(did_in(view, "did"), centre, Fields())

        yield from _all(page, "follows", follows)
        yield from _all(page, "followers", is_followed)

    def _follow(self, who: str, whom: str, viewer: Fields) -> list[Record]:
        """The record behind a follow is told where it belongs to whoever fetched the page."""
        own = uri_in(viewer, "following") if "following" in viewer else None
        id_ = own.id if own and own.did == who else None
        return self._bluesky.act(id_, Kind.FOLLOW, who, whom, at=None)

    def _thread(self, thread: Fields) -> Iterator[Found]:
        """The posts of a thread, each after the one it replies to."""
        above = [thread]
        while parent := above[-1].inner("parent"):
            above.append(parent)
        for node in reversed(above):
            yield from self._node(node)
        below = [thread]
        while below:
            for reply in _objects(below.pop(), "replies"):
                if isinstance(reply, BadCell):
                    yield reply
                else:
                    yield from self._node(reply)
                    below.append(reply)

    def _node(self, node: Fields) -> Iterator[Found]:
        if "post" in node:
            yield from _read(node.inner("post"), self._post)
        else:
            self._bluesky.without("posts of threads that are not there to read")


def _all(page: Fields, name: str, read: One) -> Iterator[Found]:
    """What `read` makes of each object in a list; one that is bad costs the others nothing."""
    for one in _objects(page, name):
        if isinstance(one, BadCell):
            yield one
        else:
            yield from _read(one, read)


def _objects(page: Fields, name: str) -> Iterator[Fields | BadCell]:
    """The objects in a list, and what stands there that is none."""
    try:
        found = page.list(name)
    except BadCell as bad:
        yield bad
        return
    for i, value in enumerate(found):
        path = f"{path_of(page, name)}[{i}]"
        if isinstance(value, dict):
            yield Fields(value, path)
        else:
            yield BadCell(path, f"is no object: {shown(value)}")


def _read(view: Fields, read: One) -> Iterator[Found]:
    try:
        yield from read(view)
    except BadCell as bad:
        yield bad
