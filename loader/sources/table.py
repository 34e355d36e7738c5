"""The table of sources."""

from __future__ import annotations

from loader.sources import edges, lastfm, mastodon, planted, reddit, stackexchange
from loader.sources.source import Source

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        edges.SOURCE,
        stackexchange.SOURCE,
        mastodon.SOURCE,
        reddit.SOURCE,
        lastfm.SOURCE,
        planted.SOURCE,
    )
}
