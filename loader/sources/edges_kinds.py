"""The kinds of acts as edge lists spell them, in cells, in headers and in file names."""

from __future__ import annotations

import re

from loader.records import RELATIONSHIPS, Kind

_SPELLINGS = {
    Kind.FOLLOW: "follow follows following followed follower followers followee friend friends "
    "friendship subscribe subscribed subscription",
    Kind.REPOST: "repost reposts reposted retweet retweets retweeted retweeter rt "
    "share shares shared boost boosts boosted reblog reblogs reblogged forward forwarded",
    Kind.QUOTE: "quote quotes quoted quote_tweet quote_post quoted_tweet",
    Kind.REPLY: "reply replies replied replied_to reply_to in_reply_to comment comments "
    "commented answer answers answered",
    Kind.MENTION: "mention mentions mentioned",
    Kind.LIKE: "like likes liked liker favorite favorites favorited "
    "favourite favourites favourited fav faved heart love",
    Kind.ADOPT: "adopt adopts adopted adoption",
}

_KINDS: dict[str, Kind] = {
    spelling: kind for kind, spellings in _SPELLINGS.items() for spelling in spellings.split()
} | {relationship.lower(): kind for kind, relationship in RELATIONSHIPS.items()}

# Too short to tell anything in a name: only cells say so, as those of SNAP's networks do.
_IN_CELLS = _KINDS | {"mt": Kind.MENTION, "qt": Kind.QUOTE, "re": Kind.REPLY}

KNOWN_KINDS = ", ".join(Kind)

# Headers that say both who is acted upon and how: "user_id, retweeted".
ACTED_UPON = (
    "followee followed friend retweeted reposted shared boosted reblogged quoted replied_to "
    "reply_to in_reply_to mentioned liked favorited favourited"
)


def words_of(name: str) -> str:
    """`name` in lower case with its words joined by '_': 'sourceNodeId' is 'source_node_id'."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^0-9a-z]+", "_", spaced.lower()).strip("_")


def spellings_of(kind: Kind) -> list[str]:
    """How `kind` may be spelled, its own name first."""
    return _SPELLINGS[kind].split()


def kind_of(spelling: str) -> Kind | None:
    """The kind that `spelling` means, or None."""
    return _IN_CELLS.get(words_of(spelling))


def kind_in(name: str) -> Kind | None:
    """The kind that a name such as 'retweet_list.csv' speaks of, by its first telling word."""
    whole = words_of(name.split(".")[0])
    if whole in _KINDS:
        return _KINDS[whole]
    return next((_KINDS[word] for word in whole.split("_") if word in _KINDS), None)
