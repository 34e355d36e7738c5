"""Everything that can go wrong in a way a person can mend.

    InfluenceError
    ├── SettingRefused          a setting's value cannot be used
    ├── DatabaseError
    │   ├── DatabaseUnreachable nothing answers, or the log-in is refused
    │   ├── DatabaseRefused     the database answers, and says no
    │   │   ├── DatabaseBroken  to everything, until it is started anew
    │   │   └── TransactionTooLarge  it has not the memory for so much at once
    │   └── QueryTooSlow        a time limit was reached
    ├── QueryError
    │   ├── UnknownQuery        no file of that name
    │   ├── QueryFileBroken     a .cypher file breaks the rules of its folder
    │   ├── ParameterRefused    a value does not fit what the query declares
    │   ├── QueryRefused        the bench does not run it, and says why
    │   │   └── BenchBusy       as many run there as may
    │   └── QueryStopped        it ran on the bench into one of its limits
    ├── NotInGraph              a person or topic that is not there
    ├── NothingToScore          no acts are loaded
    ├── NothingToBacktest       acts without times, or too few of them
    ├── EngineError
    │   ├── EngineMissing       what computes the scores is not there, or does not fit
    │   ├── EngineFailed        it broke off
    │   └── FilesRefused        files of interactions or scores are not what they should be
    ├── LoadError
    │   ├── SourceError         a source cannot be read at all
    │   ├── LoadTaken           another loader is at the same load
    │   ├── NotEmpty            there is a graph already, where a first load was asked for
    │   ├── LoadStopped         a limit was reached; the same command goes on
    │   ├── UploadRefused       a file that the site does not take, or not now
    │   └── SuppressionLost     the key to who opted out is missing
    ├── AccountError
    │   ├── AccountRefused      a name, role, password or token will not do
    │   ├── AccountsBroken      the file of accounts cannot be used
    │   ├── NotLoggedIn         nobody said who they are
    │   ├── NotAllowed          who asks may not do that
    │   └── NotFromHere         what was sent does not come from a page of this site
    ├── TooMuch                 more was asked than is answered; later it will be
    ├── BackupError             the database cannot be backed up, restored or rebuilt
    └── ServerError
        ├── JarsMissing         jars are absent, and could not be fetched
        ├── JarsTampered        a jar differs from its recorded hash
        ├── StoreInUse          another process holds the database's folder
        └── ServerNotStarted    Neo4j ended, or did not answer in time

The message says what happened, with the value, and what to do about it; it is
one line. A library's exceptions are translated where that library is called.
"""

from __future__ import annotations


class InfluenceError(Exception):
    """What a person can mend. Shown as one line, exit code 1."""


class SettingRefused(InfluenceError):
    """A setting's value cannot be used."""


class DatabaseError(InfluenceError):
    """The database did not do what was asked."""


class DatabaseUnreachable(DatabaseError):
    """Nothing answers, or the log-in is refused."""


class DatabaseRefused(DatabaseError):
    """The database answers, and says no."""


class DatabaseBroken(DatabaseRefused):
    """It says so to everything, until it is started anew."""


class TransactionTooLarge(DatabaseRefused):
    """It has not the memory for so much at once."""


class QueryTooSlow(DatabaseError):
    """A time limit was reached."""


class QueryError(InfluenceError):
    """A query is unknown, broken, or wrongly called."""


class UnknownQuery(QueryError):
    """No file of that name."""


class QueryFileBroken(QueryError):
    """A .cypher file breaks the rules of its folder."""


class ParameterRefused(QueryError):
    """A value does not fit what the query declares."""


class QueryRefused(QueryError):
    """The bench does not run it; `reason` is a word for programs, such as "writes".

    `place` is the line and column of what is wrong, where the database tells.
    """

    def __init__(self, message: str, reason: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.place = place


class BenchBusy(QueryRefused):
    """As many run there as may; the same one later is answered."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "busy")


class QueryStopped(QueryError):
    """It ran on the bench into one of its limits; `reason` is a word: "time", "memory"."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotInGraph(InfluenceError):
    """A person or topic that is not there."""


class NothingToScore(InfluenceError):
    """No acts are loaded."""


class NothingToBacktest(InfluenceError):
    """Acts without times, or too few of them."""


class EngineError(InfluenceError):
    """An engine outside of the database did not compute the scores."""


class EngineMissing(EngineError):
    """What computes the scores is not there, or does not fit."""


class EngineFailed(EngineError):
    """It broke off; on Spark the same command goes on from what it kept."""


class FilesRefused(EngineError):
    """Files of interactions or scores are not what they should be."""


class LoadError(InfluenceError):
    """A load cannot begin, or go on."""


class SourceError(LoadError):
    """A source cannot be read at all."""


class LoadTaken(LoadError):
    """Another loader is at the same load."""


class NotEmpty(LoadError):
    """There is a graph already, where a first load was asked for."""


class LoadStopped(LoadError):
    """A limit was reached; what was written stays, and the same command goes on from there."""


class UploadRefused(LoadError):
    """A file that the site does not take, or not now."""


class SuppressionLost(LoadError):
    """The key to who opted out is missing."""


class AccountError(InfluenceError):
    """An account is wanting, or does not allow it."""


class AccountRefused(AccountError):
    """A name, role, password or token will not do."""


class AccountsBroken(AccountError):
    """The file of accounts cannot be used."""


class NotLoggedIn(AccountError):
    """Nobody said who they are."""


class NotAllowed(AccountError):
    """Who asks may not do that."""


class NotFromHere(AccountError):
    """What was sent does not come from a page of this site."""


class TooMuch(InfluenceError):
    """More was asked than is answered; in `seconds` it will be."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class BackupError(InfluenceError):
    """The database cannot be backed up, restored or rebuilt."""


class ServerError(InfluenceError):
    """The managed Neo4j cannot be had."""


class JarsMissing(ServerError):
    """Jars are absent, and could not be fetched."""


class JarsTampered(ServerError):
    """A jar differs from its recorded hash."""


class StoreInUse(ServerError):
    """Another process holds the database's folder."""


class ServerNotStarted(ServerError):
    """Neo4j ended, or did not answer in time."""
