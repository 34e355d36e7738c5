"""Logging in and one's account, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.users import add_user
from explorer.app import create_app
from queries.settings import settings_from
from tests.browser.conftest import DESKTOP, PHONE, Opened, Visit, listening
from tests.browser.test_every_page import violations
from tests.explorer.canned import ANSWERS
from tests.recording import RecordingGraph

NAME, PASSWORD = "mara.lindqvist@example.org", "kettle orchard violet drum"
# Where a test leaves what it saw, for those who want to look.
SHOTS = os.environ.get("INFLUENCE_TEST_SHOTS")


@pytest.fixture(scope="module")
def members_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with one account."""
    settings = settings_from({}).but(data=tmp_path_factory.mktemp("members"))
    add_user(Store.of(settings), NAME, PASSWORD, Role.ANALYST)
    with listening(create_app(settings, RecordingGraph(ANSWERS))) as address:
        yield address


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def seen(visit: Visit, name: str) -> None:
    """Axe finds nothing, in light and in dark, and nothing is wider than the screen."""
    page = visit.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert list(violations(page)) == [], (name, scheme)
        if SHOTS:
            width = page.viewport_size or DESKTOP
            page.screenshot(path=Path(SHOTS) / f"{name}.{scheme}.{width['width']}.png")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_form_and_the_account_can_be_read_by_everybody(
    opened: Opened, members_site: str, viewport: dict[str, int]
) -> None:
    visit = opened(members_site, viewport=viewport)
    page = visit.go("/topics")
    expect(page.locator("#name")).to_be_focused()
    seen(visit, "login")
    log_in(page, "wrong")
    seen(visit, "login-refused")
    assert page.get_by_role("alert").is_visible()
    expect(page.locator("#password")).to_be_focused()
    log_in(page)
    page.wait_for_url("**/topics")
    seen(visit, "topics")
    page.goto(f"{members_site}/account")
    seen(visit, "account")
    complaints = [one for one in visit.complaints if "status of 401" not in one]
    assert complaints == []
    assert visit.elsewhere == []


def test_one_logs_in_changes_the_password_and_leaves_without_javascript(
    opened: Opened, members_site: str
) -> None:
    page = opened(members_site, java_script_enabled=False).page
    page.goto(f"{members_site}/search?q=ada")
    log_in(page)
    assert page.url == f"{members_site}/search?q=ada"
    page.get_by_title("Your account").click()
    page.get_by_label("Password of now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, again").fill(PASSWORD)
    page.get_by_role("button", name="Change it").click()
    assert "is changed" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Log out").click()
    assert page.url == f"{members_site}/login"
    page.goto(f"{members_site}/topics")
    assert page.url.startswith(f"{members_site}/login?next=")


def test_a_link_from_another_site_leads_where_it_says(opened: Opened, members_site: str) -> None:
    """SameSite=Strict keeps the cookie back; the page asks once more."""
    visit = opened(members_site)
    page = visit.page
    page.goto(f"{members_site}/login")
    log_in(page)
    page.goto(f"data:text/html,<a href='{members_site}/topics'>there</a>")
    page.get_by_role("link", name="there").click()
    page.wait_for_selector("h1:has-text('Topics')")
    assert page.url == f"{members_site}/topics"


def test_a_page_elsewhere_cannot_log_one_out(opened: Opened, members_site: str) -> None:
    visit = opened(members_site)
    page = visit.page
    page.goto(f"{members_site}/login")
    log_in(page)
    form = f"<form method=post action='{members_site}/logout'><button>go</button></form>"
    page.goto(f"data:text/html,{form}")
    page.get_by_role("button", name="go").click()
    assert "did not come from here" in page.locator("h1").inner_text()
    page.goto(f"{members_site}/topics")
    assert page.get_by_role("button", name="Log out").is_visible()
