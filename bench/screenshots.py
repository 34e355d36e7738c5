"""Pictures of every page of a running site: light, dark, and as wide as a phone.

    python bench/screenshots.py http://127.0.0.1:5151 shots/
    python bench/screenshots.py http://127.0.0.1:5151 docs/ --readme

The second makes the README's picture alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
WALK = "MATCH path = (:User)-[:ATTENDS_TO]->(:User) RETURN path LIMIT 60"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


def rows(site: str, path: str) -> list[dict[str, Any]]:
    """The rows of a page's JSON."""
    with urlopen(f"{site}{path}", timeout=60) as answer:
        return list(json.load(answer)["rows"])


def pages(site: str) -> Iterator[tuple[str, str]]:
    """A name and a path for each kind of page, on what this site holds."""
    topic = quote(next(row["id"] for row in rows(site, "/topics.json") if row["people"]), safe="/")
    best = [row["id"] for row in rows(site, f"/topics/{topic}.json?limit=5")]
    leader = best[0]
    person = quote(leader, safe="/:")
    other = rows(site, f"/people/{person}/influences.json?limit=1")[0]["id"]
    yield from {
        "home": "/",
        "topics": "/topics",
        "topic": f"/topics/{topic}",
        "everything-by-page-rank": "/topics/*?by=page_rank",
        "arrows": f"/topics/{topic}/arrows",
        "search": "/search?q=a",
        "person": f"/people/{person}",
        "influences": f"/people/{person}/influences",
        "influenced-by": f"/people/{person}/influenced-by",
        "posts": f"/people/{person}/evidence",
        "receipt": f"/people/{person}/receipt",
        "ledger": f"/people/{person}/ledger",
        "audience": f"/people/{person}/audience",
        "alike": f"/people/{person}/alike",
        "lenses": f"/topics/{topic}/lenses",
        "seen-from": f"/topics/{topic}/from?from={quote(leader, safe='')}",
        "flagged": "/flags",
        "without": f"/topics/{topic}?flagged=without",
        "evidence": f"/people/{person}/evidence?with={quote(other, safe='')}",
        "narrowed": f"/topics/{topic}?by=true_reach&evidence=low",
        "compare": "/compare?" + "&".join(f"p={quote(one, safe='')}" for one in best[:3]),
        "compare-five": "/compare?" + "&".join(f"p={quote(one, safe='')}" for one in best),
        "compare-nobody": "/compare",
        "lists": "/lists",
        **{f"list-{i}": f"/lists/{row['id']}" for i, row in enumerate(rows(site, "/lists.json"))},
        "graph": "/graph",
        "graph-of-topic": f"/graph?topic={quote(topic, safe='')}",
        "graph-around": f"/graph?focus={quote(leader, safe='')}&limit=40",
        "cypher": "/cypher?query=communities",
        "cypher-graph": f"/cypher?tab=graph&q={quote(WALK)}",
        "cypher-plan": f"/cypher?tab=plan&q={quote(WALK)}",
        "graph-of-communities": "/graph?view=communities",
        "arrow": with_ends("/graph/arrow", influencer=leader, influenced=other),
        "path": with_ends("/graph/path", source=leader, target=other),
        "flower": f"/people/{person}/flower",
        "methods": "/methods",
        "recipe": "/methods/recipe?kinds.reply=0.6&memory.horizon_days=60",
        "recipe-wrong": "/methods/recipe?kinds.reply=2",
        "recipes": "/methods/recipe/runs",
        "data": "/data",
        "api": "/api",
        "queries": "/queries",
        "query": "/queries/who_influences",
        "not-found": "/people/nobody:0",
        "refused": "/topics/*?by=nonsense",
    }.items()


def with_ends(path: str, **ends: str) -> str:
    """`path` with two people."""
    return f"{path}?{urlencode(ends)}"


def taken(page: Page, address: str, file: Path, *, whole: bool = True) -> None:
    """One picture, once the page has settled."""
    page.goto(address, wait_until="networkidle")
    if page.locator("[data-graph]").count():
        page.wait_for_selector("html[data-picture]", timeout=60_000)
        page.wait_for_timeout(500)
    # What stays at the edge of a window would lie upon the middle of a whole page.
    page.evaluate(
        "for (const one of document.querySelectorAll('.chosen')) one.style.position = 'static'"
    )
    page.screenshot(path=file, full_page=whole)


def take_all(browser: Browser, site: str, folder: Path, only: str) -> None:
    """Every page in every look."""
    found = [(name, path) for name, path in pages(site) if only in name]
    for look, options in LOOKS.items():
        with browser.new_context(reduced_motion="reduce", **options) as context:
            page = context.new_page()
            for name, path in found:
                taken(page, site + path, folder / f"{name}.{look}.png")
                print(folder / f"{name}.{look}.png")


def take_readme(browser: Browser, site: str, folder: Path) -> None:
    """The README's picture: the front page, as it is first seen."""
    look = {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"}
    with browser.new_context(device_scale_factor=1.5, **look) as context:
        taken(context.new_page(), f"{site}/", folder / "screenshot.png", whole=False)


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true", help="the README's picture alone")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=WEBGL)
        if given.readme:
            take_readme(browser, given.site.rstrip("/"), given.folder)
        else:
            take_all(browser, given.site.rstrip("/"), given.folder, given.only)


if __name__ == "__main__":
    main()
