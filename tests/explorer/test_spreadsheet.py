"""A spreadsheet opens as what was written: text as text, numbers as numbers."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from explorer.spreadsheet import xlsx_bytes

ODD = [
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'quoted",
    "{=1}",
    "0123",
    "1e5",
    "https://example.org/",
    "mailto:a@example.org",
    "محمد 😀 <script>&amp;",
    "a\nb",
    "_x0041_",
]


def cells(columns: list[str], rows: list[dict[str, Any]]) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(columns, rows)))
    assert book.sheetnames == ["Rows"]
    return [list(row) for row in book["Rows"].iter_rows()]


@pytest.mark.parametrize("text", ODD)
def test_text_stays_text_and_runs_nothing(text: str) -> None:
    cell = cells(["name"], [{"name": text}])[1][0]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_numbers_stay_numbers_and_what_is_not_there_is_empty() -> None:
    row = {"a": 3, "b": 0.25, "c": None, "d": True, "e": float("nan"), "f": 2**60, "g": ["x"]}
    head, line = cells(list(row), [row])
    assert [cell.value for cell in head] == list(row)
    assert [cell.value for cell in line] == [3, 0.25, None, True, None, str(2**60), '["x"]']
    assert [line[0].data_type, line[1].data_type] == ["n", "n"]


def test_what_no_spreadsheet_can_hold_is_replaced() -> None:
    line = cells(["a", "b"], [{"a": "x\x00\x0b\ud800y", "b": "z" * 40_000}])[1]
    assert line[0].value == "x���y"
    assert len(line[1].value) == 32_767


def test_no_rows_are_a_sheet_with_a_header() -> None:
    assert [[cell.value for cell in row] for row in cells(["a", "b"], [])] == [["a", "b"]]
