"""What Mastodon's API says, made up by hand."""

from __future__ import annotations

from typing import Any

HOME = "garden.example"
WHEN = "2024-05-01T10:00:00.000Z"

Json = dict[str, Any]


def account(name: str, host: str = HOME, **more: object) -> Json:
    """An account as the instance HOME shows it: its own ones without their host."""
    return {
        "id": f"{len(name)}{sum(map(ord, name + host))}",
        "username": name,
        "acct": name if host == HOME else f"{name}@{host}",
        "url": f"https://{host}/@{name}",
        "note": "",
    } | more


def mention(name: str, host: str = HOME) -> Json:
    whole = account(name, host)
    return {field: whole[field] for field in ("id", "username", "acct", "url")}


def status(number: int, by: Json, **more: object) -> Json:
    """A public status of the account `by`."""
    host = by["url"].split("/")[2]
    return {
        "id": str(number),
        "uri": f"https://{host}/users/{by['username']}/statuses/{number}",
        "url": f"https://{host}/@{by['username']}/{number}",
        "created_at": WHEN,
        "visibility": "public",
        "language": "en",
        "content": f"<p>Number {number}</p>",
        "account": by,
        "mentions": [],
        "tags": [],
        "reblog": None,
    } | more


def tags(*names: str) -> list[Json]:
    return [{"name": name, "url": f"https://{HOME}/tags/{name}"} for name in names]


def uri(number: int, name: str, host: str = HOME) -> str:
    """The id of the post that `status(number, account(name, host))` becomes."""
    return f"mastodon:https://{host}/users/{name}/statuses/{number}"
