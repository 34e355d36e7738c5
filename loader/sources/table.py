"""The table of sources."""

from __future__ import annotations

from loader.sources import bluesky, edges, lastfm, planted, stackexchange
from loader.sources.source import Source

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        bluesky.SOURCE,
        edges.SOURCE,
        stackexchange.SOURCE,
        lastfm.SOURCE,
        planted.SOURCE,
    )
}
