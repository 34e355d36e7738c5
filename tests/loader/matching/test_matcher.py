"""What goes before what: a rule, a name, a synonym, a rule with a star."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.matching.matcher import By, Found, Known, Matcher
from loader.matching.rules import rules_from
from loader.topics import topic_id, topic_name
from queries.errors import SettingRefused

TOPICS = [
    Known("machine-learning", "Machine Learning", ("statistical learning", "ML")),
    Known("fashion", "Fashion"),
    Known("fashion-super", "Fashion"),
    Known("arts-super", "Arts"),
    Known("cars", "Cars", ("motor car",)),
    Known("news", "News"),
    Known("north-face", "North Face"),
    Known("northface", "Northface"),
    Known("sea", "The sea", ("ocean",)),
    Known("waves", "Waves", ("ocean", "ml")),
]

RULES = """
ignore = ["tbt", "fol*"]
[topics]
"Machine Learning" = ["deep*", "automobile", "apple"]
cars = ["automobile", "*car*"]
"fashion-super" = ["fashions"]
"""


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    return Matcher(TOPICS, rules_from(path))


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("MachineLearning", Found(("machine-learning",), By.NAME)),
        ("machine_learnings", Found(("machine-learning",), By.NAME)),
        ("#car", Found(("cars",), By.NAME)),
        ("arts", Found(("arts-super",), By.NAME)),
        ("art", Found(("arts-super",), By.NAME)),
        ("new", Found()),
        ("Fash-ion", Found(("fashion",), By.NAME)),
        ("north_face", Found(note="several: north-face, northface")),
        ("Statistical Learning", Found(("machine-learning",), By.SYNONYM)),
        ("motor-cars", Found(("cars",), By.SYNONYM)),
        ("ocean", Found(note="several: sea, waves")),
        ("ml", Found(note="several: machine-learning, waves")),
        ("tbt", Found(ignored=True)),
        ("followme", Found(ignored=True)),
        ("automobile", Found(("machine-learning", "cars"), By.RULE)),
        ("automobiles", Found()),
        ("fashions", Found(("fashion-super",), By.RULE)),
        ("deep-sea", Found(("machine-learning",), By.RULE)),
        ("deep-cars", Found(("machine-learning", "cars"), By.RULE)),
        ("racecar", Found(("cars",), By.RULE)),
        ("bread", Found()),
        ("c++", Found()),
    ],
)
def test_a_tag_is_matched_by_the_first_that_knows_it(
    matcher: Matcher, tag: str, found: Found
) -> None:
    assert matcher.found(topic_id(tag) or "", topic_name(tag)) == found


def test_a_source_s_own_name_for_a_tag_counts_as_well(matcher: Matcher) -> None:
    assert matcher.found("t-42", "Machine learning") == Found(("machine-learning",), By.NAME)


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("bred = ['x']", "rules.toml [topics]: 'bred' is in no taxonomy"),
        ("faschion = ['x']", "rules.toml [topics]: 'faschion' is in no taxonomy; try fashion, "
         "fashion-super"),
        ("NORTH_FACE = ['x']", "rules.toml [topics]: 'NORTH_FACE' means several: north-face, "
         "northface; write one of these"),
    ],
)  # fmt: skip
def test_a_rule_for_a_topic_that_is_not_there_is_refused(
    tmp_path: Path, rule: str, complaint: str
) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f"[topics]\n{rule}\n", encoding="utf-8")

    with pytest.raises(SettingRefused) as refused:
        Matcher(TOPICS, rules_from(path))

    assert str(refused.value) == complaint
