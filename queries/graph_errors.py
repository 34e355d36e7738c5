"""What the driver raises, as errors a person can mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from queries.errors import DatabaseError, DatabaseRefused, DatabaseUnreachable, QueryTooSlow


@contextmanager
def translated(name: str) -> Iterator[None]:
    """The driver's exceptions as ours; `name` is the query they are about."""
    try:
        yield
    except AuthError as error:
        raise DatabaseUnreachable(
            "the database refused the log-in; set NEO4J_USERNAME and NEO4J_PASSWORD"
        ) from error
    except (ServiceUnavailable, SessionExpired) as error:
        raise DatabaseUnreachable(
            "the database does not answer; start it with 'influence up', or check NEO4J_URI"
        ) from error
    except Neo4jError as error:
        raise _refusal(name, error) from error
    except DriverError as error:
        raise DatabaseUnreachable(
            f"{name}: the connection broke ({type(error).__name__})"
        ) from error


def _refusal(name: str, error: Neo4jError) -> DatabaseError:
    code = error.code or ""
    if "TransactionTimedOut" in code:
        return QueryTooSlow(
            f"{name}: took longer than allowed; narrow it, or raise INFLUENCE_QUERY_SECONDS"
        )
    if isinstance(error, ClientError):
        first_line = (error.message or "").strip().splitlines()[0] if error.message else code
        return DatabaseRefused(f"{name}: {first_line}")
    return DatabaseRefused(f"{name}: {code}")
