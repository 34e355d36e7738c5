"""What the driver raises, as errors a person can mend."""

from __future__ import annotations

import re
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

from queries.errors import (
    DatabaseBroken,
    DatabaseError,
    DatabaseRefused,
    DatabaseUnreachable,
    QueryRefused,
    QueryStopped,
    QueryTooSlow,
    TransactionTooLarge,
)

OUT_OF_MEMORY = "OutOfMemory"
# As when its disk is full: what it could not write, and what it says from then on to everything.
# The code of the second is also that of a clause in the wrong kind of transaction.
NOT_WRITTEN, BROKEN = "TransactionLogError", "needs to be restarted"
PLACE = re.compile(r"\(line (?P<line>\d+), column (?P<column>\d+) \(offset: \d+\)\)")


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


@contextmanager
def too_large_at_once(name: str) -> Iterator[None]:
    """Inside a transaction: one that wants too much memory is not tried again as it is.

    To the driver that is transient, and it would try for a while.
    """
    try:
        yield
    except Neo4jError as error:
        if OUT_OF_MEMORY in (error.code or ""):
            raise _refusal(name, error) from error
        raise


@contextmanager
def told_refusal(lines_before: int = 0) -> Iterator[None]:
    """What the database says to a query of the bench, in its own words where it is refused.

    `lines_before` stand before the query in what the database was sent.
    """
    try:
        yield
    except (ServiceUnavailable, SessionExpired, AuthError) as error:
        raise DatabaseUnreachable("the database does not answer") from error
    except Neo4jError as error:
        raise _bench_refusal(error, lines_before) from error
    except DriverError as error:
        raise DatabaseUnreachable(f"the connection broke ({type(error).__name__})") from error


def _bench_refusal(error: Neo4jError, lines_before: int) -> Exception:
    code, message = error.code or "", (error.message or "").strip()
    if "TransactionTimedOut" in code or "Terminated" in code:
        return QueryStopped("it ran longer than the bench allows", "time")
    if "DatabaseUnavailable" in code or _is_broken(error):
        return DatabaseUnreachable("Neo4j is up, and its database is not")
    if OUT_OF_MEMORY in code:
        return QueryStopped("it wanted more memory than the database has for one query", "memory")
    if "AccessMode" in code:
        return QueryRefused("it would write, and the bench only reads", "writes")
    if not code.startswith("Neo.ClientError."):
        # What goes wrong inside of it may tell of files and settings.
        return QueryRefused(
            "the database could not run it; the reason stands in its log", "database"
        )
    reason = "syntax" if "Syntax" in code else "database"
    found = PLACE.search(message)
    if not found:
        return QueryRefused(message or code, reason)
    line, column = int(found["line"]) - lines_before, int(found["column"])
    # Behind the place the text is shown once more, with a mark under it.
    told = f"{message[: found.start()].rstrip()} (line {line}, column {column})"
    return QueryRefused(told, reason, (line, column))


def _refusal(name: str, error: Neo4jError) -> DatabaseError:
    code = error.code or ""
    if "TransactionTimedOut" in code:
        return QueryTooSlow(
            f"{name}: took longer than allowed; narrow it, or raise INFLUENCE_QUERY_SECONDS"
        )
    if "DatabaseUnavailable" in code:
        return DatabaseUnreachable(
            "Neo4j is up, and its database is not: it recovers, or could not; wait, make room if "
            "disk is full, then 'influence down' and 'influence up --recover'"
        )
    if _is_broken(error):
        return DatabaseBroken(
            f"{name}: Neo4j takes nothing any more, as when its disk is full; make room, then "
            "'influence down' and 'influence up'"
        )
    if OUT_OF_MEMORY in code:
        return TransactionTooLarge(
            f"{name}: Neo4j has not the memory for so much at once; raise INFLUENCE_HEAP_MB, or "
            "let end what else is at work"
        )
    if isinstance(error, ClientError):
        first_line = (error.message or "").strip().splitlines()[0] if error.message else code
        return DatabaseRefused(f"{name}: {first_line}")
    return DatabaseRefused(f"{name}: {code}")


def _is_broken(error: Neo4jError) -> bool:
    return NOT_WRITTEN in (error.code or "") or BROKEN in (error.message or "")
