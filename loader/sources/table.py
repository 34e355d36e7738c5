"""The table of sources."""

from __future__ import annotations

from loader.sources import edges, github, lastfm, planted, stackexchange, x
from loader.sources.source import Source

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        edges.SOURCE,
        stackexchange.SOURCE,
        x.SOURCE,
        github.SOURCE,
        lastfm.SOURCE,
        planted.SOURCE,
    )
}
