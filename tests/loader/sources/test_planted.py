"""The invented town is the same everywhere, and agrees with itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple
from functools import cache

import pytest

from loader.records import Interaction, Kind, Post, Record, Reject, Topic, User
from loader.sources.planted import SOURCE, planted_truth, truth_json
from loader.sources.planted.rhythm import FIRST, LAST
from loader.topics import topic_id
from queries.errors import SourceError

SMALL = {"seed": "7", "people": "500"}
# Of the small town. It changes with every word in words/ and with nothing else.
FINGERPRINT = "c3207bf1b506dc74af0ae9c4d4023b642f478f23da95ae2a0fe509ec6cc3e9b2"


class Town:
    """All records of one town, by sort."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self.records: list[Record] = list(SOURCE.read((), options, lambda _: None))
        self.users = {record.id: record for record in self.records if isinstance(record, User)}
        self.posts = {record.id: record for record in self.records if isinstance(record, Post)}
        self.topics = [record for record in self.records if isinstance(record, Topic)]
        self.acts = [record for record in self.records if isinstance(record, Interaction)]


@cache
def town() -> Town:
    return Town({})


def digest(records: list[Record]) -> str:
    """A fingerprint of all that the records say."""
    said = "\n".join(json.dumps(astuple(record), default=str) for record in records)
    return hashlib.sha256(said.encode()).hexdigest()


def test_the_same_seed_gives_the_same_town_everywhere() -> None:
    assert digest(Town(SMALL).records) == FINGERPRINT


def test_the_town_does_not_depend_on_the_order_of_hashes() -> None:
    program = (
        "from loader.sources.planted import SOURCE\n"
        "records = SOURCE.read((), {'people': '500'}, lambda _: None)\n"
        "print(*(getattr(record, 'id', '') for record in records))"
    )

    ids = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert ids[0] == ids[1]
    assert len(ids[0].split()) > 20_000


def test_another_seed_gives_another_town() -> None:
    here, there = Town(SMALL), Town(SMALL | {"seed": "8"})

    assert len({*here.users} & {*there.users}) < 100


def test_the_town_is_as_large_as_it_says() -> None:
    here = town()

    residents = [user for user in here.users.values() if user.bio or user.name]
    kinds = Counter(act.kind for act in here.acts)

    assert len(residents) == 2000
    assert len(here.users) == 2540
    assert 15_000 <= len(here.posts) <= 24_000
    assert 80_000 <= len(here.acts) <= 100_000
    assert 35_000 <= kinds[Kind.FOLLOW] <= 45_000
    assert {kind for kind, count in kinds.items() if count > 500} == {*Kind} - {Kind.ADOPT}


def test_no_id_and_no_handle_comes_twice() -> None:
    ids = Counter(record.id for record in town().records if not isinstance(record, Topic | Reject))
    handles = Counter(user.handle for user in town().users.values())

    assert [*(ids - Counter({*ids})), *(handles - Counter({*handles}))] == []


def test_people_and_posts_of_every_act_exist() -> None:
    here = town()

    for act in here.acts:
        assert {act.who, act.whom} <= here.users.keys()
        assert act.who != act.whom
        assert act.post is None or here.posts[act.post].author == act.whom
        assert act.via is None or here.posts[act.via].author == act.who


def test_an_act_is_about_what_the_post_is_about() -> None:
    here = town()

    for act in here.acts:
        post = act.post or act.via
        assert act.topics == (here.posts[post].topics if post else ())


def test_replies_quotes_and_mentions_carry_the_post_that_says_so() -> None:
    carried = {act.kind for act in town().acts if act.via}
    bare = {act.kind for act in town().acts if not act.via}

    assert carried == {Kind.REPLY, Kind.QUOTE, Kind.MENTION}
    assert bare == {Kind.FOLLOW, Kind.REPOST, Kind.LIKE}


def test_a_mention_stands_in_the_text() -> None:
    here = town()

    for act in here.acts:
        if act.kind is Kind.MENTION and act.via:
            assert f"@{here.users[act.whom].handle}" in (here.posts[act.via].text or "")


def test_everything_happens_in_its_time() -> None:
    here = town()
    born = {user.id: user.created_at for user in here.users.values()}

    for post in here.posts.values():
        assert max(FIRST, born[post.author]) <= post.at <= LAST
    for act in here.acts:
        assert max(FIRST, born[act.who], born[act.whom]) <= act.at <= LAST
        assert act.post is None or here.posts[act.post].at < act.at


def test_follower_counts_agree_with_the_follows() -> None:
    follows = [act for act in town().acts if act.kind is Kind.FOLLOW]
    followers = Counter(act.whom for act in follows)
    following = Counter(act.who for act in follows)

    for user in town().users.values():
        assert (user.followers, user.following) == (followers[user.id], following[user.id])


def test_the_ring_bought_five_hundred_followers_each_who_do_nothing_else() -> None:
    truth = planted_truth({})
    bought = {*truth.bought}

    sold = Counter(act.whom for act in town().acts if act.who in bought)

    assert sold == dict.fromkeys(truth.ring, 500)
    assert not any(town().users[account].bio for account in bought)
    assert not any(post.author in bought for post in town().posts.values())


def test_the_popular_have_more_followers_than_the_influential() -> None:
    truth, users = planted_truth({}), town().users

    for topic, popular in truth.popular.items():
        most = max(users[person].followers or 0 for person in truth.influencers[topic])
        assert all((users[person].followers or 0) > 2 * most for person in popular)


def test_there_are_twelve_topics_in_a_tree_of_two_levels() -> None:
    parents = {topic.tag for topic in town().topics if not topic.parents}
    leaves = {topic.tag for topic in town().topics if topic.parents}

    assert (len(parents), len(leaves)) == (4, 12)
    assert {parent for topic in town().topics for parent in topic.parents} == parents
    assert {topic_id(tag) for tag in parents | leaves} == parents | leaves
    assert "audio/hi-fi" in leaves


def test_names_are_in_several_scripts_and_one_is_very_long() -> None:
    names = [user.name or "" for user in town().users.values()]
    scripts = {unicodedata.name(name[0]).split()[0] for name in names if name}

    assert {"LATIN", "CYRILLIC", "ARABIC", "CJK"} <= scripts
    assert max(map(len, names)) > 100


def test_no_hole_is_left_in_a_text() -> None:
    texts = [post.text or "" for post in town().posts.values()]
    bios = [user.bio or "" for user in town().users.values()]

    assert [text for text in texts + bios if set("{}[]|") & {*text} or "  " in text] == []


def test_posts_hardly_ever_say_the_same() -> None:
    replies = {act.via for act in town().acts if act.kind is not Kind.MENTION}
    texts = [post.text for post in town().posts.values() if post.id not in replies]

    assert len({*texts}) / len(texts) > 0.98


def test_the_truth_as_json_says_the_same() -> None:
    truth, told = planted_truth(SMALL), json.loads(truth_json(SMALL))

    assert (told["network"], told["seed"], told["people"]) == ("planted", 7, 500)
    assert {topic: tuple(ids) for topic, ids in told["influencers"].items()} == truth.influencers
    assert {topic: tuple(ids) for topic, ids in told["popular"].items()} == truth.popular
    assert (tuple(told["ring"]), tuple(told["bought"])) == (truth.ring, truth.bought)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": "seven"}, "--seed is a whole number, got 'seven'"),
        ({"people": "-1"}, "--people is a whole number, got '-1'"),
        ({"people": "12"}, "--people is a number from 500 to 20000, got 12"),
    ],
)
def test_options_that_make_no_town_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        Town(options)
