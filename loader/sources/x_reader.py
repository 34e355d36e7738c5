"""Which thing of X's API an object is, and what is read of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from loader.records import Kind, Record, Reject
from loader.sources import x_compliance as compliance
from loader.sources.cells import BadCell
from loader.sources.documents import Document
from loader.sources.fields import Fields
from loader.sources.times import Clock
from loader.sources.x_acts import THEMSELVES, like, records_of, repost
from loader.sources.x_ids import checked
from loader.sources.x_memory import Known, Memory
from loader.sources.x_page import Page
from loader.sources.x_relations import Relation, follow, relation_asked
from loader.sources.x_status import Status

_DIRECT_MESSAGES = frozenset({"dm_conversation_id", "sender_id", "message_create"})
_POST = frozenset({"text", "full_text", "edit_history_tweet_ids"})
_PERSON = frozenset({"username", "screen_name"})

OF_NOBODY = "people in lists that do not say whose they are"

# Fields that only one thing has, and what that is called where it is left out.
_OTHERS = {
    "direct_message": "direct messages",
    "tweet_count": "counts of posts",
    "total_tweet_count": "counts of posts",
    "owner_id": "lists",
    "disconnect": "lines about the stream",
    "disconnect_type": "lines about the stream",
    "warning": "lines about the stream",
    "limit": "lines about the stream",
    "friends": "lines about the stream",
    "connection_issue": "lines about the stream",
    "event": "lines about the stream",
    "title": "errors the API told",
    "error": "errors the API told",
    "errors": "errors the API told",
}


class Waiting(NamedTuple):
    """Somebody in a list of those who liked or reposted a post whose author is yet unknown."""

    kind: Kind
    who: str
    post: str


class Reader:
    """Turns objects of the API into records; remembers little, and counts what it leaves out.

    `waiting` are the acts on posts whose authors may be found in another file.
    """

    def __init__(self, times: Clock, memory: Memory) -> None:
        self._times, self._memory = times, memory
        self.left_out: Counter[str] = Counter()
        self.waiting: list[Waiting] = []

    def records(self, document: Document, relation: Relation, batch: str) -> Iterator[Record]:
        """What an object becomes.

        `relation` is what is known of the list it may be part of, when it does not say, and
        `batch` what the ids in a list of compliance are of.
        """

        def refuse(bad: BadCell) -> Reject:
            return Reject(document.file, document.line, bad.field, str(bad))

        page = Page(refuse, self._times, self._memory)
        try:
            yield from self._read(document.fields, page, relation, batch)
        except BadCell as bad:
            yield refuse(bad)
        yield from page.rejects
        self.left_out += page.left_out

    def settled(self, posts: Mapping[str, Known]) -> Iterator[Record]:
        """The acts that were waiting, now that it is known who wrote `posts`."""
        for kind, who, post in self.waiting:
            yield from self._on(kind, who, posts.get(post) or Known(post, post, "", ()))
        self.waiting.clear()

    def _read(self, fields: Fields, page: Page, relation: Relation, batch: str) -> Iterator[Record]:
        while "response" in fields and "request" in fields:
            relation = _asked(fields, relation)
            fields = fields.inner("response")
        relation = _asked(fields, relation)
        inner = fields.value.get("data")
        if isinstance(inner, dict) and (event := compliance.event_in(Fields(inner))):
            yield from self._taken_back(fields.inner("data"), event)
        elif event := compliance.event_in(fields):
            yield from self._taken_back(fields, event)
        elif compliance.is_row(fields):
            yield from self._row(fields, batch)
        else:
            self._gather(fields, page, relation)
            page.read()
            yield from records_of(page, self._memory, self.left_out)
            yield from self._related(page, relation)

    def _gather(self, fields: Fields, page: Page, relation: Relation) -> None:
        """Put what `fields` hold into `page`."""
        if fields.value.keys() & {"data", "includes", "meta"}:
            includes = fields.inner("includes")
            page.people(includes, "users")
            page.posts(includes, "tweets")
            if isinstance(fields.value.get("data"), dict):
                self._item(fields.inner("data"), page, relation)
            else:
                for one in page.objects(fields, "data"):
                    with page.refusing():
                        self._item(one, page, relation)
            if errors := fields.list("errors"):
                self.left_out["errors the API told"] += len(errors)
        elif "statuses" in fields:
            page.posts(fields, "statuses")
        elif "users" in fields and "id" not in fields:
            page.people(fields, "users", listed=True)
        elif "ids" in fields and "id" not in fields:
            ids = enumerate(fields.list("ids"))
            page.people_listed += [checked(one, f"ids[{i}]") for i, one in ids]
        else:
            self._item(fields, page, relation)

    def _item(self, one: Fields, page: Page, relation: Relation) -> None:
        """Put a post or a person into `page`. Raises BadCell when it is neither."""
        names = one.value.keys()
        identified = "id" in names or "id_str" in names
        if names & _DIRECT_MESSAGES:
            self.left_out["direct messages"] += 1
        elif identified and names & _POST:
            page.post(one, relation.author, listed=True)
        elif identified and names & _PERSON:
            page.person(one, listed=True)
        elif other := next((name for name in _OTHERS if name in names), ""):
            self.left_out[_OTHERS[other]] += 1
        else:
            raise BadCell(one.path or "line", "is neither a post nor a person, nor a page of them")

    def _related(self, page: Page, relation: Relation) -> Iterator[Record]:
        """What the people in a list did, or who liked the posts in it."""
        name, about, people = relation.name, relation.about, page.people_listed
        if name == "liked_tweets" and about:
            for version in page.posts_listed:
                if (status := page.statuses.get(version)) and not status.hidden:
                    yield from self._on(Kind.LIKE, about, _liked(status))
        elif not people or name in ("", "other", "tweets"):
            # Those who are told of with their profiles are people all the same.
            if lost := sum(one not in page.users for one in people):
                self.left_out[OF_NOBODY] += lost
        elif not about:
            self.left_out[OF_NOBODY] += len(people)
        elif name in ("followers", "following"):
            for one in people:
                if self._is_whole(one, about):
                    yield follow(relation, one)
        else:
            kind = Kind.LIKE if name == "liking_users" else Kind.REPOST
            known = self._memory.post(about)
            for one in people:
                if known:
                    yield from self._on(kind, one, known)
                else:
                    self.waiting.append(Waiting(kind, one, about))

    def _on(self, kind: Kind, who: str, known: Known) -> Iterator[Record]:
        if not known.author:
            self.left_out[f"{kind}s of posts whose author is not told"] += 1
        elif self._is_whole(who, known.author):
            yield like(who, known) if kind is Kind.LIKE else repost(who, known)

    def _is_whole(self, who: str, whom: str) -> bool:
        """Whether these are two people, neither of whom was taken back."""
        if who == whom:
            self.left_out[THEMSELVES] += 1
        gone = self._memory.people_gone
        return who != whom and not gone.get(who) and not gone.get(whom)

    def _taken_back(self, fields: Fields, event: str) -> Iterator[Record]:
        found = list(compliance.taken_back(fields, event, self._memory))
        if not found:
            self.left_out[f"'{event}' of X, which changes nothing here"] += 1
        yield from found

    def _row(self, fields: Fields, batch: str) -> Iterator[Record]:
        found = list(compliance.row(fields, batch, self._memory))
        if not found:
            self.left_out["'scrub_geo' of X, which changes nothing here"] += 1
        yield from found


def _liked(status: Status) -> Known:
    """The post that is liked: of a repost, the one that is reposted."""
    if reposted := status.references.get(Kind.REPOST):
        return Known(reposted.post, reposted.post, reposted.author, status.topics)
    return Known(status.id, status.version, status.author, status.topics)


def _asked(fields: Fields, relation: Relation) -> Relation:
    """What the page tells that it is a list of; else `relation`."""
    told = fields.value.get("__twarc")
    address = told.get("url") if isinstance(told, dict) else fields.value.get("request")
    found = relation_asked(address) if isinstance(address, str) else Relation()
    return found if found.name else relation
