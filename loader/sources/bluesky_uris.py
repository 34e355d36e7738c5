"""Bluesky's names for things: DIDs of accounts, and `at://<did>/<collection>/<key>` of records."""

from __future__ import annotations

import re
from typing import NamedTuple

from loader.sources.cells import LONGEST_ID, BadCell
from loader.sources.fields import Fields
from loader.sources.times import shown

POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
REPOST = "app.bsky.feed.repost"
FOLLOW = "app.bsky.graph.follow"
PROFILE = "app.bsky.actor.profile"

# What an account is said to be called when its name does not lead back to it.
NO_HANDLE = "handle.invalid"

_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")
_KEY = re.compile(r"[A-Za-z0-9._:~-]+")
_URI = re.compile(rf"at://({_DID.pattern})/([A-Za-z0-9.-]+)/({_KEY.pattern})")


class Uri(NamedTuple):
    """The address of a record: whose it is, its collection, and its key there."""

    did: str
    collection: str
    key: str

    @property
    def id(self) -> str:
        """The id of the post or act that the record is."""
        return f"bluesky:at://{self.did}/{self.collection}/{self.key}"

    @property
    def url(self) -> str:
        """Where a post is shown."""
        return f"https://bsky.app/profile/{self.did}/post/{self.key}"


def person(did: str) -> str:
    """The id of an account."""
    return f"bluesky:{did}"


def unnamed_id(kind: str, who: str, what: str) -> str:
    """The id of an act of `who` on a post or an account that is told without its record."""
    return f"bluesky:{kind}:{who}:{what.removeprefix('bluesky:')}"


def profile_url(did: str) -> str:
    """Where an account is shown."""
    return f"https://bsky.app/profile/{did}"


def did_in(fields: Fields, name: str) -> str:
    """The DID in a field. Raises BadCell."""
    text = fields.word(name)
    if len(text) > LONGEST_ID or not _DID.fullmatch(text):
        raise _refused(fields, name, "is no DID")
    return text


def uri_in(fields: Fields, name: str) -> Uri:
    """The address of a record in a field. Raises BadCell."""
    text = fields.word(name)
    found = _URI.fullmatch(text)
    if len(text) > LONGEST_ID or not found:
        raise _refused(fields, name, "is no address of a record")
    return Uri(*found.groups())


def key_in(fields: Fields, name: str) -> str:
    """The key of a record in a field. Raises BadCell."""
    text = fields.word(name)
    if len(text) > LONGEST_ID or not _KEY.fullmatch(text):
        raise _refused(fields, name, "is no key of a record")
    return text


def handle_in(fields: Fields, name: str) -> str | None:
    """The handle in a field; None where there is none that leads to the account."""
    handle = fields.id(name, needed=False).lower()
    return None if handle in ("", NO_HANDLE) else handle


def path_of(fields: Fields, name: str) -> str:
    """What a reject calls the field."""
    return f"{fields.path}.{name}" if fields.path else name


def _refused(fields: Fields, name: str, why: str) -> BadCell:
    """Why a name is refused."""
    text = fields.word(name)
    if not text:
        return BadCell(path_of(fields, name), "is empty")
    if len(text) > LONGEST_ID:
        why = f"is longer than {LONGEST_ID} characters"
    return BadCell(path_of(fields, name), f"{why}: {shown(text)}")
