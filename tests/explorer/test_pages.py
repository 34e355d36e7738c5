"""Every row of PAGES, in every form, in every state of the graph."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from explorer.app import create_app
from explorer.boards import STATES
from explorer.page import Page
from explorer.pages import PAGES
from explorer.views.lists import NEXT
from queries.errors import QueryTooSlow
from queries.library import library
from queries.settings import settings_from
from tests.explorer.canned import (
    ADA,
    ANSWERS,
    BO,
    EMPTY,
    EXAMPLES,
    HOSTILE,
    LEADER,
    PARTS,
    UNSCORED,
)
from tests.explorer.conftest import Site
from tests.recording import RecordingGraph

BY_NAME = {page.name: page for page in PAGES}


def pages(form: str) -> list[Page]:
    return [page for page in PAGES if form in page.forms]


def in_form(page: Page, form: str) -> str:
    path, mark, query = EXAMPLES[page.name].partition("?")
    return f"{path}.{form}{mark}{query}"


class Anatomy(HTMLParser):
    """What a page must not have: inline scripts and styles, and things from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.odd: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        inline = (tag == "script" and "src" not in told) or tag in ("style", "iframe", "object")
        if inline or any(name == "style" or name.startswith("on") for name in told):
            self.odd.append(f"<{tag} {told}>")
        for name in ("src", "href", "action", "hx-get", "data-source"):
            value = told.get(name) or ""
            elsewhere = re.match(r"(?i)\s*(javascript|data):|(https?:)?//", value)
            if elsewhere and not (tag == "a" and "nofollow" in (told.get("rel") or "")):
                self.odd.append(f"{tag} {name}={value}")
        self.ids += [told["id"]] if told.get("id") else []
        self.headings += [tag] if tag == "h1" else []


def test_each_page_has_an_example_and_each_example_a_page() -> None:
    assert set(EXAMPLES) == set(BY_NAME)


@pytest.mark.parametrize("page", pages("html"), ids=lambda page: page.name)
def test_a_page_shows_itself_and_runs_nothing_of_what_it_shows(
    client: FlaskClient, page: Page
) -> None:
    answer = client.get(EXAMPLES[page.name])
    anatomy = Anatomy(answer.text)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert anatomy.odd == []
    assert "<script>window" not in answer.text
    assert len(anatomy.headings) == 1
    assert sorted(set(anatomy.ids)) == sorted(anatomy.ids)


@pytest.mark.parametrize("page", pages("json"), ids=lambda page: page.name)
def test_a_page_is_also_json(client: FlaskClient, page: Page) -> None:
    answer = client.get(in_form(page, "json"))
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    if page.name in ("graph", "cypher_graph"):
        whole = {"nodes", "arrows", "communities", "truncated", "run"}
        assert whole <= set(answer.json or {}) | {"run"}
    else:
        told = answer.json or {}
        assert {"query", "parameters", "columns", "rows", "truncated", "seconds"} <= set(told)
        assert all(set(row) == set(told["columns"]) for row in told["rows"])
        assert told["rows"]


@pytest.mark.parametrize("page", pages("csv"), ids=lambda page: page.name)
def test_a_page_is_also_csv(client: FlaskClient, page: Page) -> None:
    answer = client.get(in_form(page, "csv"))
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert re.fullmatch(
        r'attachment; filename="influence-[a-z0-9-]+\.csv"', answer.headers["Content-Disposition"]
    )
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    "page",
    [page for page in pages("json") if page.query and "html" in page.forms],
    ids=lambda page: page.name,
)
def test_a_page_links_its_other_forms_and_its_cypher(client: FlaskClient, page: Page) -> None:
    text = client.get(EXAMPLES[page.name]).text
    assert ".json" in text
    assert ".csv" in text
    assert f"/queries/{page.query}" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_query_of_a_page_is_one_that_the_web_may_ask(page: Page) -> None:
    assert not page.query or page.query in library().readable


@pytest.mark.parametrize("page", pages("html"), ids=lambda page: page.name)
def test_every_page_has_something_to_say_of_an_empty_graph(site: Site, page: Page) -> None:
    named = ("topics_named", "people_named")
    nothing = dict.fromkeys(ANSWERS, ()) | {name: ANSWERS[name] for name in named}
    answer = site(**nothing | {"site_state": [EMPTY]}).get(EXAMPLES[page.name])
    assert answer.status_code == 200
    if page.needs != "nothing":
        assert "influence demo" in answer.text
        assert "influence load" in answer.text


@pytest.mark.parametrize("page", pages("html"), ids=lambda page: page.name)
def test_every_page_that_needs_scores_says_how_to_get_them(site: Site, page: Page) -> None:
    loaded = site(site_state=[UNSCORED], person_scores=[], runs=[], communities=[])
    answer = loaded.get(EXAMPLES[page.name])
    assert answer.status_code == 200
    if page.needs == "scores" or page.name in ("person", "methods", "data"):
        assert "influence score" in answer.text


def test_a_topic_whose_whole_address_is_its_name_is_that_topic(client: FlaskClient) -> None:
    page = client.get("/topics/data.json")
    rows = client.get("/topics/data.json.json")
    assert page.mimetype == "text/html"
    assert "<h1><bdi>data.json</bdi></h1>" in page.text
    assert (rows.json or {})["parameters"]["topic"] == "data.json"


def test_topics_are_listed_with_the_names_of_what_they_are_part_of(client: FlaskClient) -> None:
    assert '<a href="/topics/data"><bdi>Data</bdi></a>' in client.get("/topics").text


def test_a_name_cannot_break_out_of_its_place(client: FlaskClient) -> None:
    text = client.get(EXAMPLES["person"]).text
    assert HOSTILE not in text
    assert "&lt;script&gt;window.__xss=1&lt;/script&gt;" in text


def test_the_leaders_of_a_topic_can_be_sorted_by_any_part(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    answer = client.get("/topics/ac/dc?by=true_reach&limit=1")
    assert answer.status_code == 200
    assert 'aria-sort="descending"' in answer.text
    client.get("/topics/ac/dc?by=true_reach&page=3&limit=20")
    assert recording.values("leaders_listed") == {
        "ids": [],
        "topic": "ac/dc",
        "by": "true_reach",
        "run": "",
        "skip": 40,
    }
    client.get("/topics/ac/dc?by=true_reach&limit=1&page=2")
    assert recording.values("leaders_listed")["ids"] == [BO]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/topics/ac/dc?by=page_rank", "must be one of"),
        ("/topics/ac/dc?by=run", "must be one of"),
        ("/topics/*?by=community", "must be one of"),
        ("/topics/ac/dc?page=0", "between 1 and"),
        ("/topics/ac/dc?page=x", "whole number"),
        ("/topics/ac/dc?limit=1_0", "whole number"),
        ("/topics/ac/dc?limit=99999999", "between 1 and"),
        ("/topics/ac/dc?limt=10", "did you mean &#39;limit&#39;"),
        ("/topics/ac/dc?limit=1&limit=2", "said twice"),
        ("/graph?also=[1]", "JSON list of ids"),
        ("/graph?also=" + "[" * 300, "JSON list of ids"),
        ("/graph?also=[%22%5Cud800%22]", "JSON list of ids"),
        ("/graph?pin={%22%5Cud800%22:[1,2]}", "must be JSON such as"),
        ("/graph?pin=" + "[" * 300, "must be JSON such as"),
        ("/queries/leaders?limit=ten", "whole number"),
        ("/queries/leaders?nonsense=1", "no parameter"),
    ],
)
def test_an_argument_that_does_not_fit_is_refused_in_words(
    client: FlaskClient, path: str, said: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert said in answer.text


def test_a_search_for_nothing_has_the_shape_of_any_other(client: FlaskClient) -> None:
    nothing, something = (client.get(f"/search.json?q={q}").json or {} for q in ("", "ada"))
    assert set(nothing) == set(something)
    assert nothing["topics"] == []


def test_a_leaderboard_is_there_though_its_facets_take_too_long(site: Site) -> None:
    slow = site(topic_columns=QueryTooSlow("slow"), board_state=[{"run": "r9"}])
    listed = slow.get("/topics/ac/dc")
    assert listed.status_code == 200
    assert 'href="/people/toy:ada/1"' in listed.text
    assert 'id="facets"' not in listed.text
    assert slow.get("/topics/ac/dc?size=0-100").status_code == 504
    assert "took too long" in slow.get("/lists/l1").text


def test_of_those_found_equally_well_the_better_ranked_come_first(
    site: Site, recording: RecordingGraph
) -> None:
    # Of the canned people 12 has rank 1 and 11 rank 2; 99 has none.
    matching = [{"match": 3.0, "numbers": [7]}, {"match": 1.0, "numbers": [99, 11, 12]}]
    site(people_matching=matching).get("/search?q=a")
    assert recording.values("people_numbered")["numbers"] == [7, 12, 11, 99]
    slow = site(people_matching=matching, topic_columns=QueryTooSlow("slow"))
    assert slow.get("/search?q=a&limit=2&page=2").status_code == 200
    assert recording.values("people_numbered")["numbers"] == [12, 99]


def test_a_trend_is_drawn_where_there_are_two_moments(client: FlaskClient) -> None:
    text = client.get("/topics/ac/dc").text
    assert 'class="trend-line"' in text
    assert "From 60.0 on 23 Jun 2026 to 61.5" in text


def test_ranks_and_scores_stand_with_their_intervals(client: FlaskClient) -> None:
    for path in ("/", "/topics/ac/dc", "/people/toy:ada/1"):
        text = client.get(path).text
        assert ">1–3</small>" in text
        assert ">58–64</small>" in text
    assert "1 to 3" in client.get("/people/toy:ada/1").text
    row = (client.get("/topics/ac/dc.json").json or {})["rows"][0]
    assert (row["rank_low"], row["rank_high"], row["score_low"]) == (1, 3, 58.25)


def test_a_person_s_page_tells_from_whom_the_score_comes(site: Site) -> None:
    text = site().get("/people/toy:ada/1").text
    assert "<b>81%</b> of the score over everything comes from the first person" in text
    assert 'href="/people/toy:ada/1/receipt"' in text
    assert site().get("/people/toy:ada/1/receipt.json").json["own"] == 11.5


def test_a_receipt_that_takes_long_is_a_page_of_its_own(
    site: Site, recording: RecordingGraph
) -> None:
    row = ANSWERS["person_scores"][0] | {"people": 6_000}
    assert site(person_scores=[row]).get("/people/toy:ada/1").status_code == 200
    assert "receipt" not in recording.names()


def test_who_is_under_the_floor_is_not_enough_to_say_and_never_0(site: Site) -> None:
    known = {name: None for name in PARTS if name not in ("people", "backed_off")}
    thin = PARTS | known | {"enough": False, "people": 2, "topic": "*", "topic_name": "Everything"}
    client = site(person_scores=[thin, thin | {"topic": "ac/dc"}], receipt=[])

    page = client.get("/people/toy:ada/1").text
    told = (client.get("/people/toy:ada/1.json").json or {})["rows"][0]
    (line, *_) = csv.DictReader(io.StringIO(client.get("/people/toy:ada/1.csv").text))

    assert "Not enough to say" in page
    assert "not enough to say" in page
    assert (told["score"], told["rank"], told["enough"]) == (None, None, False)
    assert (line["score"], line["rank"], line["enough"]) == ("", "", "false")
    assert "Not enough to say" in client.get("/people/toy:ada/1/receipt").text


def test_over_everything_the_measures_can_be_sorted_by(client: FlaskClient) -> None:
    assert client.get("/topics/*?by=page_rank").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/topics/none",
        "/people/toy:none",
        "/people/toy:ada/1/evidence?with=toy:none",
        "/graph?topic=x",
        "/graph?focus=toy:none",
        "/queries/none",
        "/queries/write_people",
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_404_with_a_way_on(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text


def test_a_person_without_a_score_is_told_why(site: Site) -> None:
    rows = [{"topic": "*", "topic_name": "Everything", "people": 2}]
    text = site(person_scores=rows).get(EXAMPLES["person"]).text
    assert "Not enough to say" in text
    assert "2 did here" in text


def test_evidence_between_two_people_names_what_was_done(client: FlaskClient) -> None:
    text = client.get("/people/toy:ada/1/evidence?with=toy:bo%3F%23%25").text
    assert "answered" in text
    assert "50% of the credit" in text


def test_a_truncated_list_says_so_and_leads_on(site: Site) -> None:
    text = site(leaders=[LEADER] * 3).get("/topics/ac/dc?limit=2").text
    assert "there are more" in text
    assert 'rel="next"' in text


def test_the_rows_of_topics_and_leaders_have_what_others_build_on(client: FlaskClient) -> None:
    topics = (client.get("/topics.json").json or {})["rows"]
    leaders = (client.get("/topics/ac/dc.json").json or {})["rows"]
    assert {"id", "name", "people"} <= set(topics[0])
    assert {
        "id",
        "handle",
        "name",
        "rank",
        "score",
        "true_reach",
        "amplification",
        "network_impact",
    } <= set(leaders[0])


def test_a_topic_can_be_ranked_without_suspicious_support(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    text = client.get("/topics/ac/dc").text
    assert "flagged=without" in text
    assert "known · flagged" in text
    answer = client.get("/topics/ac/dc?flagged=without&limit=5")
    assert answer.status_code == 200
    assert recording.values("leaders_without") == {"topic": "ac/dc", "skip": 0, "limit": 5}
    # Of the parts that make up the bar it tells none.
    assert '<svg class="bar split' in text
    assert '<svg class="bar split' not in answer.text


@pytest.mark.parametrize(
    "query", ["flagged=without", "network=toy&evidence=low", "by=people&network=toy", "run=r0"]
)
def test_no_link_of_a_leaderboard_asks_for_what_cannot_be(client: FlaskClient, query: str) -> None:
    page = client.get(f"/topics/ac/dc?{query}").text
    links = {unescape(one) for one in re.findall(r'href="(/topics/ac/dc\?[^"]+)"', page)}
    assert query == "run=r0" or len(links) > 4
    assert {one for one in links if client.get(one).status_code != 200} == set()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/topics/ac/dc?flagged=no", "must be one of with, without"),
        ("/topics/ac/dc?flagged=without&by=people", "is for the whole topic, by score"),
        ("/topics/ac/dc?flagged=without&run=r0", "of this run scores alone are kept"),
        ("/flags?flag=evil", "must be one of young_followers"),
        ("/people/toy:ada/1/audience?flag=evil", "must be one of young_followers"),
        ("/topics/ac/dc/from?from=[1]", "JSON list of ids"),
        ("/topics/ac/dc/from?from=" + "a%0A" * 150 + "b" * 10, "not in this graph"),
    ],
)
def test_what_cannot_be_asked_of_flags_is_said(client: FlaskClient, path: str, said: str) -> None:
    assert said in client.get(path).text.replace("&#39;", "'").replace("Not in", "not in")


@pytest.mark.parametrize(
    "path",
    ["/topics/ac/dc?by=people", f"/compare?p={ADA}", "/lists/l1", "/shared/secret"],
)
def test_labels_and_flags_stand_beside_whoever_is_listed(client: FlaskClient, path: str) -> None:
    assert "known · flagged" in client.get(path).text


def test_who_would_add_most_is_told_to_those_who_keep_a_list_alone(
    site: Site, recording: RecordingGraph
) -> None:
    client = site(list_people=[])
    kept = client.get("/lists/l1.json").json or {}
    assert [set(row) for row in kept["next"]] == [set(NEXT)] * 2
    recording.asked.clear()
    shared = client.get("/shared/secret.json").json or {}
    assert shared["budget"] == 10.0
    assert "next" not in shared
    assert "topic_columns" not in recording.names()


def test_a_flag_stands_with_its_numbers_and_whom_it_rests_on(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    page = client.get("/people/toy:ada/1").text
    assert 'href="/people/toy:ada/1/audience#young_followers"' in page
    assert "(97% of 512)" in page
    assert "without suspicious support <b>not enough to say</b>: 2 people would be left" in page
    assert "suspicious as <code>" in " ".join(page.split()).replace("</span> as", " as")
    told = client.get("/people/toy:ada/1/audience.json").json or {}
    flag = next(one for one in told["flags"] if one["flag"] == "young_followers")
    assert flag["rests_on"][0]["id"] == ADA
    assert (flag["value"], flag["threshold"], flag["among"]) == (0.97, 0.5, 512)
    assert flag["wrong_by"]
    whole = client.get("/people/toy:ada/1/audience?flag=in_step&page=2&limit=5")
    assert whole.status_code == 200
    assert recording.values("flag_in_step") == {"person": ADA, "skip": 5, "limit": 5}


def test_people_to_see_from_are_named_one_a_line_or_as_json(
    client: FlaskClient, recording: RecordingGraph
) -> None:
    for given in (
        "toy:ada/1%0A%0A%20toy:bo%3F%23%25%0Atoy:none",
        "%5B%22toy:ada/1%22,%22toy:bo%3F%23%25%22,%22toy:none%22%5D",
    ):
        answer = client.get(f"/topics/ac/dc/from?from={given}")
        assert answer.status_code == 200
        assert recording.values("seen_from")["viewers"] == [ADA, BO]
        assert "<code>toy:none</code>" in answer.text
    assert client.get("/topics/ac/dc/from").status_code == 200
    assert (client.get(f"/topics/ac/dc/from.json?from={given}").json or {})["missing"] == [
        "toy:none"
    ]


def test_a_receipt_of_many_supporters_is_on_its_own_page_alone(
    site: Site, recording: RecordingGraph
) -> None:
    overall = PARTS | {"topic": "*", "topic_name": "Everything", "people": 501}
    page = site(person_scores=[overall]).get("/people/toy:ada/1").text
    assert 'href="/people/toy:ada/1/receipt"' in page
    assert "receipt" not in recording.names()
    site(person_scores=[overall | {"people": 500}]).get("/people/toy:ada/1")
    assert "receipt" in recording.names()


def test_what_came_at_a_score_stands_beside_it(site: Site) -> None:
    bins = [
        {"low": 50, "high": 60, "accounts": 40, "people": 3.5, "any": 0.5},
        {"low": 60, "high": 70, "accounts": 31, "people": 8.25, "any": 0.9},
    ]
    kept = {"recipe": "abc123", "calibration": bins, "horizon_days": 30.0, "kinds": ["repost"]}

    def told(**changes: object) -> str:
        row = {"recipe": "abc123", "told": json.dumps(kept | changes)}
        return site(newest_backtest=[row]).get("/people/toy:ada/1").text

    assert "were acted on by about <b>8.2</b> people in the next 30 days" in told()
    assert "were acted on by about" not in told(recipe="another")
    assert "were acted on by about" not in told(calibration=bins[:1])
    assert "were acted on by about" not in told(calibration=[bins[1] | {"accounts": 29}])


def test_what_one_page_asked_for_of_everybody_another_does_not_ask_again() -> None:
    graph = RecordingGraph(ANSWERS)
    client = create_app(settings_from({}), graph).test_client()

    for path in ("/topics/ac/dc.json?by=people", "/lists/l1.json?topic=ac/dc"):
        assert client.get(path).status_code == 200

    asked = [values["topic"] for name, values in graph.asked if name == "topic_columns"]
    assert (asked.count("*"), asked.count("ac/dc")) == (1, 1)


@pytest.mark.parametrize(
    "path",
    ["/", "/topics/ac/dc", "/people/toy:ada/1", "/graph?view=people", "/graph.gexf", "/search?q=a"],
)
def test_a_page_asks_once_which_state_the_database_is_in(
    client: FlaskClient, recording: RecordingGraph, path: str
) -> None:
    assert client.get(path).status_code == 200
    asked = Counter(name for name in recording.names() if name in STATES)
    assert asked
    assert set(asked.values()) == {1}
