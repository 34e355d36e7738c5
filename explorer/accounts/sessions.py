"""Sessions: who logged in, from a cookie that says nothing, until they are idle or gone.

The cookie is 256 random bits; the store has their SHA-256. A session ends on logging out, after
some idle time, after a longest time whatever happens, when the password changes and when the
account goes. Its role is the account's of the moment.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from explorer.accounts.roles import Role
from explorer.accounts.store import Store

SECRET_BYTES = 32
# Not every request is worth a write.
SEEN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """After how long a session ends, in seconds: unused, and in any case."""

    idle: float
    longest: float


@dataclass(frozen=True, slots=True)
class Session:
    """One that is open. Times are seconds since 1970."""

    hash: bytes
    user: int
    name: str
    role: Role
    begun: float
    seen: float


def begin(store: Store, user: int, lifetimes: Lifetimes) -> str:
    """A new session of an account: its secret, for the cookie. Those that are over are dropped."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = store.now()
    with store.writing() as connection:
        _drop_over(connection, now, lifetimes)
        connection.execute(
            "INSERT INTO sessions (hash, user, begun, seen) VALUES (?, ?, ?, ?)",
            (digest(secret), user, now, now),
        )
        connection.execute("UPDATE users SET entered = ? WHERE id = ?", (now, user))
    return secret


def session_of(store: Store, secret: str, lifetimes: Lifetimes) -> Session | None:
    """The session whose secret that is, while it lasts; it counts as seen now."""
    now = store.now()
    with store.reading() as connection:
        row = connection.execute(
            f"{SELECT} WHERE sessions.hash = ? AND seen > ? AND begun > ?",
            (digest(secret), now - lifetimes.idle, now - lifetimes.longest),
        ).fetchone()
    if row is None:
        return None
    if now - row["seen"] > SEEN_SECONDS:
        with store.writing() as connection:
            change = "UPDATE sessions SET seen = ? WHERE hash = ?"
            connection.execute(change, (now, row["hash"]))
    return _session(row)


def open_sessions(store: Store, user: int, lifetimes: Lifetimes) -> list[Session]:
    """An account's sessions that last, the one seen last first."""
    now = store.now()
    with store.reading() as connection:
        rows = connection.execute(
            f"{SELECT} WHERE user = ? AND seen > ? AND begun > ? ORDER BY seen DESC, begun DESC",
            (user, now - lifetimes.idle, now - lifetimes.longest),
        ).fetchall()
    return [_session(row) for row in rows]


def end(store: Store, hash: bytes) -> None:
    """End one session."""
    with store.writing() as connection:
        connection.execute("DELETE FROM sessions WHERE hash = ?", (hash,))


def end_others(store: Store, user: int, kept: bytes) -> int:
    """End all of an account's sessions but one: how many."""
    with store.writing() as connection:
        change = "DELETE FROM sessions WHERE user = ? AND hash <> ?"
        return connection.execute(change, (user, kept)).rowcount


def digest(secret: str) -> bytes:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


SELECT = (
    "SELECT sessions.hash, user, name, role, begun, seen "
    "FROM sessions JOIN users ON users.id = sessions.user"
)


def _drop_over(connection: sqlite3.Connection, now: float, lifetimes: Lifetimes) -> None:
    change = "DELETE FROM sessions WHERE seen <= ? OR begun <= ?"
    connection.execute(change, (now - lifetimes.idle, now - lifetimes.longest))


def _session(row: sqlite3.Row) -> Session:
    return Session(**(dict(row) | {"role": Role(row["role"])}))
