"""The managed server's password: made once, kept in one file, told to nobody.

Neo4j takes its first password from `auth.ini` (what `neo4j-admin dbms set-initial-password`
writes). We write that file ourselves, salted and hashed: on a command line, or in the
environment of a process, the password would be there for every user of the machine to read.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

USERNAME = "neo4j"
PASSWORD_FILE = "password"  # noqa: S105 - a file's name
PASSWORD_BYTES = 32
# What Neo4j's own SecureHasher does.
ITERATIONS = 1024
SALT_BYTES = 32


def password_of(folder: Path) -> str:
    """The password of the data folder, made now if there is none. Only its owner can read it."""
    path = folder / PASSWORD_FILE
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(PASSWORD_BYTES) + "\n")
        return path.read_text(encoding="ascii").strip()


def initial_credential(password: str) -> str:
    """The line of `auth.ini` that lets `neo4j` in with `password`.

    Source: Neo4j's `SystemGraphCredential.serialize` and Apache Shiro's `SimpleHash`:
    SHA-256 over salt and password, then over its own result.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(ITERATIONS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USERNAME}:SHA-256,{digest.hex()},{salt.hex()},{ITERATIONS}:\n"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
