"""What the score foretold, by the newest backtest."""

from __future__ import annotations

from dataclasses import replace

from explorer.page import Asked, Shown
from queries.backtests import kept_backtest


def backtest(asked: Asked) -> Shown:
    """The methods at the test cuts, one a row; around them everything else that was told."""
    told, result = kept_backtest(asked.graph)
    if told is None:
        return Shown(replace(result, columns=(), rows=[]), {"told": None})
    rows = told["rows"]
    shown = replace(result, columns=tuple(rows[0]), rows=rows)
    rest = {name: value for name, value in told.items() if name not in ("rows", "seconds")}
    titles = {
        **{column["name"]: column["title"] for column in told["columns"]},
        **{row["name"]: row["title"] for row in rows},
    }
    best = max((one["people"] for one in told["calibration"]), default=0)
    around = {"told": told, "titles": titles, "best": best}
    return Shown(shown, around, shown.json() | {"backtest": rest})
