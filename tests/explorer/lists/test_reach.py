"""Lists and comparisons on a real graph; every count against loops over the raw acts."""

from __future__ import annotations

import csv
import io
from itertools import combinations
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.explorer.campaign import FORMULA, Campaign
from tests.explorer.lists.conftest import SIX, made, sent, told


@pytest.mark.parametrize("topic", ["*", "food", "ac/dc"])
def test_a_list_reaches_whom_loops_over_the_acts_find(site: Campaign, topic: str) -> None:
    list_ = made(site.client)
    audiences = {id_: site.audience(id_, topic) for id_ in SIX}
    whole = set().union(*audiences.values())

    answer = told(site.client, f"/lists/{list_}.json?topic={topic}")

    assert answer["together"] == len(whole)
    assert answer["summed"] == sum(map(len, audiences.values()))
    assert {row["id"]: row["reach"] for row in answer["rows"]} == {
        id_: len(audience) for id_, audience in audiences.items()
    }
    for row in answer["rows"]:
        others = set().union(*(audiences[id_] for id_ in SIX if id_ != row["id"]))
        assert row["only"] == len(audiences[row["id"]] - others)
    reached: set[str] = set()
    left = set(SIX)
    for row in answer["rows"]:
        gains = {id_: len(audiences[id_] - reached) for id_ in left}
        assert row["id"] == min(left, key=lambda id_: (-gains[id_], id_))
        reached |= audiences[row["id"]]
        assert (row["adds"], row["together"]) == (gains[row["id"]], len(reached))
        left.remove(row["id"])
    if topic == "*":
        known = {row["id"]: row["people"] for row in everybody(site.client)}
        assert {id_: known[id_] for id_ in SIX} == {id_: len(audiences[id_]) for id_ in SIX}


def everybody(client: FlaskClient, topic: str = "*") -> list[dict[str, Any]]:
    return list(told(client, f"/topics/{topic}.json?by=people&limit=1000")["rows"])


@pytest.mark.parametrize("topic", ["*", "food"])
def test_who_is_suggested_adds_most_of_all_who_are_ranked(site: Campaign, topic: str) -> None:
    list_ = made(site.client, people=SIX[3:], topic=topic)
    covered = set().union(*(site.audience(id_, topic) for id_ in SIX[3:]))
    ranked = {row["id"] for row in everybody(site.client, topic) if row["rank"]} - set(SIX[3:])
    gains = sorted((-len(site.audience(id_, topic) - covered), id_) for id_ in ranked)

    found = told(site.client, f"/lists/{list_}.json")["next"]

    assert [(-row["adds"], row["id"]) for row in found] == [one for one in gains[:5] if one[0]]
    assert all(row["reach"] == len(site.audience(row["id"], topic)) for row in found)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("topic", ["*", "food"])
def test_what_is_compared_overlaps_as_loops_find(site: Campaign, count: int, topic: str) -> None:
    ids = SIX[:count]
    audiences = [site.audience(id_, topic) for id_ in ids]
    regions: dict[tuple[str, ...], int] = {}
    for who in set().union(*audiences):
        members = tuple(id_ for id_, one in zip(ids, audiences, strict=True) if who in one)
        regions[members] = regions.get(members, 0) + 1
    path = "&".join(f"p={id_}" for id_ in ids) + f"&topic={topic}"

    answer = told(site.client, f"/compare.json?{path}")
    page = site.client.get(f"/compare?{path}").text

    assert {tuple(one["only"]): one["people"] for one in answer["regions"]} == regions
    assert answer["together"] == len(set().union(*audiences))
    assert [(row["id"], row["reach"], row["only"]) for row in answer["rows"]] == [
        (id_, len(one), regions.get((id_,), 0)) for id_, one in zip(ids, audiences, strict=True)
    ]
    for pair, (i, j) in zip(answer["pairs"], combinations(range(count), 2), strict=True):
        both, either = audiences[i] & audiences[j], audiences[i] | audiences[j]
        assert pair["people"] == len(both)
        assert pair["share_of_first"] == pytest.approx(len(both) / len(audiences[i]))
        assert pair["share_of_second"] == pytest.approx(len(both) / len(audiences[j]))
        assert pair["share_of_both"] == pytest.approx(len(both) / len(either))
    assert ('<figure class="venn">' in page) == (2 <= count <= 3)
    scores = {row["id"]: row["score"] for row in everybody(site.client, topic)}
    assert [row["score"] for row in answer["rows"]] == [scores.get(id_) for id_ in ids]


def test_people_can_be_compared_by_handle_and_no_more_than_five(client: FlaskClient) -> None:
    rows = told(client, "/compare.json?p=@p01&p=p02&p=toy:p01&p=")["rows"]
    assert [row["id"] for row in rows] == ["toy:p01", "toy:p02"]
    assert client.get("/compare").status_code == 200
    assert client.get("/compare?p=nobody").status_code == 404
    many = "&".join(f"p=p{i:02}" for i in range(6))
    assert "5 times at most" in client.get(f"/compare?{many}").text


def test_money_is_added_up_and_told_for_each_person_added(site: Campaign) -> None:
    client, list_ = site.client, made(site.client)
    sent(client, f"/lists/{list_}/change", name="Spring", budget="1,000", topic="*")
    costs = dict(zip(SIX, (400.0, 250.5, 300.0, 0.0, 99.99, None), strict=True))
    for id_, cost in costs.items():
        text = "" if cost is None else f"{cost}"
        sent(client, f"/lists/{list_}/note", p=id_, note="by May", cost=text)

    answer = told(client, f"/lists/{list_}.json")
    page = client.get(f"/lists/{list_}").text

    spent = sum(cost for cost in costs.values() if cost is not None)
    assert (answer["budget"], answer["spent"]) == (1000.0, pytest.approx(spent))
    assert answer["left"] == pytest.approx(1000 - spent)
    for row in answer["rows"]:
        cost = costs[row["id"]]
        each = cost / row["adds"] if cost is not None and row["adds"] else None
        assert (row["cost"], row["cost_per_added"]) == (cost, each)
        assert row["note"] == "by May"
    assert "The budget does not buy all" in page
    assert "Over the budget" in page
    assert "1 of them has no cost yet" in page


def test_a_list_is_a_spreadsheet_csv_and_json_of_the_same_numbers(client: FlaskClient) -> None:
    list_ = made(client)
    sent(client, f"/lists/{list_}/note", p=SIX[0], note="=1+1", cost="12.5")
    rows = told(client, f"/lists/{list_}.json")["rows"]

    lines = list(csv.DictReader(io.StringIO(client.get(f"/lists/{list_}.csv").text)))
    answer = client.get(f"/lists/{list_}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Rows"]
    head, *cells = sheet.iter_rows()

    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert [int(line["reach"]) for line in lines] == [row["reach"] for row in rows]
    by_id = {line["id"]: line for line in lines}
    assert by_id[SIX[0]]["note"] == "'=1+1"
    assert by_id["toy:p03"]["name"] == f"'{FORMULA}"
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert answer.headers["Influence-Run"]
    names = [cell.value for cell in head]
    for row, line in zip(rows, cells, strict=True):
        held = {name: cell.value for name, cell in zip(names, line, strict=True)}
        assert (held["reach"], held["adds"], held["cost"]) == (
            row["reach"],
            row["adds"],
            row["cost"],
        )
        assert held["score"] == pytest.approx(row["score"]) if row["score"] else True
        assert held["name"] == row["name"]
        assert all(cell.data_type != "f" for cell in line)
