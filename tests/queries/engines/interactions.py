"""Interactions with everything that a score knows, in memory and as Parquet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from loader.past import past_of
from loader.records import Kind, Post, Record
from queries.engines.lake import Manifest, Writer
from queries.engines.pasts import write_past
from queries.graph import Graph
from queries.scoring.past import Past
from tests.networks import END, act, anyone


def records(people: int = 40, acts: int = 400) -> list[Record]:
    """`anyone`, with undated acts, split credit, posts, and a topic that nobody is ranked on."""
    undated = [act(f"p{i:02}", "p00", Kind.LIKE, topics=("food",), at=None) for i in range(1, 5)]
    split = [
        act(f"p{i:02}", "p03", days_ago=3.5, topics=("hiv", "bread", "food"), count=3, credit=0.25)
        for i in range(10, 20)
    ]
    posts = [Post(id=f"toy:post{i}", author=f"toy:p{i:02}", at=END) for i in range(9)]
    return [*anyone(people, acts), *undated, *split, *posts]


# What users say of some: of those who act most upon others, and of the one acted upon most.
LABELS = {
    "toy:p00": "suspicious",
    "toy:p04": "suspicious",
    "toy:p07": "verified",
    "toy:p11": "hand-checked",
    "toy:p12": "known",
}


def labelled(graph: Graph) -> None:
    """Give people in the graph their labels."""
    rows = [{"person": id_, "label": label, "note": None} for id_, label in LABELS.items()]
    graph.run("label_people", rows=rows, source="test")


def past_labelled() -> Past:
    """The records in memory, with the same labels."""
    past = past_of(records())
    return replace(past, labels={past.ids.index(id_): label for id_, label in LABELS.items()})


def lake(folder: Path, past: Past | None = None) -> tuple[Past, Manifest]:
    """A past, and the folder that it was written to."""
    past = past or past_labelled()
    writer = Writer.into(folder, "interactions")
    write_past(past, writer)
    return past, writer.close(references={})
