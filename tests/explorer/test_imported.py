"""The site on scores that came from elsewhere, which have not all that the database computes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from explorer.app import create_app
from explorer.pages import PAGES
from queries.engines.export import export_interactions
from queries.engines.importing import import_scores
from queries.engines.lake import Writer
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.engines.results import KIND, told_of, write_scores
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import SCORES
from queries.settings import settings_from
from tests.explorer.canned import EXAMPLES
from tests.networks import load
from tests.queries.engines.interactions import labelled, records

# Those that need a list, or run whatever is written.
NOT_HERE = {"list", "shared", "cypher", "cypher_graph", "cypher_explain", "cypher_schema"}


@pytest.fixture
def imported(graph: Graph, tmp_path: Path) -> FlaskClient:
    """Scores from memory are the only ones in the graph."""
    load(graph, records())
    labelled(graph)
    export_interactions(graph, tmp_path / "lake")
    recipe = recipe_from()
    found = score_past_in_memory(read_past(tmp_path / "lake"), recipe)
    writer = Writer.into(tmp_path / "out", KIND)
    write_scores(writer, found.lines)
    writer.close(run=told_of(found.run), recipe_text=recipe.text, sensitive=found.hidden)
    import_scores(graph, tmp_path / "out", hides=lambda _: False)
    return create_app(settings_from({}).but(data=tmp_path / "data"), graph).test_client()


def test_every_page_bears_a_run_without_what_only_the_database_computes(
    imported: FlaskClient,
) -> None:
    paths = []
    for page in PAGES:
        if page.name in NOT_HERE:
            continue
        example = (
            EXAMPLES[page.name]
            .replace("toy:ada/1", "toy:p00")
            .replace("toy:bo%3F%23%25", "toy:p07")
        )
        path, mark, query = example.partition("?")
        paths += [
            path + ("" if form == "html" else f".{form}") + mark + query for form in page.forms
        ]
    columns = [*SCORES, "experts", "hidden", "dispute", "disagreement", "klout_score"]
    paths += [f"/topics/food?by={quote(name)}" for name in columns]
    paths += ["/topics/food?flagged=without", "/topics/food.json?flagged=without"]
    failed = {path: code for path in paths if (code := imported.get(path).status_code) != 200}
    assert failed == {}
    leaders = imported.get("/topics/food.json").json
    assert leaders is not None
    assert leaders["rows"]
    without = imported.get("/topics/food.json?flagged=without").json
    assert without is not None
    assert [row["score"] for row in without["rows"]] == [row["score"] for row in leaders["rows"]]
