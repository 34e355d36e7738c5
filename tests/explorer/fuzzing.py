"""The site asked whatever its description allows, and what it does not; each answer is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from queries.graph import Asks

load_all_checks()
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# Ids as nobody has them, beside those that are in the graph.
ODD = ("toy:none", "a/b.json", "..", "%2F", "\u202e", "日本", "'; DROP", "x" * 600)
# Arguments that take an id, or several.
PEOPLE = ("with", "influencer", "influenced", "source", "target", "focus", "person")
SEVERAL = ("p", "from", "people", "expand", "add", "path", "ids", "viewers")


class Known:
    """Ids that are in a graph, by what an address calls them."""

    def __init__(self, graph: Asks) -> None:
        people = [row["id"] for row in graph.ask("leaders", limit=8).rows]
        topics = [row["id"] for row in graph.ask("topics", limit=8).rows]
        self.people, self.topics = people, ["*", *topics]

    def place(self, name: str) -> some.SearchStrategy[str] | None:
        """A part of the path."""
        ids = {"person": self.people, "topic": self.topics}.get(name)
        return some.sampled_from([*ids, *ids, *ODD]) if ids else None

    def argument(self, name: str) -> some.SearchStrategy[Any] | None:
        """What may follow the question mark."""
        if name == "topic":
            return some.sampled_from(self.topics)
        if name in PEOPLE:
            return some.sampled_from(self.people)
        if name in SEVERAL:
            return some.lists(some.sampled_from(self.people), max_size=4)
        return some.integers(0, 20) if name == "limit" else None


def fuzz(
    app: Flask,
    headers: Mapping[str, str],
    known: Known,
    *,
    tag: str = "",
    examples: int,
    begin: int | None = None,
    pages: bool = False,
) -> Counter[int]:
    """How often which status came. Raises what schemathesis finds.

    Of each operation, of those of `tag` alone where one is given, `examples` are asked. Without
    `begin` they are the same each time. With `pages` the page beside each JSON is asked as well.
    """
    statuses: Counter[int] = Counter()
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app, headers=dict(headers))
    for result in schema.get_all_operations():
        operation = result.ok()
        if tag and operation.definition.raw["tags"] != [tag]:
            continue
        drawn = _case(operation, known)

        @_examples(examples, begin)
        @given(drawn)
        def ask(case: Any) -> None:
            response = case.call(headers=dict(headers))
            statuses[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)
            address = urlsplit(response.request.url or "")
            if pages and case.method == "GET" and address.path.endswith(".json"):
                page = f"{address.path.removesuffix('.json')}?{address.query}"
                shown = app.test_client().get(page, headers=dict(headers))
                assert shown.status_code < 500, page

        ask()
    return statuses


@some.composite
def _case(draw: Callable[[Any], Any], operation: Any, known: Known) -> Any:
    """One request: as described, with what is in the graph, or not as described."""
    parameters = operation.definition.raw.get("parameters", ())
    mode = draw(some.sampled_from(list(GenerationMode)))
    places = _drawn(draw, parameters, "path", known.place)
    fixed: dict[str, Any] = {"path_parameters": places} if places else {}
    if mode is GenerationMode.POSITIVE:
        fixed["query"] = _drawn(draw, parameters, "query", known.argument)
    return draw(operation.as_strategy(mode, **fixed))


def _examples(many: int, begin: int | None) -> Callable[[Any], Any]:
    """So many of them, the same each time unless it is said where to begin."""
    chosen = settings(
        max_examples=many,
        derandomize=begin is None,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return chosen if begin is None else lambda asks: chosen(seed(begin)(asks))


def _drawn(
    draw: Callable[[Any], Any], parameters: Sequence[Mapping[str, Any]], where: str, known: Any
) -> dict[str, Any]:
    """What is in the graph for some of the parameters; the rest is made up."""
    drawn = {}
    for one in parameters:
        strategy = known(one["name"]) if one["in"] == where else None
        if strategy is not None and (where == "path" or draw(some.booleans())):
            drawn[one["name"]] = draw(strategy)
    return drawn
