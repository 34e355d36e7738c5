"""Real payloads of X, each counted again with nothing but json."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from loader.records import Kind, Removal, Thing
from queries.errors import SourceError

PAGES = (
    "2sets", "brexit", "cashtags", "cotweet", "edited", "edited_after", "edited_before",
    "entities_test", "flat", "geo_tweets", "kpop", "many_urls", "media_policy_violation_off",
    "media_policy_violation_on", "media_tweet", "mentions_tweet", "noflat", "quoted_edit",
    "streaming_output_with_error", "two_tweets", "users", "verified_type", "withheld",
)  # fmt: skip


@pytest.fixture
def folder(shared: Path) -> Path:
    """The folder of real payloads; the test is skipped where there is none."""
    if not (shared / "fixtures" / "x_v2_twarc").is_dir():
        pytest.skip(f"no payloads in {shared / 'fixtures'}")
    return shared / "fixtures"


def objects(path: Path) -> Iterator[Any]:
    """All objects in all objects of a file."""
    with suppress(ValueError):
        yield from inner(json.loads(path.read_text()))
        return
    for line in path.read_text().splitlines():
        with suppress(ValueError):
            yield from inner(json.loads(line))


def inner(value: Any) -> Iterator[Any]:
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from inner(one)
    if isinstance(value, dict):
        yield value


class Counted:
    """The posts and acts in a file, counted without the reader."""

    def __init__(self, path: Path) -> None:
        every = list(objects(path))
        self.hidden = {one["id"] for one in every if "username" in one and one.get("withheld")}
        self.ids = {
            one["username"].casefold(): one["id"]
            for one in every
            if "username" in one and "id" in one
        }
        self.posts = {one["id"]: one for one in every if "text" in one and "author_id" in one}
        newest = {self.first(id_): id_ for id_ in sorted(self.posts, key=int)}
        self.shown = [
            post for post in self.posts.values()
            if not self.is_hidden(post) and newest[self.first(post["id"])] == post["id"]
        ]  # fmt: skip
        self.originals = {
            self.first(post["id"]) for post in self.shown if not self.refers(post, "retweeted")
        }

    def first(self, id_: str) -> str:
        """The id of the first version."""
        return self.posts.get(id_, {}).get("edit_history_tweet_ids", [id_])[0]

    def is_hidden(self, post: Any) -> bool:
        return bool(post.get("withheld")) or post["author_id"] in self.hidden

    def refers(self, post: Any, type_: str) -> str | None:
        return next(
            (one["id"] for one in post.get("referenced_tweets", []) if one["type"] == type_), None
        )

    def reposts(self) -> set[tuple[str, str, str | None]]:
        found = set()
        for post in self.shown:
            if id_ := self.refers(post, "retweeted"):
                original = self.posts.get(id_)
                handle = post["text"].split(":")[0].removeprefix("RT @").casefold()
                author = original["author_id"] if original else self.ids.get(handle)
                hidden = self.is_hidden(original) if original else author in self.hidden
                if author and not hidden:
                    found.add((post["author_id"], author, self.first(id_)))
        return self.between_two(found)

    def replies(self) -> set[tuple[str, str, str | None]]:
        found = set()
        for post in self.shown:
            whom, id_ = post.get("in_reply_to_user_id"), self.refers(post, "replied_to")
            target = self.posts.get(id_ or "")
            hidden = self.is_hidden(target) if target else id_ and whom in self.hidden
            if whom and not hidden:
                found.add((post["author_id"], whom, self.first(id_) if id_ else None))
        return self.between_two(found)

    def quotes(self) -> set[tuple[str, str, str | None]]:
        found = set()
        for post in self.shown:
            id_ = self.refers(post, "quoted")
            if id_ in self.posts and not self.is_hidden(self.posts[id_]):
                found.add((post["author_id"], self.posts[id_]["author_id"], self.first(id_)))
        return self.between_two(found)

    @staticmethod
    def between_two(acts: set[tuple[str, str, str | None]]) -> set[tuple[str, str, str | None]]:
        return {act for act in acts if act[0] != act[1]}


@pytest.mark.parametrize("name", PAGES)
def test_posts_and_acts_of_real_pages_are_all_there(read, folder: Path, name: str) -> None:
    path = folder / "x_v2_twarc" / f"{name}.jsonl"
    counted = Counted(path)

    found = read("x", path)

    def acts(kind: Kind) -> set[tuple[str, str, str | None]]:
        return {
            (act.who[2:], act.whom[2:], act.post and act.post[2:])
            for act in found.acts
            if act.kind is kind
        }

    assert {post.id[2:] for post in found.posts} == counted.originals
    assert acts(Kind.REPOST) == counted.reposts()
    assert acts(Kind.REPLY) == counted.replies()
    assert acts(Kind.QUOTE) == counted.quotes()
    assert len(found.rejects) == (1 if "error" in name else 0)
    assert read("x", path).records == found.records
    for one in found.acts:
        assert one.who != one.whom


def test_mentions_are_of_all_but_those_replied_to_or_quoted(read, folder: Path) -> None:
    path = folder / "x_v2_twarc" / "brexit.jsonl"
    counted = Counted(path)
    expected = set()
    for post in counted.shown:
        if counted.refers(post, "retweeted"):
            continue
        whom = {
            counted.ids[one["username"].casefold()]
            for one in post.get("entities", {}).get("mentions", [])
        }
        quoted = counted.posts.get(counted.refers(post, "quoted") or "", {})
        whom -= {post["author_id"], post.get("in_reply_to_user_id"), quoted.get("author_id")}
        expected |= {f"x:mention-{counted.first(post['id'])}-{one}" for one in whom}

    found = read("x", path)

    assert {act.id for act in found.acts if act.kind is Kind.MENTION} == expected
    assert len(expected) > 20


def test_the_same_page_flattened_gives_the_same(read, written, folder: Path) -> None:
    page = json.loads((folder / "x_v2_twarc" / "noflat.jsonl").read_text())
    users = {user["id"]: user for user in page["includes"]["users"]}
    by_handle = {user["username"]: user for user in users.values()}
    tweets = {one["id"]: one for one in page["includes"]["tweets"]}

    def flat(tweet: Any) -> Any:
        tweet = tweet | {"author": users[tweet["author_id"]]}
        for one in tweet.get("entities", {}).get("mentions", []):
            one |= by_handle.get(one["username"], {})
        tweet["referenced_tweets"] = [
            one | (flat(tweets[one["id"]]) if one["id"] in tweets else {})
            for one in tweet.get("referenced_tweets", [])
        ]
        return tweet

    of_page = read("x", folder / "x_v2_twarc" / "noflat.jsonl")
    of_flat = read(
        "x", written("flat.jsonl", "\n".join(json.dumps(flat(one)) for one in page["data"]))
    )

    assert set(of_flat.acts) <= set(of_page.acts)
    assert {act.id for act in of_flat.acts} == {act.id for act in of_page.acts}
    assert set(of_flat.posts) <= set(of_page.posts)
    assert {user.id for user in of_flat.users} <= {user.id for user in of_page.users}


def test_compliance_files_take_back_posts_and_people(read, folder: Path) -> None:
    posts = read("x", folder / "x_v2_twarc" / "tweets_compliance.jsonl")
    people = read("x", folder / "x_v2_twarc" / "users_compliance.jsonl")

    assert posts.records == [
        Removal("x:1170025343920402432", Thing.POST),
        Removal("x:1170147183095664640", Thing.POST),
    ]
    assert people.records == [Removal("x:1482680858", Thing.PERSON)] * 2


def test_counts_and_lists_are_no_posts_and_an_empty_file_is_said(read, folder: Path) -> None:
    counts = read("x", folder / "x_v2_twarc" / "counts.jsonl")
    lists = read("x", folder / "x_v2_twarc" / "lists.jsonl")

    assert (counts.records, lists.records) == ([], [])
    assert counts.announced == ["x: left out counts of posts (169)"]
    assert lists.announced == ["x: left out lists (6)"]
    for nothing in ("empty.json", "LICENSE"):
        with pytest.raises(SourceError):
            read("x", folder / "x_v2_twarc" / nothing)


@pytest.mark.parametrize(
    ("name", "acts", "users", "posts"),
    [
        ("get_liked_tweets", 0, 0, 0),
        ("get_liking_users", 0, 81, 0),
        ("get_list_followers", 0, 100, 0),
        ("get_quote_tweets", 0, 0, 0),
        ("get_retweeters", 0, 62, 0),
        ("get_users_followers", 84, 84, 0),
        ("get_users_following", 100, 100, 0),
        ("get_users_mentions", 0, 0, 0),
        ("get_users_tweets", 0, 0, 2),
        ("search_recent_tweets", 0, 0, 0),
    ],
)
def test_recorded_answers_give_what_they_tell(
    read, folder: Path, name: str, acts: int, users: int, posts: int
) -> None:
    path = folder / "x_v2_tweepy" / f"asyncclient_{name}_0.json"
    recorded = json.loads(path.read_text())
    told = recorded["response"]["data"]
    about = f"x:{recorded['request'].split('/')[-2]}"

    found = read("x", path)

    assert (len(found.acts), len(found.users), len(found.posts)) == (acts, users, posts)
    assert found.rejects == []
    assert {user.id[2:] for user in found.users} | {post.id[2:] for post in found.posts} in (
        {one["id"] for one in told},
        set(),
    )
    for act in found.acts:
        other = act.whom if name.endswith("following") else act.who
        assert (act.kind, {act.who, act.whom}) == (Kind.FOLLOW, {other, about})


def test_a_timeline_of_version_1_1_is_all_there(read, folder: Path) -> None:
    path = next(folder.glob("x_v1/timeline_*.json"))
    told = json.loads(path.read_text())
    own = told[0]["user"]["id_str"]
    expected: Counter[Kind] = Counter()
    posts = set()
    for one in told:
        if "retweeted_status" in one:
            expected[Kind.REPOST] += one["retweeted_status"]["user"]["id_str"] != own
            posts.add(one["retweeted_status"]["id_str"])
        else:
            posts.add(one["id_str"])
            expected[Kind.REPLY] += one["in_reply_to_user_id_str"] not in (None, own)
        for reposted in [one["retweeted_status"]] if "retweeted_status" in one else []:
            if "quoted_status" in reposted:
                posts.add(reposted["quoted_status"]["id_str"])

    found = read("x", path)

    of_own = Counter(act.kind for act in found.acts if act.who == f"x:{own}")
    assert {post.id[2:] for post in found.posts} == posts
    assert of_own[Kind.REPOST] == expected[Kind.REPOST] == 31
    assert of_own[Kind.REPLY] == expected[Kind.REPLY]
    assert found.rejects == []
    assert {post.at.year for post in found.posts if post.at} <= set(range(2010, 2017))


def test_a_profile_of_version_1_1_brings_its_newest_post(read, folder: Path) -> None:
    path = next(folder.glob("x_v1/profile_*.json"))
    told = json.loads(path.read_text())

    found = read("x", path)

    (user,), (post,) = found.users, found.posts
    assert (user.handle, user.followers) == (told["screen_name"], told["followers_count"])
    assert (post.id, post.author) == (f"x:{told['status']['id_str']}", f"x:{told['id_str']}")


def test_all_files_together_load_and_hold_no_address(read, folder: Path) -> None:
    found = read("x", folder / "x_v2_twarc", folder / "x_v2_tweepy", folder / "x_v1")

    assert [reject.field for reject in found.rejects] == ["line"]
    assert len(found.posts) > 1_000
    texts = [user.bio or "" for user in found.users] + [post.text or "" for post in found.posts]
    assert any("(e-mail address)" in text for text in texts)
    assert not [text for text in texts if re.search(r"\w@\w+\.(com|org|net|it)\b", text)]
