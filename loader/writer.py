"""Writes batches into the graph: idempotent by id, counted, one transaction a batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from loader.batches import Batch
from loader.records import Interaction, Kind, Post, Removal, Thing, Topic, User
from loader.topics import topic_id, topic_name
from queries.graph import Graph, Result, Step

Row = dict[str, Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The query that writes each kind: a relationship type cannot be a parameter that is indexed.
QUERY_BY_KIND = {kind: f"write_{kind.relationship.lower()}" for kind in Kind}


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of what was read: the parts sum to `read`."""

    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    suppressed: int = 0
    rejected: int = 0

    @property
    def in_vain(self) -> bool:
        """Whether something was read, and all of it rejected."""
        return 0 < self.read == self.rejected

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Counts:
        """The counts among what is told of a load; what is missing is 0."""
        return cls(**{one.name: told.get(one.name) or 0 for one in fields(cls)})

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.read + other.read,
            self.accepted + other.accepted,
            self.duplicate + other.duplicate,
            self.suppressed + other.suppressed,
            self.rejected + other.rejected,
        )


Note = Callable[[list[Result], Counts], Step]


def write(
    graph: Graph, batch: Batch, *, first: Sequence[Step] = (), note: Note | None = None
) -> Counts:
    """Write `batch` whole or not at all; what is there already stays and counts as duplicate.

    People and topics that are only named in an act or a post are made as well. `first` is done
    before, and what `note` makes of its answers and of the counts after, in the same transaction.
    """

    def counted(results: list[Result]) -> Counts:
        written = results[len(first) :]
        accepted = sum(row.get("accepted", 0) for result in written for row in result.rows)
        rejected = len(batch.rejects)
        return Counts(
            read=batch.read,
            accepted=accepted,
            duplicate=batch.read - accepted - rejected - batch.suppressed,
            suppressed=batch.suppressed,
            rejected=rejected,
        )

    steps = [*first, *_steps(batch)]
    if note is None:
        return counted(graph.run_together(steps))
    done = note
    results = graph.run_together(
        steps, then=lambda results: done(results[: len(first)], counted(results))
    )
    return counted(results[:-1])


def _steps(batch: Batch) -> Iterator[Step]:
    acts = [act for same in batch.acts.values() for act in same.values()]
    posts = list(batch.posts.values())
    yield "people_met", {"rows": _people_met(batch, posts, acts)}
    if batch.users:
        yield "write_people", {"rows": [_user_row(user) for user in batch.users.values()]}
    tags = {tag for post in posts for tag in post.topics}
    tags.update(tag for act in acts for tag in act.topics)
    yield "topics_met", {"rows": list(topic_rows(tags))}
    if batch.topics:
        yield "write_topics", {"rows": tree_rows(batch.topics)}
    if posts:
        yield "write_posts", {"rows": [_post_row(post) for post in posts]}
    if edited := [_post_row(post) for post in posts if post.edited]:
        yield "replace_posts", {"rows": edited}
    # Sorted by id: two loaders that lock people in the same order cannot deadlock.
    for kind, same in sorted(batch.acts.items()):
        ordered = sorted(same.values(), key=lambda act: (act.who, act.whom, act.id))
        yield from _writing(kind, ordered)
    yield from _removing(batch.removals.values())


def _writing(kind: Kind, acts: list[Interaction]) -> Iterator[Step]:
    """Acts with their own ids first: those told without find the same act there."""
    named = [act for act in acts if act.unnamed != act.id]
    if told := [_record_row(act) for act in named if act.unnamed]:
        yield "name_acts", {"rows": told}
    if named:
        yield QUERY_BY_KIND[kind], {"rows": [_act_row(act) for act in named]}
    if unnamed := [act for act in acts if act.unnamed == act.id]:
        rows = [{"type": kind.relationship, **_act_row(act)} for act in unnamed]
        yield "write_unnamed", {"rows": rows}


def _removing(removals: Collection[Removal]) -> Iterator[Step]:
    ids: dict[Thing, list[str]] = {thing: [] for thing in Thing}
    authors = {gone.id: gone.author for gone in removals if gone.thing is Thing.POST}
    for gone in removals:
        ids[gone.thing].append(gone.id)
    if ids[Thing.ACT]:
        yield "remove_acts", {"ids": sorted(ids[Thing.ACT])}
    # First, while it can be seen which of the posts are not there.
    if nobodys := sorted(id_ for id_, author in authors.items() if author is None):
        yield "remove_acts_on_posts", {"ids": nobodys}
    if authors:
        rows = [{"id": id_, "author": author} for id_, author in sorted(authors.items())]
        yield "remove_posts", {"rows": rows}
    if ids[Thing.PERSON]:
        yield "remove_people", {"ids": sorted(ids[Thing.PERSON])}


def _people_met(batch: Batch, posts: list[Post], acts: list[Interaction]) -> list[Row]:
    ids = set(batch.users)
    ids.update(post.author for post in posts)
    ids.update(act.who for act in acts)
    ids.update(act.whom for act in acts)
    return [_met(id_) for id_ in sorted(ids)]


def _met(id_: str) -> Row:
    network, _, native = id_.partition(":")
    return {"id": id_, "network": network, "handle": native}


def _user_row(user: User) -> Row:
    told = {
        "handle": user.handle,
        "name": user.name,
        "bio": user.bio,
        "url": user.url,
        "followers": user.followers,
        "following": user.following,
    }
    created_at = milliseconds(user.created_at)
    return {"id": user.id, "created_at": created_at, "properties": _said(told)}


def topic_rows(tags: set[str]) -> Iterator[Row]:
    seen: set[str] = set()
    for tag in sorted(tags):
        id_ = topic_id(tag)
        if id_ and id_ not in seen:
            seen.add(id_)
            yield {"id": id_, "name": topic_name(tag)}


def tree_rows(topics: list[Topic]) -> list[Row]:
    rows: dict[str, Row] = {}
    for topic in topics:
        id_ = topic_id(topic.tag)
        if id_:
            parents = [parent for parent in ids_of(topic.parents) if parent != id_]
            name = topic.name or topic_name(topic.tag)
            told = {"taxonomy": topic.taxonomy, "synonyms": list(topic.synonyms) or None}
            rows[id_] = {"id": id_, "name": name, "parents": parents, **told}
    return list(rows.values())


def _post_row(post: Post) -> Row:
    network = post.id.partition(":")[0]
    told = {
        "network": network,
        "text": post.text,
        "lang": post.lang,
        "url": post.url,
    }
    return {
        "id": post.id,
        "author": post.author,
        "at": milliseconds(post.at),
        "edited": milliseconds(post.edited),
        "topics": ids_of(post.topics),
        "properties": _said(told),
    }


def _record_row(act: Interaction) -> Row:
    # A follow is about nothing.
    topics = None if act.kind is Kind.FOLLOW else ids_of(act.topics) or None
    at = milliseconds(act.at)
    told = {"id": act.id, "unnamed": act.unnamed, "at": at, "topics": topics}
    return {"type": act.kind.relationship, **told}


def _act_row(act: Interaction) -> Row:
    told = {
        "id": act.id,
        "post": act.post,
        "via": act.via,
        "topics": ids_of(act.topics) or None,
        "count": act.count,
        "credit": act.credit,
    }
    if act.kind is Kind.FOLLOW:
        # It is about nobody's post, and there are more of them than of all else.
        told = {"id": act.id}
    return {
        "id": act.id,
        "who": act.who,
        "whom": act.whom,
        "at": milliseconds(act.at),
        "properties": _said(told),
    }


def ids_of(tags: tuple[str, ...]) -> list[str]:
    """The topics' ids, each once, in the order given."""
    return list(dict.fromkeys(filter(None, map(topic_id, tags))))


def milliseconds(at: datetime | None) -> int | None:
    """A zoned moment as milliseconds since 1970, exactly; finer parts are dropped."""
    return None if at is None else (at - EPOCH) // timedelta(milliseconds=1)


def _said(told: Row) -> Row:
    return {name: value for name, value in told.items() if value is not None and value != ""}
