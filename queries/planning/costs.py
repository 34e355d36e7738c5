"""What people cost: a CSV of `person,cost`."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from queries.errors import SettingRefused
from queries.planning.spread import Floats


def costs_in(path: Path, ids: list[str]) -> Floats:
    """Each person's cost; NaN for whom the file does not name.

    Raises SettingRefused, naming file, line and field, when a line cannot be used.
    """
    place = {id_: i for i, id_ in enumerate(ids)}
    costs = np.full(len(ids), math.nan)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"person", "cost"} <= set(rows.fieldnames or ()):
                raise SettingRefused(f"{path.name}:1: needs the columns 'person' and 'cost'")
            for row in rows:
                where = f"{path.name}:{rows.line_num}"
                if row["person"] not in place:
                    raise SettingRefused(f"{where}: 'person' {row['person']!r} is not in the graph")
                costs[place[row["person"]]] = _cost(row["cost"], where)
    except OSError as error:
        raise SettingRefused(f"{path}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingRefused(f"{path.name}: not CSV in UTF-8: {error}") from error
    return costs


def _cost(text: str | None, where: str) -> float:
    try:
        cost = float(text or "")
    except ValueError:
        cost = math.nan
    if not 0 < cost < math.inf:
        raise SettingRefused(f"{where}: 'cost' must be a number above 0, got {text!r}")
    return cost
