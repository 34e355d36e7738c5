"""The site on a real graph: what a person does from page to page."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from explorer.addresses import address
from explorer.app import create_app
from queries.graph import Graph, Row
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from queries.settings import settings_from
from tests.networks import act, load, person

TOPICS = ["ac/dc", "data.json", "a/arrows", "c#", "100%", "日本語"]


def rows(client: FlaskClient, path: str) -> list[Row]:
    """The rows of a page's JSON."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["rows"])


@pytest.fixture(scope="session")
def town_client(town: Graph) -> FlaskClient:
    return create_app(settings_from({}), town).test_client()


def test_every_topic_has_ranked_people_with_parts(town_client: FlaskClient) -> None:
    topics = rows(town_client, "/topics.json")
    assert len(topics) >= 12
    for topic in topics:
        leaders = rows(town_client, address("topics", topic["id"], form="json"))
        scores = [row["score"] for row in leaders]
        assert scores == sorted(scores, reverse=True)
        assert [row["rank"] for row in leaders] == sorted(row["rank"] for row in leaders)
        first = leaders[0]
        assert first["rank"] == 1
        assert all(first[part] > 0 for part in ("true_reach", "amplification", "network_impact"))


def test_the_points_of_a_score_add_up(town_client: FlaskClient) -> None:
    for row in rows(town_client, "/topics/*.json?limit=200"):
        points = [value for name, value in row.items() if name.startswith("points_")]
        assert sum(points) == pytest.approx(row["score"], abs=1e-9)


def test_from_the_front_page_to_a_topic_a_person_and_the_words(town_client: FlaskClient) -> None:
    home = town_client.get("/").text
    topic = next(one for one in re.findall(r'href="(/topics/[^"]+)"', home) if "*" not in one)
    leader = re.findall(r'href="(/people/[^"/]+)"', town_client.get(topic).text)[0]
    page = town_client.get(leader).text
    evidence = re.findall(r'href="(/people/[^"]+/evidence\?with=[^"]+)"', page)[0]
    told = town_client.get(evidence.replace("&amp;", "&")).text
    assert "<blockquote" in told
    assert any(word in told for word in ("reposted", "answered", "liked", "quoted", "named"))


def test_both_directions_of_an_arrow_are_the_same_arrow(town_client: FlaskClient) -> None:
    leader = rows(town_client, "/topics/*.json?limit=1")[0]["id"]
    influenced = rows(town_client, f"/people/{leader}/influences.json?limit=1")[0]
    back = rows(town_client, f"/people/{influenced['id']}/influenced-by.json?limit=10000")
    mirrored = next(row for row in back if row["id"] == leader)
    assert (mirrored["weight"], mirrored["acts"]) == (influenced["weight"], influenced["acts"])
    assert mirrored["share"] == pytest.approx(influenced["share"])


def test_the_evidence_of_an_arrow_is_as_many_acts_as_it_counts(town_client: FlaskClient) -> None:
    arrow = rows(town_client, "/topics/bread/arrows.json?limit=1")[0]
    path = f"/people/{arrow['influencer']}/evidence.json?with={arrow['influenced']}&topic=bread"
    acts = [row for row in rows(town_client, f"{path}&limit=1000") if row["kind"] != "FOLLOWS"]
    assert sum(row["count"] or 1 for row in acts) == arrow["acts"]
    assert all("bread" in row["topics"] for row in acts)


def test_a_topic_that_others_are_part_of_holds_their_evidence(town_client: FlaskClient) -> None:
    leader = rows(town_client, "/topics/food.json?limit=1")[0]["id"]
    posts = rows(town_client, f"/people/{leader}/evidence.json?topic=food")
    assert posts
    assert {topic["id"] for row in posts for topic in row["topics"]} <= {
        "food", "bread", "coffee", "fermenting",
    }  # fmt: skip


def test_pages_of_a_list_follow_each_other_without_gap(town_client: FlaskClient) -> None:
    whole = rows(town_client, "/topics/*.json?limit=60")
    parts = [rows(town_client, f"/topics/*.json?limit=20&page={page}") for page in (1, 2, 3)]
    assert [row["id"] for part in parts for row in part] == [row["id"] for row in whole]


@pytest.mark.parametrize("by", ["true_reach", "network_impact", "people", "page_rank", "k_core"])
def test_a_list_sorted_by_a_measure_is_in_its_order(town_client: FlaskClient, by: str) -> None:
    listed = rows(town_client, f"/topics/*.json?by={by}&limit=300")
    values = [row["value"] for row in listed]
    assert values == sorted(values, reverse=True)
    assert [row["place"] for row in listed] == list(range(1, len(listed) + 1))


def test_search_finds_by_name_handle_and_topic(town_client: FlaskClient) -> None:
    leader = rows(town_client, "/topics/*.json?limit=1")[0]
    for typed in (leader["name"], leader["handle"], f"@{leader['handle']}", leader["name"][:5]):
        found = rows(town_client, f"/search.json?q={typed}&limit=100")
        assert leader["id"] in {row["id"] for row in found}, typed
    told = town_client.get("/search.json?q=hi-fi").json or {}
    assert "audio/hi-fi" in {row["id"] for row in told["topics"]}
    assert town_client.get(
        "/search?q=" + "%2B%2D%26%7C%21%28%29%7B%7D%5B%5D%5E%22~*%3F%3A%5C/"
    ).text


def test_names_in_other_scripts_are_found(town_client: FlaskClient) -> None:
    listed = rows(town_client, "/topics/*.json?limit=1000")
    foreign = [row for row in listed if row["name"] and not row["name"].isascii()]
    assert foreign
    for row in foreign[:12]:
        found = rows(town_client, f"/search.json?q={row['name']}&limit=100")
        assert row["id"] in {one["id"] for one in found}, row["name"]


def test_the_graph_of_a_topic_holds_its_best_and_their_arrows(town_client: FlaskClient) -> None:
    best = {row["id"] for row in rows(town_client, "/topics/bread.json?limit=30")}
    told = town_client.get("/graph.json?topic=bread&limit=30").json or {}
    nodes = {row[0] for row in told["nodes"]["rows"]}
    ends = {end for row in told["arrows"]["rows"] for end in row[:2]}
    assert nodes == best
    assert ends
    assert ends <= nodes


def test_expanding_tells_arrows_to_those_who_are_shown_already(town_client: FlaskClient) -> None:
    best = [row["id"] for row in rows(town_client, "/topics/bread.json?limit=20")]
    also = str(best).replace("'", '"')
    told = town_client.get(f"/graph.json?topic=bread&focus={best[0]}&limit=5&also={also}").json
    ends = {end for row in (told or {})["arrows"]["rows"] for end in row[:2]}
    assert len((told or {})["nodes"]["rows"]) == 6
    assert ends & set(best[5:])


def test_the_newest_run_is_told_on_every_page(town_client: FlaskClient) -> None:
    recipe = recipe_from().hash
    assert all(recipe in town_client.get(path).text for path in ("/", "/methods", "/data"))


def test_topics_of_any_spelling_can_be_reached_and_are_scored(graph: Graph) -> None:
    acts = [act(f"p{i}", "hub", topics=(topic,)) for topic in TOPICS for i in range(4)]
    load(graph, [person("hub", name="\u202eHub<script>"), *acts])
    client = create_app(settings_from({}), graph).test_client()
    before = client.get("/topics/*")
    score_everything(graph, recipe_from())
    listed = {row["id"]: row["people"] for row in rows(client, "/topics.json")}
    assert "influence score" in before.text
    # The hub has four people on each; those who acted have nobody, and no rank.
    assert listed == dict.fromkeys(TOPICS, 1)
    for topic in TOPICS:
        path = address("topics", topic)
        assert f"<bdi>{topic}</bdi></h1>" in client.get(path).text, path
        assert [row["id"] for row in rows(client, f"{path}.json")] == ["toy:hub"]
        assert len(rows(client, f"{path}/arrows.json")) == 4
        assert unquote(path) == f"/topics/{topic}"


def test_an_empty_database_has_a_page_for_each_state(graph: Graph) -> None:
    client = create_app(settings_from({}), graph).test_client()
    for path in ("/", "/topics", "/topics/*", "/graph", "/search?q=x"):
        answer = client.get(path)
        assert (answer.status_code, "influence demo" in answer.text) == (200, True), path
    assert rows(client, "/topics.json") == []
    assert rows(client, "/search.json?q=x") == []
    assert client.get("/healthz").json == {"status": "ok", "people": 0, "run": None}
    assert client.get("/people/toy:nobody").status_code == 404
