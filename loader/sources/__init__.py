"""The table of sources: what can be loaded, and how.

A network is one reader in this folder and one row in `SOURCES`; the command line,
the docs and the tests loop over the table.
"""

from __future__ import annotations

# `source` comes before `table`: the readers that `table` imports need it.
from loader.sources.source import Announce, Option, Reader, Source
from loader.sources.table import SOURCES

__all__ = ["SOURCES", "Announce", "Option", "Reader", "Source"]
