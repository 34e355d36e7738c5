"""The records that events on GitHub become, and the ids they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from loader.records import Interaction, Kind, User
from loader.sources.addresses import without_addresses
from loader.sources.cells import is_address
from loader.sources.fields import Fields
from loader.sources.github_event import Event, login_in, name_in


class Said(NamedTuple):
    """What somebody published: `post` is its id without the network, `title` may be empty."""

    author: str
    post: str
    title: str
    body: str
    url: str
    topics: tuple[str, ...]


def commented(event: Event, anchor: str, comment: Fields, topics: tuple[str, ...]) -> Said:
    """What was said in a comment or a review, whose address ends with `anchor` and a number."""
    return Said(
        author=login_in(comment, "user") or event.actor,
        post=f"{anchor}{event.comment(comment)}",
        title="",
        body=comment.word("body"),
        url=url_in(event, comment),
        topics=topics,
    )


def act_through(
    kind: Kind, act: str, event: Event, said: Said, whom: str, page: str = ""
) -> Interaction:
    """An act done through what somebody said; `page` is the issue acted upon, if it is one."""
    return Interaction(
        id=f"github:{act}",
        who=person(said.author),
        whom=person(whom),
        kind=kind,
        at=event.at,
        topics=said.topics,
        post=f"github:{page}" if page else None,
        via=f"github:{said.post}",
    )


def accounts(event: Event) -> Iterator[User]:
    """The one who acts, and the owner of the repository."""
    name = name_in(event.fields)
    yield account(event.actor, name=name and without_addresses(name))
    if event.owner:
        yield account(event.owner)


def account(login: str, *, name: str | None = None, followers: int | None = None) -> User:
    """An account. What is not known of it is None."""
    url = f"https://github.com/{login}"
    return User(person(login), login, name, url=url, followers=followers)


def object_in(fields: Fields, name: str) -> Fields:
    """The object in a field that held a number in older archives; an empty one for that."""
    found = fields.value.get(name)
    return Fields() if isinstance(found, int | str) else fields.inner(name)


def url_in(event: Event, told: Fields) -> str:
    """The address of a page or a comment; "" when it is none of GitHub."""
    address = told.word("html_url") or event.fields.word("url")
    return address if is_address(address, "https://github.com/") else ""


def person(login: str) -> str:
    """The id of a person: nothing but a login is in every archive."""
    return f"github:{login.casefold()}"
