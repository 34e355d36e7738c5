"""The picture: drawn, walked by keyboard, expanded, and said again as a table."""

from __future__ import annotations

import json
import re
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
    arrows = network(graph_page, "network.mapEdges((_arrow, _told, from, to) => [from, to])")
    assert sorted(arrows) == sorted(row[:2] for row in told["arrows"]["rows"])


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


def test_a_row_of_the_legend_picks_its_people_and_can_be_seen_alone(
    opened: Opened, town_site: str
) -> None:
    page = opened(town_site).go("/graph?limit=60")
    rows = page.locator("[data-graph-legend] .legend-row")
    counts = [int(text) for text in page.locator("[data-graph-legend] .number").all_inner_texts()]
    assert rows.count() > 1
    assert sum(counts) == 60
    rows.first.click()
    assert rows.first.get_attribute("aria-pressed") == "true"
    assert f"{counts[0]} people picked" in page.locator("[data-graph-panel]").inner_text()
    rows.first.click()
    assert rows.first.get_attribute("aria-pressed") == "false"
    only = page.locator("[data-graph-legend] .legend-only")
    only.nth(1).click()
    assert page.locator("[data-graph-outline] tbody tr").count() == counts[1]
    only.nth(1).click()
    assert page.locator("[data-graph-outline] tbody tr").count() == 60


def test_without_webgl_the_picture_stands_still_and_the_table_is_there(
    opened: Opened, town_site: str
) -> None:
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
    assert page.evaluate("document.querySelector('[data-graph] img').naturalWidth") > 500
    page.get_by_role("button", name="Show").first.click()
    assert "Influences" in page.locator("[data-graph-panel]").inner_text()
    assert visit.complaints == []


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


def find(page: Page, words: str) -> None:
    page.locator("[data-graph-find]").fill(words)


def test_somebody_is_found_in_the_picture_and_beyond(graph_page: Page) -> None:
    page = graph_page
    name = page.locator("[data-graph-outline] tbody bdi").nth(3).inner_text()
    find(page, name.lower()[:-2])
    page.keyboard.press("Enter")
    assert page.locator("[data-graph-panel] h2").inner_text() == name
    find(page, "nobody at all")
    page.wait_for_selector(".found li:has-text('Nobody called')")
    find(page, "bread")
    page.locator(".found li:has-text('add')").first.click()
    page.wait_for_selector("[data-graph-status]:has-text('neighbours here')")
    assert network(page, "network.order") == 26


def test_what_was_expanded_is_collapsed_undone_and_done_again(graph_page: Page) -> None:
    page = graph_page
    shown = "network.nodes().sort().join()"
    first = network(page, shown)
    page.locator("[data-act=select]").first.click()
    expand = page.locator("[data-graph-panel] [data-act=expand]")
    page.wait_for_selector("[data-graph-panel] [data-act=expand]:has-text('of')")
    promised = int(expand.inner_text().split()[-1])
    expand.click()
    page.wait_for_selector("[data-graph-panel] [data-act=collapse]")
    expanded = network(page, shown)
    places = network(page, "network.mapNodes((id, n) => [id, n.x, n.y]).sort().join()")
    assert len(expanded) > len(first)
    assert promised >= 25 or network(page, "network.order") < 25 + promised + 1

    page.locator("[data-act=collapse]").click()
    page.wait_for_selector("[data-graph-status]:has-text('taken away')")
    assert network(page, shown) == first
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("[data-graph-panel] [data-act=collapse]")
    assert page.locator("[data-graph-status]").inner_text() == "Undone"
    assert network(page, shown) == expanded
    assert network(page, "network.mapNodes((id, n) => [id, n.x, n.y]).sort().join()") == places
    page.get_by_role("button", name="Undo").click()
    assert network(page, shown) == first
    page.get_by_role("button", name="Redo").click()
    assert network(page, shown) == expanded


def seen_arrows(page: Page) -> int:
    return int(
        page.evaluate(
            "fetch(document.querySelector('a[data-rows=arrows]').href).then((one) => one.text())"
            ".then((text) => text.trim().split('\\n').length - 1)"
        )
    )


def test_arrows_are_filtered_by_kind_weight_and_time_and_files_follow(graph_page: Page) -> None:
    page = graph_page
    whole = network(page, "network.size")
    assert seen_arrows(page) == whole
    page.get_by_text("Filter", exact=True).click()
    for kind in ("quote", "reply", "mention", "like", "adopt"):
        page.locator(f"input[data-kind][value={kind}]").uncheck()
    # One after the other they leave the address.
    page.wait_for_url(re.compile(r"kinds=repost(&|$)"))
    reposted = "network.filterEdges((id, told) => told.moments.some(([kind]) => kind === 0)).length"
    assert seen_arrows(page) == network(page, reposted) < whole
    page.locator("[data-least]").fill("0.5")
    page.wait_for_url("**least=0.5**")
    strong = reposted.replace("told.moments", "told.weight >= 0.5 && told.moments")
    assert seen_arrows(page) == network(page, strong)
    page.keyboard.press("Escape")
    assert page.locator("details[name=menu][open]").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Filter"
    sliders = page.locator("[data-graph-time] input")
    sliders.first.fill(sliders.first.get_attribute("max") or "1")
    page.wait_for_url("**from=**")
    assert seen_arrows(page) < network(page, strong)
    assert "to" in page.locator("[data-time-told]").inner_text()


def test_time_plays_and_stops(graph_page: Page) -> None:
    page = graph_page
    play = page.get_by_role("button", name="Play")
    play.click()
    page.wait_for_url("**to=**")
    page.get_by_role("button", name="Stop").click()
    assert play.get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("[data-time-told]:has-text('All of the time')")


def test_a_lasso_picks_and_the_picked_can_be_taken_along(graph_page: Page) -> None:
    page = graph_page
    box = page.locator("[data-graph]").bounding_box()
    assert box
    page.get_by_role("button", name="Lasso").click()
    left, top = box["x"] + 2, box["y"] + 2
    right, bottom = box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        page.mouse.move(x, y, steps=3)
    page.mouse.up()
    panel = page.locator("[data-graph-panel]")
    assert "25 people picked" in panel.inner_text()
    address = panel.get_by_role("link", name="CSV").get_attribute("href") or ""
    with urlopen(page.url.partition("/graph")[0] + address, timeout=60) as answer:
        assert len(answer.read().decode().strip().splitlines()) == 26
    panel.get_by_role("button", name="Let go").click()
    page.locator("[data-act=pick]").nth(0).click()
    page.locator("[data-act=pick]").nth(1).click()
    panel.get_by_role("button", name="Only these").click()
    assert page.locator("[data-graph-outline] tbody tr").count() == 2


def test_size_and_colour_follow_a_measure(graph_page: Page) -> None:
    page = graph_page
    page.locator("[data-size]").select_option("page_rank")
    page.locator("[data-color]").select_option("betweenness")
    page.wait_for_url("**size=page_rank&color=betweenness**")
    assert page.locator("[data-graph-legend] .swatch.ramp-4").count() == 1
    counts = [int(text) for text in page.locator("[data-graph-legend] .number").all_inner_texts()]
    assert sum(counts) == 25


def test_an_arrow_s_card_opens_beside_the_picture_and_leads_back(graph_page: Page) -> None:
    page = graph_page
    page.locator("[data-act=select]").first.click()
    panel = page.locator("[data-graph-panel]")
    name = panel.locator("h2").inner_text()
    panel.get_by_role("button", name="What is behind the arrow").first.click()
    page.wait_for_selector("[data-graph-panel] dt:has-text('Median delay')")
    assert "influences" in panel.locator("h2").inner_text()
    panel.get_by_role("button", name="Back").click()
    assert panel.locator("h2").inner_text() == name


def test_a_picture_is_saved_as_svg_and_png(graph_page: Page) -> None:
    page = graph_page
    page.get_by_text("Take it along").click()
    with page.expect_download() as told:
        page.get_by_role("button", name="SVG").click()
    svg = told.value.path().read_text(encoding="utf-8")
    assert svg.count("<circle") == 25
    assert svg.count("<line ") == network(page, "network.size")
    with page.expect_download() as told:
        page.get_by_role("button", name="PNG").click()
    picture = Image.open(told.value.path())
    assert picture.width > 500
    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50


def test_the_curious_search_expand_find_a_path_and_share_what_they_see(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/graph?topic=bread&limit=25")
    find(page, page.locator("[data-graph-outline] tbody bdi").nth(5).inner_text())
    page.keyboard.press("Enter")
    for times in (1, 2, 3):
        page.locator("[data-graph]").focus()
        if times > 1:
            page.keyboard.press("ArrowRight")
        before = network(page, "network.order")
        page.keyboard.press("e")
        page.wait_for_url(f"**expand=**{'%2C'.join(['*'] * times)}**")
        page.wait_for_selector("[data-graph-status]:has-text('added')")
        assert network(page, "network.order") >= before
    people = page.locator("[data-graph-outline] tbody tr")
    ends = [people.nth(0).get_attribute("data-person"), people.last.get_attribute("data-person")]
    for end, word in zip(ends, ("Path from here", "Path to here"), strict=True):
        page.locator(f'[data-person="{end}"] [data-act=select]').click()
        page.get_by_role("button", name=word).click()
    page.wait_for_selector("[data-path-told]:has-text('step')")
    page.locator("[data-names]").click()
    page.wait_for_url("**path=**names=no**")

    link, told = page.url, page.locator("[data-path-told]").inner_text()
    state = "[network.nodes().sort(), network.edges().map((e) => network.extremities(e)).sort()]"
    shown = network(page, state)
    other = opened(town_site).go(link.removeprefix(town_site))
    assert network(other, state) == shown
    assert other.locator("[data-path-told]").inner_text() == told
    assert selected(other) == selected(page)
    assert other.locator("[data-names]").get_attribute("aria-pressed") == "false"
    assert people.count() == other.locator("[data-graph-outline] tbody tr").count()
    assert visit.complaints == []
    assert visit.elsewhere == []


def test_communities_are_circles_that_open(opened: Opened, town_site: str) -> None:
    page = opened(town_site).go("/graph?view=communities")
    count = network(page, "network.order")
    assert count > 1
    assert page.locator("[data-graph-outline] tbody tr").count() == count
    page.locator("[data-graph-outline] tbody a").first.click()
    page.wait_for_selector("html[data-picture=ready]")
    told = "network.mapNodes((id, {person}) => person.community)"
    assert set(network(page, told)) == {0}
