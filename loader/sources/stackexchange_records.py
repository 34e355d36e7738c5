"""What a row of a Stack Exchange dump becomes: people, posts, and acts between people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from loader.records import Interaction, Kind, Post, Record, User
from loader.sources.cells import BadCell, text_of
from loader.sources.html import plain, shortened
from loader.sources.stackexchange_memory import Memory, Place
from loader.sources.stackexchange_rows import NOBODY, Row
from loader.sources.stackexchange_site import Site
from loader.sources.stackexchange_text import compact, mentioned
from loader.sources.times import Clock

QUESTION, ANSWER = "1", "2"
FAVOURITE = "5"


def place_of(row: Row) -> Place | None:
    """What to remember of a row of Posts.xml; None for tag wikis and the like."""
    kind = row.id("PostTypeId")
    if kind not in (QUESTION, ANSWER):
        return None
    question = row.id("ParentId" if kind == ANSWER else "Id")
    editor = row.person("LastEditorUserId")
    tags = "" if kind == ANSWER else row.text("Tags")
    return Place(row.person("OwnerUserId"), question, tags, editor)


class Dump:
    """Turns rows into records, with what is remembered, and counts what it leaves out.

    The methods read everything they need before they give anything, so that a row is taken as
    a whole or refused. They raise BadCell and NotATime.
    """

    def __init__(self, site: Site, memory: Memory, times: Clock) -> None:
        self._site, self._memory, self._times = site, memory, times
        self.left_out: Counter[str] = Counter()

    def user(self, row: Row) -> list[Record]:
        """A person."""
        person = row.id("Id")
        if person in NOBODY:
            return self._without("accounts of the site itself")
        name = text_of(row.text("DisplayName"))
        made = self._at(row)
        self._memory.named(person, compact(name or ""))
        # Only what reads well after '@' and in an address; the id makes it unique.
        letters = "".join(re.findall(r"[\w.-]", name or "user"))
        return [
            User(
                id=self._id(person),
                handle=f"{letters}-{person}",
                name=name,
                bio=plain(row.text("AboutMe")) or None,
                url=self._site.url(f"users/{person}"),
                created_at=made,
            )
        ]

    def post(self, row: Row) -> list[Record]:
        """A question or an answer, and the answer's act."""
        post, place = row.id("Id"), place_of(row)
        if place is None:
            return self._without("posts that are neither question nor answer")
        at, answer = self._at(row), row.text("PostTypeId") == ANSWER
        if place.owner is None:
            return self._without("posts without an owner")
        words = (row.text("Title"), plain(row.text("Body")))
        evidence = Post(
            id=self._id(post),
            author=self._id(place.owner),
            at=at,
            text=shortened(" — ".join(filter(None, words))) or None,
            url=self._site.url(f"{'a' if answer else 'q'}/{post}"),
            topics=self._topics(place),
        )
        acts = self._reply(f"answer-{post}", evidence, place.question) if answer else []
        return [evidence, *acts]

    def comment(self, row: Row) -> list[Record]:
        """A comment as a post, its reply to the post above it, and the mentions in it."""
        comment, post, who = row.id("Id"), row.id("PostId"), row.person("UserId")
        at, place = self._at(row), self._memory.place(post)
        if who is None:
            return self._without("comments without an owner")
        if place is None:
            return self._without("comments on posts that are not there")
        evidence = Post(
            id=self._id(f"comment-{comment}"),
            author=self._id(who),
            at=at,
            text=shortened(row.text("Text")) or None,
            url=self._site.url(f"questions/{post}#comment{comment}_{post}"),
            topics=self._topics(place),
        )
        named = mentioned(row.text("Text"), self._bearers(post, place, who))
        mentions = [
            self._act(f"mention-{comment}-{whom}", Kind.MENTION, evidence, whom, None)
            for whom in named
        ]
        self._memory.commented(post, who)
        return [evidence, *self._reply(f"comment-{comment}", evidence, post), *mentions]

    def vote(self, row: Row) -> list[Record]:
        """A favourite, when the dump says whose it is; all other votes are anonymous."""
        vote, post = row.id("Id"), row.id("PostId")
        if row.id("VoteTypeId") != FAVOURITE:
            return []
        at, who, place = self._at(row), row.person("UserId"), self._memory.place(post)
        if who is None or place is None or place.owner is None:
            return self._without("favourites without a person or a post")
        if who == place.owner:
            return self._without("acts of people on their own posts")
        act_id, whom = self._id(f"favourite-{vote}"), self._id(place.owner)
        return [
            Interaction(
                act_id, self._id(who), whom, Kind.LIKE, at, self._topics(place), self._id(post)
            )
        ]

    def _reply(self, act: str, evidence: Post, post: str) -> list[Interaction]:
        """The act of replying to `post`, unless nobody, or oneself, is replied to."""
        place = self._memory.place(post)
        if place is None or place.owner is None:
            self._without("replies to posts without an owner")
            return []
        if evidence.author == self._id(place.owner):
            self._without("acts of people on their own posts")
            return []
        return [self._act(act, Kind.REPLY, evidence, place.owner, post)]

    def _act(
        self, act: str, kind: Kind, evidence: Post, whom: str, post: str | None
    ) -> Interaction:
        return Interaction(
            id=self._id(act),
            who=evidence.author,
            whom=self._id(whom),
            kind=kind,
            at=evidence.at,
            topics=evidence.topics,
            post=self._id(post) if post else None,
            via=evidence.id,
        )

    def _bearers(self, post: str, place: Place, who: str) -> Iterator[tuple[str, str]]:
        """Those whom a comment of `who` below `post` can mean, likeliest first, with names.

        The latest commenter, the owner and the editor of the post, then owners on the page.
        """
        memory = self._memory
        people = memory.commenters(post)
        people += [(one, memory.name(one)) for one in (place.owner, place.editor) if one]
        people += memory.owners(place.question)
        yield from ((one, name) for one, name in people if name and one != who)

    def _topics(self, place: Place) -> tuple[str, ...]:
        return self._memory.topics(place.question)

    def _at(self, row: Row) -> datetime:
        at = self._times.moment(row.text("CreationDate"))
        if at is None:
            raise BadCell("CreationDate", "is missing")
        return at

    def _id(self, native: str) -> str:
        return f"{self._site.network}:{native}"

    def _without(self, what: str) -> list[Record]:
        """Nothing, counted."""
        self.left_out[what] += 1
        return []
