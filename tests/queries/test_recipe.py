"""The recipe file: what it says, its hash, and what is refused."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from queries.errors import SettingRefused
from queries.recipe import SECTIONS, SHIPPED, Topics, presets, recipe_from, recipe_of, recipe_told
from queries.recipe_text import sections_told, toml_of


def changed(folder: Path, *change: str) -> Path:
    path = folder / "mine.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(change[0], change[1]), encoding="utf-8")
    return path


def test_the_shipped_recipe_is_that_of_the_definitions() -> None:
    recipe = recipe_from()
    assert recipe.kinds["repost"] == 1.0
    assert recipe.kinds["like"] == 0.1
    assert recipe.memory.short_days == recipe.memory.horizon_days / 8
    assert recipe.evidence.floor == 3


def test_the_hash_changes_with_a_number_and_not_with_the_name(tmp_path: Path) -> None:
    shipped = recipe_from().hash
    assert recipe_from(changed(tmp_path, 'name = "default"', 'name = "mine"')).hash == shipped
    assert recipe_from(changed(tmp_path, "like = 0.1", "like = 0.05")).hash != shipped


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("like = 0.1", "like = 2"), "[kinds]: 'like' must be between 0 and 1, got 2"),
        (("like = 0.1", 'like = "much"'), "[kinds]: 'like' must be a number from 0 on, got 'much'"),
        (
            ("horizon_days = 30.0", "horizon_days = 0"),
            "[memory]: 'horizon_days' must be above 0, got 0",
        ),
        (("lasting = 0.5", "lasting = 1.5"), "[memory]: 'lasting' must be between 0 and 1, got"),
        (("like = 0.1\n", ""), "[kinds]: these keys are missing or unknown: like"),
        (
            ("like = 0.1", "like = 0.1\nwink = 1"),
            "[kinds]: these keys are missing or unknown: wink",
        ),
        (("[memory]", "[recall]"), "no section 'recall'"),
        (("[memory]", "[memory"), "mine.toml: not TOML"),
        (
            ('    "hiv",', "    7,"),
            "[topics]: 'sensitive' must be a list of names, got ['abortion',",
        ),
        (("sensitive = [", "hidden = ["), "[topics]: these keys are missing or unknown: hidden"),
    ],
)
def test_what_cannot_be_used_is_named(
    tmp_path: Path, change: tuple[str, str], complaint: str
) -> None:
    with pytest.raises(SettingRefused) as refusal:
        recipe_from(changed(tmp_path, *change))
    assert complaint in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match=r"none\.toml: cannot be read"):
        recipe_from(tmp_path / "none.toml")


def test_what_came_later_may_be_left_out_and_is_off(tmp_path: Path) -> None:
    path = changed(tmp_path, "lasting = 0.5\nlasting_days = 240.0\n", "")
    for later in ("few = 4\nrecorded = 0.5\ndays_each = 10\n", "alone = 0.8\n"):
        path.write_text(path.read_text().replace(later, ""))
    recipe = recipe_from(path)
    assert (recipe.memory.lasting, recipe.evidence.few, recipe.evidence.recorded) == (0, 1, 0)
    assert (recipe.evidence.days_each, recipe.credibility.alone) == (0, 0)


OURS = ("default", "recent")


@pytest.mark.parametrize("name", presets())
def test_each_recipe_that_comes_with_it_can_be_used_by_name(name: str) -> None:
    recipe = recipe_from(Path(name))
    assert recipe.name.lower() == (name if name in OURS else f"after {name}")
    assert recipe_of(recipe.text) == recipe
    assert recipe_told(tomllib.loads(toml_of(recipe)), "the file") == recipe
    # Each says what it keeps, what it does not, and where that was read.
    comment = presets()[name].read_text(encoding="utf-8")
    assert name in OURS or all(
        word in comment for word in ("not the original", "Kept:", "Not kept:", "Source:", "ours")
    )


def test_the_recipes_that_come_with_it_differ() -> None:
    assert len({recipe_from(Path(name)).hash for name in presets()}) == len(presets()) == 7


def test_the_recent_recipe_is_the_shipped_one_with_a_short_memory() -> None:
    shipped, recent = recipe_from(), recipe_from(Path("recent"))
    forgets = replace(shipped.memory, lasting=0.0)
    told = replace(
        shipped, name="recent", memory=forgets, evidence=replace(shipped.evidence, few=1)
    )
    assert recent == told


def test_a_section_that_is_left_out_is_as_shipped(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[topics]\nsensitive = []\n", encoding="utf-8")
    mine = recipe_from(path)
    assert mine.weights == recipe_from().weights
    assert mine.topics.sensitive == ()
    assert mine.hash != recipe_from().hash


def test_an_unknown_name_is_told_those_that_there_are() -> None:
    with pytest.raises(SettingRefused, match=r"klot: no such file.*there are: default, klout"):
        recipe_from(Path("klot"))


def test_a_recipe_s_file_has_the_comments_of_the_shipped_one_and_says_the_same() -> None:
    odd = Topics(('say "no"\\', "tab\there\x7f", "صحة", "line\nbreak"))
    recipe = replace(recipe_from(), name='a "b" [c] = 1', topics=odd)
    text = toml_of(recipe)
    assert recipe_told(tomllib.loads(text), "the file") == recipe
    assert toml_of(recipe_from()) == SHIPPED.read_text(encoding="utf-8").replace("1e-7", "1e-07")
    assert tomllib.loads(toml_of(replace(recipe, topics=Topics(()))))["topics"]["sensitive"] == []


def test_each_section_of_the_file_says_what_it_is() -> None:
    told = sections_told()
    assert set(told) == {"kinds", *SECTIONS, "topics"}
    assert told["kinds"].startswith("What one act is worth.")
    assert all(len(text) > 40 and "#" not in text for text in told.values())
