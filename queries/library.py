"""A .cypher file to a Query; the folder to a library.

A file's stem is its name. Its header is the first run of `//` comments: the first line
is the title, paragraphs follow, and `key: value` lines at the end (`for`, `returns`).
Each `:param name => default` line declares a parameter; the default's type is the type.
The rest is exactly one statement.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from queries.errors import QueryFileBroken, UnknownQuery

FOLDER = Path(__file__).parent / "cypher"
FOLDERS = ("schema", "write", "project", "read")
HEADER_KEYS = ("for", "returns")
PARAMETER_LINE = re.compile(r"^:param\s+(\w+)\s*=>\s*(.+?)\s*$")
USED_PARAMETER = re.compile(r"\$(\w+)")
# By hand: a lexer takes half a second for all files, and every command would wait for it.
NO_CODE = re.compile(
    r"""(`[^`]*`) | //[^\n]* | /\*.*?\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*\"""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column a query returns: its name and its Cypher type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value a query takes. `type` is one of text, integer, float, boolean, list, map."""

    name: str
    default: Any
    type: str


@dataclass(frozen=True, slots=True)
class Query:
    """One file of the library. `cypher` is what the database is sent, `source` the whole file."""

    name: str
    folder: str
    title: str
    description: str
    audiences: tuple[str, ...]
    returns: tuple[Column, ...]
    parameters: tuple[Parameter, ...]
    cypher: str
    source: str

    @property
    def limited(self) -> bool:
        """Whether it declares `limit`, so that one row more can be asked for."""
        return any(parameter.name == "limit" for parameter in self.parameters)

    @property
    def of_run(self) -> bool:
        """Whether what it answers was made by a run of the scores, with its recipe."""
        return any(word in self.cypher for word in ("SCORED", "ATTENDS_TO", "STOOD"))

    @property
    def defaults(self) -> dict[str, Any]:
        """Each parameter's default, by name."""
        return {parameter.name: parameter.default for parameter in self.parameters}


@dataclass(frozen=True, slots=True)
class Library:
    """All queries, by name."""

    queries: Mapping[str, Query]

    def named(self, name: str) -> Query:
        """The query of that name. Raises UnknownQuery, with the nearest names."""
        if name in self.queries:
            return self.queries[name]
        near = difflib.get_close_matches(name, self.queries, n=3, cutoff=0.5)
        advice = f"; try: {', '.join(near)}" if near else "; 'influence list' shows them"
        raise UnknownQuery(f"no query {name!r}{advice}")

    @property
    def readable(self) -> Mapping[str, Query]:
        """Those of `read/`: all that the web and `influence run` can reach."""
        return {name: query for name, query in self.queries.items() if query.folder == "read"}


@cache
def library() -> Library:
    """The queries that ship with the project. Raises QueryFileBroken."""
    queries: dict[str, Query] = {}
    for folder in FOLDERS:
        for path in sorted((FOLDER / folder).glob("*.cypher")):
            if path.stem in queries:
                raise QueryFileBroken(
                    f"{path.name}: the name is taken by {queries[path.stem].folder}/"
                )
            queries[path.stem] = query_from(path.read_text(encoding="utf-8"), path.stem, folder)
    return Library(queries)


def query_from(source: str, name: str, folder: str) -> Query:
    """The query that a file's text holds. Raises QueryFileBroken when it breaks a rule."""
    header, body = _split(source, name)
    title, description, keys = _header(header, name)
    parameters = tuple(_parameters(body, name))
    cypher = "\n".join(line for line in body if not PARAMETER_LINE.match(line)).strip()
    _check_parameters(cypher, parameters, name)
    if folder == "read" and "returns" not in keys:
        raise QueryFileBroken(f"{name}: the header says no 'returns:'")
    return Query(
        name=name,
        folder=folder,
        title=title,
        description=description,
        audiences=tuple(word.strip() for word in keys.get("for", "").split(",") if word.strip()),
        returns=tuple(_columns(keys.get("returns", ""), name)),
        parameters=parameters,
        cypher=_one_statement(cypher, name),
        source=source,
    )


def _split(source: str, name: str) -> tuple[list[str], list[str]]:
    lines = source.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    if end == 0:
        raise QueryFileBroken(f"{name}: the first line must be a comment that says what is asked")
    return [line[2:].strip() for line in lines[:end]], lines[end:]


def _header(lines: list[str], name: str) -> tuple[str, str, dict[str, str]]:
    keys: dict[str, str] = {}
    prose: list[str] = []
    for line in lines[1:]:
        key, colon, value = line.partition(":")
        if colon and key in HEADER_KEYS:
            keys[key] = value.strip()
        elif keys and line:
            last = next(reversed(keys))
            keys[last] = f"{keys[last]} {line}"
        else:
            prose.append(line)
    if not lines[0]:
        raise QueryFileBroken(f"{name}: the first comment line is empty")
    return lines[0], "\n".join(prose).strip(), keys


def _columns(text: str, name: str) -> Iterator[Column]:
    for part in filter(None, (part.strip() for part in text.split(","))):
        column, _, kind = part.partition(" ")
        if not kind:
            raise QueryFileBroken(f"{name}: 'returns:' gives {column!r} no type")
        yield Column(column, kind.strip())


def _parameters(lines: list[str], name: str) -> Iterator[Parameter]:
    for line in lines:
        match = PARAMETER_LINE.match(line)
        if match:
            default = _default(match[2], f"{name}: parameter {match[1]!r}")
            yield Parameter(match[1], default, type_of(default))
        elif line.startswith(":"):
            raise QueryFileBroken(f"{name}: not a parameter line: {line!r}")


def _default(text: str, where: str) -> Any:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("\\'", "'")
    try:
        return json.loads(text)
    except ValueError:
        raise QueryFileBroken(f"{where}: cannot read the default {text!r}") from None


def type_of(value: object) -> str:
    """The name of a parameter's type, from its default."""
    for kind, name in _TYPES:
        if isinstance(value, kind):
            return name
    raise QueryFileBroken(f"a parameter cannot default to {value!r}")


_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (str, "text"),
    (list, "list"),
    (dict, "map"),
)


def _code(cypher: str) -> str:
    """The same without comments and strings."""
    return NO_CODE.sub(r"\1", cypher)


def _check_parameters(cypher: str, parameters: tuple[Parameter, ...], name: str) -> None:
    declared = {parameter.name for parameter in parameters}
    used = set(USED_PARAMETER.findall(_code(cypher)))
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise QueryFileBroken(f"{name}: declared and used parameters differ: {odd}")


def _one_statement(cypher: str, name: str) -> str:
    statement = cypher.rstrip()
    if not statement.endswith(";") or ";" in _code(statement).rstrip()[:-1]:
        raise QueryFileBroken(f"{name}: must hold exactly one statement, ended by ';'")
    return statement[:-1].rstrip()
