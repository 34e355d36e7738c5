"""Lists are made, changed, shared and taken away."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from explorer.changes import CHANGES
from queries.errors import UnknownQuery
from queries.lists import MOST_PEOPLE, QUERIES, Lists, money_of
from tests.explorer.campaign import Campaign
from tests.explorer.lists.conftest import SIX, made, sent, told


def test_people_are_put_on_lists_that_there_are_and_on_new_ones(client: FlaskClient) -> None:
    list_ = made(client, people=SIX[:2])
    back = "/topics/food?network=toy&page=2"
    page = sent(client, "/lists/add", list=list_, p=SIX[1:4], back=back).text
    assert "2 people added" in page
    assert 'href="/topics/food?network=toy&amp;page=2"' in page
    assert len(told(client, f"/lists/{list_}.json")["rows"]) == 4
    again = sent(client, "/lists/add", list=list_, p=SIX[:2]).text
    assert "is on the list already" in again
    fresh = sent(client, "/lists/add", name="Autumn", p=SIX[:1], topic="food").text
    assert "<bdi>Autumn</bdi></h1>" in fresh
    named = sent(client, "/lists/add", list=list_, name="Winter", p=SIX[5:]).text
    assert "<bdi>Winter</bdi></h1>" in named
    assert len(told(client, f"/lists/{list_}.json")["rows"]) == 4
    assert client.post("/lists/add", data={"list": list_}).status_code == 400
    assert client.post("/lists/add", data={"p": SIX[:1]}).status_code == 400
    assert client.post("/lists/add", data={"list": "none", "p": SIX[:1]}).status_code == 404


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:x", "/\nx"]
)
def test_the_way_back_leads_nowhere_else(client: FlaskClient, back: str) -> None:
    page = sent(client, "/lists/add", name="x", p=SIX[:1], back=back).text
    assert "Back to where" not in page
    assert "evil.example" not in page


def test_a_list_is_full_at_two_hundred(site: Campaign) -> None:
    lists = Lists(site.graph)
    list_ = lists.make("many")
    names = [f"toy:many{i}" for i in range(MOST_PEOPLE + 5)]
    site.graph.driver.execute_query("UNWIND $ids AS id CREATE (:User:Many {id: id})", ids=names)
    try:
        first = lists.add(list_, names[: MOST_PEOPLE - 1])
        second = lists.add(list_, names)
        assert (first.people, first.left_out) == (MOST_PEOPLE - 1, 0)
        assert (second.people, second.left_out) == (1, 5)
    finally:
        site.graph.driver.execute_query("MATCH (many:Many) DETACH DELETE many")


def test_a_list_is_renamed_copied_and_changed(client: FlaskClient) -> None:
    list_ = made(client)
    sent(client, f"/lists/{list_}/note", p=SIX[0], note="first\r\nsecond", cost="7")
    sent(client, f"/lists/{list_}/change", name="  May \n <b> ", note="N", budget="", topic="food")
    before = told(client, f"/lists/{list_}.json")
    copied = client.post(f"/lists/{list_}/copy", data={"name": ""})
    copy = told(client, copied.headers["Location"].replace("?", ".json?"))
    gone = sent(client, f"/lists/{list_}/take-out", p=SIX[0]).text

    assert before["list"]["name"] == "May <b>"
    assert (before["list"]["topic"], before["list"]["note"], before["budget"]) == (
        "food",
        "N",
        None,
    )
    assert copy["list"]["name"] == "May <b> (copy)"
    keys = ("id", "reach", "adds", "note", "cost")
    assert [[row[key] for key in keys] for row in copy["rows"]] == [
        [row[key] for key in keys] for row in before["rows"]
    ]
    assert next(row for row in copy["rows"] if row["id"] == SIX[0])["note"] == "first\nsecond"
    assert "Taken off" in gone
    assert len(told(client, f"/lists/{list_}.json")["rows"]) == 5
    assert client.post(f"/lists/{list_}/take-out", data={"p": SIX[0]}).status_code == 404
    assert client.post(f"/lists/{list_}/change", data={"name": " "}).status_code == 400


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("0", 0.0), ("1250.50", 1250.5), ("1,250.50", 1250.5), ("12,345,678", 12345678.0)],
)
def test_money_is_read_as_it_is_written(text: str, value: float | None) -> None:
    assert money_of(text, "cost") == value


@pytest.mark.parametrize(
    "text", ["-1", "1e9", "1250,50", "1,25", "x", "٣", "9" * 40, "1.2.3", "nan"]
)
def test_what_is_no_clear_sum_is_refused(client: FlaskClient, text: str) -> None:
    list_ = made(client, people=SIX[:1])
    page = client.get(f"/lists/{list_}").text
    form = re.search(r'name="cost"[^>]* pattern="([^"]+)"', page)
    assert form is not None
    assert not re.fullmatch(form[1], text)

    # A browser that does not look at the pattern sends it.
    came = {"Referer": f"http://localhost/lists/{list_}?topic=a"}
    answer = client.post(f"/lists/{list_}/note", data={"p": SIX[0], "cost": text}, headers=came)
    assert answer.status_code == 400
    assert "must be a number such as" in answer.text
    assert f'href="/lists/{list_}?topic=a"' in answer.text


def test_a_refusal_leads_back_to_nowhere_else(client: FlaskClient) -> None:
    for came in ("http://evil.example/x", "http://localhost.evil.example/", "http://localhost//e"):
        answer = client.post("/lists/add", data={}, headers={"Referer": came})
        assert answer.status_code == 400
        assert "Back to where" not in answer.text


def test_a_deleted_list_can_be_brought_back_until_it_is_erased(client: FlaskClient) -> None:
    list_ = made(client, name="To go")
    page = sent(client, f"/lists/{list_}/delete").text
    assert "The list is deleted" in page
    assert f'action="/lists/{list_}/restore"' in page
    assert list_ not in {row["id"] for row in told(client, "/lists.json")["rows"]}
    assert "Bring it back" in client.get(f"/lists/{list_}").text
    assert client.post(f"/lists/{list_}/note", data={"p": SIX[0]}).status_code == 404
    assert client.post("/lists/add", data={"list": list_, "p": SIX}).status_code == 404
    assert "The list is back" in sent(client, f"/lists/{list_}/restore").text
    assert len(told(client, f"/lists/{list_}.json")["rows"]) == 6
    sent(client, f"/lists/{list_}/erase")
    assert client.get(f"/lists/{list_}").status_code == 200
    sent(client, f"/lists/{list_}/delete")
    sent(client, f"/lists/{list_}/erase")
    assert client.get(f"/lists/{list_}").status_code == 404


def test_after_thirty_days_a_deleted_list_is_gone(site: Campaign) -> None:
    old, fresh = made(site.client), made(site.client)
    for list_ in (old, fresh):
        sent(site.client, f"/lists/{list_}/delete")
    site.graph.driver.execute_query(
        "MATCH (one:Shortlist {id: $id}) SET one.deleted = datetime() - duration('P31D')", id=old
    )
    assert site.client.get(f"/lists/{old}").status_code == 404
    assert site.client.get(f"/lists/{fresh}").status_code == 200
    page = site.client.get("/lists").text
    assert f"/lists/{fresh}/restore" in page
    assert f"/lists/{old}/restore" not in page
    assert site.client.post(f"/lists/{old}/restore").status_code == 404
    # Whoever writes next takes it away for good.
    made(site.client)
    kept = "MATCH (one:Shortlist) WHERE one.id IN $ids RETURN one.id AS id"
    rows, _, _ = site.graph.driver.execute_query(kept, ids=[old, fresh])
    assert [row["id"] for row in rows] == [fresh]


def test_bringing_back_a_list_that_is_there_leaves_its_share(client: FlaskClient) -> None:
    list_ = made(client)
    address = shared_in(sent(client, f"/lists/{list_}/share").text)
    sent(client, f"/lists/{list_}/restore")
    assert client.get(address).status_code == 200
    sent(client, f"/lists/{list_}/delete")
    sent(client, f"/lists/{list_}/restore")
    assert client.get(address).status_code == 404


def test_there_are_no_more_lists_than_a_page_shows(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = made(client), made(client)
    sent(client, f"/lists/{gone}/delete")
    monkeypatch.setattr("queries.lists.MOST_LISTS", len(told(client, "/lists.json")["rows"]))
    for path, data in (
        ("/lists", {"name": "more"}),
        (f"/lists/{kept}/copy", {"name": "more"}),
        (f"/lists/{gone}/restore", {}),
    ):
        answer = client.post(path, data=data)
        assert answer.status_code == 400, path
        assert "lists already" in answer.text
    assert client.post(f"/lists/{kept}/restore").status_code == 303


def test_a_shared_list_is_read_by_its_address_alone(site: Campaign) -> None:
    client = site.client
    list_ = made(client, name="For the client")
    sent(client, f"/lists/{list_}/note", p=SIX[0], note="pays well", cost="4321")
    sent(client, f"/lists/{list_}/change", name="For the client", note="secret", budget="555")
    page = sent(client, f"/lists/{list_}/share").text
    address = shared_in(page)

    seen = client.get(address).text
    rows = told(client, f"{address}.json")

    assert "For the client" in seen
    assert "noindex" in seen
    assert not [
        word
        for word in ("pays well", "secret", "555", "<form method", "4321", "4,321")
        if word in seen
    ]
    assert "note" not in rows["columns"]
    assert not {"budget", "spent", "next"} & set(rows)
    assert list_ not in seen
    assert "cost" not in client.get(f"{address}.csv").text
    assert client.get(f"{address}.xlsx").status_code == 200
    assert client.post(address).status_code == 405
    whole = sent(client, f"/lists/{list_}/share", all="yes").text
    second = shared_in(whole)
    assert second != address
    assert client.get(address).status_code == 404
    assert "pays well" in client.get(second).text
    assert {"budget", "next"} & set(told(client, f"{second}.json")) == {"budget"}
    # Whoever reads the graph finds no address, and the page tells it once.
    (kept,) = site.graph.driver.execute_query(
        "MATCH (one:Shortlist {id: $id}) RETURN properties(one) AS all", id=list_
    ).records
    assert second.rpartition("/")[2] not in str(kept["all"])
    assert client.get(f"/shared/{kept['all']['share']}").status_code == 404
    assert "/shared/" not in client.get(f"/lists/{list_}").text
    assert "/shared/" not in client.get(f"/lists/{list_}?share={kept['all']['share']}").text
    sent(client, f"/lists/{list_}/unshare")
    assert client.get(second).status_code == 404
    for guess in ("/shared/-", "/shared/null", "/shared/%20", f"/shared/{list_}"):
        assert client.get(guess).status_code == 404


def shared_in(page: str) -> str:
    return re.search(r'href="http://localhost(/shared/[\w-]{32})"', page)[1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_another_site_changes_nothing(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    list_ = made(client, people=SIX[:2])
    paths = ["/lists", "/lists/add", "/chosen", *(f"/lists/{list_}/{what}" for what in CHANGES)]
    data = {"name": "x", "p": SIX[:2], "list": list_}
    before = told(client, "/lists.json")["rows"]
    if status == 403:
        answers = [client.post(path, data=data, headers=headers) for path in paths]
        assert {answer.status_code for answer in answers} == {403}
        assert told(client, "/lists.json")["rows"] == before
    else:
        assert client.post("/lists", data=data, headers=headers).status_code == status


def test_who_is_chosen_is_compared_or_drawn(client: FlaskClient) -> None:
    compare = client.post("/chosen", data={"do": "compare", "p": SIX[:3], "topic": "food"})
    assert compare.headers["Location"] == (
        "/compare?p=toy%3Ap00&p=toy%3Ap01&p=toy%3Ap02&topic=food"
    )
    graph = client.post("/chosen", data={"do": "graph", "p": SIX}).headers["Location"]
    drawn = told(client, graph.replace("/graph?", "/graph.json?"))
    assert {row[0] for row in drawn["nodes"]["rows"]} == set(SIX)
    assert client.get(graph).status_code == 200
    for people in ([], SIX[:1], SIX):
        answer = client.post("/chosen", data={"do": "compare", "p": people})
        assert "two to 5 people" in answer.text
    assert client.post("/lists/x/nothing").status_code == 404
    assert client.get("/chosen").status_code == 405


def test_the_site_writes_about_lists_alone(site: Campaign) -> None:
    from explorer.database import Database
    from queries.settings import settings_from

    with pytest.raises(UnknownQuery):
        Database(settings_from({})).run("forget_people", people=[SIX[0]])
    for name in QUERIES:
        assert site.client.get(f"/queries/{name}").status_code == 404


def test_a_list_on_a_topic_that_is_gone_is_told_over_everything(site: Campaign) -> None:
    list_ = made(site.client, topic="no-such")
    answer = told(site.client, f"/lists/{list_}.json")
    assert answer["parameters"]["topic"] == "*"
    assert site.client.get(f"/lists/{list_}?topic=no-such").status_code == 404
