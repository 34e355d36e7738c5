"""What the records of Bluesky's accounts become: people, posts, and acts between people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from loader.records import Interaction, Kind, Post, Record, Removal, Thing, User
from loader.sources.bluesky_posts import marked_in, quoted_in
from loader.sources.bluesky_uris import (
    FOLLOW,
    LIKE,
    POST,
    PROFILE,
    REPOST,
    Uri,
    did_in,
    handle_in,
    key_in,
    path_of,
    person,
    profile_url,
    unnamed_id,
    uri_in,
)
from loader.sources.cells import BadCell, text_of
from loader.sources.fields import Fields
from loader.sources.times import Clock, NotATime, shown

POSTS_REMEMBERED = 200_000

# Their contents are to be kept by nobody. An account that is 'deactivated' or 'suspended' may
# come back, and one that moves house is deactivated for a moment.
GONE = frozenset({"deleted", "takendown"})

_OPERATIONS = frozenset({"create", "update", "delete"})
_ACTS = {LIKE: Kind.LIKE, REPOST: Kind.REPOST, FOLLOW: Kind.FOLLOW}
# Lists of the API tell such acts without their records.
_LISTED = frozenset(_ACTS.values())

Reading = Callable[[Uri, Fields, datetime | None], list[Record]]


class Bluesky:
    """Turns records into ours; remembers what tagged posts are about, counts what it leaves out.

    The methods read everything they need before they give anything, so that a record is taken
    as a whole or refused. They raise BadCell.
    """

    def __init__(self, times: Clock) -> None:
        self._times = times
        self._topics: dict[str, tuple[str, ...]] = {}
        self._readings: dict[str, Reading] = {
            LIKE: self._on_a_post,
            REPOST: self._on_a_post,
            FOLLOW: self._follow,
            POST: self._post,
            PROFILE: self._profile,
        }
        self.left_out: Counter[str] = Counter()
        self.retimed = 0

    def event(self, event: Fields) -> list[Record]:
        """What an event of Jetstream says."""
        did, kind = did_in(event, "did"), event.word("kind")
        if kind == "commit":
            return self._commit(did, event.inner("commit"), event.at("time_us", self._times))
        if kind == "identity":
            handle = handle_in(event.inner("identity"), "handle")
            if handle is None:
                return self.without("identities without a handle")
            return [User(person(did), handle=handle, url=profile_url(did))]
        if kind == "account":
            return self._account(did, event.inner("account"))
        if not kind:
            raise BadCell("kind", "is empty")
        return self.without("events of other kinds")

    def record(self, uri: Uri, record: Fields, seen: datetime | None) -> list[Record]:
        """What the record at `uri` says; `seen` is when somebody else saw it first."""
        reading = self._readings.get(uri.collection)
        if reading is None:
            return self.without("records of other collections")
        if record.word("$type") not in ("", uri.collection):
            return self.without("records of a type that is not their collection's")
        return reading(uri, record, seen)

    def act(
        self,
        id_: str | None,
        kind: Kind,
        who: str,
        whom: str,
        *,
        at: datetime | None,
        topics: tuple[str, ...] = (),
        post: str | None = None,
        via: str | None = None,
    ) -> list[Record]:
        """The act of the account `who` on `whom`, unless they are the same.

        Without an id it is told without the record behind it.
        """
        if who == whom:
            return self.without("acts of people on themselves")
        unnamed = unnamed_id(kind, who, post or whom) if kind in _LISTED else None
        own = id_ or unnamed
        assert own
        one = Interaction(own, person(who), person(whom), kind, at, topics, post, via)
        return [replace(one, unnamed=unnamed) if unnamed else one]

    def about(self, post: Uri) -> tuple[str, ...]:
        """The topics of a post that was read before."""
        return self._topics.get(post.id, ())

    def at(self, record: Fields, seen: datetime | None) -> datetime | None:
        """When a record was made: as it says itself, but not later than it was seen.

        Apps write what they like. Where that is no time that can be believed, the time at
        which the record was seen stands, or nothing does.
        """
        try:
            created = self._times.moment(record.word("createdAt"))
        except NotATime as reason:
            if seen is None:
                raise BadCell(path_of(record, "createdAt"), str(reason)) from None
            self.retimed += 1
            return seen
        if seen is None or created is None:
            return created or seen
        return min(created, seen)

    def without(self, what: str, count: int = 1) -> list[Record]:
        """Nothing, counted."""
        self.left_out[what] += count
        return []

    def _commit(self, did: str, commit: Fields, seen: datetime | None) -> list[Record]:
        operation, collection = commit.word("operation"), commit.word("collection")
        if operation not in _OPERATIONS:
            what = f"is neither create, update nor delete: {shown(operation)}"
            raise BadCell("commit.operation", what if operation else "is empty")
        if not collection:
            raise BadCell("commit.collection", "is empty")
        if collection not in self._readings:
            return self.without("records of other collections")
        uri = Uri(did, collection, key_in(commit, "rkey"))
        if operation == "delete":
            return self._deleted(uri)
        if operation == "update" and collection != PROFILE:
            return self.without("edits, since what was said first stays")
        record = commit.inner("record")
        if not record:
            raise BadCell("commit.record", "is empty")
        return self.record(uri, record, seen)

    def _deleted(self, uri: Uri) -> list[Record]:
        if uri.collection == PROFILE:
            return self.without("deleted profiles")
        if uri.collection == POST:
            return [Removal(uri.id, Thing.POST, author=person(uri.did))]
        return [Removal(uri.id, Thing.ACT)]

    def _account(self, did: str, account: Fields) -> list[Record]:
        if not account.flag("active") and account.word("status") in GONE:
            return [Removal(person(did), Thing.PERSON)]
        return self.without("news of accounts that are not deleted")

    def _on_a_post(self, uri: Uri, record: Fields, seen: datetime | None) -> list[Record]:
        """A like or a repost."""
        subject = uri_in(record.inner("subject"), "uri")
        at = self.at(record, seen)
        if subject.collection != POST:
            return self.without("likes and reposts of what is no post")
        return self.act(
            uri.id,
            _ACTS[uri.collection],
            uri.did,
            subject.did,
            at=at,
            topics=self.about(subject),
            post=subject.id,
        )

    def _follow(self, uri: Uri, record: Fields, seen: datetime | None) -> list[Record]:
        whom = did_in(record, "subject")
        return self.act(uri.id, Kind.FOLLOW, uri.did, whom, at=self.at(record, seen))

    def _profile(self, uri: Uri, record: Fields, _: datetime | None) -> list[Record]:
        return [
            User(
                person(uri.did),
                name=record.text("displayName"),
                bio=record.text("description"),
                url=profile_url(uri.did),
                created_at=self.at(record, None) if "createdAt" in record else None,
            )
        ]

    def _post(self, uri: Uri, record: Fields, seen: datetime | None) -> list[Record]:
        """A post, and what its author does to others through it."""
        topics, named = marked_in(record)
        post = Post(
            uri.id,
            person(uri.did),
            self.at(record, seen),
            record.text("text"),
            text_of(next(iter(record.texts("langs")), None)),
            uri.url,
            topics,
        )
        done_to: list[tuple[Kind, Uri]] = []
        if "reply" in record:
            done_to.append((Kind.REPLY, uri_in(record.inner("reply").inner("parent"), "uri")))
        if quoted := quoted_in(record.inner("embed")):
            done_to.append((Kind.QUOTE, quoted))
        self._remember(post)
        acts: list[Record] = [post]
        for kind, other in done_to:
            named.pop(other.did, None)
            acts += self.act(
                f"{uri.id}#{kind}",
                kind,
                uri.did,
                other.did,
                at=post.at,
                topics=self.about(other) or topics,
                post=other.id,
                via=uri.id,
            )
        for did in named:
            acts += self.act(
                f"{uri.id}#mention:{did}",
                Kind.MENTION,
                uri.did,
                did,
                at=post.at,
                topics=topics,
                via=uri.id,
            )
        return acts

    def _remember(self, post: Post) -> None:
        """What a tagged post is about, for the acts on it that follow; the oldest are forgotten."""
        if not post.topics:
            return
        self._topics[post.id] = post.topics
        if len(self._topics) > POSTS_REMEMBERED:
            del self._topics[next(iter(self._topics))]
