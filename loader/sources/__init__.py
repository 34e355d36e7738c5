"""The tables of sources: what can be loaded, and how.

A network is one reader in this folder and one row in `SOURCES`; what can be listened to as it
goes on is a row in `STREAMS`. The command line, the docs and the tests loop over the tables.
"""

from __future__ import annotations

# `source` comes before `table`: the readers that `table` imports need it.
from loader.sources.source import Announce, Option, Over, Reader, Source, Stream
from loader.sources.table import SOURCES, STREAMS

__all__ = ["SOURCES", "STREAMS", "Announce", "Option", "Over", "Reader", "Source", "Stream"]
