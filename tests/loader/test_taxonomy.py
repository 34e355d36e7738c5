"""A taxonomy in the graph: its topics are marked, and follow its newest edition."""

from __future__ import annotations

import csv
from pathlib import Path

from loader.load import Limits, Load, load
from loader.matching.rules import rules_from
from loader.matching.run import match_tags
from loader.records import Post, Record, Topic
from loader.sources import SOURCES
from queries.graph import Graph
from tests import networks

TOPICS = """
MATCH (topic:Topic) WHERE topic.id <> '*'
RETURN topic {.*} AS topic,
       COLLECT { MATCH (topic)-[:CHILD_OF]->(up) RETURN up.id ORDER BY up.id } AS parents
ORDER BY topic.id
"""


def topics(graph: Graph) -> list[tuple[dict, list[str]]]:
    return [(row["topic"], row["parents"]) for row in graph.driver.execute_query(TOPICS).records]


def loaded(graph: Graph, folder: Path, *paths: Path, source: str = "taxonomy") -> Load:
    row = SOURCES[source]
    options = {option.name: option.default for option in row.options}
    return load(
        graph, row, paths, options, folder=folder, limits=Limits(),
        announce=print, progress=lambda _: None,
    )  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "topics.csv"
    path.write_text("slug,name,parent,synonyms\n" + text, encoding="utf-8")
    return path


def test_a_newer_edition_replaces_names_synonyms_and_parents(graph: Graph, tmp_path: Path) -> None:
    first = "food,Food,,\ndrink,Drink,,\nsoup,Soup,food|drink,broth\n"
    done = loaded(graph, tmp_path, written(tmp_path, first))
    again = loaded(graph, tmp_path, written(tmp_path, first))
    newer = loaded(
        graph, tmp_path, written(tmp_path, "food,Foods,,\ndrink,Drink,,\nsoup,Soup,food,stew\n")
    )

    assert (done.counts.accepted, again.counts.accepted, newer.counts.accepted) == (3, 0, 2)
    assert topics(graph) == [
        ({"id": "drink", "name": "Drink", "taxonomy": "topics"}, []),
        ({"id": "food", "name": "Foods", "taxonomy": "topics"}, []),
        ({"id": "soup", "name": "Soup", "taxonomy": "topics", "synonyms": ["stew"]}, ["food"]),
    ]


def test_another_taxonomy_takes_nothing_from_the_first(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path, written(tmp_path, "food,Food,,\nsoup,Soup,food,\n"))
    other = tmp_path / "other.csv"
    other.write_text("slug,name,parent\nliquids,Liquids,\nsoup,Soup,liquids\n", encoding="utf-8")

    loaded(graph, tmp_path, other)

    assert [(topic["id"], topic["taxonomy"], above) for topic, above in topics(graph)] == [
        ("food", "topics", []),
        ("liquids", "other", []),
        ("soup", "other", ["food", "liquids"]),
    ]


def test_other_sources_topics_keep_their_steps_and_take_the_taxonomy_s_names(
    graph: Graph, tmp_path: Path
) -> None:
    own: list[Record] = [
        Topic("soup", name="SOUP!", parents=("starters",)),
        Topic("starters"),
        Post("toy:p", "toy:a", topics=("Food", "soup", "bowls")),
    ]
    networks.load(graph, own)
    loaded(graph, tmp_path, written(tmp_path, "food,Food,,\nsoup,Soup,food,\n"))
    after = topics(graph)
    networks.load(graph, own)
    loaded(graph, tmp_path, written(tmp_path, "food,Food,,\nsoup,Soup,food,\n"))

    assert after == topics(graph)
    assert after == [
        ({"id": "bowls", "name": "bowls"}, []),
        ({"id": "food", "name": "Food", "taxonomy": "topics"}, []),
        ({"id": "soup", "name": "Soup", "taxonomy": "topics"}, ["food", "starters"]),
        ({"id": "starters", "name": "starters"}, []),
    ]


def test_klout_s_topics_load_and_real_tags_find_theirs(
    graph: Graph, tmp_path: Path, shared: Path
) -> None:
    folder = shared / "klout_topics"
    with (folder / "klout_topic_ontology_20180601.csv").open(encoding="utf-8") as file:
        listed = {row["topicSlug"].lower() for row in csv.DictReader(file)}
    with (folder / "klout_topic_edge_20180601.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row["childTopicSlug"].lower(), row["parrentTopicSlug"].lower()) for row in rows]
    kept = {pair for pair in pairs if set(pair) <= listed}
    unlisted = [pair for pair in pairs if not set(pair) <= listed | {"_root_"}]

    done = loaded(graph, tmp_path, folder)
    before = topics(graph)
    again = loaded(graph, tmp_path, folder)
    loaded(graph, tmp_path, shared / "quantum_se", source="stackexchange")
    rules = tmp_path / "rules.toml"
    rules.write_text('[topics]\n"Physics" = ["quantum-*"]\n', encoding="utf-8")
    matching = match_tags(graph, rules_from(rules))

    assert done.counts.accepted == again.counts.duplicate == 8_033
    assert done.counts.rejected == len(unlisted) == 21
    assert {(topic["id"], parent) for topic, above in before for parent in above} == kept
    assert {topic["id"] for topic, _ in before} == listed
    assert matching.topics == 8_033
    tags = [topic["id"] for topic, _ in topics(graph) if "taxonomy" not in topic]
    quantum = [tag for tag in tags if tag.startswith("quantum")]
    assert matching.matched == {"rule": len(quantum)}
    assert len(quantum) + len(matching.unmatched) == matching.tags == len(tags)
    lineage = {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}
    assert {"japan", "asia", "location-super"} < set(lineage["nagoya"])
    assert {"physics", "science-and-nature-super"} < set(lineage["quantum-gate"])
