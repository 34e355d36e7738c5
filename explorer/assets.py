"""Where the built bundles are: the logical name of a file to its hashed address."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "dist"


class BundlesMissing(RuntimeError):
    """The bundles were not built: the package was not installed, only copied."""


@cache
def manifest(folder: Path = BUILT) -> dict[str, str]:
    """Each bundle's logical name and its file's. Raises BundlesMissing."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise BundlesMissing(
            "the site's bundles are not built; install the project (pip install -e .) "
            "or run 'python hatch_build.py'"
        ) from error
    return dict(told)


def asset(name: str) -> str:
    """The address of a bundle, such as "site.js"."""
    return f"/static/dist/{manifest()[name]}"
