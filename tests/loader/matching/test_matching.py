"""Tags matched to a taxonomy in the graph: as they and the rules are now, and no further."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loader.matching.rules import rules_from
from loader.matching.run import Matching, Unmatched, match_tags
from loader.records import Kind, Post, Record, Topic
from queries.cli import door
from queries.errors import NotInGraph, SettingRefused
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from queries.settings import Settings
from tests.networks import act, load

STEPS = """
MATCH (tag:Topic)-[part:CHILD_OF]->(topic:Topic)
RETURN tag.id AS tag, topic.id AS topic, part.by AS by
"""


def topic(tag: str, *parents: str, name: str | None = None, also: tuple[str, ...] = ()) -> Topic:
    """A topic of the taxonomy."""
    return Topic(tag, name, parents, taxonomy="kitchen", synonyms=also)


TREE: list[Record] = [
    topic("food-super", name="Food"),
    topic("bread", "food-super", also=("loaf",)),
    topic("rye-bread", "bread"),
    topic("drink", name="Drinks"),
]
TREE_STEPS = {("bread", "food-super", None), ("rye-bread", "bread", None)}

TAGS = ("RyeBread", "loaves", "loaf", "Food!", "crumbshot", "crumb-art", "tbt", "cats")


def tagged(tags: tuple[str, ...] = TAGS) -> list[Record]:
    """People who act on each other: on tag number i, i + 1 times, and once on a post."""
    posts = [Post(f"toy:p-{tag}", "toy:hub", topics=(tag,)) for tag in tags]
    acts = [
        act(f"fan{j}", "hub", Kind.REPOST, days_ago=float(i), topics=(tag,))
        for i, tag in enumerate(tags)
        for j in range(i + 1)
    ]
    return [*posts, *acts]


def steps(graph: Graph) -> set[tuple[str, str, str | None]]:
    """Every step from a topic to what it is part of, and what it rests on."""
    rows, _, _ = graph.driver.execute_query(STEPS)
    return {(row["tag"], row["topic"], row["by"]) for row in rows}


def matched(graph: Graph, folder: Path, rules: str = "") -> Matching:
    path = folder / "rules.toml"
    path.write_text(rules, encoding="utf-8")
    done = match_tags(graph, rules_from(path))
    assert done.tags == sum(done.matched.values()) + done.ignored + len(done.unmatched)
    return done


RULES = """
ignore = ["tbt"]
[topics]
food = ["crumb*"]
drink = ["loaf", "crumbshot"]
"""


def test_tags_are_matched_by_name_synonym_and_rule(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged()])

    done = matched(graph, tmp_path, RULES)

    assert steps(graph) - TREE_STEPS == {
        ("ryebread", "rye-bread", "name"),
        ("food!", "food-super", "name"),
        ("loaf", "drink", "rule"),
        ("crumbshot", "drink", "rule"),
        ("crumb-art", "food-super", "rule"),
    }
    assert done.told() == {
        "topics": 4,
        "tags": 8,
        "matched": {"name": 2, "synonym": 0, "rule": 3},
        "ignored": 1,
        "unmatched": 2,
        "added": 5,
        "removed": 0,
        "most_frequent": [
            {"tag": "cats", "name": "cats", "posts": 1, "acts": 8, "note": ""},
            {"tag": "loaves", "name": "loaves", "posts": 1, "acts": 2, "note": ""},
        ],
    }


def test_matching_again_follows_the_rules_as_they_are_now(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged()])
    matched(graph, tmp_path, RULES)

    without = matched(graph, tmp_path)

    assert (without.added, without.removed) == (1, 3)
    assert steps(graph) - TREE_STEPS == {
        ("ryebread", "rye-bread", "name"),
        ("food!", "food-super", "name"),
        ("loaf", "bread", "synonym"),
    }
    again = matched(graph, tmp_path)
    assert (again.added, again.removed) == (0, 0)
    ignoring = matched(graph, tmp_path, 'ignore = ["*"]')
    assert (ignoring.ignored, ignoring.removed) == (8, 3)
    assert steps(graph) == TREE_STEPS


def test_a_match_that_rests_on_something_else_now_says_so(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged(("loaf",))])
    matched(graph, tmp_path)

    done = matched(graph, tmp_path, '[topics]\nbread = ["loaf"]')

    assert steps(graph) - TREE_STEPS == {("loaf", "bread", "rule")}
    assert (done.added, done.removed) == (0, 0)


def test_a_rule_for_no_topic_changes_nothing(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged()])
    matched(graph, tmp_path)
    before = steps(graph)

    with pytest.raises(SettingRefused, match=r"'bred' is in no taxonomy; try bread"):
        matched(graph, tmp_path, '[topics]\nbred = ["cats"]')

    assert steps(graph) == before


def test_without_a_taxonomy_there_is_nothing_to_match_to(graph: Graph, tmp_path: Path) -> None:
    load(graph, tagged())

    with pytest.raises(NotInGraph, match="no taxonomy is loaded; 'influence load taxonomy FILE'"):
        matched(graph, tmp_path)


def test_a_source_s_own_tree_stays_as_it_is(graph: Graph, tmp_path: Path) -> None:
    """Here a source's 'Loaf' is above a topic of the taxonomy, and its 'ryebread' below one."""
    own: list[Record] = [
        Topic("loaf", name="Loaf"),
        Topic("bread", name="Breads", parents=("loaf",)),
        Topic("ryebread", parents=("rye-bread", "loaf")),
    ]
    load(graph, TREE)
    load(graph, own)
    before = steps(graph)

    done = matched(graph, tmp_path)
    matched(graph, tmp_path, "ignore = ['*']")

    assert done.unmatched == [Unmatched("loaf", "Loaf", 0, 0, "is above bread")]
    assert before == steps(graph)
    assert ("bread", "loaf", None) in before
    name = graph.driver.execute_query("MATCH (t:Topic {id: 'bread'}) RETURN t.name AS name")
    assert name.records[0]["name"] == "bread"


def test_two_matches_do_not_close_a_circle_between_them(graph: Graph, tmp_path: Path) -> None:
    """'loaf' is part of 'bread', above it 'food!'; 'food!' is part of 'food-super' as long as
    that is not below 'loaf'."""
    own: list[Record] = [
        Topic("bread", parents=("food!",)),
        Topic("food-super", parents=("loaf",)),
        Topic("loaf"),
    ]
    load(graph, TREE)
    load(graph, own)

    done = matched(graph, tmp_path)

    assert [(tag.tag, tag.note) for tag in done.unmatched] == [("loaf", "is above bread")]
    assert {step for step in steps(graph) if step[2]} == {("food!", "food-super", "name")}


def test_what_a_taxonomy_takes_up_is_matched_no_more(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged(("loaf", "cats"))])
    matched(graph, tmp_path)

    load(graph, [topic("loaf", "drink"), topic("cats")])
    done = matched(graph, tmp_path)

    assert steps(graph) - TREE_STEPS == {("loaf", "drink", None)}
    assert (done.tags, done.removed) == (0, 1)


def test_a_step_that_a_source_says_later_is_the_source_s(graph: Graph, tmp_path: Path) -> None:
    load(graph, [*TREE, *tagged(("loaf",))])
    matched(graph, tmp_path)

    load(graph, [Topic("loaf", parents=("bread",))])
    matched(graph, tmp_path, 'ignore = ["loaf"]')

    assert steps(graph) - TREE_STEPS == {("loaf", "bread", None)}


def test_a_score_on_a_topic_counts_the_acts_on_the_tags_below_it(
    graph: Graph, tmp_path: Path
) -> None:
    acts = [act(f"fan{i}", "hub", topics=("RyeBread",)) for i in range(4)]
    load(graph, [*TREE, *acts, act("fan0", "hub", topics=("cats",))])

    score_everything(graph, recipe_from())
    before = {row["id"] for row in graph.ask("topics").rows}
    matched(graph, tmp_path)
    score_everything(graph, recipe_from())

    assert before == {"ryebread", "cats"}
    for id_ in ("ryebread", "rye-bread", "bread", "food-super"):
        (best,) = graph.ask("leaders", topic=id_, limit=1).rows
        assert (best["id"], best["people"]) == ("toy:hub", 4)
    evidence = graph.ask(
        "evidence", influencer="toy:hub", influenced="toy:fan0", topic="food-super"
    )
    assert [row["topics"] for row in evidence.rows] == [["ryebread"]]


# The command


def influence(settings: Settings, *words: str | Path) -> Result:
    return CliRunner().invoke(door(), [str(word) for word in words], obj=settings)


def test_the_command_tells_and_writes_what_was_not_matched(
    graph: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    load(graph, [*TREE, *tagged(("RyeBread", "=cats", "dogs")), topic("dog-a", name="Dog"),
                 topic("dog-b", name="Dog")])  # fmt: skip
    listed = tmp_path / "unmatched.csv"

    shown = influence(server_settings, "match-topics", "--unmatched", listed)
    told = influence(server_settings, "match-topics", "--json")

    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines() == [
        "Of 3 tags, 1 by name, 0 by synonym, 0 by rule; 0 ignored, 2 not matched "
        "(1 added, 0 removed).",
        "Most frequent of those not matched:",
        "  dogs: 1 posts, 3 acts (several: dog-a, dog-b)",
        "  =cats: 1 posts, 2 acts",
        "Score again: influence score",
    ]
    with listed.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["tag", "name", "posts", "acts", "note"],
            ["dogs", "dogs", "1", "3", "several: dog-a, dog-b"],
            ["'=cats", "'=cats", "1", "2", ""],
        ]
    assert json.loads(told.stdout)["matched"] == {"name": 1, "synonym": 0, "rule": 0}


def test_a_mistake_in_the_rules_is_one_line(
    graph: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[topics]\nbred = ['x']", encoding="utf-8")
    load(graph, TREE)

    refused = influence(server_settings, "match-topics", "--rules", rules)
    nowhere = influence(server_settings, "match-topics", "--unmatched", tmp_path / "no" / "x.csv")

    assert refused.exit_code == nowhere.exit_code == 1
    assert refused.stderr == (
        "influence: rules.toml [topics]: 'bred' is in no taxonomy; try bread, rye-bread\n"
    )
    assert "x.csv: cannot be written (No such file or directory)" in nowhere.stderr
