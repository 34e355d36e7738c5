"""The text of HTML, as it is kept of a post or a profile: on one line."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from loader.sources.addresses import without_addresses
from loader.sources.cells import text_of

LONGEST_TEXT = 500

# Enough HTML, and enough text, for LONGEST_TEXT characters in all but the oddest posts.
_HTML_READ = 20_000
_TEXT_READ = 4_000
_BLOCKS = frozenset(
    ("p", "br", "li", "ul", "ol", "pre", "div", "hr", "blockquote", "h1", "h2", "h3", "td", "tr")
)

# Elements that posts consist of, written as programs write them: all that hinders is left to
# the parser, which is ten times slower.
_PLAIN_TAG = re.compile(
    r"""<(/?)(p|br|a|span|b|i|u|s|em|strong|del|code|pre|ul|ol|li|blockquote|div|h1|h2|h3)
    ((?:\s+[a-z-]+="[^"<>]*")*)\s*(/?)>""",
    re.VERBOSE,
)
_CLASS = re.compile(r'\sclass="([^"]*)"')


def plain(html: str, *, hidden: Collection[str] = ()) -> str:
    """The text of `html` on one line, at most 500 characters, '…' where it was cut.

    What stands in elements of the classes `hidden` is left out: pages do not show it.
    """
    return shortened(text_in(html[:_HTML_READ], hidden=hidden))


def text_in(html: str, *, hidden: Collection[str] = ()) -> str:
    """All the text of `html`, with a space where a block begins or ends."""
    if "<" not in html and "&" not in html:
        return html
    # Text, and after each but the last: '/' or nothing, a tag, its attributes, '/' or nothing.
    parts = _PLAIN_TAG.split(html)
    reader = _Text(hidden)
    if any("<" in text for text in parts[::5]):
        reader.feed(html)
        reader.close()
    else:
        _read_plain(parts, reader)
    return "".join(reader.pieces)


def kept_bio(html: str) -> str | None:
    """What is kept of a bio; remembered, since it comes with each post of the person."""
    return _kept_bio(html[:_HTML_READ])


@lru_cache(maxsize=2_048)
def _kept_bio(html: str) -> str | None:
    return kept(text_in(html))


def _read_plain(parts: list[str], reader: _Text) -> None:
    """Give `reader` what its parser would."""
    for place in range(0, len(parts) - 4, 5):
        text, ends, tag, attributes, empty = parts[place : place + 5]
        if text:
            reader.handle_data(unescape(text))
        if not ends:
            classes = _CLASS.findall(attributes) if "class" in attributes else []
            reader.handle_starttag(tag, [("class", unescape(one)) for one in classes])
        if ends or empty:
            reader.handle_endtag(tag)
    reader.handle_data(unescape(parts[-1]))


def shortened(text: str) -> str:
    """`text` on one line without control characters, at most 500 long, '…' where it was cut."""
    line = text_of(text) or ""
    if len(line) <= LONGEST_TEXT:
        return line
    return line[: LONGEST_TEXT - 1].rstrip() + "…"


def kept(text: str) -> str | None:
    """What is kept of a plain `text`: `shortened`, without control characters and e-mail."""
    return shortened(without_addresses(text_of(text[:_TEXT_READ]) or "")) or None


class _Text(HTMLParser):
    """Collects the text of a page, with spaces where a block begins or ends."""

    def __init__(self, hidden: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._classes = hidden
        # The element that hides what is in it, and how many of its name are open.
        self._hiding, self._depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hiding:
            self._depth += tag == self._hiding
        elif self._classes and self._is_hidden(attrs):
            self._hiding, self._depth = tag, 1
        if tag in _BLOCKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hiding:
            self._depth -= 1
            self._hiding = self._hiding if self._depth else ""
        if tag in _BLOCKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hiding:
            self.pieces.append(data)

    def _is_hidden(self, attrs: list[tuple[str, str | None]]) -> bool:
        named = next((value for name, value in attrs if name == "class" and value), "")
        return any(name in self._classes for name in named.split())
