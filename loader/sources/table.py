"""The tables of sources and of streams."""

from __future__ import annotations

from loader.sources import (
    bluesky,
    bluesky_live,
    edges,
    github,
    lastfm,
    mastodon,
    mastodon_timeline,
    planted,
    reddit,
    stackexchange,
    taxonomy,
    x,
)
from loader.sources.source import Source, Stream

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        bluesky.SOURCE,
        edges.SOURCE,
        github.SOURCE,
        mastodon.SOURCE,
        reddit.SOURCE,
        stackexchange.SOURCE,
        taxonomy.SOURCE,
        x.SOURCE,
        lastfm.SOURCE,
        planted.SOURCE,
    )
}

STREAMS: dict[str, Stream] = {
    stream.name: stream for stream in (bluesky_live.STREAM, mastodon_timeline.STREAM)
}
