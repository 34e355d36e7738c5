"""Rows as a spreadsheet in which text is text and numbers are numbers."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
WIDEST = 48.0
# Half a surrogate pair has no UTF-8; the rest is what XML 1.0 cannot hold.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Whole numbers beyond this are not exact in a spreadsheet: they are ids, and stay text.
EXACT = 2**53


def xlsx_bytes(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], sheet: str = "Rows"
) -> bytes:
    """One sheet with a header that stays in sight and a filter.

    Text is written as text, never as a formula, a link or a number, whatever it begins with.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False})
    head = book.add_format({"bold": True, "bottom": 1})
    page = book.add_worksheet(sheet)
    widths = [float(len(column)) for column in columns]
    for across, column in enumerate(columns):
        page.write_string(0, across, column, head)
    for down, row in enumerate(rows, start=1):
        for across, column in enumerate(columns):
            _write(page, down, across, row.get(column))
            widths[across] = max(widths[across], float(len(str(row.get(column) or ""))))
    for across, width in enumerate(widths):
        page.set_column(across, across, min(WIDEST, width + 2))
    page.freeze_panes(1, 0)
    if rows:
        page.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    return out.getvalue()


def _write(page: Worksheet, down: int, across: int, value: Any) -> None:
    if value is None or value != value:  # NaN
        return
    if isinstance(value, bool):
        page.write_boolean(down, across, value)
    elif isinstance(value, int | float) and abs(value) < EXACT:
        page.write_number(down, across, value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        page.write_string(down, across, NOT_XML.sub("\ufffd", text)[:LONGEST_CELL])
