"""A stand-in for our `Graph`, for tests in which the database is not the subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from queries.console.bench import Answer as BenchAnswer
from queries.console.bench import nobody_left
from queries.console.copied import Place
from queries.console.gate import before_parsing
from queries.console.limits import Limits
from queries.endorsements import QUERIES as ENDORSEMENTS
from queries.errors import UnknownQuery
from queries.graph import Result, Row
from queries.library import library
from queries.lists import QUERIES as LISTS
from queries.reranking.ranker import Reranked, Working
from queries.reranking.wanted import Wanted

Answer = Sequence[Row] | Exception | Callable[..., Sequence[Row]]


class RecordingGraph:
    """Answers each query with canned rows, and keeps what was asked in `asked`.

    It is as strict as the library: a query that is not in `read/`, a parameter that it does
    not take, or a column that it does not return is an error of the test.
    """

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers: dict[str, Answer] = dict(answers or {})
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, name: str, /, **values: Any) -> Result:
        """The canned rows of a query, no more than `limit` of them."""
        if library().named(name).folder != "read":
            raise UnknownQuery(f"{name!r} writes")
        return self._answered(name, values)

    def run(self, name: str, /, **values: Any) -> Result:
        """The same for lists and endorsements, which are all that the site may write."""
        if name not in LISTS | ENDORSEMENTS:
            raise UnknownQuery(f"{name!r} is not about lists or endorsements")
        return self._answered(name, values)

    def _answered(self, name: str, values: dict[str, Any]) -> Result:
        query = library().named(name)
        unknown = set(values) - set(query.defaults)
        assert not unknown, f"{name} takes no {unknown}"
        self.asked.append((name, values))
        told = self.answers.get(name, ())
        if isinstance(told, Exception):
            raise told
        rows = list(told(**values) if callable(told) else told)
        columns = tuple(column.name for column in query.returns)
        for row in rows:
            assert set(row) <= set(columns), f"{name} does not return {set(row) - set(columns)}"
        parameters = query.defaults | values
        limit = parameters.get("limit", len(rows))
        whole = [dict.fromkeys(columns) | row for row in rows]
        return Result(name, parameters, columns, whole[:limit], len(whole) > limit, 0.001)

    def names(self) -> list[str]:
        """The queries that were asked, in order."""
        return [name for name, _ in self.asked]

    def values(self, name: str) -> dict[str, Any]:
        """What the last call of a query was given."""
        return next(values for asked, values in reversed(self.asked) if asked == name)


class RecordingBench:
    """Answers whatever passes the gate with one canned answer, or fails as it is told to.

    What is refused from its words alone is refused here as it is by the real one.
    """

    def __init__(self, answer: BenchAnswer) -> None:
        self.limits = Limits()
        self.place = Place()
        self.answer: BenchAnswer | Exception = answer
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Any],
        *,
        left: Callable[[], bool] = nobody_left,
    ) -> BenchAnswer:
        """The canned answer, with what was asked in it, unless nobody waits for it."""
        assert not left()
        before_parsing(cypher, parameters, self.limits)
        self.asked.append((cypher, parameters))
        if isinstance(self.answer, Exception):
            raise self.answer
        result = replace(self.answer.result, query=cypher, parameters=parameters)
        return replace(self.answer, result=result)

    def plan(self, cypher: str, parameters: Mapping[str, Any]) -> BenchAnswer:
        """The same without rows."""
        answer = self.run(cypher, parameters)
        return replace(answer, result=replace(answer.result, columns=(), rows=[]))


class RecordingRanker:
    """Gives one canned answer to whatever is to be worked out, or fails as it is told to."""

    def __init__(self, answer: Reranked) -> None:
        self.answer: Reranked | Working | Exception = answer
        self.asked: list[Wanted] = []

    def ask(
        self, wanted: Wanted, *, wait_seconds: float, left: Callable[[], bool] = nobody_left
    ) -> Reranked | Working:
        """The canned answer."""
        assert wait_seconds
        assert not left()
        self.asked.append(wanted)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def warm(self, wanted: Wanted) -> None:
        """There is nothing to read."""
