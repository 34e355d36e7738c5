"""What else Mastodon's API says: notifications, messages of a stream, lists of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from loader.records import Interaction, Kind, Record
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.json_text import parsed
from loader.sources.mastodon_accounts import person_id
from loader.sources.mastodon_acts import act_id
from loader.sources.mastodon_files import FOLLOWS, Whose
from loader.sources.mastodon_statuses import Statuses

# Notifications that hold a status of somebody else, and those of an act on one's own.
_WRITTEN = frozenset({"mention", "status", "update", "quote"})
_ACTS = {"favourite": Kind.LIKE, "reblog": Kind.REPOST}


def in_the_api(found: Fields, statuses: Statuses, whose: Whose) -> list[Record] | None:
    """The records of one thing that the API says; None when it is none."""
    if "event" in found:
        return _message(found, statuses, whose)
    if "visibility" in found and "account" in found:
        return _listed_status(found, statuses, whose)
    if "acct" in found:
        return _account(found, statuses, whose)
    if "type" in found and "created_at" in found:
        return _notification(found, statuses, whose)
    if "domain" in found and "version" in found:
        return statuses.without("descriptions of instances")
    return None


def _listed_status(found: Fields, statuses: Statuses, whose: Whose) -> list[Record]:
    if whose.relation != "favourites" or not whose.address:
        return statuses.status(found)
    # When it was liked is not told.
    target = statuses.written(found)
    return [*target.records, *statuses.on(Kind.LIKE, whose.address, target, None)]


def _account(found: Fields, statuses: Statuses, whose: Whose) -> list[Record]:
    account = statuses.accounts.account(found)
    if not whose.address or whose.relation not in FOLLOWS:
        return account.records
    return [*account.records, *followed(statuses, account.address, whose, None)]


def followed(statuses: Statuses, address: str, whose: Whose, at: datetime | None) -> list[Record]:
    """The follow between an account and the one whose list it is in."""
    pair = (whose.address, address)
    who, whom = pair if whose.relation == "following" else pair[::-1]
    if who == whom:
        return statuses.without("acts of people on themselves")
    if statuses.accounts.is_out(address) or statuses.accounts.is_out(whose.address):
        return statuses.without("follows of people who ask not to be indexed")
    id_ = act_id(Kind.FOLLOW, who, whom, post="", via="")
    return [Interaction(id_, person_id(who), person_id(whom), Kind.FOLLOW, at)]


def _notification(found: Fields, statuses: Statuses, whose: Whose) -> list[Record]:
    kind, at, status = found.word("type"), statuses.at(found), found.inner("status")
    if kind == "follow":
        account = statuses.accounts.account(found.inner("account"))
        if not whose.address:
            return [*account.records, *statuses.without("follows; --account says of whom")]
        mine = Whose("followers", whose.address)
        return [*account.records, *followed(statuses, account.address, mine, at)]
    if kind in _WRITTEN:
        return statuses.status(status)
    if kind in _ACTS:
        target = statuses.written(status.inner("reblog") or status)
        return [*target.records, *statuses.by(found, _ACTS[kind], target, at)]
    return statuses.without("notifications of other kinds")


def _message(found: Fields, statuses: Statuses, whose: Whose) -> list[Record]:
    event = found.word("event")
    if event == "delete":
        return statuses.acts.take_back(statuses.key(found.id("payload")))
    if event not in ("update", "status.update", "notification"):
        return statuses.without("messages of other kinds")
    payload = _payload(found)
    if event == "notification":
        return _notification(payload, statuses, whose)
    return statuses.status(payload)


def _payload(message: Fields) -> Fields:
    """What a message is about: an object, written as a text within the message."""
    payload = message.value.get("payload")
    if isinstance(payload, str):
        try:
            payload = parsed(payload)
        except ValueError as error:
            raise BadCell("payload", str(error)) from None
    if not payload:
        raise BadCell("payload", "is empty")
    return Fields({"payload": payload}).inner("payload")


def things_in(whole: Fields) -> Iterator[Fields | BadCell]:
    """The statuses, accounts and so on in one answer; BadCell for what is none of them."""
    lists = ("ancestors", "descendants", "accounts", "statuses", "orderedItems")
    if "account" in whole or not any(name in whole for name in lists):
        yield whole
        return
    for name in lists:
        try:
            things = whole.list(name)
        except BadCell as bad:
            yield bad
            continue
        for place, thing in enumerate(things):
            path = f"{name}[{place}]"
            if isinstance(thing, str) and name == "orderedItems":
                # A list of likes, or bookmarks: the addresses alone.
                yield Fields({"type": whole.value.get("id"), "object": thing}, path)
            elif isinstance(thing, dict):
                yield Fields(thing, path)
            else:
                yield BadCell(path, "is no object")
