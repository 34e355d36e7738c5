"""What a tag becomes."""

from __future__ import annotations

import sys

import pytest

from loader.topics import LONGEST_TOPIC, topic_id, topic_name


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("graphs", "graphs"),
        ("Graphs", "graphs"),
        ("#Graphs", "graphs"),
        ("##graphs", "graphs"),
        ("# graphs", "graphs"),
        ("Ｇｒａｐｈｓ", "graphs"),
        ("graph\u200b theory", "graph-theory"),
        ("\u202egraphs\u202c", "graphs"),
        ("gr\0aphs\x1b", "graphs"),
        ("  graph \t theory\n", "graph-theory"),
        ("graph\u00a0theory", "graph-theory"),
        ("graph--theory", "graph--theory"),
        ("tag 73", "tag-73"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("❤️", "❤"),
        ("q#", "q#"),
        ("C++", "c++"),
        ("AC/DC", "ac/dc"),
        (".net", ".net"),
        ("ⅷ", "viii"),
        ("日本語", "日本語"),
        ("50%", "50%"),
        ("a?b&c", "a?b&c"),
        ("", None),
        ("  ", None),
        ("#", None),
        ("###", None),
        ("*", None),
        ("#*", None),
        ("＊", None),
        (".", None),
        ("..", None),
        ("\u200b\u200d", None),
        ("\ud800", None),
    ],
)
def test_a_tag_becomes_the_id_that_its_spellings_share(tag: str, expected: str | None) -> None:
    assert topic_id(tag) == expected


def test_an_id_is_at_most_a_hundred_characters() -> None:
    assert topic_id("é" * 500) == "é" * LONGEST_TOPIC


def test_an_id_of_any_character_is_its_own_id_and_can_be_stored() -> None:
    # Planes 0 and 1 one by one, the sparse rest in steps.
    codes = [*range(0x20000), *range(0x20000, sys.maxunicode + 1, 251)]
    tags = [f"a{chr(code)}b" for code in codes]

    ids = [topic for tag in tags if (topic := topic_id(tag))]

    assert len(ids) == len(tags)
    assert all(topic_id(topic) == topic for topic in ids)
    assert "".join(ids).encode()


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("#quantum-gate", "quantum gate"),
        ("machine_learning", "machine learning"),
        ("macOS", "macOS"),
        ("q#", "q#"),
        ("tag 73", "tag 73"),
        ("-", "-"),
        ("*", ""),
        ("", ""),
        ("Ada\u202e Lovelace", "Ada Lovelace"),
    ],
)
def test_a_topic_has_a_name_that_can_be_read(tag: str, expected: str) -> None:
    assert topic_name(tag) == expected
