"""Leaderboards that are narrowed: every count and order against loops over the raw records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from explorer.views.search import of_people
from loader.records import Post, User
from queries.facets import FACETS, language_of
from queries.graph import Graph
from tests.conftest import emptied
from tests.explorer.campaign import Campaign, campaign

LINK = re.compile(
    r'<li><a href="([^"]*)"[^>]*><bdi>([^<]*)</bdi><span class="number">([\d,]+)</span></a></li>'
)

FLAG = """
MATCH (person:User)-[scored:SCORED]->(:Topic {id: '*'})
WHERE person.id IN $ids
SET scored.flags = 'in_step'
"""


@pytest.fixture(scope="module")
def site(database: Graph) -> Campaign:
    made = campaign(emptied(database))
    made.graph.driver.execute_query(FLAG, ids=["toy:p01", "toy:p07", "toy:p09"])
    return made


@pytest.fixture
def client(site: Campaign) -> FlaskClient:
    return site.client


def rows(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return list((answer.json or {})["rows"])


def language(site: Campaign, person: str) -> str:
    """Most frequent of a person's posts, by a loop; the first in the alphabet of equals."""
    counted = Counter(
        one.lang.lower().replace("_", "-").split("-")[0]
        for one in site.records
        if isinstance(one, Post) and one.author == person and one.lang not in (None, "und")
    )
    return min(counted, key=lambda tag: (-counted[tag], tag)) if counted else "unknown"


def size(followers: int | None) -> str:
    if followers is None:
        return "unknown"
    return "0-100" if followers < 100 else "100-1k" if followers < 1000 else "1k-10k"


def activity(days: float) -> str:
    return (
        "quiet" if days < 1 else "now-and-then" if days < 5 else "often" if days < 15 else
        "most-days"
    )  # fmt: skip


def evidence(row: dict[str, Any]) -> str:
    if row["score"] is None:
        return "none"
    return "estimated" if row["backed_off"] else "low" if row["people"] < 30 else "ok"


def valued(site: Campaign, topic: str) -> list[dict[str, Any]]:
    """Everybody listed on a topic, with the value of each facet by other means."""
    followers = {one.id: one.followers for one in site.records if isinstance(one, User)}
    listed = rows(site.client, f"/topics/{topic}.json?by=people&limit=1000")
    return [
        row
        | {
            "of": {
                "network": row["id"].partition(":")[0],
                "size": size(followers.get(row["id"])),
                "language": language(site, row["id"]),
                "community": str(row["community"]),
                "activity": activity(row["active_days"]),
                "evidence": evidence(row),
                "flags": "flagged" if row["flags"] else "none",
            }
        }
        for row in listed
    ]


def shown(client: FlaskClient, path: str) -> dict[str, dict[str, int]]:
    """Each facet's values and counts, as the page links them."""
    found: dict[str, dict[str, int]] = {}
    for section in re.findall(r"<section><h2 title=.*?</section>", client.get(path).text, re.S):
        for href, _, people in LINK.findall(section):
            for name in (facet.name for facet in FACETS):
                value = re.search(rf"[?&]{name}=([^&]+)", unescape(href))
                if value and f"{name}=" not in path:
                    found.setdefault(name, {})[value[1]] = int(people.replace(",", ""))
    # A link holds the facets that are chosen as well: those have other counts.
    return {name: values for name, values in found.items() if f"{name}=" not in path}


@pytest.mark.parametrize("topic", ["*", "food"])
def test_facets_count_what_loops_count(site: Campaign, topic: str) -> None:
    everybody = valued(site, topic)
    ranked = [row for row in everybody if row["rank"]]
    for by, listed in (("people", everybody), ("score", ranked)):
        counted = shown(site.client, f"/topics/{topic}?by={by}")
        for facet in FACETS:
            expected = Counter(row["of"][facet.name] for row in listed)
            if len(expected) > 1 and facet.name != "community":
                assert counted[facet.name] == dict(expected), (by, facet.name)
            elif facet.name == "community" and len(expected) > 1:
                assert counted["community"].items() <= expected.items()
            else:
                assert facet.name not in counted


def test_a_facet_counts_under_what_else_is_chosen(site: Campaign) -> None:
    chosen = [row for row in valued(site, "*") if row["of"]["size"] == "0-100"]
    counted = shown(site.client, "/topics/*?by=people&size=0-100")
    expected = Counter(row["of"]["language"] for row in chosen)
    # The link of a value holds the chosen size, too; each language is counted within it.
    assert counted["language"] == dict(expected)
    assert sum(counted["language"].values()) == len(chosen) < 40


COMBINATIONS = (
    "size=0-100",
    "size=unknown&evidence=low",
    "language=en",
    "language=unknown&size=1k-10k",
    "evidence=low&activity=quiet",
    "evidence=estimated",
    "flags=flagged",
    "flags=none&size=0-100&language=en",
    "evidence=none&size=0-100&language=fr",
    "network=toy&evidence=low&language=en&size=0-100&activity=quiet",
)


@pytest.mark.parametrize(
    ("topic", "by"), [("*", "score"), ("*", "network_impact"), ("food", "true_reach")]
)
def test_every_combination_lists_just_those_in_order(site: Campaign, topic: str, by: str) -> None:
    everybody = [row for row in valued(site, topic) if by != "score" or row["rank"]]
    seen = 0
    for combination in COMBINATIONS:
        chosen = dict(part.split("=") for part in combination.split("&"))
        kept = [row for row in everybody if chosen.items() <= row["of"].items()]
        best = sorted(kept, key=lambda row: (row["rank"] if by == "score" else -row[by], row["id"]))
        query = f"limit=1000&by={by}&{combination}"
        found = rows(site.client, f"/topics/{topic}.json?{query}")
        assert [row["id"] for row in found] == [row["id"] for row in best], query
        seen += len(found)
    assert seen > 20


def test_csv_and_pages_follow_the_same_facets(client: FlaskClient) -> None:
    query = "by=true_reach&size=1k-10k"
    whole = rows(client, f"/topics/*.json?{query}&limit=1000")
    lines = list(csv.DictReader(io.StringIO(client.get(f"/topics/*.csv?{query}").text)))
    first = client.get(f"/topics/*.json?{query}&limit=2").json or {}
    second = rows(client, f"/topics/*.json?{query}&limit=2&page=2")
    assert len(whole) > 3
    assert [line["id"] for line in lines] == [row["id"] for row in whole]
    assert [row["id"] for row in [*first["rows"], *second]] == [row["id"] for row in whole[:4]]
    assert [row["place"] for row in whole] == list(range(1, len(whole) + 1))
    assert first["truncated"] is True
    assert all(row["value"] == row["true_reach"] for row in whole)
    assert client.get(f"/topics/*.xlsx?{query}").status_code == 200


def test_chips_take_one_condition_away_and_keep_the_others(client: FlaskClient) -> None:
    page = client.get("/topics/*?by=true_reach&size=0-100&language=en&page=1").text
    chips = re.findall(r'<ul class="tags chips".*?</ul>', page, re.S)[0]
    links = {unescape(href) for href in re.findall(r'href="([^"]+)"', chips)}
    assert links == {
        "/topics/*?by=true_reach&language=en",
        "/topics/*?by=true_reach&size=0-100",
        "/topics/*?by=true_reach",
    }
    nobody = client.get("/topics/*?network=none").text
    assert "Nobody on this topic is all of that" in nobody
    assert client.get("/topics/*?size=big").status_code == 400


def test_the_tree_around_a_topic_has_its_counts(site: Campaign) -> None:
    counted = {row["id"]: row["people"] for row in rows(site.client, "/topics.json?least=0")}
    food = site.client.get("/topics/food").text
    bread = site.client.get("/topics/bread").text
    below = re.findall(r'<a href="/topics/(\w+)"><bdi>\w+</bdi><span class="number">(\d+)<', food)
    beside = re.findall(r'<a href="/topics/(\w+)"><bdi>\w+</bdi><span class="number">(\d+)<', bread)
    assert {(id_, int(n)) for id_, n in below} == {
        ("bread", counted["bread"]),
        ("coffee", counted["coffee"]),
    }
    assert {id_ for id_, _ in beside} == {"food", "coffee"}


def test_a_board_is_asked_for_once_until_somebody_goes(site: Campaign) -> None:
    asked: list[str] = []
    ask = site.graph.ask

    def counting(name: str, /, **values: Any) -> Any:
        asked.append(name)
        return ask(name, **values)

    site.graph.ask = counting  # type: ignore[method-assign]
    try:
        for size_ in ("0-100", "1k-10k", "0-100"):
            rows(site.client, f"/topics/ac/dc.json?size={size_}")
        first = asked.count("topic_columns")
        site.graph.driver.execute_query("CREATE (:User:Passer {id: 'toy:passer'})")
        rows(site.client, "/topics/ac/dc.json?size=0-100")
    finally:
        site.graph.ask = ask  # type: ignore[method-assign]
        site.graph.driver.execute_query("MATCH (passer:Passer) DELETE passer")
    assert first <= 2
    assert asked.count("topic_columns") == first + 2


def test_the_answer_is_that_of_the_query_that_asks_the_graph_each_time(site: Campaign) -> None:
    for topic, by in (("*", "page_rank"), ("food", "amplification"), ("*", "people")):
        direct = site.graph.ask("leaders_by", topic=topic, by=by, limit=1000).plain().rows
        found = rows(site.client, f"/topics/{topic}.json?by={by}&limit=1000")
        assert [(row["id"], row["value"], row["place"]) for row in found] == [
            (row["id"], row["value"], row["place"]) for row in direct
        ]


@pytest.mark.parametrize("typed", ["p", "p0", "P1 toy", "nobody", "p07"])
def test_who_is_found_is_in_the_order_of_the_query_that_says_so(site: Campaign, typed: str) -> None:
    direct = site.graph.ask("find_people", text=of_people(typed), limit=1_000).plain().rows
    found = rows(site.client, f"/search.json?q={typed}&limit=1000")
    page = rows(site.client, f"/search.json?q={typed}&limit=5&page=2")
    ranked = [row["id"] for row in direct if row["rank"]]
    assert [row["id"] for row in found if row["rank"]] == ranked
    assert sorted(found, key=lambda row: row["id"]) == sorted(direct, key=lambda row: row["id"])
    assert page == found[5:10]


@pytest.mark.parametrize(
    ("tag", "language_"),
    [("en", "en"), ("EN-gb", "en"), ("pt_BR", "pt"), ("und", ""), ("", ""), (None, ""), ("x", ""),
     ("<b>", ""), ("english", "")],
)  # fmt: skip
def test_a_tag_names_a_language_or_none(tag: str | None, language_: str) -> None:
    assert language_of(tag) == language_


def test_a_trend_is_drawn_from_runs_that_can_be_compared(site: Campaign) -> None:
    """Half the score a week before in a whole run, a quarter in a point two weeks before."""
    execute = site.graph.driver.execute_query
    execute(
        "MATCH (run:Run) WHERE run.complete WITH run ORDER BY run.at DESC LIMIT 1 "
        "CREATE (:Run {id: 'week', at: run.at - duration('P7D'), complete: true, "
        "as_of: run.as_of - duration('P7D'), recipe: run.recipe, reference: run.reference}) "
        "CREATE (:PastRun {id: 'point', at: run.at - duration('P14D'), complete: true, number: 1, "
        "as_of: run.as_of - duration('P14D'), recipe: run.recipe, reference: run.reference}) "
        "CREATE (:PastRun {id: 'other', at: run.at - duration('P21D'), complete: true, number: 2, "
        "as_of: run.as_of - duration('P21D'), recipe: 'another', reference: run.reference}) "
        "WITH run MATCH (person:User)-[s:SCORED {run: run.id}]->(topic:Topic {id: 'food'}) "
        "WHERE s.score IS NOT NULL CREATE (person)-[w:SCORED]->(topic) "
        "SET w = properties(s), w.run = 'week', w.score = s.score / 2 "
        "CREATE (person)-[stood:STOOD {runs: [2, 1]}]->(topic) "
        "SET stood.scores = [99000, toInteger(250 * s.score)]"
    )
    try:
        listed = rows(site.client, "/topics/food.json")
        page = site.client.get("/topics/food").text
        trends = re.findall(
            r'aria-label="From ([\d.,<]+) on [^"]* to ([\d.,<]+)"><polyline points="([^"]+)"', page
        )
        assert len(trends) == len(listed) > 3
        for row, (first, last, points) in zip(listed, trends, strict=True):
            assert float(first.strip("<")) == pytest.approx(row["score"] / 4, abs=0.11)
            assert float(last.strip("<")) == pytest.approx(row["score"], abs=0.11)
            assert len(points.split()) == 3
    finally:
        execute(
            "MATCH (run:Run|PastRun) WHERE run.id IN ['week', 'point', 'other'] DELETE run "
            "WITH count(*) AS gone MATCH ()-[s:SCORED {run: 'week'}]->() DELETE s "
            "WITH count(*) AS gone MATCH ()-[stood:STOOD]->() DELETE stood"
        )
