"""What an act on a topic counts for, and on which topics nobody is ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from queries.graph import Graph
from queries.recipe import Recipe

Lineage = Mapping[str, list[str]]


def lineage_in(graph: Graph) -> dict[str, list[str]]:
    """The topics that each topic counts for, itself included, where there are others."""
    return {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}


def called_in(graph: Graph, words: Collection[str] | None = None) -> dict[str, list[str]]:
    """The topics that each word calls, as `word_of` writes words: all, or those of `words`."""
    found: dict[str, list[str]] = {}
    for row in graph.run("topics_called", all=words is None, words=list(words or ())).rows:
        for word in row["words"]:
            found.setdefault(word, []).append(row["topic"])
    return found


def word_of(name: str) -> str:
    """A name as `topics_called` compares it: without case, spaces, hyphens and underscores."""
    return name.lower().replace(" ", "").replace("-", "").replace("_", "")


def sensitive(called: Mapping[str, list[str]], recipe: Recipe) -> set[str]:
    """The topics that the recipe's list calls by id, name or synonym."""
    words = map(word_of, recipe.topics.sensitive)
    return {topic for word in words for topic in called.get(word, ())}


def without(lineage: Lineage, named: Collection[str]) -> dict[str, list[str]]:
    """The same, so that nothing counts for the topics `named` or for what is part of them."""
    if not named:
        return dict(lineage)
    hidden = hidden_by(lineage, named)
    kept = {
        topic: [above for above in counted if above not in hidden]
        for topic, counted in lineage.items()
    }
    return kept | {topic: [] for topic in named if topic not in lineage}


def hidden_by(lineage: Lineage, named: Collection[str]) -> set[str]:
    """The topics `named`, and those that are part of them."""
    below = (topic for topic, counted in lineage.items() if not set(named).isdisjoint(counted))
    return {*named, *below}
