"""X: what each thing of its API becomes, in both versions."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from loader.records import Interaction, Kind, Post, Removal, Thing, User
from queries.errors import SourceError

AT = datetime(2021, 4, 8, 19, 34, 16, tzinfo=UTC)
ISO, OLD = "2021-04-08T19:34:16.000Z", "Thu Apr 08 19:34:16 +0000 2021"
ADA = {
    "id": "1", "username": "ada", "name": "Ada", "description": "Mail me: ada@example.com",
    "location": "Turin", "created_at": "2010-01-01T00:00:00.000Z", "verified": True,
    "public_metrics": {"followers_count": 12, "following_count": 3},
}  # fmt: skip
BOB = {"id": "2", "username": "Bob", "name": "Bob"}


def tweet(id_: object, whose: object, text: str = "hello", **fields: object) -> dict[str, object]:
    return {"id": id_, "author_id": whose, "text": text, "created_at": ISO, "lang": "en"} | fields


def refers(**posts: str) -> list[dict[str, str]]:
    return [{"type": type_, "id": id_} for type_, id_ in posts.items()]


def status(id_: int, author: int, text: str = "hello", **fields: object) -> dict[str, object]:
    user = {"id": author, "id_str": str(author)}
    told = {"id": id_, "id_str": str(id_), "user": user, "text": text, "created_at": OLD}
    return told | {"lang": "en"} | fields


def lines(*objects: object) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in objects)


def acts(found) -> list[tuple[str, str, str]]:
    return [(str(act.kind), act.who, act.whom) for act in found.acts]


def test_a_page_becomes_people_posts_and_acts(read, written) -> None:
    page = {
        "data": [
            tweet(
                "20",
                "1",
                "@Bob so #true, see $ABC &amp; @carol",
                in_reply_to_user_id="2",
                referenced_tweets=refers(replied_to="10"),
                entities={
                    "hashtags": [{"tag": "true"}],
                    "cashtags": [{"tag": "ABC"}],
                    "mentions": [{"username": "bob", "id": "2"}, {"username": "Carol"}],
                },
            )
        ],
        "includes": {
            "users": [ADA, BOB, {"id": "3", "username": "carol"}],
            "tweets": [tweet("10", "2", "#Graphs", entities={"hashtags": [{"tag": "Graphs"}]})],
        },
        "meta": {"result_count": 1},
    }

    found = read("x", written("page.json", json.dumps(page, indent=1)))

    assert found.records == [
        User(
            id="x:1",
            handle="ada",
            name="Ada",
            bio="Mail me: (e-mail address)",
            url="https://x.com/ada",
            followers=12,
            following=3,
            created_at=datetime(2010, 1, 1, tzinfo=UTC),
        ),
        User("x:2", "Bob", "Bob", url="https://x.com/Bob"),
        User("x:3", "carol", url="https://x.com/carol"),
        Post("x:10", "x:2", AT, "#Graphs", "en", "https://x.com/i/web/status/10", ("Graphs",)),
        Post(
            id="x:20",
            author="x:1",
            at=AT,
            text="@Bob so #true, see $ABC & @carol",
            lang="en",
            url="https://x.com/i/web/status/20",
            topics=("true", "$ABC"),
        ),
        Interaction(
            "x:reply-20", "x:1", "x:2", Kind.REPLY, AT, ("Graphs",), post="x:10", via="x:20"
        ),
        Interaction("x:mention-20-3", "x:1", "x:3", Kind.MENTION, AT, ("true", "$ABC"), via="x:20"),
    ]
    assert found.announced == []


def test_a_repost_is_an_act_and_no_post(read, written) -> None:
    original = tweet("10", "2", "#Graphs", entities={"hashtags": [{"tag": "Graphs"}]})
    repost = tweet("20", "1", "RT @Bob: #Graphs", referenced_tweets=refers(retweeted="10"))
    page = {"data": [repost], "includes": {"users": [BOB], "tweets": [original]}}

    found = read("x", written("page.jsonl", lines(page)))

    assert [post.id for post in found.posts] == ["x:10"]
    assert found.acts == [
        Interaction(
            "x:repost-1-10", "x:1", "x:2", Kind.REPOST, AT, ("Graphs",), post="x:10", via="x:20"
        )
    ]


def test_a_repost_of_what_is_not_there_is_known_by_its_mention(read, written) -> None:
    mentions = [{"username": "nobody"}, {"username": "BOB", "id": "2"}]
    whose = {"mentions": mentions}
    repost = tweet("20", "1", "RT @bob: hi", referenced_tweets=refers(retweeted="10"))
    lost = tweet("21", "1", "RT @nobody: hi @bob", referenced_tweets=refers(retweeted="11"))

    found = read(
        "x", written("x.jsonl", lines(repost | {"entities": whose}, lost | {"entities": whose}))
    )

    assert acts(found) == [("repost", "x:1", "x:2")]
    assert found.announced == ["x: left out reposts of posts whose author is not told (1)"]


def test_both_versions_give_the_same(read, written) -> None:
    quoted = {"hashtags": [{"tag": "q"}]}
    new = [
        tweet("20", "1", "RT @bob: hi", referenced_tweets=[
            {"type": "retweeted", **tweet("10", "2", "hi #q", entities=quoted)}]),
        tweet("21", "1", "look @carol", entities={"mentions": [{"username": "carol", "id": "3"}]},
              referenced_tweets=[{"type": "quoted", **tweet("10", "2", "hi #q", entities=quoted)}]),
        tweet("22", "1", "@bob no", in_reply_to_user_id="2",
              referenced_tweets=refers(replied_to="10"),
              entities={"mentions": [{"username": "bob", "id": "2"}]}),
    ]  # fmt: skip
    hi = status(10, 2, "hi #q", entities={"hashtags": [{"text": "q"}], "user_mentions": []})
    bob = {"screen_name": "bob", "id": 2, "id_str": "2"}
    carol = {"screen_name": "carol", "id": 3, "id_str": "3"}
    old = [
        status(20, 1, "RT @bob: hi", retweeted_status=hi, entities={"user_mentions": [bob]}),
        status(21, 1, "look…", truncated=True, quoted_status=hi, quoted_status_id_str="10",
               extended_tweet={"full_text": "look @carol", "entities": {"user_mentions": [carol]}}),
        status(22, 1, "@bob no", in_reply_to_status_id=10, in_reply_to_status_id_str="10",
               in_reply_to_user_id=2, in_reply_to_user_id_str="2",
               entities={"user_mentions": [bob]}),
    ]  # fmt: skip

    of_new = read("x", written("new.jsonl", lines(*new)))
    of_old = read("x", written("old.json", json.dumps(old)))

    assert of_new.posts == of_old.posts
    assert of_new.acts == of_old.acts
    assert acts(of_new) == [
        ("repost", "x:1", "x:2"),
        ("quote", "x:1", "x:2"),
        ("mention", "x:1", "x:3"),
        ("reply", "x:1", "x:2"),
    ]


def test_ids_past_the_floats_are_exact(read, written) -> None:
    wrong = {"id": 1300000000000000000, "id_str": "1300000000000000001"}
    found = read(
        "x", written("x.jsonl", lines(status(1, 2) | wrong, tweet(1300000000000000003, 2)))
    )

    assert [post.id for post in found.posts] == ["x:1300000000000000001", "x:1300000000000000003"]


def test_a_post_without_a_time_has_that_of_its_id(read, written) -> None:
    told = {"id": "1212092628029698048", "author_id": "2", "text": "hello"}
    found = read("x", written("x.jsonl", lines(told, told | {"id": "20"})))

    assert [post.at for post in found.posts] == [
        datetime(2019, 12, 31, 19, 26, 16, 0, UTC).replace(
            microsecond=found.posts[0].at.microsecond
        ),
        None,
    ]


def test_a_long_post_is_read_from_its_note(read, written) -> None:
    note = {"text": "the whole #story", "entities": {"hashtags": [{"tag": "story"}]}}
    found = read("x", written("x.jsonl", lines(tweet("20", "1", "the wh…", note_tweet=note))))

    assert (found.posts[0].text, found.posts[0].topics) == ("the whole #story", ("story",))


def test_versions_of_an_edited_post_are_one(read, written) -> None:
    history = ["20", "21"]
    first = tweet("20", "1", "@bob hi", entities={"mentions": [{"username": "bob", "id": "2"}]})
    second = tweet("21", "1", "hi", edit_history_tweet_ids=history)
    quote = tweet("30", "3", "see", referenced_tweets=refers(quoted="21"))
    quote_of_first = tweet("31", "3", "see", referenced_tweets=refers(quoted="20"))

    found = read("x", written("x.jsonl", lines(first, second, quote, quote_of_first, first)))

    assert [(post.id, post.text) for post in found.posts][:2] == [
        ("x:20", "@bob hi"),
        ("x:20", "hi"),
    ]
    assert found.of(Removal) == [Removal("x:mention-20-2", Thing.ACT)]
    assert [(act.id, act.post) for act in found.acts] == [
        ("x:mention-20-2", None),
        ("x:quote-30", "x:20"),
        ("x:quote-31", "x:20"),
    ]
    assert found.announced == ["x: left out earlier versions of edited posts (1)"]


def test_a_version_of_a_post_was_made_when_its_id_says(read, written) -> None:
    versions = ["1577000000000000000", "1577000251658240000"]
    second = tweet(versions[1], "1", "hi", edit_history_tweet_ids=versions)

    (post,) = read("x", written("x.jsonl", lines(second))).posts

    assert post.edited == datetime(2022, 10, 3, 18, 18, 53, 900_000, UTC)


def test_of_a_page_with_all_versions_only_the_newest_is_read(read, written) -> None:
    history = ["20", "21"]
    versions = [tweet(id_, "1", id_, edit_history_tweet_ids=history) for id_ in history]

    found = read("x", written("x.json", json.dumps({"data": versions})))

    assert [(post.id, post.text) for post in found.posts] == [("x:20", "21")]


def test_nobody_acts_on_themselves(read, written) -> None:
    mentions = {"mentions": [{"username": "ada", "id": "1"}]}
    own = tweet("21", "1", in_reply_to_user_id="1", referenced_tweets=refers(replied_to="20"))
    found = read("x", written("x.jsonl", lines(tweet("20", "1", entities=mentions), own)))

    assert (len(found.posts), found.acts) == (2, [])
    assert found.announced == ["x: left out acts of people on themselves (2)"]


@pytest.mark.parametrize("version", ["new", "old"])
def test_protected_and_withheld_posts_are_left_out(read, written, version: str) -> None:
    if version == "new":
        told = [
            tweet("20", "1", author=ADA | {"protected": True}),
            tweet("21", "2", withheld={"country_codes": ["DE"], "copyright": False}),
            tweet("22", "3", author={"id": "3", "username": "c", "withheld": {"scope": "user"}}),
            tweet("23", "4", referenced_tweets=[{"type": "quoted", **tweet(
                "21", "2", withheld={"country_codes": ["DE"]})}]),
            tweet("24", "5", withheld={"country_codes": [], "copyright": False}),
        ]  # fmt: skip
    else:
        withheld = status(21, 2, withheld_in_countries=["DE"])
        told = [
            status(20, 1, user={"id": 1, "screen_name": "ada", "protected": True}),
            withheld,
            status(22, 3, user={"id": 3, "screen_name": "c", "withheld_in_countries": ["XY"]}),
            status(23, 4, quoted_status=withheld),
            status(24, 5, withheld_in_countries=[], withheld_copyright=False),
        ]

    found = read("x", written("x.jsonl", lines(*told)))

    assert [post.id for post in found.posts] == ["x:23", "x:24"]
    assert "x:3" not in {user.id for user in found.users}
    assert found.acts == []
    for words in ("protected posts (1)", "withheld posts (3)", "acts on withheld posts (1)"):
        assert words in found.announced[-1]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.json", {"__twarc": {"url": "https://api.twitter.com/2/users/77777/followers?x=1"}}),
        ("a.json", {"request": "GET https://api.x.com/2/users/77777/followers"}),
        ("followers_77777.json", {}),
        ("77777-followers-3.json", {}),
    ],
)
def test_followers_follow_the_one_whose_list_it_is(read, written, name: str, page) -> None:
    told = {"data": [ADA, {"id": "77777", "username": "self"}]}
    told = page | ({"response": told} if "request" in page else told)

    found = read("x", written(name, json.dumps(told)))

    assert found.acts == [Interaction("x:follow-1-77777", "x:1", "x:77777", Kind.FOLLOW)]
    assert found.announced[-1] == "x: left out acts of people on themselves (1)"


def test_the_followed_are_followed(read, written) -> None:
    flat = BOB | {"__twarc": {"url": "https://api.twitter.com/2/users/1/following"}}
    old = {"users": [{"id_str": "2", "screen_name": "Bob", "name": "Bob"}], "next_cursor": 0}
    ids = {"ids": [2, "3"], "next_cursor": 0}

    found = read("x", written("a.jsonl", lines(flat)))
    named = read("x", written("b.json", lines(old, ids)), list="following", of="1")

    assert acts(found) == [("follow", "x:1", "x:2")]
    assert acts(named) == [
        ("follow", "x:1", "x:2"),
        ("follow", "x:1", "x:2"),
        ("follow", "x:1", "x:3"),
    ]
    assert {act.id for act in found.acts} < {act.id for act in named.acts}
    assert found.users == named.users


def test_a_list_that_nobody_explains_is_people_alone(read, written) -> None:
    url = {"__twarc": {"url": "https://api.twitter.com/2/lists/84839422/followers"}}
    of_list = read("x", written("followers_99999.jsonl", lines({"data": [ADA]} | url)))
    unknown = read("x", written("followers.json", lines({"data": [ADA]})))

    assert (len(of_list.users), of_list.acts) == (1, [])
    assert (len(unknown.users), unknown.acts) == (1, [])
    assert unknown.announced == ["x: left out people in lists that do not say whose they are (1)"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_who_liked_or_reposted_is_joined_with_the_author(read, written, order: str) -> None:
    history = {"edit_history_tweet_ids": ["20", "21"], "entities": {"hashtags": [{"tag": "t"}]}}
    posts = lines({"data": [tweet("21", "1", **history)]})
    url = "https://api.twitter.com/2/tweets/21/"
    likes = {"data": [BOB, ADA], "__twarc": {"url": f"{url}liking_users"}}
    reposts = {"data": [BOB], "__twarc": {"url": f"{url}retweeted_by"}}
    files = dict(zip(order, (posts, lines(likes, reposts)), strict=True))

    found = read("x", *(written(f"{name}.jsonl", files[name]) for name in "ab"))

    assert found.acts == [
        Interaction("x:like-2-20", "x:2", "x:1", Kind.LIKE, None, ("t",), post="x:20"),
        Interaction("x:repost-2-20", "x:2", "x:1", Kind.REPOST, None, ("t",), post="x:20"),
    ]
    assert found.announced == ["x: left out acts of people on themselves (1)"]


def test_what_somebody_liked_is_liked(read, written) -> None:
    liked = [
        tweet("20", "2"),
        tweet("21", "3", "RT @bob: hi", referenced_tweets=refers(retweeted="20")),
    ]
    liked[1]["entities"] = {"mentions": [{"username": "Bob", "id": "2"}]}
    page = {"data": liked, "__twarc": {"url": "https://api.twitter.com/2/users/1/liked_tweets"}}

    found = read("x", written("a.json", json.dumps(page)))

    assert acts(found) == [
        ("repost", "x:3", "x:2"),
        ("like", "x:1", "x:2"),
        ("like", "x:1", "x:2"),
    ]
    assert {act.id for act in found.acts} == {"x:repost-3-20", "x:like-1-20"}


def test_a_timeline_says_who_wrote_its_posts(read, written) -> None:
    page = {
        "request": "GET https://api.twitter.com/2/users/7/tweets",
        "response": {"data": [{"id": "20", "text": "hello"}]},
    }
    found = read("x", written("a.json", json.dumps(page)))
    nobody = read("x", written("b.json", json.dumps(page["response"])))

    assert [post.author for post in found.posts] == ["x:7"]
    assert nobody.posts == []
    assert nobody.announced == ["x: left out posts whose author is not told (1)"]


def test_what_is_no_post_is_counted(read, written) -> None:
    found = read("x", written("x.jsonl", lines(
        {"errors": [{"title": "operational-disconnect", "disconnect_type": "UpstreamOperational"}]},
        {"title": "ConnectionException", "detail": "Too many", "connection_issue": "TooMany"},
        {"disconnect": {"code": 4}}, {"limit": {"track": 3}}, {"warning": {"code": "LATE"}},
        {"friends": [1, 2]}, {"direct_message": {"id": 1, "text": "secret"}},
        {"data": [{"id": "1", "text": "secret", "event_type": "MessageCreate", "sender_id": "3"}]},
        {"data": [{"start": ISO, "end": ISO, "tweet_count": 4}]},
        {"data": [{"id": "1", "name": "friends", "owner_id": "3"}]},
        {"meta": {"result_count": 0}},
    )))  # fmt: skip

    assert found.records == []
    assert found.announced == [
        "x: left out lines about the stream (5), direct messages (2), errors the API told (1), "
        "counts of posts (1), lists (1)"
    ]


def test_a_handle_read_before_tells_who_is_mentioned(read, written) -> None:
    named = tweet("21", "1", entities={"mentions": [{"username": "BOB"}, {"username": "ghost"}]})
    found = read("x", written("x.jsonl", lines(tweet("20", "2", author=BOB), named)))

    assert acts(found) == [("mention", "x:1", "x:2")]
    assert found.announced == ["x: left out mentions of people whose id is not told (1)"]


def test_overlapping_files_give_the_same_ids(read, written) -> None:
    page = lines(
        {"data": [tweet("20", "1", in_reply_to_user_id="2", referenced_tweets=refers(quoted="10"))],
         "includes": {"tweets": [tweet("10", "3")], "users": [ADA, BOB]}}
    )  # fmt: skip
    once = read("x", written("a.jsonl", page))
    twice = read("x", written("a.jsonl", page), written("b.jsonl", page))

    assert twice.records == once.records * 2
    assert len({act.id for act in once.acts}) == len(once.acts) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"list": "friends"}, "--list 'friends': use one of followers, following"),
        ({"of": "@ada"}, "--of is no id of X: '@ada'; handles change, so give the number"),
        ({"compliance": "all"}, "--compliance 'all': use posts or people"),
    ],
)
def test_options_that_make_no_sense_are_told(read, written, options, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read("x", written("a.jsonl", "{}"), **options)

    assert str(caught.value).startswith(message)


def test_files_of_something_else_are_said(read, written, tmp_path) -> None:
    written("dump/LICENSE", "Some licence\n")
    written("dump/empty.json", "")
    written("dump/people.csv", "name,age\na,1\n")
    with pytest.raises(SourceError, match="none of the files holds JSON or CSV"):
        read("x", tmp_path / "dump")
    written("dump/posts.jsonl", lines(tweet("20", "1")))

    found = read("x", tmp_path / "dump")

    assert [post.id for post in found.posts] == ["x:20"]
    assert found.announced == [
        "LICENSE holds neither JSON nor CSV of X",
        "empty.json is empty",
        "people.csv holds neither JSON nor CSV of X",
    ]
