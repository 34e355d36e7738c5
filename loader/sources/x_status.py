"""A post of X as it was found, in either version of the API: the same fields for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import NamedTuple

from loader.records import Kind
from loader.sources.addresses import without_addresses
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.html import shortened
from loader.sources.latest import Latest
from loader.sources.times import Clock, shown
from loader.sources.x_ids import checked, moment, native

# What is read of a text, of which 500 characters are kept.
_TEXT_READ = 5_000

# What a repost's text begins with, where the post itself is not told.
_REPOSTED = re.compile(r"RT @(\w+)")

_KINDS = {"retweeted": Kind.REPOST, "quoted": Kind.QUOTE, "replied_to": Kind.REPLY}


class Reference(NamedTuple):
    """A post that is acted upon, and its author where the acting post tells it, else ""."""

    post: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """A post: `versions` holds its ids, the first one first; all ids are as X has them.

    `unnamed` counts the people it mentions whose ids nobody told. `hidden` says why it must
    not be loaded, "" when it may.
    """

    versions: tuple[str, ...]
    version: str
    author: str
    at: datetime | None
    text: str | None
    lang: str | None
    topics: tuple[str, ...]
    references: Mapping[Kind, Reference]
    mentions: tuple[str, ...]
    unnamed: int = 0
    hidden: str = ""

    @property
    def id(self) -> str:
        """The id of the first version, which is that of the post."""
        return self.versions[0]

    @property
    def edited(self) -> datetime | None:
        """When this version was made; None for the first one."""
        return None if self.version == self.id else moment(self.version) or self.at


def status_of(fields: Fields, handles: Latest[str], times: Clock, author: str) -> Status:
    """The post in `fields`. `author` is who wrote it where it does not say, "" for nobody.

    `handles` are the ids of people by their handles in small letters. Raises BadCell.
    """
    told = fields.value
    old = told.get("id_str") is not None or told.get("user") is not None
    version = native(fields, "id")
    body = _body(fields)
    entities = body.inner("entities")
    mentions = _mentions(entities, handles)
    named = tuple(dict.fromkeys(who for _, who in mentions if who))
    text = unescape((body.text("full_text") or body.text("text") or "")[:_TEXT_READ])
    return Status(
        versions=_versions(fields, version),
        version=version,
        author=_author(fields) or author,
        at=fields.at("created_at", times) or moment(version),
        text=shortened(without_addresses(text)) or None,
        lang=fields.text("lang"),
        topics=_topics(entities),
        references=_old_references(fields) if old else _references(fields, text, mentions),
        mentions=named,
        unnamed=sum(not who for _, who in mentions),
        hidden="withheld posts" if is_withheld(fields) else "",
    )


def is_withheld(fields: Fields) -> bool:
    """Whether a post or a person is withheld somewhere, or for copyright."""
    told = fields.value.get("withheld")
    if isinstance(told, Mapping):
        return bool(told.get("country_codes") or told.get("copyright") or told.get("scope"))
    return bool(
        told
        or fields.value.get("withheld_in_countries")
        or fields.value.get("withheld_copyright")
        or fields.value.get("withheld_scope")
    )


def _body(fields: Fields) -> Fields:
    """Where the whole text and its entities stand, when a post is longer than posts used to be."""
    for name in ("note_tweet", "extended_tweet"):
        if fields.value.get(name) is not None and (inner := fields.inner(name)).value.keys() & {
            "text",
            "full_text",
        }:
            return inner
    return fields


def _author(fields: Fields) -> str:
    found = native(fields, "author_id", needed=False)
    for name in ("user", "author"):
        if not found and name in fields:
            found = native(fields.inner(name), "id", needed=False)
    return found


def _versions(fields: Fields, version: str) -> tuple[str, ...]:
    """The ids of all versions, oldest first."""
    name, where = "edit_history_tweet_ids", fields
    if name not in fields and "edit_history" in fields:
        name, where = "edit_tweet_ids", fields.inner("edit_history")
    if name not in where:
        return (version,)
    ids = [checked(one, f"{name}[{i}]") for i, one in enumerate(where.list(name))]
    return tuple(ids) if version in ids else (*ids, version)


def _topics(entities: Fields) -> tuple[str, ...]:
    """The hashtags as spelled there, and the cashtags with their '$'."""
    found = [tag.lstrip("#") for tag in _tags(entities, "hashtags")]
    for name in ("cashtags", "symbols"):
        found += [f"${tag.lstrip('$')}" for tag in _tags(entities, name)]
    return tuple(dict.fromkeys(filter(None, found)))


def _tags(entities: Fields, name: str) -> Iterator[str]:
    """The tags in a list of objects, or of texts, as a table may have it."""
    if entities.value.get(name) is None:
        return
    for i, one in enumerate(entities.list(name)):
        tag = one.get("tag") or one.get("text") if isinstance(one, Mapping) else one
        if not isinstance(tag, str):
            raise BadCell(f"{entities.path}.{name}[{i}]", f"is no tag: {shown(one)}")
        yield tag.strip()


def _mentions(entities: Fields, handles: Latest[str]) -> list[tuple[str, str]]:
    """Those mentioned in the order of the list: handle in small letters, and id, "" if unknown."""
    name = "user_mentions" if "user_mentions" in entities else "mentions"
    found = []
    for i, one in enumerate(entities.list(name)):
        path = f"{entities.path}.{name}[{i}]"
        if isinstance(one, str):
            who, handle = "", one
        elif isinstance(one, Mapping):
            mention = Fields(one, path)
            who = native(mention, "id", needed=False)
            handle = mention.word("username") or mention.word("screen_name")
        else:
            raise BadCell(path, f"is no mention: {shown(one)}")
        handle = handle.strip().lstrip("@").casefold()
        found.append((handle, who or handles.get(handle) or ""))
    return found


def _references(
    fields: Fields, text: str, mentions: list[tuple[str, str]]
) -> dict[Kind, Reference]:
    found = {}
    for one in fields.each("referenced_tweets"):
        if kind := _KINDS.get(one.word("type")):
            found[kind] = Reference(native(one, "id"), native(one, "author_id", needed=False))
    replied_to = native(fields, "in_reply_to_user_id", needed=False)
    if replied_to:
        found[Kind.REPLY] = Reference(found.get(Kind.REPLY, Reference("")).post, replied_to)
    reposted = found.get(Kind.REPOST)
    if reposted and not reposted.author and (whose := _REPOSTED.match(text)):
        author = dict(mentions).get(whose[1].casefold(), "")
        found[Kind.REPOST] = Reference(reposted.post, author)
    return found


def _old_references(fields: Fields) -> dict[Kind, Reference]:
    found = {}
    for name, kind in (("retweeted_status", Kind.REPOST), ("quoted_status", Kind.QUOTE)):
        inner = fields.inner(name)
        post = native(inner, "id") if inner else native(fields, f"{name}_id", needed=False)
        if post:
            found[kind] = Reference(post, _author(inner))
    post = native(fields, "in_reply_to_status_id", needed=False)
    author = native(fields, "in_reply_to_user_id", needed=False)
    if post or author:
        found[Kind.REPLY] = Reference(post, author)
    return found
