"""What a post of Bluesky marks in its text, and which post it quotes."""

from __future__ import annotations

from loader.sources.bluesky_uris import POST, Uri, did_in, uri_in
from loader.sources.fields import Fields

_TAG = "app.bsky.richtext.facet#tag"
_MENTION = "app.bsky.richtext.facet#mention"
_QUOTE = "app.bsky.embed.record"
_QUOTE_WITH_MEDIA = "app.bsky.embed.recordWithMedia"


def marked_in(record: Fields) -> tuple[tuple[str, ...], dict[str, None]]:
    """The hashtags of a post, marked or added, and the DIDs that it mentions; each once."""
    tags: list[str] = []
    named: dict[str, None] = {}
    for facet in record.each("facets"):
        for feature in facet.each("features"):
            type_ = feature.word("$type")
            if type_ == _TAG:
                tags.append(feature.word("tag").strip())
            elif type_ == _MENTION:
                named[did_in(feature, "did")] = None
    tags += record.texts("tags")
    return tuple(dict.fromkeys(filter(None, tags))), named


def quoted_in(embed: Fields) -> Uri | None:
    """The post that an embed quotes; None for pictures, links, feeds and lists."""
    type_ = embed.word("$type")
    if type_ == _QUOTE:
        uri = uri_in(embed.inner("record"), "uri")
    elif type_ == _QUOTE_WITH_MEDIA:
        uri = uri_in(embed.inner("record").inner("record"), "uri")
    else:
        return None
    return uri if uri.collection == POST else None
