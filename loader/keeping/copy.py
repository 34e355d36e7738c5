"""A whole graph as the importer's files: every node and relationship, as it is.

What shares labels (or type), keys and types of values shares a file, so that a file has no gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from loader.bulk.files import BETWEEN
from queries.digest import Digest
from queries.errors import BackupError
from queries.graph import Graph
from queries.graph_values import typed

HELD_ROWS = 50_000
UNUSUAL = frozenset(':"\n\r,')
# Of one field, as the importer takes it without being told otherwise; and what it is told then.
USUAL_CHARACTERS = 1_000_000
# The property under which a node or relationship names its lists, until they are put back.
COPIED_LISTS = "copied_lists"
LARGE_BUFFER = "--read-buffer-size=64m"


class CopiedGraph:
    """The files of a graph in `folder`, its digest, and what the importer must be told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digest = Digest()
        self._paths: dict[tuple[str, ...], Path] = {}
        self._held: dict[tuple[str, ...], list[str]] = {}
        self._lists: dict[tuple[tuple[str, tuple[str, ...]], ...], str] = {}
        self._rows = 0
        self._longest = 0
        self.several_lines = False

    def add(self, graph: Graph) -> None:
        """Copy all that is in `graph`, which does not change meanwhile.

        Raises DatabaseRefused for a property that the importer cannot read.
        """
        for row in graph.stream("every_node"):
            self._digest.add_node(row)
            shape: tuple[str, ...] = ("nodes", ":ID")
            first = [str(row["number"])]
            if row["labels"]:
                shape, first = (*shape, ":LABEL"), [*first, BETWEEN.join(sorted(row["labels"]))]
            self._add(shape, first, row["properties"])
        for row in graph.stream("every_arrow"):
            self._digest.add_arrow(row)
            ends = [str(row["first"]), str(row["second"]), row["type"]]
            self._add(("relationships", ":START_ID", ":END_ID", ":TYPE"), ends, row["properties"])
        self._write()

    def digest(self) -> str:
        """The digest of what was copied."""
        return self._digest.text()

    def files(self) -> Iterator[tuple[str, Path]]:
        """The importer's arguments: an option, and its file."""
        for (what, *_), path in self._paths.items():
            yield f"--{what}", path

    def options(self) -> list[str]:
        """What else the importer must be told."""
        large = [LARGE_BUFFER] if self._longest > USUAL_CHARACTERS else []
        return ["--id-type=integer", *large]

    def complete(self, graph: Graph) -> None:
        """Put into `graph`, which was made of the files, what the importer cannot read."""
        if self._lists:
            lists = {
                name: {key: list(value) for key, value in told}
                for told, name in self._lists.items()
            }
            for query in ("put_lists_of_nodes", "put_lists_of_arrows"):
                graph.run(query, lists=lists)

    def _add(self, shape: tuple[str, ...], first: list[str], properties: Mapping[str, Any]) -> None:
        names, cells = list(shape), [_quoted(one) for one in first]
        lost = {key: value for key, value in properties.items() if value in ([], [""])}
        if lost:
            # To the importer both are nothing: the name of what is lost stands for it.
            told = tuple((key, tuple(lost[key])) for key in sorted(lost))
            name = self._lists.setdefault(told, str(len(self._lists)))
            properties = {**properties, COPIED_LISTS: name}
        for key in sorted(properties.keys() - lost.keys()):
            type_, text = typed(properties[key])
            names.append(f"{_plain(key)}:{type_}")
            cells.append(_quoted(text if isinstance(text, str) else _joined(text, key)))
        line = ",".join(cells) + "\n"
        self._longest = max(self._longest, len(line))
        self.several_lines = self.several_lines or "\n" in line[:-1] or "\r" in line
        self._held.setdefault(tuple(names), []).append(line)
        self._rows += 1
        if self._rows >= HELD_ROWS:
            self._write()

    def _write(self) -> None:
        for shape, lines in self._held.items():
            path = self._paths.get(shape)
            if path is None:
                path = self._paths[shape] = self._folder / f"{shape[0]}-{len(self._paths)}.csv"
                lines.insert(0, ",".join(shape[1:]) + "\n")
            with path.open("a", encoding="utf-8", newline="") as out:
                out.writelines(lines)
        self._held, self._rows = {}, 0


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _plain(key: str) -> str:
    if UNUSUAL & set(key):
        raise BackupError(
            f"the property {key!r} cannot be copied for its name; rename or remove it"
        )
    return key


def _joined(elements: list[str], key: str) -> str:
    if any(BETWEEN in one for one in elements):
        raise BackupError(f"a list in the property {key!r} holds a control character; remove it")
    return BETWEEN.join(elements)
