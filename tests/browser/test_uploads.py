"""A hostile file on its way through the site, on a phone and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.app import create_app
from queries.settings import settings_from
from tests.browser.conftest import PHONE, Opened, listening
from tests.browser.test_every_page import violations
from tests.explorer.canned import ANSWERS, HOSTILE
from tests.recording import RecordingGraph


@pytest.fixture
def upload_site(tmp_path: Path) -> Iterator[str]:
    """A site of its own, with no database to load anything into."""
    settings = settings_from({}).but(data=tmp_path / "data")
    with listening(create_app(settings, RecordingGraph(ANSWERS))) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_hostile_file_is_looked_at_loaded_and_discarded(
    opened: Opened, upload_site: str, tmp_path: Path, scripts: bool
) -> None:
    path = tmp_path / "ليلى <script> acts, with a name that is longer than a line of a phone.csv"
    cell = HOSTILE.replace('"', "'").replace("\n", " ")[:190]
    path.write_text(f'who,whom,kind\n"{cell}","{"a" * 200}",like\n,,\n', encoding="utf-8")
    visit = opened(upload_site, viewport=PHONE, java_script_enabled=scripts)
    page = visit.page
    page.goto(f"{upload_site}/data")

    page.set_input_files("#file", path)
    page.click("text=Look at it")
    page.wait_for_url("**/data/upload/*")
    if scripts:
        assert list(violations(page)) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert page.evaluate("window.__xss") is None
    page.click("text=Load it as edges")
    # Asked for again, by the script or by the browser, until the load has ended.
    page.wait_for_selector("text=Go on", timeout=60_000)
    assert "no database is up" in page.inner_text("main")
    if scripts:
        assert list(violations(page)) == []
    page.click("text=Discard it")

    page.wait_for_selector("#file")
    assert not (tmp_path / "data" / "uploads").exists()
    assert visit.complaints == []
    assert visit.elsewhere == []
