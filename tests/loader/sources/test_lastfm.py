"""Last.fm: adoption from times and friendships, and the set inside the package."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from math import fsum
from pathlib import Path

import pandas as pd
import pytest

from loader.records import Interaction, Kind, Post, Reject
from loader.sources.lastfm import FRIENDS, LISTENERS, TAGGED, bundled
from loader.sources.lastfm_adoption import Adoption, Decay, adoptions, neighbours
from queries.errors import SourceError

START = datetime(2009, 1, 1, tzinfo=UTC)
DECAY = Decay(window=timedelta(days=90), half_life=timedelta(days=30))


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_credit_is_split_by_recency_among_friends_who_came_before() -> None:
    times = {1: day(0), 2: day(30), 3: day(60), 9: day(59)}
    friends = neighbours([(1, 3), (3, 2)])

    found = list(adoptions(times, friends, DECAY))

    assert found == [
        Adoption(3, 1, day(60), pytest.approx(1 / 3)),
        Adoption(3, 2, day(60), pytest.approx(2 / 3)),
    ]


@pytest.mark.parametrize(("delay", "adopted"), [(-1, False), (0, False), (1, True), (90, True),
                                                (91, False)])  # fmt: skip
def test_only_what_came_before_within_the_window_is_an_example(delay: int, adopted: bool) -> None:
    times = {1: day(0), 2: day(delay)}

    found = [adoption.adopter for adoption in adoptions(times, {2: {1}}, DECAY)]

    assert found == ([2] if adopted else [])


def test_strangers_are_no_example() -> None:
    assert list(adoptions({1: day(0), 2: day(1)}, {}, DECAY)) == []


def test_an_adoption_has_the_two_posts_it_rests_on(read, tmp_path: Path) -> None:
    small(tmp_path, [(2, 10_052, 73, day(0)), (3, 10_052, 73, day(31)), (3, 10_052, 74, day(31))])

    found = read("lastfm", tmp_path)

    assert [user.handle for user in found.users] == ["listener-2", "listener-3"]
    assert found.acts == [
        Interaction("lastfm:friend:2:3", "lastfm:2", "lastfm:3", Kind.FOLLOW),
        Interaction("lastfm:friend:3:2", "lastfm:3", "lastfm:2", Kind.FOLLOW),
        Interaction(
            id="lastfm:adopt:3:2:52:73",
            who="lastfm:3",
            whom="lastfm:2",
            kind=Kind.ADOPT,
            at=day(31),
            topics=("tag 73",),
            post="lastfm:2:52:73",
            via="lastfm:3:52:73",
        ),
    ]
    assert found.posts == [
        Post(
            "lastfm:2:52:73", "lastfm:2", day(0), "tagged artist 52 as tag 73", topics=("tag 73",)
        ),
        Post(
            "lastfm:3:52:73", "lastfm:3", day(31), "tagged artist 52 as tag 73", topics=("tag 73",)
        ),
    ]


def test_the_first_of_two_dates_counts(read, tmp_path: Path) -> None:
    small(tmp_path, [(2, 10_052, 73, day(40)), (3, 10_052, 73, day(31)), (2, 10_052, 73, day(0))])

    adopted = [act for act in read("lastfm", tmp_path).acts if act.kind is Kind.ADOPT]

    assert [(act.who, act.at) for act in adopted] == [("lastfm:3", day(31))]


def test_dates_before_there_were_tags_are_rejected(read, tmp_path: Path) -> None:
    small(tmp_path, [(2, 10_052, 73, datetime(1956, 6, 1, tzinfo=UTC)), (3, 10_052, 73, day(0))])

    reason = "is not of 2005 to 2011, when tags were given: 1956"
    assert read("lastfm", tmp_path).rejects == [Reject(TAGGED, 1, "year", reason)]


@pytest.mark.parametrize("days", ["0", "-1", "soon", "nan", "1e30"])
def test_a_window_is_a_number_of_days(read, tmp_path: Path, days: str) -> None:
    with pytest.raises(SourceError, match="--window-days is a number of days above 0, got '"):
        read("lastfm", tmp_path, window_days=days)


def test_the_bundled_set_loads_whole(read) -> None:
    found = read("lastfm")

    adopted = [act for act in found.acts if act.kind is Kind.ADOPT]
    follows = {(act.who, act.whom) for act in found.acts if act.kind is Kind.FOLLOW}
    friends = pd.read_parquet(bundled() / FRIENDS)
    assert len(found.users) == len(pd.read_parquet(bundled() / LISTENERS)) == 1_892
    assert len(follows) == 2 * len(friends) == 25_434
    assert {(who, whom) for whom, who in follows} == follows
    assert [reject.line for reject in found.rejects] == [4_145, 13_130, 137_312, 137_315, 170_912]
    assert len(adopted) == 2_137
    assert any("inferred" in sentence for sentence in found.announced)


def test_adoptions_of_the_bundled_set_agree_with_a_join_of_tables(read) -> None:
    """The same question, asked of pandas: friends' pairs of tags, joined on artist and tag."""
    tags = pd.read_parquet(bundled() / TAGGED)
    tags = tags[tags["year"] >= 2005]
    tags["at"] = pd.to_datetime(tags["timestamp"], unit="ms", utc=True)
    pairs = pd.read_parquet(bundled() / FRIENDS)[["sourceNodeId", "targetNodeId"]].to_numpy()
    friends = pd.DataFrame([*pairs, *pairs[:, ::-1]], columns=["adopter", "example"])
    columns = ["sourceNodeId", "targetNodeId", "tagID", "at"]
    adopter = tags[columns].set_axis(["adopter", "artist", "tag", "at"], axis=1)
    example = tags[columns].set_axis(["example", "artist", "tag", "before"], axis=1)
    joined = adopter.merge(friends, on="adopter").merge(example, on=["example", "artist", "tag"])
    delay = joined["at"] - joined["before"]
    # Midnights in Spain: an hour more or less where summer time began or ended.
    near = joined[(delay > pd.Timedelta(0)) & (delay <= pd.Timedelta(days=90, hours=1))]

    found = [act for act in read("lastfm").acts if act.kind is Kind.ADOPT]

    assert {act.id for act in found} == {
        f"lastfm:adopt:{row.adopter}:{row.example}:{row.artist - 10_000}:{row.tag}"
        for row in near.itertuples(index=False)
    }


def test_credits_of_one_adoption_sum_to_one(read) -> None:
    found = read("lastfm")
    credits = defaultdict(list)
    for act in found.acts:
        if act.kind is Kind.ADOPT:
            credits[act.via].append(act.credit)

    assert all(fsum(shares) == pytest.approx(1, abs=1e-9) for shares in credits.values())
    assert len(credits) == 1_966


def test_each_adoption_of_the_bundled_set_shows_its_evidence_in_order(read) -> None:
    found = read("lastfm")
    posts = {post.id: post for post in found.posts}
    adopted = [act for act in found.acts if act.kind is Kind.ADOPT]

    assert set(posts) == {id_ for act in adopted for id_ in (act.post, act.via)}
    assert all(posts[act.post].at < posts[act.via].at == act.at for act in adopted)
    assert all(posts[act.post].author == act.whom for act in adopted)
    assert all(posts[act.via].author == act.who for act in adopted)
    assert all(posts[act.post].topics == posts[act.via].topics == act.topics for act in adopted)


def small(folder: Path, tags: list[tuple[int, int, int, datetime]]) -> None:
    """A set of two friends, 2 and 3, in the layout of the bundled one."""
    pd.DataFrame({"nodeId": [2, 3]}).to_parquet(folder / LISTENERS)
    pd.DataFrame({"sourceNodeId": [2], "targetNodeId": [3]}).to_parquet(folder / FRIENDS)
    pd.DataFrame(
        {
            "sourceNodeId": [listener for listener, *_ in tags],
            "targetNodeId": [artist for _, artist, *_ in tags],
            "tagID": [tag for *_, tag, _ in tags],
            "day": [at.day for *_, at in tags],
            "month": [at.month for *_, at in tags],
            "year": [at.year for *_, at in tags],
            "timestamp": [int(at.timestamp() * 1000) for *_, at in tags],
        }
    ).to_parquet(folder / TAGGED)
