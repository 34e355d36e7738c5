"""Where the database is: the user's own, or the managed server that is running."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from queries.errors import DatabaseUnreachable
from queries.settings import Settings

ADDRESS_FILE = "server.json"


@dataclass(frozen=True, slots=True)
class Connection:
    """What a driver needs. The password is never shown."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """What a running managed server says of itself, in `server.json` of its data folder."""

    uri: str
    username: str
    password_file: str
    pid: int
    pid_started: float
    version: str


def write_address(folder: Path, address: ServerAddress) -> None:
    """Keep `address` for the commands that come; replaces the file in one step."""
    temporary = folder / f"{ADDRESS_FILE}.new"
    temporary.write_text(json.dumps(asdict(address), indent=2), encoding="utf-8")
    temporary.replace(folder / ADDRESS_FILE)


def address_in(folder: Path) -> ServerAddress | None:
    """What the managed server of `folder` left there; None when it left nothing readable."""
    try:
        return ServerAddress(**json.loads((folder / ADDRESS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def connection_for(settings: Settings) -> Connection:
    """Where `settings` say the database is.

    Raises DatabaseUnreachable when no address is set and no managed server is up.
    """
    if settings.neo4j_uri:
        return Connection(
            uri=settings.neo4j_uri,
            username=settings.neo4j_username,
            password=settings.neo4j_password,
            database=settings.neo4j_database,
        )
    address = address_in(settings.data)
    if address is None:
        raise DatabaseUnreachable(
            f"no database is up for {settings.data};"
            " start one with 'influence up', or set NEO4J_URI"
        )
    password = Path(address.password_file).read_text(encoding="utf-8").strip()
    return Connection(uri=address.uri, username=address.username, password=password)
