"""Who opted out: keyed hashes in the graph and in a file beside it, with the key; asked before
anything is written.

A hash is HMAC-SHA256 of a person's id, or of `@handle`, with a key of 32 random bytes in a
file of its own that only its owner reads. So nobody who holds the graph alone can find out who
opted out by trying names. Without the key nobody can be recognised, and so nothing is loaded.

Source: EDPB Guidelines 01/2025 on pseudonymisation (message authentication codes with a key
kept apart).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from loader.opted_out import hidden_by, notes_in
from loader.records import Interaction, Post, Record, User
from queries.errors import SuppressionLost
from queries.graph import Graph

KEY_FILE = "suppression.key"
KEY_BYTES = 32
REDACTED = "@[removed]"
# Most people are met more than once.
REMEMBERED = 1_000_000

# A dot or hyphen at its end is the sentence's.
_AT_HANDLE = re.compile(r"@(\w(?:[\w.\-]*\w)?(?:@\w(?:[\w.\-]*\w)?)?)")


class Key:
    """Makes the hashes. `name` tells one key from another and says nothing about it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.name = hashlib.sha256(b"influence-explorer suppression" + secret).hexdigest()[:16]

    def person(self, id_: str) -> str:
        """The hash of a person's id."""
        return self._hash(f"id|{id_}")

    def handle(self, network: str, handle: str) -> str:
        """The hash of a handle, however it is spelled."""
        folded = unicodedata.normalize("NFKC", handle).casefold().strip("@.-")
        return self._hash(f"handle|{network}|{folded}")

    def _hash(self, text: str) -> str:
        told = text.encode("utf-8", errors="surrogatepass")
        return hmac.new(self._secret, told, hashlib.sha256).hexdigest()


def key_in(folder: Path) -> Key | None:
    """The key kept in `folder`, if there is one."""
    path = folder / KEY_FILE
    return Key(path.read_bytes()) if path.is_file() else None


def key_made(folder: Path) -> Key:
    """The key kept in `folder`, made now if there is none."""
    if known := key_in(folder):
        return known
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_bytes(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
    return Key((folder / KEY_FILE).read_bytes())


class Suppression:
    """Those who opted out, at one moment; `size` hashes, of which the graph notes `noted`."""

    def __init__(self, key: Key | None, hashes: Iterable[str] = (), *, noted: int = 0) -> None:
        self.noted = noted
        self._key = key
        self._hashes = frozenset(hashes)
        self._known: dict[str, bool] = {}

    @classmethod
    def of(cls, graph: Graph, folder: Path) -> Suppression:
        """Those noted in the graph or in the file in `folder`, by the key there.

        Raises SuppressionLost when somebody opted out and the key is not there.
        """
        rows: list[dict[str, Any]] = graph.run("suppressed").rows
        hashes = {row["hash"]: row["key"] for row in rows} | hidden_by(notes_in(folder))
        return cls.from_hashes(hashes, folder, noted=len(rows))

    @classmethod
    def from_hashes(cls, hashes: Mapping[str, str], folder: Path, *, noted: int = 0) -> Suppression:
        """Those of `hashes`, each with the name of its key, by the key in `folder`.

        Raises SuppressionLost when there are some and the key is not there.
        """
        key = key_in(folder)
        if hashes and (key is None or set(hashes.values()) != {key.name}):
            raise SuppressionLost(
                f"people opted out of this graph, and {folder / KEY_FILE} is not the key they "
                "were noted with; put it back: without it they would be loaded again"
            )
        return cls(key, hashes, noted=noted)

    @property
    def size(self) -> int:
        """How many hashes there are."""
        return len(self._hashes)

    def hides(self, id_: str) -> bool:
        """Whether the person with this id opted out."""
        if self._key is None or not self._hashes:
            return False
        known = self._known.get(id_)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[id_] = self._key.person(id_) in self._hashes
        return known

    def admits(self, record: Record) -> Record | None:
        """`record`, without the handles of those who opted out; None when it is of or about one."""
        if not self._hashes:
            return record
        match record:
            case Interaction(who=who, whom=whom):
                return None if self.hides(who) or self.hides(whom) else record
            case User(id=id_):
                return None if self.hides(id_) else self._redacted_user(record)
            case Post(author=author):
                return None if self.hides(author) else self._redacted_post(record)
        return record

    def redacted(self, network: str, text: str) -> str:
        """`text` without the handles of those who opted out."""
        key = self._key
        if key is None or "@" not in text:
            return text

        def shown(found: re.Match[str]) -> str:
            return REDACTED if key.handle(network, found[1]) in self._hashes else found[0]

        return _AT_HANDLE.sub(shown, text)

    def _redacted_post(self, post: Post) -> Post:
        text = self._in_network_of(post.id, post.text)
        return post if text == post.text else replace(post, text=text)

    def _redacted_user(self, user: User) -> User:
        bio = self._in_network_of(user.id, user.bio)
        return user if bio == user.bio else replace(user, bio=bio)

    def _in_network_of(self, id_: str, text: str | None) -> str | None:
        return text and self.redacted(network_of(id_), text)


def network_of(id_: str) -> str:
    """The network of a person or a post, by the id."""
    return id_.partition(":")[0]
