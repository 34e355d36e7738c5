"""The researchers' bridge: py2neo's objects, and the notebook as a reader would run it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from queries.graph import Graph
from queries.ogm import Person, Post, Run, Topic, connected
from queries.settings import Settings

NOTEBOOK = Path(__file__).parents[2] / "docs" / "cypher-to-plot.ipynb"


@pytest.fixture
def bridge(town: Graph, town_settings: Settings):
    """py2neo's graph on the invented town."""
    return connected(town_settings)


def test_a_person_has_the_posts_and_follows_that_cypher_counts(bridge, town: Graph) -> None:
    leader = town.ask("leaders", topic="audio/hi-fi", limit=1).rows[0]["id"]
    told = town.ask("people_named", ids=[leader]).rows[0]

    person = Person.match(bridge, leader).first()

    assert (person.name, person.handle) == (told["name"], told["handle"])
    assert len(person.posts) == told["posts"] > 0
    assert len(person.follows) == told["follows"]
    assert len(person.followed_by) == told["followed_by"]


def test_a_post_leads_to_its_topic_and_author_and_the_topic_to_what_it_is_part_of(bridge) -> None:
    post = Post.match(bridge).first()
    (topic,) = post.topics
    (author,) = post.authors
    assert post.text
    assert author.id.startswith("planted:")
    parents = Topic.match(bridge, topic.id).first().parents
    assert {parent.name for parent in parents} <= {"Evenings", "Food", "Making", "Outdoors"}
    assert len(parents) == 1


def test_a_run_has_its_recipe(bridge, town: Graph) -> None:
    newest = town.ask("newest_run").rows[0]
    run = Run.match(bridge, newest["id"]).first()
    assert (run.recipe, run.people) == (newest["recipe"], newest["people"])


def test_the_notebook_runs_from_cypher_to_a_plot(
    town: Graph, town_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INFLUENCE_DATA", str(town_settings.data))
    monkeypatch.setenv("INFLUENCE_CACHE", str(town_settings.cache))
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[1]))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    notebook = nbformat.read(NOTEBOOK, as_version=4)

    # The kernel that runs the tests, whatever others are installed.
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute(cwd=str(tmp_path))

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    printed = "".join(output.get("text", "") for output in outputs)
    difference = float(printed.rpartition("largest relative difference: ")[2])
    assert difference < 1e-6
    assert any("image/png" in output.get("data", {}) for output in outputs)
