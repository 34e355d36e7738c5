"""The usual names of columns, and which column of a table says what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from loader.sources.edges_kinds import ACTED_UPON, words_of
from loader.sources.edges_table import Table
from queries.errors import SourceError

NO_COLUMN = "-"

# What a table may say of an act, and the names such columns usually have, best first.
ACT = {
    "who": "who source from actor follower user author src sender retweeter liker",
    "whom": f"whom target to {ACTED_UPON} dst destination recipient receiver",
    "kind": "kind type action act interaction relation relationship verb event edge_type "
    "interaction_type relationship_type event_type label",
    "when": "when at time timestamp created_at datetime date created published_at tweeted_at",
    "topics": "topics topic hashtags hashtag tags tag subreddit category keywords",
    "id": "id event_id interaction_id act_id edge_id",
    "post": "post target_post_id target_tweet_id target_status_id original_id original_post_id "
    "retweeted_post_id retweeted_status_id quoted_status_id in_reply_to_post_id "
    "in_reply_to_status_id parent_id",
    "via": "via post_id tweet_id status_id source_post_id",
    "count": "count weight times n",
}

PERSON = {
    "id": "id user_id twitter_id account_id native_id node_id user",
    "handle": "handle screen_name username user_name twitter_name login acct",
    "name": "name display_name full_name label",
    "bio": "bio description about summary",
    "url": "url website homepage profile_url",
    "followers": "followers followers_count follower_count",
    "following": "following following_count friends_count follows_count friends",
    "created_at": "created_at created joined registered_at creation_date",
}

POST = {
    "id": "id post_id tweet_id status_id",
    "author": "author author_id user_id user screen_name handle",
    "at": "at created_at when time timestamp published_at datetime date",
    "text": "text full_text body content message",
    "lang": "lang language",
    "url": "url link permalink",
    "topics": "topics topic hashtags hashtag tags tag",
}

# 'source_id' and 'fromUser' are found as 'source' and 'from'.
_PERSON_SUFFIXES = ("id", "user_id", "account_id", "node_id", "user", "handle", "screen_name",
                    "username", "name")  # fmt: skip


def guessed_places(columns: Mapping[int, str], usual: Mapping[str, str]) -> dict[str, int]:
    """The place of each field of `usual` that has a column with one of its names."""
    free = dict(columns)
    places: dict[str, int] = {}
    for name, spellings in usual.items():
        suffixes = _PERSON_SUFFIXES if name in ("who", "whom") else ()
        place = _best(free, spellings.split(), suffixes)
        if place is not None:
            places[name] = place
            del free[place]
    return places


def asked_place(table: Table, option: str, column: str) -> int:
    """The place of the column called `column`, which was asked for as `--option column`.

    Raises SourceError with the names that are there.
    """
    if column in table.columns:
        return table.columns.index(column)
    near = get_close_matches(column, table.columns, n=3) or table.columns
    raise SourceError(f"{table.name}: no column '{column}' for --{option}; try {', '.join(near)}")


def flags(table: Table, sample: Sequence[Sequence[object]]) -> frozenset[int]:
    """The places of columns that say only true or false.

    A post's own 'retweeted: false' is no person who was retweeted.
    """
    answers = {"true", "false"}
    return frozenset(
        place
        for place in range(len(table.columns))
        if (values := {str(row[place]).lower() for row in sample} - {"", "none"})
        and values <= answers
    )


def _best(
    columns: Mapping[int, str], spellings: Sequence[str], suffixes: Sequence[str]
) -> int | None:
    """The place of the column that has the earliest of `spellings` as its name."""
    forms: dict[str, int] = {}
    for place, column in columns.items():
        forms.setdefault(words_of(column), place)
    for spelling in spellings:
        for form in (spelling, *(f"{spelling}_{suffix}" for suffix in suffixes)):
            if form in forms:
                return forms[form]
    return None
