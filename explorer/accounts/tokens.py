"""API tokens, for programs: a role, perhaps some addresses alone, until a day.

`influence_<id>_<secret>`: the id, which may be seen, names it for `influence token revoke`; the
secret is 256 random bits that are shown once. The store has the SHA-256 of the whole.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from explorer.accounts.roles import Role
from explorer.accounts.sessions import digest
from explorer.accounts.store import Store
from queries.errors import AccountRefused

PREFIX = "influence"
ID_BYTES = 4
SECRET_BYTES = 32
DAY = 86_400.0
MOST_DAYS = 366
# A write an hour is enough to know whether a token is in use.
USED_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Token:
    """A token that can be used. `below` is the beginning of the addresses it is good for."""

    id: str
    name: str
    role: Role
    below: str
    made: float
    ends: float
    used: float | None

    def reaches(self, path: str) -> bool:
        """Whether it is good for that address: `/topics` is for `/topics/x` and `/topics.json`."""
        if not self.below:
            return True
        rest = path.removeprefix(self.below)
        return path.startswith(self.below) and (
            self.below.endswith("/") or not rest or rest[0] in "/."
        )


def add_token(store: Store, name: str, role: Role, *, days: int, below: str = "") -> str:
    """A new token, to be shown once. Raises AccountRefused."""
    if not 1 <= days <= MOST_DAYS:
        raise AccountRefused(f"a token lasts 1 to {MOST_DAYS} days; got {days}")
    if not 1 <= len(name.strip()) <= 64:
        raise AccountRefused("a token's name, which tells what it is for, has 1 to 64 characters")
    if below and not below.startswith("/"):
        raise AccountRefused(
            f"--only is the beginning of an address, such as /topics; got {below!r}"
        )
    now = store.now()
    id = secrets.token_hex(ID_BYTES)
    token = f"{PREFIX}_{id}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with store.writing() as connection:
        connection.execute("DELETE FROM tokens WHERE ends <= ?", (now,))
        connection.execute(
            "INSERT INTO tokens (id, hash, name, role, below, made, ends) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id, digest(token), name.strip(), role, below, now, now + days * DAY),
        )
    return token


def tokens(store: Store) -> list[Token]:
    """All that can still be used, the one that ends first first."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT id, name, role, below, made, ends, used FROM tokens "
            "WHERE ends > ? ORDER BY ends, id",
            (store.now(),),
        ).fetchall()
    return [Token(**(dict(row) | {"role": Role(row["role"])})) for row in rows]


def revoke(store: Store, id: str) -> None:
    """Make a token useless from now on. Raises AccountRefused."""
    with store.writing() as connection:
        if not connection.execute("DELETE FROM tokens WHERE id = ?", (id,)).rowcount:
            raise AccountRefused(f"no token {id[:40]!r}; 'influence token list' tells which are")


def token_of(store: Store, sent: str) -> Token | None:
    """The token that was sent, while it lasts."""
    if not sent.startswith(f"{PREFIX}_") or not store.path.exists():
        return None
    now = store.now()
    with store.reading() as connection:
        row = connection.execute(
            "SELECT id, name, role, below, made, ends, used FROM tokens "
            "WHERE hash = ? AND ends > ?",
            (digest(sent), now),
        ).fetchone()
    if row is None:
        return None
    if row["used"] is None or now - row["used"] > USED_SECONDS:
        with store.writing() as connection:
            connection.execute("UPDATE tokens SET used = ? WHERE id = ?", (now, row["id"]))
    return Token(**(dict(row) | {"role": Role(row["role"])}))
