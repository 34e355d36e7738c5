"""Topics far above count what is said below, however many ways lead there."""

from __future__ import annotations

from loader.records import Post, Record, Topic
from queries.graph import Graph
from tests.networks import act, load

# Three to the power of nineteen ways from the lowest layer to the highest.
LAYERS, WIDTH = 20, 3


def diamonds() -> list[Record]:
    """Layers of topics, each part of all in the layer above."""
    return [
        Topic(
            f"t{layer}-{place}",
            parents=tuple(f"t{layer + 1}-{above}" for above in range(WIDTH))
            if layer + 1 < LAYERS
            else (),
        )
        for layer in range(LAYERS)
        for place in range(WIDTH)
    ]


def test_a_topic_is_part_of_all_above_it_each_once(graph: Graph) -> None:
    load(graph, diamonds())

    lineage = {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}

    above = {f"t{layer}-{place}" for layer in range(1, LAYERS) for place in range(WIDTH)}
    assert sorted(lineage["t0-0"]) == sorted({"t0-0", *above})
    assert len(lineage) == (LAYERS - 1) * WIDTH


def test_trees_of_two_sources_that_contradict_each_other_have_an_end(graph: Graph) -> None:
    load(graph, [Topic("bread", parents=("food",))])
    load(graph, [Topic("food", parents=("bread",))])

    lineage = {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}

    assert lineage == {"bread": ["bread", "food"], "food": ["bread", "food"]}


def test_evidence_on_a_topic_is_what_was_said_below_it(graph: Graph) -> None:
    post = Post("toy:p", "toy:hub", text="Rye", topics=("t0-0",))
    load(graph, [
        *diamonds(),
        post,
        act("fan", "hub", topics=("t0-0",), post="toy:p"),
        act("fan", "hub", days_ago=1.0, topics=("t19-1", "other"), post="toy:p"),
        act("fan", "hub", days_ago=2.0),
    ])  # fmt: skip

    def told(topic: str) -> tuple[int, int]:
        about = {"topic": topic}
        evidence = graph.ask("evidence", influencer="toy:hub", influenced="toy:fan", **about)
        (posts,) = graph.ask("posts_acted_on", person="toy:hub", **about).rows or [{"acts": 0}]
        return len(evidence.rows), posts["acts"]

    assert {topic: told(topic) for topic in ("t0-0", "t19-0", "t19-1", "t0-1", "none", "*")} == {
        "t0-0": (1, 1), "t19-0": (1, 1), "t19-1": (2, 2), "t0-1": (0, 0), "none": (0, 0),
        "*": (3, 2),
    }  # fmt: skip
