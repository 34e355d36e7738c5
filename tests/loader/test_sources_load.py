"""Every network's real payloads, from the file to the graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loader.load import Limits, load
from loader.sources import SOURCES
from loader.writer import Counts
from queries.graph import Graph

PAYLOADS = {
    "bluesky": "bluesky/jetstream_v1_152.jsonl",
    "mastodon": "mastodon",
    "x": "x_v2_twarc",
    "reddit": "reddit",
    "github": "gharchive",
}
DIGEST = """
MATCH (node) WHERE NOT node:Load
OPTIONAL MATCH (node)-[arrow]->(other)
RETURN labels(node) AS labels, properties(node) AS node, type(arrow) AS type,
       properties(arrow) AS arrow, other.id AS other
ORDER BY labels, node.id, type, other, arrow.id
"""
BROKEN = """
MATCH (node)
WHERE (node:User OR node:Post) AND (node.id IS NULL OR NOT node.id STARTS WITH $network)
   OR (node:Post AND NOT EXISTS { (node)<-[:POSTED]-(:User) })
RETURN count(node) AS broken
"""


def loaded(graph: Graph, folder: Path, name: str, path: Path) -> Counts:
    source = SOURCES[name]
    return load(
        graph,
        source,
        (path,),
        {option.name: option.default for option in source.options},
        folder=folder,
        limits=Limits(batch_rows=500),
        announce=print,
        progress=lambda _: None,
    ).counts


def digest(graph: Graph) -> list[dict]:
    return [row.data() for row in graph.driver.execute_query(DIGEST).records]


def answers(path: Path, *, into: Path) -> Path:
    """`path`, or where requests and answers were recorded, a folder with the answers alone."""
    if path.is_file():
        return path
    into.mkdir()
    for file in sorted(path.glob("*.json*")):
        text = file.read_text(encoding="utf-8")
        if text.lstrip().startswith('{\n "request"') or '"response"' in text[:300]:
            text = json.dumps(json.loads(text)["response"])
        (into / file.name).write_text(text, encoding="utf-8")
    return into


@pytest.mark.parametrize("name", PAYLOADS)
def test_real_payloads_become_a_graph_and_loading_twice_changes_nothing(
    graph: Graph, shared: Path, tmp_path: Path, name: str
) -> None:
    path = answers(shared / "fixtures" / PAYLOADS[name], into=tmp_path / "files")

    first = loaded(graph, tmp_path, name, path)
    before = digest(graph)
    loaded(graph, tmp_path, name, path)

    assert digest(graph) == before
    assert first.accepted > 50
    assert first.read == first.accepted + first.duplicate + first.rejected
    types = {row["type"] for row in before}
    assert "POSTED" in types
    # The recorded calls to Mastodon are those of one account that acts on itself.
    assert name == "mastodon" or types & {"REPLIED_TO", "LIKED", "REPOSTED", "FOLLOWS"}
    broken = graph.driver.execute_query(BROKEN, network=f"{name}:").records[0]["broken"]
    assert broken == 0
