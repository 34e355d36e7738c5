"""The graph page without a browser: what a picture is made of, and what it is told as."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest
from flask.testing import FlaskClient

from explorer.arguments import Argument
from explorer.flower import CENTRE, HEIGHT, WIDTH, flower_of
from explorer.network import MOST_ARROWS, MOST_PEOPLE, step_for
from queries.graph import Row
from tests.explorer.canned import ADA, ANSWERS, BO, HOSTILE
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph


def ids(*people: str) -> str:
    return quote(json.dumps(people))


def nodes(told: dict[str, Any]) -> list[Row]:
    return [dict(zip(told["nodes"]["columns"], row, strict=True)) for row in told["nodes"]["rows"]]


def test_the_graph_travels_as_arrays(client: FlaskClient) -> None:
    told = client.get(f"/graph.json?focus={ADA}&also={ids('x')}").json or {}
    ada, bo = nodes(told)
    assert [ada["id"], bo["id"]] == [ADA, BO]
    assert [ada["community"], bo["community"]] == [0, None]
    assert (ada["x"], ada["y"], ada["page_rank"], ada["score"]) == (1.5, -2.0, 1.2346, 61.5)
    assert bo["name"] == "bo"
    assert bo["address"] == "/people/toy:bo%3F%23%25"
    assert told["arrows"]["rows"] == [[ADA, BO, 0.8, 3, [[0, 20_600, 2], [4, None, 1]]]]
    assert told["parts"] == [{"kind": "start", "of": ADA, "people": [ADA, BO], "all": 1}]


def test_a_picture_is_the_sum_of_its_parts(client: FlaskClient, recording: RecordingGraph) -> None:
    address = (
        f"/graph.json?topic=ac/dc&limit=5&expand={ids(ADA, ADA)}&add={ids('toy:z')}"
        f"&path={ids(ADA, BO)}&via=repost,like"
    )
    told = client.get(address).json or {}
    assert [(one["kind"], one["people"]) for one in told["parts"]] == [
        ("start", [ADA]),
        ("expand", [ADA, BO]),
        ("add", ["toy:z"]),
        ("path", [ADA, BO]),
    ]
    assert recording.values("neighbours") == {"person": ADA, "topic": "ac/dc", "limit": 50}
    assert recording.values("path_between")["kinds"] == ["REPOSTED", "LIKED"]
    assert recording.values("people_on_topic")["ids"] == [ADA, BO, "toy:z"]


def test_only_what_is_new_is_fetched_and_arrows_to_all_who_are_shown(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    client.get(f"/graph.json?limit=0&expand={ids(ADA)}&also={ids('toy:s', ADA)}")
    assert "leaders" not in recording.names()
    assert recording.values("people_on_topic")["ids"] == [ADA, BO]
    assert recording.values("arrows_among")["ids"] == [ADA, BO, "toy:s"]


def test_who_is_shown_may_be_more_than_an_address_holds(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    shown = [f"toy:{i:0100}" for i in range(1_900)]
    asked = {"limit": 0, "topic": "ac/dc", "expand": [ADA], "via": "like", "also": shown}
    told = client.post("/graph.json", json=asked)
    assert told.status_code == 200
    assert [node["id"] for node in nodes(told.json or {})] == [ADA, BO]
    assert recording.values("arrows_among")["ids"] == [ADA, BO, *shown]
    assert client.post("/graph.json", json={"expand": "x" * 1_000_001}).status_code == 413


def test_a_timeline_grows_coarser_with_what_it_spans_and_never_finer(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    # The canned arrow spans half a year.
    for asked, step in ((0, 604_800), (60, 604_800), (2_629_800, 2_629_800)):
        told = client.get(f"/graph.json?expand={ids(ADA)}&step={asked}").json or {}
        assert told["step"] == recording.values("acts_among")["step"] == step


def test_communities_are_told_to_whom_does_not_know_them(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    client.get(f"/graph.json?limit=0&path={ids(ADA, BO)}")
    assert "communities" in recording.names()
    recording.asked.clear()
    client.get(f"/graph.json?limit=0&path={ids(ADA, BO)}&also={ids(ADA)}")
    assert "communities" not in recording.names()


def test_chosen_people_and_a_community_can_be_the_beginning(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    chosen = client.get(f"/graph.json?people={ids(BO, 'toy:gone')}").json or {}
    assert [node["id"] for node in nodes(chosen)] == [BO]
    # Of the two who are ranked Bo alone is in the second.
    second = client.get("/graph.json?community=1").json or {}
    assert [node["id"] for node in nodes(second)] == [BO]
    assert second["parts"] == [{"kind": "start", "of": "", "people": [BO], "all": None}]
    assert (client.get("/graph.json?community=1&limit=0").json or {})["truncated"] is False
    assert nodes(client.get("/graph.json?community=3").json or {}) == []
    assert "community 2" in client.get("/graph?community=1").text


def test_an_address_with_the_whole_view_is_taken_and_one_that_lies_is_not(
    client: FlaskClient,
) -> None:
    view = (
        f"/graph?expand={ids(ADA)}&hide={ids(BO)}&pin={quote(json.dumps({ADA: [1, 2]}))}"
        f"&kinds=repost&from=2026-01-01&to=2026-06-30T12:00:00Z&least=0.25&size=page_rank"
        f"&color=score&names=no&only=score:1&chosen={ADA}&arrow={ids(ADA, BO)}&picked={ids(ADA)}"
        "&camera=0.5,0.5,0.3"
    )
    page = client.get(view)
    assert page.status_code == 200
    assert '<option value="page_rank" selected>' in page.text
    for wrong in (
        "kinds=shout", "from=soon", "least=2", "least=nan", "size=run", "pin=[]", "pin={\"a\":[1]}",
        "pin={\"a\":[1,Infinity]}", "community=-1", "limit=2001", "view=x", "step=x",
    ):  # fmt: skip
        assert client.get(f"/graph?{wrong}").status_code == 400, wrong


def test_more_than_a_picture_holds_is_refused_in_words(client: FlaskClient) -> None:
    many = [f"toy:{i}" for i in range(MOST_PEOPLE)]
    answer = client.get(f"/graph.json?limit=0&add={ids(*many)}&path={ids(ADA, BO)}")
    assert answer.status_code == 400
    assert "a picture holds 2,000" in (answer.json or {})["detail"]


def test_the_places_of_all_who_are_pinned_are_read_in_one_go() -> None:
    pins = {f"toy:{i}": [i, -i] for i in range(2_000)}
    began = time.process_time()
    for _ in range(20):
        assert Argument("pin", {}, "places").read(json.dumps(pins))["toy:7"] == (7.0, -7.0)
    assert time.process_time() - began < 1


def arrows_left(client: FlaskClient, query: str) -> int:
    text = client.get(f"/graph.csv?expand={ids(ADA)}&rows=arrows&{query}").text
    return len(list(csv.DictReader(io.StringIO(text))))


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", 1),
        ("least=0.8", 1),
        ("least=0.85", 0),
        ("kinds=like", 1),
        ("kinds=quote", 0),
        ("from=1970-01-01", 1),
        ("from=1970-01-01&kinds=like", 0),
        ("from=2500-01-01", 0),
        ("to=1970-01-02", 0),
    ],
)
def test_files_hold_what_the_filters_leave(client: FlaskClient, query: str, left: int) -> None:
    assert arrows_left(client, query) == left


def test_arrows_are_told_with_their_moments(client: FlaskClient) -> None:
    answer = client.get(f"/graph.csv?expand={ids(ADA)}&rows=arrows")
    assert 'filename="influence-graph-arrows.csv"' in answer.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["influencer"], row["influenced"], row["weight"], row["acts"]) == (
        ADA,
        BO,
        "0.8",
        "3",
    )
    assert (row["first"], row["last"]) == ("2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z")
    assert row["recipe"] == "abc123"


def test_who_is_hidden_is_in_no_file_and_no_table(client: FlaskClient) -> None:
    query = f"expand={ids(ADA)}&hide={ids(BO)}"
    rows = list(csv.DictReader(io.StringIO(client.get(f"/graph.csv?{query}").text)))
    assert [row["id"] for row in rows] == [ADA]
    assert f'data-person="{BO}"' not in client.get(f"/graph?{query}").text
    assert arrows_left(client, f"hide={ids(BO)}") == 0


def test_gexf_and_graphml_are_read_by_others_and_go_as_attention_does(client: FlaskClient) -> None:
    pinned = quote(json.dumps({BO: [3, 4]}))
    gexf = client.get(f"/graph.gexf?expand={ids(ADA)}&pin={pinned}")
    graphml = client.get(f"/graph.graphml?expand={ids(ADA)}&pin={pinned}")
    first = nx.read_gexf(io.BytesIO(gexf.data))
    second = nx.read_graphml(io.BytesIO(graphml.data))
    assert gexf.mimetype == "application/gexf+xml"
    assert gexf.headers["Content-Disposition"] == 'attachment; filename="influence-graph.gexf"'
    assert list(first.edges()) == list(second.edges()) == [(BO, ADA)]
    assert first.edges[BO, ADA]["weight"] == second.edges[BO, ADA]["weight"] == 0.8
    assert first.nodes[ADA]["score"] == second.nodes[ADA]["score"] == 61.5
    assert first.nodes[BO]["viz"]["position"] == {"x": 3.0, "y": 4.0, "z": 0.0}
    assert (second.nodes[ADA]["x"], second.nodes[BO]["x"]) == (1.5, 3.0)
    assert second.graph["recipe"] == first.nodes[ADA]["recipe"] == "abc123"
    assert second.nodes[ADA]["label"] == HOSTILE


MAP = {"communities": [[0, 30_000, 1.0, 2.0], [9, 5, -1.0, 0.0]], "arrows": [[0, 9, 12.5, 40]]}


def mapped(topic: str) -> list[Row]:
    return [{"run": "r1", "told": json.dumps(MAP) if topic == "*" else None}]


def test_a_large_topic_opens_as_its_communities(site: Site) -> None:
    large = {"id": "*", "name": "Everything", "people": 30_005, "sensitive": False}
    client = site(
        community_maps=mapped,
        topics_named=[large],
    )
    told = client.get("/graph.json").json or {}
    first, second = nodes(told)
    assert (first["id"], first["people"], first["community"]) == ("community:0", 30_000, 0)
    assert (second["opens"], second["community"]) == ("/graph?community=9", None)
    assert told["arrows"]["rows"] == [["community:0", "community:9", 12.5, 40, []]]
    page = client.get("/graph").text
    assert "The communities of" in page
    assert "30,000" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/graph.csv").text)))
    assert [row["people"] for row in rows] == ["30000", "5"]
    assert "no network file" in client.get("/graph.gexf").text
    for people in ("view=people", f"focus={ADA}", "community=0", f"expand={ids(ADA)}"):
        assert "The communities of" not in client.get(f"/graph?{people}").text


def test_communities_are_counted_once_for_all_who_look(
    site: Site, recording: RecordingGraph
) -> None:
    client = site(community_maps=[{"run": "r1", "told": json.dumps(MAP)}])
    for _ in range(2):
        client.get("/graph.json?view=communities")
        client.get("/graph.json?view=people")
    # The map has community 9, which is the tenth in the order of size.
    asked = [values["limit"] for name, values in recording.asked if name == "communities"]
    assert asked == [10, 7]
    assert recording.names().count("community_maps") == 1


def test_a_picture_as_it_opens_is_asked_for_once_for_all_who_look(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    first, second = (client.get(f"/graph.json?limit={limit}").json for limit in (60, 60))
    assert first == second
    assert recording.names().count("acts_among") == 1
    for _ in range(2):
        client.get(f"/graph.json?focus={ADA}")
    assert recording.names().count("acts_among") == 3


def test_a_community_that_is_around_nobody_is_called_by_its_number(site: Site) -> None:
    client = site(community_maps=[{"run": "r1", "told": json.dumps(MAP)}])
    page = client.get("/graph?view=communities").text
    assert "<bdi>community 10</bdi>" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/graph.csv?view=communities").text)))
    assert rows[1]["name"] == "community 10"


def test_arrows_that_are_left_out_are_told(site: Site) -> None:
    (arrow,) = ANSWERS["arrows_among"]
    client = site(arrows_among=[arrow] * (MOST_ARROWS + 1))
    assert (client.get(f"/graph.json?expand={ids(ADA)}").json or {})["arrows_truncated"] is True
    assert "only the 6,000 strongest are drawn" in client.get(f"/graph?expand={ids(ADA)}").text
    few = site(arrows_among=[arrow] * MOST_ARROWS)
    assert (few.get(f"/graph.json?expand={ids(ADA)}").json or {})["arrows_truncated"] is False
    assert "strongest are drawn" not in few.get(f"/graph?expand={ids(ADA)}").text


def test_a_small_topic_shows_its_communities_when_asked(site: Site) -> None:
    client = site(community_maps=mapped)
    assert "The communities of" not in client.get("/graph").text
    assert "The communities of" in client.get("/graph?view=communities").text
    assert "The communities of" not in client.get("/graph?view=communities&topic=ac/dc").text


@pytest.mark.parametrize(
    ("days", "step"),
    [
        *((0.001, 60), (0.2, 600), (2, 3_600), (15, 21_600)),
        *((80, 86_400), (500, 604_800), (2_000, 2_629_800), (9_000, 31_557_600)),
    ],
)
def test_a_timeline_is_as_fine_as_what_it_spans_allows(days: float, step: int) -> None:
    rows = [{"first": 1_000, "last": 1_000 + days * 86_400}, {"first": None, "last": None}]
    assert step_for(rows) == step
    assert step_for([{"first": None, "last": None}]) == 86_400


def test_an_arrow_is_told_with_its_newest_acts_and_one_that_is_not_there_is_not(
    site: Site,
) -> None:
    address = f"/graph/arrow.json?influencer={ADA}&influenced={quote(BO)}"
    told = site().get(address).json or {}
    assert told["rows"][0]["delay_hours"] == 1.5
    assert told["newest"][0]["kind"] == "REPLIED_TO"
    assert "1.5 h" in site().get(address.replace(".json", "")).text
    assert site(arrow_between=[]).get(address).status_code == 404
    assert site().get("/graph/arrow.json?influencer=x").status_code == 400


def test_a_path_leads_to_its_picture_and_the_lack_of_one_the_other_way(site: Site) -> None:
    address = f"/graph/path?source={ADA}&target={quote(BO)}&via=like"
    assert "Draw the first" in site().get(address).text
    assert "Try the other way" in site(path_between=[]).get(address).text
    assert "Say from whom to whom" in site().get("/graph/path").text
    assert site().get("/graph/path?source=toy:none").status_code == 404


def petal_row(id: str, incoming: float, outgoing: float) -> Row:
    return {"id": id, "handle": id, "name": None, "incoming": incoming, "outgoing": outgoing}


def test_a_path_is_asked_for_by_handle_as_well(site: Site, recording: RecordingGraph) -> None:
    called = [{"called": "@ada", "id": ADA}, {"called": "bo", "id": BO}]
    client = site(people_called=called)
    client.get("/graph/path?source=@ada&target=bo")
    told = recording.values("path_between")
    assert (told["source"], told["target"]) == (ADA, BO)
    assert "one and the same person" in client.get("/graph/path?source=@ada&target=@ada").text


def test_a_flower_goes_from_who_influences_to_who_is_influenced() -> None:
    petals = flower_of([petal_row("to", 0, 4), petal_row("both", 1, 1), petal_row("from", 2, 0)])
    assert [petal.row["id"] for petal in petals] == ["from", "both", "to"]
    assert [petal.lean for petal in petals] == [0.0, 0.5, 1.0]
    assert petals[0].x < CENTRE[0] < petals[2].x
    assert petals[1].x == CENTRE[0]
    assert all(0 < petal.x < WIDTH and 0 < petal.y < HEIGHT for petal in petals)
    assert (petals[0].outgoing_width, petals[2].incoming_width) == (0.0, 0.0)
    # The stroke grows with the root of the weight: half the width (beside the least) at a quarter.
    assert petals[2].outgoing_width == 9.0
    assert petals[1].outgoing_width == round(0.75 + 8.25 / 2, 2)


def test_a_flower_of_nobody_and_of_one(site: Site) -> None:
    assert flower_of([]) == []
    assert flower_of([petal_row("one", 0.0, 0.0)])[0].lean == 0.5
    assert "they act on nobody" in site(flower=[]).get("/people/toy:ada/1/flower").text
