"""What all formats of edge lists come down to: columns, and rows of cells with line numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as arrow
from numpy.typing import NDArray

from loader.records import Reject

SAMPLE_ROWS = 1_000
LONGEST_NAME = 100

Row = tuple[int, list[object]]


def legible(name: str) -> str:
    """`name` as it can be shown on a line: nothing in it moves a cursor, and it ends."""
    if not name.isprintable():
        name = "".join(char if char.isprintable() else "·" for char in name)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a table as columns, and `others` among them that had to be read one by one.

    `lines` has the number of each row of `columns`, which are named by their places.
    """

    lines: NDArray[np.int64]
    columns: Mapping[int, arrow.Array]
    others: tuple[Row | Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file with named columns. `rows()` begins anew each time it is called.

    Names of columns come as they can be shown: without control characters, 100 characters long.
    `read_as` are the options that say how the file was understood, were they guessed or not.
    `nameless` columns are called '1', '2' and so on. `notes` are for the person at the terminal.
    `pages`, where a format has them, gives the same rows as columns, those at some places.
    """

    name: str
    columns: tuple[str, ...]
    layout: str
    rows: Callable[[], Iterator[Row | Reject]]
    read_as: Mapping[str, str] = field(default_factory=dict)
    nameless: bool = False
    notes: tuple[str, ...] = ()
    pages: Callable[[Collection[int]], Iterator[Page]] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(map(legible, self.columns)))

    def sample(self) -> list[list[object]]:
        """The cells of the first thousand good rows, to guess from."""
        rows = islice(self.rows(), SAMPLE_ROWS)
        return [row[1] for row in rows if not isinstance(row, Reject)]
