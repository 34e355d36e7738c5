"""The picture: drawn, walked by keyboard, expanded, and said again as a table."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Opened

BREAD = "/graph?topic=bread&limit=25"


def network(page: Page, ask: str) -> Any:
    """Something of what is drawn: `network` in `ask` is the graph."""
    return page.evaluate(f"((network) => {ask})(document.querySelector('[data-graph]').network)")


def selected(page: Page) -> str | None:
    return page.evaluate(
        "document.querySelector('[aria-current=true][data-person]')?.dataset.person"
    )


@pytest.fixture
def graph_page(opened: Opened, town_site: str) -> Page:
    page = opened(town_site).go(BREAD)
    assert page.locator("html[data-picture=ready]").count() == 1
    return page


def test_the_picture_holds_what_the_data_tell(graph_page: Page, town_site: str) -> None:
    with urlopen(f"{town_site}/graph.json?topic=bread&limit=25", timeout=60) as answer:
        told = json.load(answer)
    assert network(graph_page, "network.order") == len(told["nodes"]["rows"]) == 25
    assert network(graph_page, "network.size") == len(told["arrows"]["rows"])
    assert (
        network(graph_page, "network.extremities(network.edges()[0])")
        == (told["arrows"]["rows"][0][:2])
    )


def test_people_stand_apart_and_in_the_same_places_each_time(
    opened: Opened, town_site: str
) -> None:
    places = "network.mapNodes((id, n) => [id, n.x.toFixed(3), n.y.toFixed(3)])"
    first = network(opened(town_site).go(BREAD), places)
    again = network(opened(town_site).go(BREAD), places)
    assert first == again
    assert len({(x, y) for _, x, y in first}) == 25


def test_the_picture_is_not_blank(graph_page: Page) -> None:
    shot = graph_page.locator("[data-graph]").screenshot()
    colours = Image.open(BytesIO(shot)).convert("RGB").getcolors(1 << 24) or []
    assert len(colours) > 50


def test_the_keyboard_walks_expands_hides_and_returns(graph_page: Page) -> None:
    page = graph_page
    page.locator("[data-graph]").focus()
    page.keyboard.press("ArrowRight")
    first = selected(page)
    page.keyboard.press("ArrowRight")
    second = selected(page)
    assert first
    assert second
    assert first != second
    assert network(page, f"network.neighbors({first!r}).includes({second!r})")

    page.keyboard.press("e")
    page.wait_for_selector("[data-graph-status]:has-text('added')")
    assert network(page, "network.order") > 25
    assert page.locator("[data-graph-outline] tbody tr").count() == network(page, "network.order")
    assert int(page.locator("[data-graph-count]").inner_text()) == network(page, "network.order")

    page.keyboard.press("h")
    assert selected(page) is None
    page.get_by_role("button", name="Show the hidden").click()
    assert page.get_by_role("button", name="Show the hidden").count() == 0

    page.locator("[data-graph]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('[data-graph-outline]') !== null")


def test_expanding_leaves_those_who_are_shown_where_they_are(graph_page: Page) -> None:
    ask = "Object.fromEntries(network.mapNodes((id, n) => [id, [n.x, n.y]]))"
    before = network(graph_page, ask)
    graph_page.locator("[data-act=expand]").first.click()
    graph_page.wait_for_selector("[data-graph-status]:has-text('added')")
    after = network(graph_page, ask)
    assert {id: after[id] for id in before} == before
    assert len(after) > len(before)


def test_the_table_chooses_and_the_panel_tells(graph_page: Page) -> None:
    row = graph_page.locator("[data-graph-outline] tbody tr").nth(2)
    name = row.locator("bdi").first.inner_text()
    row.get_by_role("button", name="Show").click()
    panel = graph_page.locator("[data-graph-panel]")
    assert panel.locator("h2").inner_text() == name
    assert "Influences" in panel.inner_text()
    assert row.get_attribute("aria-current") == "true"
    link = panel.locator("h2 a").get_attribute("href")
    assert link
    assert link.startswith("/people/planted:")


def test_a_community_can_be_seen_alone_and_all_again(opened: Opened, town_site: str) -> None:
    page = opened(town_site).go("/graph?limit=60")
    rows = page.locator("[data-graph-legend] button")
    counts = [int(text) for text in page.locator("[data-graph-legend] .number").all_inner_texts()]
    assert rows.count() > 1
    assert sum(counts) == 60
    rows.first.click()
    assert rows.first.get_attribute("aria-pressed") == "true"
    rows.first.click()
    assert rows.first.get_attribute("aria-pressed") == "false"


def test_without_webgl_the_table_is_there_and_says_why(opened: Opened, town_site: str) -> None:
    visit = opened(town_site)
    visit.page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "  return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest); };"
    )
    page = visit.go(BREAD)
    assert page.locator("html[data-picture=no-webgl]").count() == 1
    assert page.locator("[data-no-webgl]").is_visible()
    assert page.locator("[data-graph-outline] tbody tr").count() == 25
    assert not page.locator(".graph-stage").is_visible()


def test_the_picture_follows_the_theme_and_fits_a_phone(opened: Opened, town_site: str) -> None:
    visit = opened(town_site, viewport=PHONE)
    page = visit.go(BREAD)
    page.get_by_role("button", name="Dark theme").click()
    box = page.locator("[data-graph]").bounding_box()
    assert box
    assert box["width"] <= 390
    assert visit.complaints == []


def test_motion_settles_where_it_is_wanted(opened: Opened, town_site: str) -> None:
    page = opened(town_site, reduced_motion="no-preference").go(BREAD)
    assert page.locator("html[data-picture=ready]").count() == 1


def test_a_picture_around_one_person_holds_that_person(opened: Opened, town_site: str) -> None:
    with urlopen(f"{town_site}/topics/bread.json?limit=1", timeout=60) as answer:
        person = json.load(answer)["rows"][0]["id"]
    page = opened(town_site).go(f"/graph?focus={person}&limit=10")
    assert network(page, "network.order") == 11
    assert network(page, f"network.hasNode({person!r})")


def test_somebody_is_found_in_the_picture_by_name(graph_page: Page) -> None:
    name = graph_page.locator("[data-graph-outline] tbody bdi").nth(3).inner_text()
    field = graph_page.get_by_label("Find in the picture")
    field.fill(name.lower()[:-2])
    field.press("Enter")
    assert graph_page.locator("[data-graph-panel] h2").inner_text() == name
    field.fill("nobody at all")
    field.press("Enter")
    assert "Nobody called" in graph_page.locator("[data-graph-status]").inner_text()
