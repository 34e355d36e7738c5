"""People with an account: their name, role and password."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass

from explorer.accounts.passwords import check_new, fits, hashed, outdated
from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from queries.errors import AccountRefused

NAME = re.compile(r"[\w.@+-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """An account. `made` and `entered` (the last log-in, or None) are seconds since 1970."""

    id: int
    name: str
    role: Role
    made: float
    entered: float | None
    sessions: int = 0


def name_of(typed: str) -> str:
    """A name as it is kept: one spelling, whatever case and form it was typed in."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def add_user(store: Store, name: str, password: str, role: Role) -> None:
    """A new account. Raises AccountRefused for a name or a password that will not do."""
    name = name_of(name)
    if not NAME.fullmatch(name):
        raise AccountRefused(
            f"a name has up to 64 letters, digits and . @ + - _; got {name[:80]!r}"
        )
    check_new(password, name)
    kept = hashed(password)
    with store.writing() as connection:
        try:
            connection.execute(
                "INSERT INTO users (name, role, password, made) VALUES (?, ?, ?, ?)",
                (name, role, kept, store.now()),
            )
        except sqlite3.IntegrityError:
            raise AccountRefused(
                f"there is an account {name!r}; 'influence user password {name}' changes its "
                f"password, 'influence user role {name} …' its role"
            ) from None


def users(store: Store) -> list[User]:
    """All accounts, by name, with how many sessions each has open."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT id, name, role, made, entered, "
            "(SELECT count(*) FROM sessions WHERE user = users.id) AS sessions "
            "FROM users ORDER BY name"
        ).fetchall()
    return [User(**(dict(row) | {"role": Role(row["role"])})) for row in rows]


def any_users(store: Store) -> bool:
    """Whether there is an account at all."""
    if not store.path.exists():
        return False
    with store.reading() as connection:
        return connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None


def remove_user(store: Store, name: str) -> int:
    """Take an account away, and end its sessions; its id, which is never given again.

    Raises AccountRefused.
    """
    with store.writing() as connection:
        id = _id(connection, name)
        connection.execute("DELETE FROM users WHERE id = ?", (id,))
    return id


def change_role(store: Store, name: str, role: Role) -> None:
    """Give an account another role, from its next request on. Raises AccountRefused."""
    with store.writing() as connection:
        id = _id(connection, name)
        connection.execute("UPDATE users SET role = ? WHERE id = ?", (role, id))


def change_password(store: Store, name: str, password: str) -> None:
    """Give an account another password, and end all its sessions. Raises AccountRefused."""
    check_new(password, name_of(name))
    kept = hashed(password)
    with store.writing() as connection:
        id = _id(connection, name)
        connection.execute("UPDATE users SET password = ? WHERE id = ?", (kept, id))
        connection.execute("DELETE FROM sessions WHERE user = ?", (id,))


def log_out_users(store: Store, name: str | None) -> int:
    """End all sessions of an account, or of everybody: how many. Raises AccountRefused."""
    with store.writing() as connection:
        if name is None:
            return connection.execute("DELETE FROM sessions").rowcount
        id = _id(connection, name)
        return connection.execute("DELETE FROM sessions WHERE user = ?", (id,)).rowcount


def user_with(store: Store, name: str, password: str) -> User | None:
    """The account of that name if that is its password."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT id, name, role, made, entered, password FROM users WHERE name = ?",
            (name_of(name),),
        ).fetchone()
    if not fits(row["password"] if row else None, password):
        return None
    if outdated(row["password"]):
        with store.writing() as connection:
            change = "UPDATE users SET password = ? WHERE id = ? AND password = ?"
            connection.execute(change, (hashed(password), row["id"], row["password"]))
    return User(row["id"], row["name"], Role(row["role"]), row["made"], row["entered"])


def _id(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM users WHERE name = ?", (name_of(name),)).fetchone()
    if row is None:
        known = [one["name"] for one in connection.execute("SELECT name FROM users ORDER BY name")]
        raise AccountRefused(
            f"no account {name_of(name)[:80]!r}; there {'are' if known else 'is'}: "
            f"{', '.join(known) or 'none'}"
        )
    return int(row["id"])
