"""Records as `Past`: what the scores are made from, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from loader.records import Interaction, Kind, Post, Record, Topic, User
from loader.writer import ids_of, milliseconds, tree_rows
from queries.scoring.arrows import Integers
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Acts, Past
from queries.scoring.unfolded import UNKNOWN


def past_of(records: Iterable[Record]) -> Past:
    """What `past_in` gives once `records` are loaded into an empty database.

    For sources that take nothing back: a removal is passed over, as a reject is. Of two acts
    or posts with one id the first holds, and of an act that a list told without its record, and
    of that record, the record. People are numbered in the order they are met.
    """
    gathered = _Gathered()
    for record in records:
        match record:
            case User():
                gathered.user(record)
            case Topic():
                gathered.topics.append(record)
            case Post():
                gathered.posts.setdefault(
                    record.id, (gathered.person(record.author), _millis(record.at))
                )
            case Interaction():
                gathered.interaction(record)
    return gathered.past()


@dataclass(slots=True)
class _Gathered:
    """Everything so far, by id; each text that comes often is a number."""

    people: dict[str, int] = field(default_factory=dict)
    created: dict[int, int] = field(default_factory=dict)
    reported: dict[int, int] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    acts: dict[tuple[Kind, str], tuple[int, ...]] = field(default_factory=dict)
    credits: list[float] = field(default_factory=list)
    follows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    posts: dict[str, tuple[int, int]] = field(default_factory=dict)
    tag_sets: dict[tuple[str, ...], int] = field(default_factory=dict)
    post_ids: dict[str, int] = field(default_factory=dict)
    # Acts told without a record: those whose record comes later are dropped at the end.
    unnamed: list[Interaction] = field(default_factory=list)

    def person(self, id_: str) -> int:
        return self.people.setdefault(id_, len(self.people))

    def user(self, user: User) -> None:
        person = self.person(user.id)
        if user.created_at is not None:
            self.created[person] = _millis(user.created_at) // 1000
        if user.followers is not None:
            self.reported[person] = user.followers

    def interaction(self, act: Interaction) -> None:
        who, whom = self.person(act.who), self.person(act.whom)
        if act.unnamed == act.id:
            self.unnamed.append(act)
        else:
            self.keep(act, who, whom)

    def keep(self, act: Interaction, who: int, whom: int) -> None:
        at = _millis(act.at)
        if act.kind is Kind.FOLLOW:
            if who != whom:
                self.follows.setdefault(act.id, (who, whom, at if at == UNKNOWN else at // 1000))
        elif (act.kind, act.id) not in self.acts:
            tags = tuple(ids_of(act.topics))
            tag = self.tag_sets.setdefault(tags, len(self.tag_sets))
            kind = KIND_NAMES.index(act.kind)
            told = (who, whom, kind, at, act.count, tag, self.post(act.post))
            self.acts[act.kind, act.id] = told
            self.credits.append(act.credit)

    def post(self, id_: str | None) -> int:
        return self.post_ids.setdefault(id_, len(self.post_ids)) if id_ else UNKNOWN

    def keep_unnamed(self) -> None:
        """Keep those acts without a record of which there is none on the same post."""
        if not self.unnamed:
            return
        follow = len(KIND_NAMES)
        known = {(kind, who, whom, post) for who, whom, kind, *_, post in self.acts.values()}
        known |= {(follow, who, whom, UNKNOWN) for who, whom, _ in self.follows.values()}
        for act in self.unnamed:
            who, whom = self.people[act.who], self.people[act.whom]
            kind = follow if act.kind is Kind.FOLLOW else KIND_NAMES.index(act.kind)
            told = (kind, who, whom, self.post(act.post))
            if told not in known:
                known.add(told)
                self.keep(act, who, whom)

    def past(self) -> Past:
        self.keep_unnamed()
        who, whom, kind, at, count, tags, post = _columns(self.acts.values(), 7)
        follower, followed, since = _columns(self.follows.values(), 3)
        size = len(self.people)
        return Past(
            numbers=np.arange(size),
            ids=list(self.people),
            created=_placed(self.created, size, UNKNOWN),
            reported=_placed(self.reported, size, 0),
            acts=Acts(
                who, whom, kind, at, np.array(self.credits), count, tags, post, list(self.tag_sets)
            ),
            follows=(follower, followed, since),
            posting=_posting(_columns(self.posts.values(), 2)),
            lineage=_lineage(self.topics),
        )


def _millis(at: datetime | None) -> int:
    millis = milliseconds(at)
    return UNKNOWN if millis is None else millis


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> npt.NDArray[np.int64]:
    return np.array(list(rows), np.int64).reshape(-1, width).T


def _placed(values: Mapping[int, int], size: int, otherwise: int) -> Integers:
    placed = np.full(size, otherwise, np.int64)
    placed[list(values)] = list(values.values())
    return placed


def _posting(posts: npt.NDArray[np.int64]) -> tuple[Integers, Integers, Integers]:
    """Who posted, first when on each day, and how often on it."""
    author, at = posts[:, posts[1] != UNKNOWN]
    second = at // 1000
    order = np.lexsort((second, author))
    author, second = author[order], second[order]
    day = second // DAY_SECONDS
    new = (np.diff(author, prepend=-1) != 0) | (np.diff(day, prepend=-1) != 0)
    starts = np.flatnonzero(new)
    return author[starts], second[starts], np.diff(np.append(starts, len(author)))


def _lineage(topics: list[Topic]) -> dict[str, list[str]]:
    """What each topic that has parents is part of, itself included."""
    parents = {row["id"]: row["parents"] for row in tree_rows(topics) if row["parents"]}
    return {topic: sorted(_above(topic, parents)) for topic in parents}


def _above(topic: str, parents: Mapping[str, list[str]]) -> set[str]:
    found, waiting = {topic}, [topic]
    while waiting:
        fresh = set(parents.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found
