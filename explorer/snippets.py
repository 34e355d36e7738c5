"""A query of the bench as it is asked from elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from queries.console.limits import Limits

STOPPED: Mapping[str, str] = {
    "rows": "{limits.rows:,} rows are the most",
    "bytes": "{limits.answer_bytes:,} bytes are the most",
    "time": "{limits.seconds:g} s are the most",
    "memory": "it wanted more memory than it may have",
}


def as_curl(asks: Mapping[str, str], origin: str) -> str:
    """The command that asks the same in a shell."""
    given = [f"--data-urlencode {shlex.quote(f'{name}={text}')}" for name, text in _said(asks)]
    return " \\\n  ".join([f"curl --silent --fail-with-body --get {shlex.quote(origin)}", *given])


def as_python(asks: Mapping[str, str], origin: str) -> str:
    """The program that asks the same, with nothing but Python."""
    given = "".join(f"    {name!r}: {text!r},\n" for name, text in _said(asks))
    return (
        "import json\n"
        "from urllib.parse import urlencode\n"
        "from urllib.request import urlopen\n"
        "\n"
        f"asked = {{\n{given}}}\n"
        f'with urlopen(f"{origin}?{{urlencode(asked)}}") as answer:\n'
        '    rows = json.load(answer)["rows"]\n'
    )


def _said(asks: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in asks.items() if text]


def bench_tab(asks: Mapping[str, str], tab: str) -> dict[str, str]:
    """The arguments of another tab of the same answer."""
    return {**asks, "tab": "" if tab == "table" else tab}


def why_stopped(reason: str, limits: Limits) -> str:
    """In words why there are no more rows."""
    return STOPPED.get(reason, reason).format(limits=limits)
