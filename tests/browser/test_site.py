"""What the site does with a click and a key."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Opened


def test_results_appear_while_one_types_and_stay_in_the_address(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/search")
    page.get_by_label("Find a person or a topic").press_sequentially("brea", delay=20)
    page.wait_for_selector("#results .tag")
    page.wait_for_url("**/search?q=brea")
    assert page.evaluate("document.activeElement.id") == "q"
    assert "Bread" in page.locator("#results").inner_text()
    assert visit.complaints == []


def test_topics_are_filtered_while_one_types(opened: Opened, town_site: str) -> None:
    page = opened(town_site).go("/topics")
    before = page.locator("#results tbody tr").count()
    page.get_by_label("Name contains").press_sequentially("swim", delay=20)
    expect(page.locator("#results tbody tr")).to_have_count(1)
    assert before > 10


def test_the_theme_that_is_chosen_stays(opened: Opened, town_site: str) -> None:
    visit = opened(town_site, color_scheme="light")
    page = visit.go("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    visit.go("/methods")
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(15, 20, 25)")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.get_by_role("button", name="Dark theme").get_attribute("aria-pressed") == "true"


def test_a_legend_keeps_its_colours_where_colours_are_forced(
    opened: Opened, town_site: str
) -> None:
    page = opened(town_site, forced_colors="active").go("/topics/food")
    colour = "all => new Set(all.map(one => getComputedStyle(one).backgroundColor)).size"
    assert page.locator(".parts .swatch").evaluate_all(colour) == 5


def test_a_choice_of_order_is_followed_at_once(opened: Opened, town_site: str) -> None:
    page = opened(town_site).go("/topics/*")
    page.get_by_label("Sort by").select_option("k_core")
    page.wait_for_url("**/topics/*?by=k_core")
    assert (
        page.get_by_role("columnheader", name="k-core").get_attribute("aria-sort") == "descending"
    )


def test_everything_but_the_picture_works_without_javascript(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site, java_script_enabled=False)
    page = visit.page
    page.goto(f"{town_site}/")
    page.get_by_label("Find a person or a topic").fill("bread")
    page.get_by_role("button", name="Find").click()
    page.locator("#results .tag").first.click()
    page.get_by_label("Sort by").select_option("true_reach")
    page.get_by_role("button", name="Sort").click()
    assert page.url.endswith("/topics/bread?by=true_reach")
    page.goto(f"{town_site}/graph?topic=bread")
    assert "needs JavaScript" in page.locator("noscript").inner_text()
    assert page.locator("[data-graph-outline] tbody tr").count() == 60


def test_people_are_chosen_compared_and_kept_without_javascript(
    opened: Opened, town_site: str
) -> None:
    page = opened(town_site, java_script_enabled=False).page
    page.goto(f"{town_site}/topics/food?by=true_reach")
    page.locator(".facets a", has_text="low confidence").click()
    assert "evidence=low" in page.url
    ticks = page.locator("td.choose input")
    for i in range(3):
        ticks.nth(i).check()
    page.get_by_role("button", name="Compare").click()
    assert page.locator(".venn circle").count() == 3
    assert page.locator(".side thead .person").count() == 3
    page.get_by_label("named").fill("Café Ünïcode 😀")
    page.get_by_role("button", name="Add").click()
    assert "3 people added" in page.get_by_role("status").inner_text()
    assert page.locator("h1").inner_text() == "Café Ünïcode 😀"
    page.get_by_role("button", name="Add", exact=False).first.click()
    assert page.locator("table").first.locator("tbody tr").count() == 4
    page.get_by_role("button", name="Delete the list").click()
    page.get_by_role("button", name="Undo").click()
    assert "The list is back" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Delete the list").click()
    page.get_by_role("button", name="Take away for good").first.click()
    assert "gone for good" in page.get_by_role("status").inner_text()


def test_the_posts_behind_a_score_come_when_they_are_asked_for(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/topics/food")
    page.locator("details.posts-of summary").first.click()
    expect(page.locator("details.posts-of .posts blockquote").first).to_be_visible()
    assert page.locator("details.posts-of[open] .posts > li").count() <= 3
    assert visit.complaints == []


def test_a_key_leads_to_the_search_field_and_the_first_tab_past_the_head(
    opened: Opened, town_site: str
) -> None:
    page = opened(town_site).go("/methods")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_on_a_phone_every_target_is_large_enough(opened: Opened, town_site: str) -> None:
    page = opened(town_site, viewport=PHONE).go("/topics/bread")
    small = page.evaluate(
        """[...document.querySelectorAll(
             "button, select, input:not([type=checkbox]), .tick, .site-nav a, .tabs a, .tag")]
           .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 40)
           .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_a_recipe_is_worked_out_as_one_types_and_the_address_holds_it(
    opened: Opened, town_site: str
) -> None:
    visit = opened(town_site)
    page = visit.go("/methods/recipe")
    page.wait_for_selector("html[data-recipe=ready]")
    page.get_by_label("reply", exact=True).fill("0.7")
    expect(page.locator("#movement table.moved tbody tr").first).to_be_visible(timeout=60_000)
    expect(page.locator("#said")).to_contain_text("stay among them")
    assert page.url.endswith("/methods/recipe?kinds.reply=0.7")
    assert page.locator("#s-kinds-reply").inner_text() == "was 0.1"
    assert visit.complaints == []
    page.get_by_label("reply", exact=True).fill("7")
    expect(page.locator("#s-kinds-reply")).to_contain_text("between 0 and 1, got 7")
    assert page.get_by_label("reply", exact=True).get_attribute("aria-invalid") is not None
    page.get_by_label("reply", exact=True).fill("")
    expect(page.locator("#said")).to_contain_text("Nobody moves")
    assert page.url.endswith("/methods/recipe")
    assert page.get_by_label("reply", exact=True).get_attribute("aria-invalid") is None


def test_a_recipe_is_changed_without_javascript(opened: Opened, town_site: str) -> None:
    page = opened(town_site, java_script_enabled=False).page
    page.goto(f"{town_site}/methods/recipe?from=klout")
    page.get_by_label("like", exact=True).fill("0.9")
    page.get_by_label("Who moves on").select_option("bread")
    page.get_by_role("button", name="See who moves").click()
    for _ in range(20):
        if not page.locator("[data-working]").count():
            break
        page.get_by_role("link", name="Look again").click()
    assert page.url.endswith("/methods/recipe?from=klout&kinds.like=0.9&topic=bread")
    assert page.locator("table.moved tbody tr").count() > 3
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    page.get_by_label("Or its text").fill(text)
    page.get_by_role("button", name="Open it above").click()
    assert page.get_by_label("like", exact=True).input_value() == "0.9"
