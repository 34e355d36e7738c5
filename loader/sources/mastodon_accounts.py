"""Accounts of the fediverse: their addresses, who they are, and who wants not to be indexed."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from loader.records import Record, Removal, Thing, User
from loader.sources.cells import LONGEST_ID, BadCell
from loader.sources.fields import Fields
from loader.sources.html import kept_bio, text_in
from loader.sources.times import Clock, shown

# What a server says that does not know since when an account exists.
_EPOCH = "1970-01-01"
_ADDRESS = re.compile(r"[^\s@/:?#]+@[^\s@/?#]+")
_OPTED_OUT = re.compile(r"#(?:nobot|noindex)\b", re.IGNORECASE)
_PUNYCODE = "xn--"

# Where the name stands in the addresses of actors and posts that show it.
_NAMED_IN_URL = re.compile(r"https?://([^/?#@]+)/(?:@|users/|@/|u/|author/)([^/?#@]+)(?:[/?#].*)?")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an API or an actor describes it; `address` is `user@instance`."""

    address: str
    records: list[Record]


class Accounts:
    """Reads accounts and remembers which of them want not to be indexed.

    `instance` completes the addresses of local accounts, which the API shortens to a name;
    when it is empty the address of the account's page does.
    """

    def __init__(self, instance: str, times: Clock, left_out: Counter[str]) -> None:
        self._instance, self._times, self._left_out = instance.lower(), times, left_out
        self._out: set[str] = set()

    def is_out(self, address: str) -> bool:
        """Whether the account asked not to be indexed, as far as was read."""
        return address in self._out

    def address(self, account: Fields) -> str:
        """The address of an account, or of a mention of one, in the API."""
        acct = account.id("acct")
        if "@" not in acct:
            host = self._instance or host_of(account.word("url")) or host_of(account.word("uri"))
            acct = f"{acct}@{host}"
        return checked(acct, account, "acct")

    def account(self, account: Fields) -> Account:
        """An account in the API, with what is told of it."""
        address = self.address(account)
        note, noindex = account.word("note"), account.flag("noindex")
        user = User(
            id=person_id(address),
            handle=address,
            name=account.text("display_name"),
            bio=kept_bio(note),
            url=account.text("url"),
            followers=account.number("followers_count"),
            following=account.number("following_count"),
            created_at=self._since(account, "created_at"),
        )
        return self._met(address, user, out=noindex or opted_out(note))

    def actor(self, actor: Fields) -> Account:
        """An account as ActivityPub has it, such as the actor.json of an archive."""
        host = host_of(actor.id("id"))
        name = actor.id("webfinger", needed=False) or f"{actor.id('preferredUsername')}@{host}"
        address, note = checked(name, actor, "preferredUsername"), actor.word("summary")
        user = User(
            id=person_id(address),
            handle=address,
            name=actor.text("name"),
            bio=kept_bio(note),
            url=actor.text("url"),
            created_at=self._since(actor, "published"),
        )
        return self._met(address, user, out=opted_out(note))

    def _met(self, address: str, user: User, *, out: bool) -> Account:
        if not out:
            return Account(address, [] if address in self._out else [user])
        if address not in self._out:
            self._out.add(address)
            self._left_out["people who ask not to be indexed"] += 1
        return Account(address, [Removal(user.id, Thing.PERSON)])

    def _since(self, account: Fields, field: str) -> datetime | None:
        if account.word(field).startswith(_EPOCH):
            return None
        return account.at(field, self._times)


def person_id(address: str) -> str:
    """The id of the person with an address."""
    return f"mastodon:{address}"


def checked(address: str, fields: Fields, field: str) -> str:
    """`address` in the one spelling it has here. Raises BadCell when it is none."""
    if not is_address(address):
        path = f"{fields.path}.{field}" if fields.path else field
        raise BadCell(path, f"is no address of an account: {shown(address)}")
    return spelled(address)


def is_address(text: str) -> bool:
    """Whether `text` is the address of an account, without an '@' in front."""
    return len(text) <= LONGEST_ID and _ADDRESS.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def spelled(address: str) -> str:
    """`address` in small letters, the instance as people read it and not in Punycode."""
    name, _, host = address.lower().rpartition("@")
    if _PUNYCODE in host:
        with suppress(UnicodeError):
            host = host.encode("ascii").decode("idna")
    return f"{name}@{host}"


@lru_cache(maxsize=65_536)
def host_of(url: str) -> str:
    """The host in a web address, with its port; "" when there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2].lower() if parts.scheme in ("http", "https") else ""


def named_in(url: str) -> str:
    """The address of the account to which a web address belongs; "" when it does not say.

    Newer instances have numbers in the addresses of their accounts and posts.
    """
    found = _NAMED_IN_URL.fullmatch(url)
    address = f"{found[2]}@{found[1]}" if found else ""
    return spelled(address) if is_address(address) else ""


def opted_out(bio: str) -> bool:
    """Whether a bio, in HTML, says #nobot or #noindex."""
    if "nobot" not in (small := bio.lower()) and "noindex" not in small:
        return False
    return _OPTED_OUT.search(text_in(bio)) is not None
