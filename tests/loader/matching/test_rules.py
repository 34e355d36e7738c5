"""The user's rules: one small file, refused in one line where it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.matching.names import folded
from loader.matching.rules import rules_from
from queries.errors import SettingRefused

EXAMPLE = Path(__file__).parents[3] / "docs" / "topic-rules.toml"


def test_the_example_is_what_it_says() -> None:
    rules = rules_from(EXAMPLE)

    assert list(rules.topics) == ["machine learning", "bread"]
    tags = ("tbt", "FollowFriday", "giveaways", "follow", "unfollow")
    assert [rules.ignore({folded(tag)}) for tag in tags] == [True, True, False, True, False]
    bread = rules.topics["bread"]
    assert bread.name({folded("#crumb-shot")})
    loaves = ("My Sourdough!", "sour-dough", "dough")
    assert [bread.cover({folded(tag)}) for tag in loaves] == [True, True, False]


def test_without_a_file_there_is_no_rule() -> None:
    assert not rules_from(None).topics
    assert not rules_from(None).ignore({"tbt"})


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        ("#deep*", ["deep", "deeplearning"], ["thedeep"]),
        ("*", ["anything", "c#"], []),
        ("q*.net", ["qnet", "qasp.net"], ["net"]),
        ("c#*", ["c#", "c#8"], ["c", "cobol"]),
        ("a.*", ["a", "abc"], ["b"]),
        ("(x", ["x"], ["xx"]),
    ],
)
def test_a_star_stands_for_anything_and_no_other_sign_is_special(
    tmp_path: Path, pattern: str, taken: list[str], left: list[str]
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f'ignore = ["{pattern}"]\n', encoding="utf-8")

    rules = rules_from(path)

    assert [tag for tag in taken + left if rules.ignore({folded(tag)})] == taken


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ignore = ", "rules.toml: not TOML: "),
        ("ignore = 'tbt'", 'rules.toml: \'ignore\' is no list of texts, such as ["ml", "#deep*"]'),
        ("ignore = [1]", "rules.toml: 'ignore' is no list of texts"),
        ("ignore = ['#']", "rules.toml: 'ignore' has a pattern that names no tag: '#'"),
        ("'bread' = ['rye']", "rules.toml: no key 'bread'; there are: ignore, [topics]"),
        ("topics = ['rye']", "rules.toml: 'topics' is no table; write [topics] above its rules"),
        ("[topics]\nbread = 'rye'", "rules.toml [topics]: 'bread' is no list of texts"),
        ("[topics]\nbread.rye = ['x']", "rules.toml [topics]: 'bread' is no list of texts"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingRefused) as refused:
        rules_from(path)

    assert str(refused.value).startswith(complaint)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match=r"none\.toml: cannot be read"):
        rules_from(tmp_path / "none.toml")
