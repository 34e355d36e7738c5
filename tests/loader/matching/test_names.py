"""Which spellings are one name, and which are not."""

from __future__ import annotations

import pytest

from loader.matching.names import folded, singular


@pytest.mark.parametrize(
    "spellings",
    [
        ("Machine Learning", "#MachineLearning", "machine-learning", " MACHINE_learning "),
        ("Arts & Humanities", "arts-and-humanities", "#ArtsAndHumanities"),
        ("Women's Rights", "womens-rights", "Women’s rights"),
        ("St. Louis", "st-louis", "stlouis"),
        ("AC/DC", "acdc", "ac-dc"),
        ("Node.js", "nodejs"),
        ("Straße", "STRASSE"),
        ("ｗｉｄｅ", "wide"),
        ("Réunion", "RE\u0301UNION"),
        ("c#", "C#"),
        ("bread\u200b", "bread"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_are_one(spellings) -> None:
    assert len({folded(spelling) for spelling in spellings}) == 1


def test_names_that_signs_tell_apart_are_several() -> None:
    names = ("c", "c#", "c++", "net", ".net", "google", "google+", "reunion", "réunion", "a", "a$")

    assert len({folded(name) for name in names}) == len(names)


def test_what_is_all_signs_stays_and_what_names_no_topic_is_nothing() -> None:
    assert folded("?!") == "?!"
    assert folded("\U0001f35e") == "\U0001f35e"
    assert [folded(name) for name in ("", "#", "*", "..", "\u200b")] == [""] * 5


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("cars", "car"), ("cities", "city"), ("boxes", "box"), ("churches", "church"),
        ("dishes", "dish"), ("classes", "class"), ("videogames", "videogame"), ("apps", "app"),
    ],
)  # fmt: skip
def test_a_simple_plural_is_its_singular(plural: str, one: str) -> None:
    assert singular(plural) == singular(one) == one


@pytest.mark.parametrize(
    "name", ["news", "class", "bus", "paris", "ios", "aws", "js", "s", "", "réunions", "bread"]
)
def test_what_is_no_simple_plural_stays(name: str) -> None:
    assert singular(name) == name
