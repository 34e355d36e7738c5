"""CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io

import pytest

from queries.tables import csv_text


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "\u00a0@x"]
)
def test_text_that_would_run_gets_an_apostrophe(name: str) -> None:
    _, (cell,) = csv.reader(io.StringIO(csv_text(["name"], [{"name": name}]), newline=""))
    assert cell == f"'{name}"


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    text = csv_text(["a", "b", "c", "d"], [{"a": -0.5, "b": None, "c": True, "d": [1, "é"]}])
    assert text == 'a,b,c,d\r\n-0.5,,true,"[1, ""é""]"\r\n'
