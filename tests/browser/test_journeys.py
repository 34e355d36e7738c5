"""What three people come for, from the first page to the last, in a browser.

The fourth, who just follows lines, is in `test_graph_page`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from explorer.app import create_app
from loader.forget import forget
from loader.records import Kind, Post, Record
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from queries.settings import settings_from
from tests.browser.conftest import Opened, listening
from tests.browser.test_bench import write
from tests.networks import act, load, person

NAME = "نور 林 🎷"
# A topic whose name means something to addresses, to HTML, to XML and to JSON; and its id.
ODD, ODD_ID = 'c/c++ & "x"', 'c/c++-&-"x"'


def downloaded(page: Page, link: str) -> bytes:
    """The file behind a link of the page."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).first.click()
    return Path(coming.value.path()).read_bytes()


def rows(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_the_marketer_hands_in_twenty_without_the_flagged(opened: Opened, town_site: str) -> None:
    visit = opened(town_site)
    page = visit.go("/")
    page.get_by_label("Find a person or a topic").fill("food")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Food").first.click()
    page.get_by_role("link", name="Without suspicious support").click()
    page.wait_for_url("**flagged=without**")
    names = page.locator("td.who a")
    best = [names.nth(i).get_attribute("href") for i in range(20)]
    ticks = page.locator("td.choose input")
    for i in range(2):
        ticks.nth(i).check()
    page.get_by_role("button", name="Compare").click()
    assert page.locator(".side thead .person").count() == 2

    page.go_back()
    for i in range(20):
        ticks.nth(i).set_checked(True)
    page.get_by_label("named").fill("By noon")
    page.get_by_role("button", name="Add", exact=True).first.click()
    expect(page.get_by_role("status").first).to_contain_text("20 people added")
    try:
        told = rows(downloaded(page, "CSV"))
        assert sorted(f"/people/{row['id']}" for row in told) == sorted(map(str, best))
        assert downloaded(page, "XLSX").startswith(b"PK")
    finally:
        page.get_by_role("button", name="Delete the list").click()
        page.get_by_role("button", name="Take away for good").first.click()
    assert visit.complaints == []
    assert visit.elsewhere == []


def test_the_researcher_changes_the_query_behind_a_page_draws_it_and_takes_it_along(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/topics/bread")
    page.get_by_role("link", name="The Cypher behind this page").first.click()
    expect(page.locator("h1")).to_contain_text("?")
    page.get_by_role("link", name="Open in the bench").first.click()
    page.wait_for_selector("html[data-editor=ready]")
    shown = page.locator(".cm-content").inner_text()
    assert "SCORED" in shown
    write(
        page,
        "MATCH path = (who:User)-[attention:ATTENDS_TO]->(:User) "
        "WHERE attention.topic = $topic RETURN path ORDER BY attention.weight DESC, who.id "
        "LIMIT 25",
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("25 rows")
    assert len(rows(downloaded(page, "CSV"))) == 25
    page.get_by_role("link", name="Graph", exact=True).last.click()
    page.wait_for_selector("html[data-picture=ready]")
    assert page.evaluate("document.querySelector('[data-graph]').network.size") > 5
    assert visit.complaints == []
    assert visit.elsewhere == []


@dataclass(frozen=True)
class Village:
    """A site on which somebody is talked about, and the graph behind it."""

    site: str
    graph: Graph
    folder: Path


@pytest.fixture
def village(graph: Graph, tmp_path: Path) -> Iterator[Village]:
    tags = ("bread", ODD)
    records: list[Record] = [
        person("nur", name=NAME, bio="Rye bread", followers=1_234_567),
        Post("toy:rye", author="toy:nur", text="Rye, as ever", topics=tags),
        *(person(f"p{i}", name=f"Person {i}") for i in range(6)),
        *(act(f"p{i}", "nur", Kind.REPOST, topics=tags, post="toy:rye") for i in range(6)),
        *(act("nur", f"p{i}", Kind.REPLY, topics=tags) for i in range(3)),
    ]
    load(graph, records)
    score_everything(graph, recipe_from())
    with listening(create_app(settings_from({}), graph)) as site:
        yield Village(site, graph, tmp_path)


def test_somebody_in_the_graph_sees_why_asks_to_be_removed_and_is_gone(
    opened: Opened, village: Village
) -> None:
    visit = opened(village.site)
    page = visit.go("/")
    page.get_by_label("Find a person or a topic").fill("林")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name=NAME).first.click()
    assert "of the score over everything comes from" in page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("Rye, as ever")
    mine = page.url.removeprefix(village.site)
    page.get_by_role("link", name="How to be removed, and whom to ask").click()
    expect(page.locator("#removal")).to_be_in_viewport()
    assert "influence forget" in page.locator("main").inner_text()

    forget(village.graph, village.folder, "toy:nur")

    for path in ("/", "/topics/bread", "/search?q=林", "/people/toy:p1", "/graph?topic=bread"):
        page = visit.go(path)
        assert NAME not in page.content()
        assert "toy:nur" not in page.content()
    assert visit.complaints == []
    page.goto(village.site + mine)
    assert page.locator(".state .code").inner_text() == "404"


def test_a_topic_of_odd_characters_is_reached_by_every_link_and_file(
    opened: Opened, village: Village
) -> None:
    visit = opened(village.site)
    page = visit.go("/topics")
    page.get_by_role("link", name=ODD, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(ODD)

    # Each page of the topic, each of its files and of its best person's, by the links alone.
    seen: dict[str, int] = {}
    read: list[str] = []
    waiting = [page.url.removeprefix(village.site), f"/search?q={quote(ODD)}"]
    while waiting and len(seen) < 80:
        path = waiting.pop(0)
        answer = page.request.get(village.site + path)
        seen[path] = answer.status
        if re.match(r"/graph\.g", path):
            read.append(ElementTree.fromstring(answer.body()).tag)
        if "text/html" in answer.headers["content-type"]:
            found = re.findall(r'href="(/[^"#]+)"', answer.text())
            waiting += [
                one
                for one in dict.fromkeys(map(unescape, found))
                if ODD_ID in unquote(one) and one not in seen and one not in waiting
            ]
    assert {path: status for path, status in seen.items() if status != 200} == {}
    assert {form for path in seen for form in re.findall(r"\.(json|csv|xlsx)(?:\?|$)", path)} == {
        "json", "csv", "xlsx",
    }  # fmt: skip
    assert len(read) == 2

    visit.go(f"/graph?topic={quote(ODD_ID, safe='')}")
    expect(page.locator("[data-graph-outline]")).to_contain_text(NAME)
    assert page.evaluate("document.querySelector('[data-graph]').network.order") == 1
    assert visit.complaints == []
