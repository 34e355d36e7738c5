"""Edge lists that others published, unchanged, counted again with pandas."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from loader.records import Kind


def needed(folder: Path) -> Path:
    """`folder`, or the test is skipped."""
    if not folder.is_dir():
        pytest.skip(f"no data in {folder}")
    return folder


def test_ontariopol_loads_whole(read, shared: Path) -> None:
    folder = needed(shared / "ontariopol")
    table = pd.read_csv(folder / "ontariopol_edgelist.csv")
    people = pd.read_csv(folder / "ontariopol_vertices.csv")

    found = read(
        "edges", folder / "ontariopol_edgelist.csv", people=folder / "ontariopol_vertices.csv"
    )

    assert found.rejects == []
    assert {user.handle for user in found.users} == set(people["screen_name"])
    assert Counter((act.who, act.whom, act.count) for act in found.acts) == Counter(
        (f"edges:{who}", f"edges:{whom}", weight)
        for who, whom, weight in table[["from", "to", "weight"]].itertuples(index=False)
    )
    assert {act.kind for act in found.acts} == {Kind.MENTION}
    assert len({act.id for act in found.acts}) == 6_095


@pytest.mark.parametrize(
    ("name", "column", "kind"),
    [
        ("friend_list.csv", "followee", Kind.FOLLOW),
        ("retweet_list.csv", "retweeted", Kind.REPOST),
        ("reply_list.csv", "reply_to", Kind.REPLY),
        ("mention_list.csv", "mentioned", Kind.MENTION),
        ("favorite_list.csv", "liked", Kind.LIKE),
    ],
)
def test_timme_loads_whole(read, shared: Path, name: str, column: str, kind: Kind) -> None:
    path = needed(shared / "timme") / name
    table = pd.read_csv(path, sep="\t", dtype=str)

    found = read("edges", path)

    assert found.rejects == []
    assert Counter((act.whom, act.count) for act in found.acts) == Counter(
        (f"edges:{whom}", int(count))
        for whom, count in table[[column, "count"]].itertuples(index=False)
    )
    assert {act.kind for act in found.acts} == {kind}
    assert len({act.id for act in found.acts}) == len(table)


def test_timme_loads_in_one_call_with_its_people(read, shared: Path) -> None:
    folder = needed(shared / "timme")
    paths = sorted(folder.glob("*_list.csv"))
    people = pd.read_csv(folder / "dict.csv", sep="\t", dtype=str)

    found = read("edges", *paths, people=folder / "dict.csv", network="x")

    assert found.rejects == []
    assert {(user.id, user.handle, user.name) for user in found.users} == {
        (f"x:{row.twitter_id}", row.twitter_name.strip(), " ".join(row.name.split()))
        for row in people.itertuples(index=False)
    }
    assert Counter(act.kind for act in found.acts) == {
        Kind.FOLLOW: 59_073,
        Kind.MENTION: 27_682,
        Kind.REPOST: 19_760,
        Kind.LIKE: 14_381,
        Kind.REPLY: 1_451,
    }


def test_congress2016_loads_whole_with_times_and_hashtags(read, shared: Path) -> None:
    folder = needed(shared / "congress2016")
    table = pd.read_csv(folder / "interactions.csv.gz", dtype=str, keep_default_na=False)
    kinds = {"retweet": Kind.REPOST, "mention": Kind.MENTION, "reply": Kind.REPLY,
             "quote": Kind.QUOTE}  # fmt: skip

    found = read("edges", folder / "interactions.csv.gz", people=folder / "users.csv", network="x")

    assert found.rejects == []
    assert len(found.users) == 520
    assert all(user.handle and user.followers is not None for user in found.users)
    assert Counter(act.kind for act in found.acts) == Counter(table["type"].map(kinds))
    assert [act.at.strftime("%Y-%m-%dT%H:%M:%SZ") for act in found.acts] == list(
        table["created_at"]
    )
    assert Counter(topic for act in found.acts for topic in act.topics) == Counter(
        topic for cell in table["hashtags"] for topic in dict.fromkeys(cell.split("|")) if topic
    )
    assert [(act.post or "x:", act.via) for act in found.acts] == [
        (f"x:{post}", f"x:{via}")
        for post, via in table[["target_post_id", "post_id"]].itertuples(index=False)
    ]
    # 17 rows say exactly what another row says: the same account twice in one post.
    told = ["source_id", "target_id", "type", "created_at", "post_id", "target_post_id", "hashtags"]
    assert len({act.id for act in found.acts}) == len(table.drop_duplicates(told)) == 44_799


def test_congress2016_has_posts_as_evidence(read, shared: Path) -> None:
    folder = needed(shared / "congress2016")
    table = pd.read_csv(folder / "posts.csv.gz", dtype=str, keep_default_na=False)

    found = read("edges", folder / "interactions.csv.gz", posts=folder / "posts.csv.gz")

    assert found.rejects == []
    assert Counter((post.id, post.author) for post in found.posts) == Counter(
        (f"edges:{post}", f"edges:{author}")
        for post, author in table[["id", "user_id"]].itertuples(index=False)
    )
    assert {act.via for act in found.acts} <= {post.id for post in found.posts}
