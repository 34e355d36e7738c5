"""A dump that Stack Exchange published, unchanged, counted again with another XML reader."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from loader.records import Kind


@pytest.fixture
def folder(shared: Path) -> Path:
    """The folder of the dump; the test is skipped where there is none."""
    if not (shared / "quantum_se").is_dir():
        pytest.skip(f"no dump in {shared / 'quantum_se'}")
    return shared / "quantum_se"


def test_the_real_dump_loads_whole(read, folder: Path) -> None:
    tables = {
        name: [dict(row.attrib) for row in ElementTree.parse(folder / f"{name}.xml").getroot()]
        for name in ("Users", "Posts", "Comments", "Votes")
    }
    posts = {row["Id"]: row for row in tables["Posts"] if row["PostTypeId"] in "12"}
    owner = {id_: row["OwnerUserId"] for id_, row in posts.items() if "OwnerUserId" in row}
    answers = [row for row in posts.values() if row["PostTypeId"] == "2" and row["Id"] in owner]
    comments = [row for row in tables["Comments"] if "UserId" in row and row["PostId"] in posts]
    pairs = [(row["OwnerUserId"], owner.get(row["ParentId"])) for row in answers]
    pairs += [(row["UserId"], owner.get(row["PostId"])) for row in comments]
    likes = [
        (row["UserId"], owner.get(row["PostId"]))
        for row in tables["Votes"]
        if row["VoteTypeId"] == "5"
    ]

    found = read("stackexchange", folder)

    assert found.rejects == []
    assert len(found.users) == len(tables["Users"]) - 1 == 3_460
    assert len(found.posts) == len(owner) + len(comments)
    acts = [(act.kind, act.who, act.whom) for act in found.acts]
    for kind, expected in ((Kind.REPLY, pairs), (Kind.LIKE, likes)):
        assert Counter(act for act in acts if act[0] is kind) == Counter(
            (kind, f"quantumcomputing:{who}", f"quantumcomputing:{whom}")
            for who, whom in expected
            if whom and who != whom
        )
    named = {act.via for act in found.acts if act.kind is Kind.MENTION}
    naming = [post for post in found.posts if re.match(r"@\w", post.text or "")]
    assert sum(post.id in named for post in naming) / len(naming) > 0.9
    assert len({act.id for act in found.acts}) == len(found.acts)
    assert len({post.id for post in found.posts}) == len(found.posts)


def test_the_topics_of_the_real_dump_are_the_tags_of_its_questions(read, folder: Path) -> None:
    known = {row.attrib["TagName"] for row in ElementTree.parse(folder / "Tags.xml").getroot()}

    found = read("stackexchange", folder)

    assert {topic for post in found.posts for topic in post.topics} <= known
    assert all(act.topics for act in found.acts)
    questions = Counter(
        topic for post in found.posts if "/q/" in (post.url or "") for topic in post.topics
    )
    assert questions["quantum-gate"] == 98
