"""A backtest for a person at the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from queries.scoring.backtest.table import COLUMNS


def show(told: dict[str, Any]) -> None:
    """The table and what stands around it, for a person."""
    used = [cut for cut in told["cuts"] if cut["part"] == "test"]
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 140
    console.print(
        f"{told['people']:,} people, {told['acts']:,} dated acts. Foretold: by how many distinct"
        f" people each is acted on ({', '.join(told['kinds'])}) in the next"
        f" {told['horizon_days']:.4g} days.\n{len(used)} test cuts from {used[0]['at'][:10]} to"
        f" {used[-1]['at'][:10]}; recipe {told['recipe']}, its memory stretched to the horizon."
    )
    if chosen := told.get("chosen"):
        console.print(chosen["words"])
    console.print(_methods(told["rows"]))
    if "repost" not in told["kinds"]:
        console.print("Nobody reposts in this data: “reposts” are acts of every kind there is.")
    if told["left_out"]:
        console.print(f"Not in this data: {', '.join(told['left_out'])}.")
    console.print("\nAgainst the best single baseline, picked in hindsight (95 % interval):")
    console.print(_gains(told))
    for line in _notes(told):
        console.print(line)


def _methods(rows: list[dict[str, Any]]) -> Table:
    table = Table("", *(column.title for column in COLUMNS), box=None, pad_edge=False)
    for row in rows:
        cells = [row["title"], *(_cell(row[column.name]) for column in COLUMNS)]
        table.add_row(*cells, style="bold" if row["name"] == "score" else "")
    return table


def _gains(told: dict[str, Any]) -> Table:
    titles = {column.name: column.title for column in COLUMNS}
    methods = {row["name"]: row["title"] for row in told["rows"]}
    table = Table(box=None, pad_edge=False, show_header=False)
    for gain in told["gains"]:
        table.add_row(
            titles[gain["metric"]],
            f"{_cell(gain['ours'])} − {_cell(gain['theirs'])} = {_cell(gain['difference'], '+')}",
            f"[{_cell(gain['low'], '+')}, {_cell(gain['high'], '+')}]".replace("[", "\\["),
            methods[gain["baseline"]],
        )
    return table


def _notes(told: dict[str, Any]) -> list[str]:
    day, week = told["stability"]
    means = ", ".join(f"{one['low']}+: {one['people']:.2f}" for one in told["calibration"])
    redundancy = told["redundancy"]
    lines = [
        f"\nCalibration, people to come by points: {means}"
        f" ({'rises' if told['calibration_rises'] else 'does not always rise'}).",
        *(
            f"Steadiness over {one['days']:.3g} days: ρ {_cell(one['spearman'])},"
            f" {_cell(one['top_kept'])} of the first hundred stay,"
            f" 95 % move less than {one['points_p95']:.1f} points."
            for one in (day, week)
        ),
        "Halves of those who act agree: "
        + ", ".join(f"{_cell(r)} ({name})" for name, r in told["split_half"].items())
        + ".",
        f"Redundancy, R² of the score: {_cell(redundancy['both'])} on log followers and log"
        f" reposts ({_cell(redundancy['followers'])} and {_cell(redundancy['reposts'])} alone).",
    ]
    if "precision_at_planted" in told:
        lines.append(f"Precision at what was planted: {_cell(told['precision_at_planted'])}.")
    return [*lines, f"{told['seconds']} s."]


def _cell(value: float | None, sign: str = "") -> str:
    return "–" if value is None else f"{value:{sign}.3f}"
