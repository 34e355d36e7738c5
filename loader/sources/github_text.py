"""What people write on GitHub: on one line, without e-mail addresses, and whom it mentions."""

from __future__ import annotations

import re

from loader.sources.addresses import without_addresses
from loader.sources.cells import text_of
from loader.sources.html import shortened

# GitHub itself takes no more.
_LONGEST_BODY = 65_536
_MOST_MENTIONS = 50

# What is read of a text, of which 500 characters are kept.
_TEXT_READ = 5_000

# Code, where '@' means something else, and lines quoted from somebody else.
_NOT_SAID = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|^[ \t]{0,3}>[^\n]*$", re.DOTALL | re.MULTILINE)

# Neither part of an address or a path, nor a team ('@org/team'), nor a package ('@a.b').
_MENTION = re.compile(
    r"(?<![\w.@/+-])@([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?)(?![\w/@-]|\.\w)"
)

# What programmers write with '@' outside of code, too, and mean nobody.
_NOBODY = frozenset(
    {"all", "author", "autowired", "channel", "charset", "deprecated", "everyone", "here",
     "import", "inject", "media", "override", "param", "property", "return", "returns",
     "see", "since", "test", "throws", "todo", "type", "version"}
)  # fmt: skip


def plain(*parts: str) -> str | None:
    """Title and body as one line of at most 500 characters; None when there is neither."""
    texts = [text for part in parts if (text := text_of(part[:_TEXT_READ]))]
    return shortened(without_addresses(" — ".join(texts))) or None


def mentioned(body: str) -> list[str]:
    """The logins that `body` mentions, in small letters, each once; 50 at most, as on the site."""
    if "@" not in body:
        return []
    said = _NOT_SAID.sub(" ", body[:_LONGEST_BODY])
    logins = dict.fromkeys(login.casefold() for login in _MENTION.findall(said))
    return [login for login in logins if login not in _NOBODY][:_MOST_MENTIONS]
