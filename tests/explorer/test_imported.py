"""The site on scores that came from elsewhere, which have not all that the database computes."""

from __future__ import annotations

from pathlib import Path

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
from queries.settings import settings_from
from tests.explorer.canned import EXAMPLES, RERANKED
from tests.networks import load
from tests.queries.engines.interactions import labelled, records
from tests.recording import RecordingRanker

# As addresses spell one of their people.
BO = "toy:bo%3F%23%25"
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
    import_scores(graph, tmp_path / "out")
    # What another recipe does is worked out from the acts alone, whatever the scores are.
    ranker = RecordingRanker(RERANKED)
    settings = settings_from({}).but(data=tmp_path / "data")
    return create_app(settings, graph, ranker=ranker).test_client()


def test_every_page_bears_a_run_without_what_only_the_database_computes(
    imported: FlaskClient,
) -> None:
    paths = ["/topics/food?flagged=without"]
    for page in PAGES:
        if page.name not in NOT_HERE:
            example = EXAMPLES[page.name].replace("toy:ada/1", "toy:p00").replace(BO, "toy:p07")
            path, mark, query = example.replace("ac/dc", "food").partition("?")
            forms = {"html": "", "json": ".json"}
            paths += [path + forms[form] + mark + query for form in page.forms if form in forms]
    everywhere = ("page_rank", "experts", "hidden", "dispute", "twitter_rank")
    paths += [f"/topics/*?by={name}" for name in everywhere]
    failed = {path: code for path in paths if (code := imported.get(path).status_code) != 200}
    assert failed == {}
    leaders = imported.get("/topics/food.json").json
    assert leaders is not None
    assert leaders["rows"]
    without = imported.get("/topics/food.json?flagged=without").json
    assert without is not None
    assert [row["score"] for row in without["rows"]] == [row["score"] for row in leaders["rows"]]
