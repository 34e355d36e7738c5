"""The bench in a real browser: typed into, run by keyboard, completed, marked, drawn."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Opened

WALK = quote("MATCH path = (:User)-[:ATTENDS_TO {topic: 'bread'}]->(:User) RETURN path LIMIT 30")
# Nodes that do not stand within the picture.
OUTSIDE = """
() => {
  const box = document.querySelector("[data-graph]");
  const inside = ([x, y]) => x >= 0 && y >= 0 && x <= box.clientWidth && y <= box.clientHeight;
  return box.network.nodes().filter((id) => !inside(box.seenAt(id)));
}
"""


def write(page: Page, text: str) -> None:
    """Replace what stands in the editor, and go to its end.

    Not by typing over it: Chromium then puts a style of its own into what is edited, which the
    policy refuses, and says so.
    """
    page.evaluate(
        "text => { const view = document.querySelector('.editor').view; view.focus();"
        "view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text },"
        "selection: { anchor: text.length } }); }",
        text,
    )


def test_a_query_is_typed_and_run_by_keyboard_and_its_address_is_its_state(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/cypher")
    write(page, "MATCH (n:User) RETURN count(n) AS people")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cypher?q=*")
    expect(page.locator(".answer td")).to_have_text("2540")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["MATCH (n:User) RETURN count(n) AS people"]
    page.reload()
    expect(page.locator(".answer td")).to_have_text("2540")
    assert visit.complaints == []
    assert visit.elsewhere == []


def test_the_editor_completes_from_the_graph_and_marks_what_is_wrong(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/cypher")
    write(page, "MATCH (n:")
    page.keyboard.type("Top")
    option = page.locator(".cm-tooltip-autocomplete li", has_text="Topic")
    expect(option.first).to_be_visible(timeout=30_000)
    page.keyboard.press("Escape")
    write(page, "MATCH (n:User)\nRETRUN n")
    expect(page.locator(".cm-lintRange-error").last).to_contain_text("RETRUN", timeout=60_000)
    assert visit.complaints == []


def test_without_javascript_the_form_asks_the_same(opened: Opened, town_site: str) -> None:
    page = opened(town_site, java_script_enabled=False).page
    page.goto(f"{town_site}/cypher")
    page.get_by_label("Cypher", exact=True).fill("RETURN $x + 1 AS two")
    page.get_by_label("Parameters").fill('{"x": 1}')
    page.get_by_role("button", name="Run").click()
    assert page.locator(".answer td").inner_text() == "2"
    page.get_by_role("link", name="Plan").click()
    assert "ProduceResults" in page.locator("table").inner_text()


def test_the_picture_is_drawn_and_the_editor_comes_when_it_is_wanted(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go(f"/cypher?q={WALK}&tab=graph")
    assert page.locator("html[data-picture=ready]").count() == 1
    order = page.evaluate("document.querySelector('[data-graph]').network.order")
    assert order == page.locator("table tbody tr").count() > 10
    assert page.evaluate(OUTSIDE) == []
    page.locator("[data-graph]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-graph-panel] dl")).to_contain_text("planted:")
    page.locator("#cypher").focus()
    page.wait_for_selector("html[data-editor=ready]")
    assert visit.complaints == []


def test_the_bench_fits_a_phone(opened: Opened, town_site: str) -> None:
    page = opened(town_site, viewport=PHONE).go(f"/cypher?q={WALK}&tab=plan")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
