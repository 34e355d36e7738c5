"""What a page shows, as HTML, JSON, CSV or a spreadsheet: one view, several forms."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template

from explorer.page import Asked, Shown
from explorer.spreadsheet import XLSX, xlsx_bytes
from queries.errors import ParameterRefused
from queries.exports import run_behind, told_of, with_run
from queries.graph import Result, Row
from queries.tables import csv_text

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"
FILES = {
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "toml": "application/toml",
}
RETRY_SECONDS = 5


def answer(asked: Asked, shown: Shown, context: Mapping[str, Any]) -> Response:
    """The answer in the form that was asked for; `context` is for the template alone."""
    if asked.form != "html":
        run = run_behind(asked.graph, _rows(shown))
        return signed(_exported(asked, shown, run), run)
    if shown.location:
        return redirect_to(shown.location)
    result = shown.result.plain() if shown.result else None
    page = render_template(asked.page.template, result=result, **context, **shown.around)
    return html_answer(page, shown.status)


def _exported(asked: Asked, shown: Shown, run: Row | None) -> Response:
    if asked.form == "csv":
        return csv_answer(with_run(_rows(shown).plain(), run), file_name(asked))
    if asked.form == "xlsx":
        return xlsx_answer(with_run(_rows(shown).plain(), run), file_name(asked))
    if asked.form in FILES:
        if asked.form not in shown.files:
            raise ParameterRefused("communities have no network file; open one of them")
        body = shown.files[asked.form](run)
        return attached(Response(body, content_type=FILES[asked.form]), asked)
    told = dict(shown.json or _rows(shown).json())
    return json_answer(told | ({"run": told_of(run)} if run else {}))


def signed(response: Response, run: Row | None) -> Response:
    """The answer with the run that made it, and its recipe's hash, in the header."""
    if run:
        response.headers["Influence-Run"] = run["id"]
        response.headers["Influence-Recipe"] = run["recipe"]
    return response


def html_answer(page: str, status: int = 200) -> Response:
    """A page. Half a surrogate pair, which has no UTF-8, becomes a question mark."""
    body = page.encode("utf-8", errors="replace")
    return told_to_return(Response(body, status, mimetype="text/html"))


def told_to_return(response: Response) -> Response:
    """The same with the time after which it may be asked again, where that helps."""
    if response.status_code in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def redirect_to(path: str) -> Response:
    """On to another page of this site, which is then read with GET."""
    return Response(status=303, headers={"Location": path})


def json_answer(told: Mapping[str, Any], status: int = 200, content_type: str = JSON) -> Response:
    """`told` as JSON that every reader takes."""
    try:
        text = _dumped(told)
    except (TypeError, ValueError):
        # It holds NaN or an infinity, which is seldom: to look for them takes longer than the rest.
        text = _dumped(strict(told))
    body = text.encode("utf-8", errors="replace")
    return told_to_return(Response(body, status=status, content_type=content_type))


def _dumped(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def strict(value: Any) -> Any:
    """The same without NaN and infinities, which JSON does not have: they become null."""
    if type(value) in (str, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): strict(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [strict(one) for one in value]
    return value


def csv_answer(result: Result, name: str) -> Response:
    """The rows as a file; a header line of the answer says when there are more."""
    told = result.plain()
    text = csv_text(told.columns, told.rows)
    response = Response(text.encode("utf-8", errors="replace"), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Influence-Truncated"] = "true" if result.truncated else "false"
    return response


def xlsx_answer(result: Result, name: str) -> Response:
    """The rows as a spreadsheet to be kept."""
    told = result.plain()
    response = Response(xlsx_bytes(told.columns, told.rows), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response.headers["Influence-Truncated"] = "true" if result.truncated else "false"
    return response


def attached(response: Response, asked: Asked) -> Response:
    """The answer as a download with a name of its own."""
    name = f"{file_name(asked)}.{asked.form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_name(asked: Asked) -> str:
    """A name for a download, of plain letters and digits: ids may hold anything."""
    words = ["influence", asked.page.name]
    if asked.subject:
        words.append(str(asked.subject["id"]))
    if asked.form == "csv" and asked.values.get("rows") == "arrows":
        words.append("arrows")
    name = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return name[:80]


def _rows(shown: Shown) -> Result:
    return shown.result or Result("", {}, (), [], False, 0.0)
