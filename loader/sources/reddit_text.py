"""Text on Reddit: Markdown, in which '>' quotes and 'u/name' names an account."""

from __future__ import annotations

import re

from loader.sources.html import kept

# The API writes these three in its own way unless asked not to, and so do most dumps.
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_QUOTATION = re.compile(r"^[ \t]*(?:>|&gt;).*$", re.MULTILINE)
# A name that is neither part of an address nor of another word.
_NAMED = re.compile(r"(?<![\w/.-])/?[uU]/([A-Za-z0-9_-]{3,20})(?![\w/-])", re.ASCII)


def plain(text: str) -> str | None:
    """What is kept of `text`, with '<', '>' and '&' as they were written."""
    if "&" in text:
        for escaped, written in _ESCAPED:
            text = text.replace(escaped, written)
    return kept(text)


def named(text: str) -> list[str]:
    """The accounts that `text` names, in small letters, each once; quotations name nobody."""
    if "u/" not in text and "U/" not in text:
        return []
    found = _NAMED.findall(_QUOTATION.sub("", text))
    return list(dict.fromkeys(name.lower() for name in found))
