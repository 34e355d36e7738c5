"""What the activities in the archive of an account become: posts, and acts between people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from loader.records import Kind, Post, Record
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.html import kept, plain
from loader.sources.mastodon_accounts import host_of, is_address, named_in, person_id, spelled
from loader.sources.mastodon_acts import Deed, seconds
from loader.sources.mastodon_statuses import HIDDEN, Statuses
from loader.sources.times import Clock

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
# Where different programs write what a post quotes.
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")
_LIKES = frozenset({"Like", "likes.json"})


class Named(NamedTuple):
    """Somebody whom a post mentions: the address of the actor, and that of the account."""

    actor: str
    address: str


class Activities:
    """Turns activities into records. The methods raise BadCell.

    `owner` is the account whose archive is read, "" when nothing said so yet.
    """

    def __init__(self, statuses: Statuses, times: Clock) -> None:
        self._statuses, self._times = statuses, times
        self._owners: dict[str, str] = {}
        self.owner = ""

    def read(self, found: Fields) -> list[Record] | None:
        """The records of an actor or an activity; None when it is neither."""
        if "preferredUsername" in found:
            return self._actor(found)
        kind = found.word("type")
        if kind in ("Create", "Announce") and "object" in found:
            return self._public(found, kind)
        if kind in _LIKES and "object" in found:
            return self._toward(Kind.LIKE, self._who(found), _reference(found, "object"), None)
        if "object" in found:
            return self._statuses.without("activities of other kinds")
        return None

    def _actor(self, actor: Fields) -> list[Record]:
        account = self._statuses.accounts.actor(actor)
        self._owners[actor.id("id")] = self.owner = account.address
        return account.records

    def _public(self, activity: Fields, kind: str) -> list[Record]:
        aims = {one for field in ("to", "cc") for one in _texts(activity, field)}
        who, at = self._who(activity), activity.at("published", self._times)
        if not aims & _PUBLIC:
            return self._statuses.without("statuses that are not public")
        if self._statuses.accounts.is_out(who):
            return self._statuses.without("what people write who ask not to be indexed")
        if kind == "Announce":
            return self._toward(Kind.REPOST, who, _reference(activity, "object"), at)
        return self._written(activity.inner("object"), who, at)

    def _written(self, note: Fields, who: str, at: datetime | None) -> list[Record]:
        """A post, what it answers or quotes, and whom it names."""
        uri, named = note.id("id"), list(_named(note))
        language = next(iter(note.inner("contentMap").value), None)
        words = (note.text("summary"), plain(note.word("content"), hidden=HIDDEN))
        post = Post(
            id=person_id(uri),
            author=person_id(who),
            at=note.at("published", self._times) or at,
            text=kept(" — ".join(filter(None, words))),
            lang=language,
            url=note.text("url") if isinstance(note.value.get("url"), str) else None,
            topics=tuple(dict.fromkeys(_hashtags(note))),
            edited=note.at("updated", self._times),
        )
        parent = _reference(note, "inReplyTo")
        quoted = next((found for field in _QUOTES if (found := _reference(note, field))), "")
        if not self._statuses.acts.knows(post, who, uri):
            return self._statuses.without("statuses that were taken back")
        records: list[Record] = [post]
        others = tuple(dict.fromkeys(one.address for one in named))
        for kind, target in ((Kind.QUOTE, quoted), (Kind.REPLY, parent)):
            if target:
                whom = _author(target, named)
                others = tuple(one for one in others if one != whom)
                records += self._toward(kind, who, target, post.at, whom=whom, via=post)
        return [*records, *self._statuses.acts.mentions(post, who, others)]

    def _toward(
        self,
        kind: Kind,
        who: str,
        target: str,
        at: datetime | None,
        *,
        whom: str = "",
        via: Post | None = None,
    ) -> list[Record]:
        """The act of `who` on the post with the address `target`."""
        if self._statuses.accounts.is_out(who):
            return self._statuses.without("acts of people who ask not to be indexed")
        deed = Deed(
            kind,
            who,
            target,
            seconds(at),
            via.topics if via else (),
            whom=whom or named_in(target),
            post=person_id(target),
            via=via.id if via else "",
        )
        return self._statuses.acts.of(deed)

    def _who(self, activity: Fields) -> str:
        """The address of who does it: the actor that is named, or the owner of the archive."""
        actor = _reference(activity, "actor")
        who = self._owners.get(actor) or named_in(actor) or self.owner
        if not who:
            reason = "names nobody; load actor.json with it, or say --account"
            raise BadCell(f"{activity.path}.actor".lstrip("."), reason)
        return who


def _author(target: str, named: list[Named]) -> str:
    """Whose the post `target` is: one of those who are named, or whom the address names."""
    begins = (one.address for one in named if one.actor and target.startswith(f"{one.actor}/"))
    return next(begins, named_in(target))


def _named(note: Fields) -> Iterator[Named]:
    """Those whom a post mentions; one whose address is no address is passed over."""
    for tag in _objects(note, "tag"):
        if tag.word("type") == "Mention":
            actor, name = tag.id("href", needed=False), tag.id("name", needed=False)
            address = name if "@" in name else f"{name}@{host_of(actor)}"
            if is_address(address):
                yield Named(actor, spelled(address))
            elif found := named_in(actor):
                yield Named(actor, found)


def _hashtags(note: Fields) -> Iterator[str]:
    for tag in _objects(note, "tag"):
        if tag.word("type") == "Hashtag" and (name := tag.id("name").lstrip("#")):
            yield name


def _objects(fields: Fields, name: str) -> Iterator[Fields]:
    """The objects in a field that holds one or a list of them."""
    if isinstance(fields.value.get(name), Mapping):
        yield fields.inner(name)
    else:
        yield from fields.each(name)


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    """The texts in a field that holds one or a list of them."""
    found = fields.value.get(name)
    return (found,) if isinstance(found, str) else fields.texts(name)


def _reference(fields: Fields, name: str) -> str:
    """The address in a field, which holds it or an object that has it; "" when absent."""
    if isinstance(fields.value.get(name), Mapping):
        return fields.inner(name).id("id")
    return fields.id(name, needed=False)
