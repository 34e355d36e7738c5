"""Networks as files, GEXF and GraphML: their nodes are a table of people, their edges of acts.

- A node is a person: its id is the id; its label or name is the name; `handle`, `followers` and
  so on are found among its attributes by the usual names of columns.
- An edge is an act of its source on its target. Kind, weight, time and topics are found among
  its attributes in the same way; GEXF's own `kind`, `label`, `weight`, and `start` or
  `timestamp` where they are dates, are columns too.
- An undirected or mutual edge is two acts, one in each direction.
- The id of an edge is that of a file ('0', 'e1') and not of an act, and is the column 'edge',
  unread unless `--id edge` asks for it. Edges that say exactly the same are one act.
- Networks inside nodes are read as if they were outside. Hyperedges and times of nodes are not
  read.

A file is read three times, in memory for one node or edge: once for its columns and default
values, which may stand anywhere, once for its nodes and once for its edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from loader.records import Reject
from loader.sources.edges_graph_elements import EDGE, NODE, Gexf, GraphMl, Item, Network
from loader.sources.edges_table import Row, Table
from loader.sources.elements import elements
from loader.sources.files import opened
from queries.errors import SourceError

READERS: dict[str, Callable[[], Network]] = {"gexf": Gexf, "graphml": GraphMl}
TITLES = {"gexf": "GEXF", "graphml": "GraphML"}

MOST_COLUMNS = 1_000

# What a node and an edge have besides attributes; the first are columns even where none has them.
_OWN = {NODE: ("id", "label"), EDGE: ("source", "target", "kind", "label", "weight", "timestamp",
                                      "edge")}  # fmt: skip
_NEEDED = {NODE: 1, EDGE: 2}


class _Column(NamedTuple):
    """A column: its title, and under which name of the element's own, or of an attribute."""

    title: str
    own: str = ""
    attribute: str = ""
    default: str | None = None


@dataclass(slots=True)
class _Survey:
    """What was seen in a file: its columns, and what is said of it."""

    own: dict[str, dict[str, None]] = field(default_factory=lambda: {NODE: {}, EDGE: {}})
    attributes: dict[str, dict[str, None]] = field(default_factory=lambda: {NODE: {}, EDGE: {}})
    items: int = 0
    both_ways: int = 0
    broken: str = ""


def graph_tables(path: Path, form: str) -> tuple[Table, Table]:
    """The people and the acts in a network of one of the formats READERS.

    Raises SourceError when the file breaks before the first node or edge.
    """
    network = READERS[form]()
    seen = _surveyed(path, network)
    if not seen.items:
        raise SourceError(f"{path} {seen.broken or 'has neither nodes nor edges'}")
    notes: list[str] = []
    if seen.both_ways:
        notes.append(
            f"{path.name}: edges without a direction are acts both ways ({seen.both_ways:,})"
        )
    if network.unread:
        notes.append(f"{path.name}: hyperedges are not read ({network.unread:,})")

    def table(part: str, title: str, *notes: str) -> Table:
        columns = _columns(part, seen, network)

        def rows() -> Iterator[Row | Reject]:
            return _rows(path, READERS[form](), part, columns)

        titles = tuple(column.title for column in columns)
        read_as = {"format": form}
        return Table(path.name, titles, f"{TITLES[form]}, {title}", rows, read_as, notes=notes)

    return table(NODE, "its nodes"), table(EDGE, "its edges", *notes)


def _surveyed(path: Path, network: Network) -> _Survey:
    """What is in the file; `network` has its declarations afterwards."""
    seen = _Survey()
    for item in _items(path, network):
        if isinstance(item, Reject):
            seen.broken = item.reason
            continue
        seen.items += 1
        seen.both_ways += item.both_ways and item.own.get("source") != item.own.get("target")
        seen.own[item.part].update(dict.fromkeys(item.own))
        attributes = seen.attributes[item.part]
        if len(attributes) < MOST_COLUMNS:
            attributes.update(dict.fromkeys(item.attributes))
    return seen


def _columns(part: str, seen: _Survey, network: Network) -> list[_Column]:
    """The columns of nodes or of edges; an attribute named as an own one says that it is one."""
    own = [
        _Column(name, own=name)
        for number, name in enumerate(_OWN[part])
        if name in seen.own[part] or number < _NEEDED[part]
    ]
    titles = {column.title for column in own}
    attributes = []
    known = network.titles[part]
    for id_ in dict.fromkeys([*known, *seen.attributes[part]]):
        title = known.get(id_, id_)
        while title in titles:
            title += " (attribute)"
        titles.add(title)
        default = network.defaults[part].get(id_)
        attributes.append(_Column(title, attribute=id_, default=default))
    return [*own, *attributes[:MOST_COLUMNS]]


def _rows(
    path: Path, network: Network, part: str, columns: list[_Column]
) -> Iterator[Row | Reject]:
    for item in _items(path, network):
        if isinstance(item, Reject):
            # Once: the pass over the nodes meets the same damage.
            if part == EDGE:
                yield item
        elif item.part == part:
            if item.trouble:
                yield Reject(path.name, item.line, part, item.trouble)
                continue
            yield item.line, [_cell(item, column) for column in columns]
            if item.both_ways and item.own.get("source") != item.own.get("target"):
                back = item.turned()
                yield item.line, [_cell(back, column) for column in columns]


def _cell(item: Item, column: _Column) -> object:
    if column.own:
        return item.own.get(column.own)
    return item.attributes.get(column.attribute, column.default)


def _items(path: Path, network: Network) -> Iterator[Item | Reject]:
    with opened(path) as file:
        yield from elements(file, path.name, network, what="element", doctype=True)
