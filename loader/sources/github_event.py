"""An event of GH Archive, in one shape: the archive has had two, and several in their payloads.

Since 2015, and before March 2012, an event is what GitHub's API gives: `actor` and `repo` are
objects. In between it is an entry of the timeline: `actor` is a login, `repository` says more,
and payloads often hold nothing but numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from loader.sources.cells import BadCell, text_of
from loader.sources.fields import Fields
from loader.sources.times import Clock, shown

_TYPE = re.compile(r"[A-Za-z]{1,40}", re.ASCII)
_LOGIN = re.compile(r"[A-Za-z\d][A-Za-z\d_-]{0,99}(?:\[bot\])?", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)
_NUMBER = re.compile(r"/(?:issues|pulls?)/(\d{1,18})(?!\d)")
_COMMENT = re.compile(r"#(?:issuecomment-|discussion_r|commitcomment-|r|P)?(\d{1,18})$")


class Event(NamedTuple):
    """An event: `repository` is 'owner/name', and it, `actor` and `type` are "" if not told."""

    type: str
    actor: str
    owner: str
    repository: str
    at: datetime | None
    payload: Fields
    fields: Fields

    @property
    def action(self) -> str:
        """What was done, such as 'opened'; "" where an event says nothing more than its type."""
        return self.payload.word("action")

    @property
    def is_private(self) -> bool:
        """Whether it was not public, which an archive should not have."""
        repository = self.fields.value.get("repository")
        private = isinstance(repository, Mapping) and repository.get("private")
        return bool(private) or self.fields.value.get("public") is False

    def page(self, *objects: Fields) -> str:
        """The issue or pull request: 'owner/name#1', from what an event says of it; "" if not."""
        for fields in (*objects, self.payload):
            if number := fields.number("number"):
                return f"{self.repository}#{number}".casefold()
        for fields in (*objects, self.fields):
            for name in ("html_url", "pull_request_url", "issue_url", "url"):
                if found := _NUMBER.search(fields.word(name)):
                    return f"{self.repository}#{int(found[1])}".casefold()
        return ""

    def comment(self, comment: Fields) -> str:
        """The number of a comment or a review: its id, told in one of several ways."""
        number = comment.number("id") or self.payload.number("comment_id")
        if number is None and (found := _COMMENT.search(self.fields.word("url"))):
            number = int(found[1])
        if number is None:
            raise BadCell("payload.comment.id", "is missing")
        return str(number)


def type_of(fields: Fields) -> str:
    """The name of the type of an event. Raises BadCell when it is no name."""
    found = fields.word("type")
    if not _TYPE.fullmatch(found):
        raise BadCell("type", f"is no type of event: {shown(found)}" if found else "is missing")
    return found


def event_of(fields: Fields, times: Clock) -> Event:
    """The event in `fields`. Raises BadCell."""
    owner, repository = _repository(fields)
    payload = fields.inner("payload")
    return Event(
        type=type_of(fields),
        actor=login_in(fields, "actor"),
        owner=owner,
        repository=repository,
        at=_at(fields, times),
        payload=payload,
        fields=fields,
    )


def login_in(fields: Fields, name: str) -> str:
    """The login of the account in a field: text, or an object that has one; "" when absent."""
    found = fields.value.get(name)
    path = f"{fields.path}.{name}" if fields.path else name
    if isinstance(found, Mapping):
        return checked_login(fields.inner(name).word("login"), f"{path}.login")
    if found is not None and not isinstance(found, str):
        raise BadCell(path, f"is no account: {shown(found)}")
    return checked_login(found or "", path)


def checked_login(login: str, path: str) -> str:
    """`login` when it is one, or empty. Raises BadCell for what never was one."""
    if login and not _LOGIN.fullmatch(login):
        raise BadCell(path, f"is no login: {shown(login)}")
    return login


def topics_in(fields: Fields) -> tuple[str, ...]:
    """The language and the topics that a repository's object tells."""
    language = fields.text("language")
    return (*filter(None, [language]), *fields.texts("topics"))


def name_in(fields: Fields) -> str | None:
    """The display name of the one who acts, which only the timeline tells."""
    told = fields.value.get("actor_attributes")
    name = told.get("name") if isinstance(told, Mapping) else None
    return text_of(name) if isinstance(name, str) else None


def _repository(fields: Fields) -> tuple[str, str]:
    """The owner, and 'owner/name'; empty where a repository is gone, or there is none."""
    if "repo" in fields:
        owner, _, name = fields.inner("repo").word("name").partition("/")
        path = "repo.name"
    else:
        old = fields.inner("repository")
        owner, name, path = login_in(old, "owner"), old.word("name"), "repository.name"
    if not owner or not name:
        return "", ""
    if not _NAME.fullmatch(name):
        raise BadCell(path, f"is no name of a repository: {shown(name)}")
    return checked_login(owner, path), f"{owner}/{name}"


def _at(fields: Fields, times: Clock) -> datetime | None:
    """When it was; the earliest archives write '2012/03/10 22:02:31 -0800'."""
    written = fields.value.get("created_at")
    if isinstance(written, str) and written[4:5] == written[7:8] == "/":
        fields = Fields({"created_at": written.replace("/", "-", 2)})
    return fields.at("created_at", times)
