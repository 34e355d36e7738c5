"""Lists of people, and what they did: who follows whom, who liked or reposted a post."""

from __future__ import annotations

import re
from typing import NamedTuple

from loader.records import Interaction, Kind
from loader.sources import x_ids

RELATIONS = ("followers", "following", "liking_users", "retweeted_by", "liked_tweets", "tweets")

_REQUEST = re.compile(r"/(users|tweets)/(\d{1,19})/([a-z_]+)")
_NAMES = "followers|following|friends|liking_users|retweeted_by|liked_tweets"
# Shorter numbers are those of pages: 'followers_2.json'.
_ID = r"(\d{5,19})"
_WORD_FIRST = re.compile(rf"({_NAMES})[\W_]*{_ID}(?!\d)")
_WORD_LAST = re.compile(rf"(?<!\d){_ID}[\W_]*({_NAMES})")
_ONLY_WORD = re.compile(rf"(?<![a-z])({_NAMES})(?![a-z])")


class Relation(NamedTuple):
    """What a list is of: its name in the API ("" unknown), and the person or post it is about."""

    name: str = ""
    about: str = ""

    @property
    def author(self) -> str:
        """Who wrote the posts of a list that says so."""
        return self.about if self.name == "tweets" else ""


def relation_asked(address: str) -> Relation:
    """What the address that was asked for a list tells about it."""
    found = _REQUEST.search(address)
    if not found:
        return Relation("other" if address else "")
    _, about, name = found.groups()
    return Relation(name, about) if name in RELATIONS else Relation("other")


def relation_named(file: str) -> Relation:
    """What the name of a file tells, such as 'followers_783214.json'."""
    name = file.casefold()
    if found := _WORD_FIRST.search(name):
        word, about = found.groups()
    elif found := _WORD_LAST.search(name):
        about, word = found.groups()
    elif found := _ONLY_WORD.search(name):
        word, about = found[1], ""
    else:
        return Relation()
    return Relation("following" if word == "friends" else word, about)


def follow(relation: Relation, person: str) -> Interaction:
    """Somebody in a list of followers, or of the followed."""
    who, whom = (person, relation.about)
    if relation.name == "following":
        who, whom = whom, who
    return Interaction(f"x:follow-{who}-{whom}", x_ids.person(who), x_ids.person(whom), Kind.FOLLOW)
