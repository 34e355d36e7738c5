"""What could not be read, to be had as the file that a load kept of it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from flask import Flask, Response, send_file

from explorer.accounts.gate import route
from explorer.accounts.roles import Role
from queries.errors import NotInGraph
from queries.settings import Settings

# Of a load; nothing else is looked for, so that no address can lead anywhere else.
ID = re.compile(r"[0-9a-f]{32}")
NDJSON = "application/x-ndjson"


def add_rejects(app: Flask, settings: Settings) -> None:
    """The route to the rejects of a load."""

    def view(load: str) -> Response:
        if not ID.fullmatch(load):
            raise NotInGraph("no rejects are kept of that load")
        try:
            descriptor = os.open(folder_of(settings.data) / f"{load}.jsonl", _FLAGS)
        except OSError:
            raise NotInGraph("no rejects are kept of that load") from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotInGraph("no rejects are kept of that load")
        file = os.fdopen(descriptor, "rb")
        name = f"influence-rejects-{load}.jsonl"
        return send_file(file, NDJSON, as_attachment=True, download_name=name, etag=False)

    route(app, "/data/rejects/<load>.jsonl", view, name="rejects", role=Role.ANALYST)


def rejects_kept(data: Path) -> frozenset[str]:
    """The ids of the loads of which there are rejects."""
    return frozenset(path.stem for path in folder_of(data).glob("*.jsonl"))


def folder_of(data: Path) -> Path:
    """Where loads keep what they could not read."""
    return data.expanduser().absolute() / "rejects"


# A link in the folder is not followed; where the system has no such flag, there are hardly any.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
