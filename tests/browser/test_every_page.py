"""Each page in a real browser: readable by everybody, alone, and running nothing foreign."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe

from explorer.pages import PAGES
from queries.graph import Graph, Row
from queries.lists import Lists
from tests.browser.conftest import DESKTOP, PHONE, Opened
from tests.explorer.canned import EXAMPLES

HTML = [EXAMPLES[page.name] for page in PAGES if "html" in page.forms]
MORE = (
    "/cypher?q=MATCH%20(n:User)%20RETURN%20n&tab=graph",
    "/cypher?q=MATCH%20(n:User)%20RETURN%20n&tab=plan",
    "/cypher?q=CREATE%20(%3CX%3E)",
    "/people/toy:none",
    "/topics/*?by=none",
    "/search?q=zzz",
)
WALK = quote("MATCH path = (:User)-[:ATTENDS_TO {topic: 'bread'}]->(:User) RETURN path LIMIT 30")
TOWN = {
    "home": "/",
    "topics": "/topics",
    "topic": "/topics/food",
    "topic by measure": "/topics/*?by=betweenness",
    "arrows": "/topics/bread/arrows",
    "search": "/search?q=bread",
    "person": "{person}",
    "influences": "{person}/influences",
    "influenced by": "{person}/influenced-by",
    "posts": "{person}/evidence",
    "evidence": "{evidence}",
    "receipt": "{person}/receipt?topic=bread",
    "ledger": "{person}/ledger",
    "audience": "{person}/audience",
    "alike": "{person}/alike",
    "lenses": "/topics/*/lenses",
    "graph": "/graph?topic=bread&limit=25",
    "graph, chosen": "/graph?topic=bread&limit=25&chosen={id}&picked=%5B%22{id}%22%5D&color=score",
    "communities": "/graph?view=communities",
    "arrow": "/graph/arrow?influencer={id}&influenced={other}",
    "path": "/graph/path?source={id}&target={other}",
    "flower": "{person}/flower",
    "narrowed": "/topics/food?by=true_reach&evidence=low",
    "compare": "/compare?{three}",
    "compare five": "/compare?{five}",
    "lists": "/lists",
    "list": "{list}",
    "shared": "{shared}",
    "queries": "/queries",
    "query": "/queries/who_influences",
    "bench": "/cypher",
    "bench table": "/cypher?q=MATCH%20(n:User)%20RETURN%20n,%20n.name%20LIMIT%2012",
    "bench graph": "/cypher?q={walk}&tab=graph",
    "bench plan": "/cypher?q={walk}&tab=plan",
    "bench refused": "/cypher?q=MATCH%20(n)%20DELETE%20n",
    "methods": "/methods",
    "recipe": "/methods/recipe?kinds.reply=0.5&topic=bread",
    "recipe, as it is": "/methods/recipe",
    "recipe, wrong": "/methods/recipe?kinds.reply=much",
    "recipes": "/methods/recipe/runs",
    "backtest": "/methods/backtest",
    "data": "/data",
    "api": "/api?q=graph",
    "not found": "/people/planted:nobody",
    "refused": "/topics/food?page=none",
}
# How much wider than the window the page is, and would be if all names were long and had no space.
WIDER = """() => {
  const over = () => document.documentElement.scrollWidth - innerWidth;
  const now = over();
  for (const name of document.querySelectorAll("bdi")) name.textContent = "N".repeat(100);
  return [now, over()];
}"""
# The rules of axe-core that look at colours.
COLOURS = ("color-contrast", "link-in-text-block")


@pytest.fixture(scope="session")
def kept(town: Graph) -> Iterator[Row]:
    """A list of three people, shared with all that is on it; taken away afterwards."""
    lists = Lists(town)
    best = [row["id"] for row in town.ask("leaders", topic="food", limit=3).rows]
    list_ = lists.make("Spring <b>", "food")
    lists.add(list_, best)
    for cost, person in enumerate(best, start=200):
        lists.note(list_, person, note="to be asked by May", cost=float(cost))
    lists.change(list_, name="Spring", note="For the fair", topic="food", budget=500.0)
    share = lists.share(list_, with_notes=True)
    gone = lists.make("Gone")
    lists.delete(gone)
    yield lists.one(list_) | {"share": share}
    for one in (list_, gone):
        lists.delete(one)
        lists.erase(one)


@pytest.fixture(scope="session")
def paths(town_site: str, kept: Row) -> dict[str, str]:
    """TOWN with somebody in it."""

    def first(path: str) -> dict[str, Any]:
        with urlopen(f"{town_site}{path}", timeout=60) as answer:
            return dict(json.load(answer)["rows"][0])

    arrow = first("/topics/bread/arrows.json?limit=1")
    person = f"/people/{arrow['influencer']}"
    evidence = f"{person}/evidence?with={arrow['influenced']}"
    with urlopen(f"{town_site}/topics/food.json?limit=5", timeout=60) as answer:
        best = [f"p={row['id']}" for row in json.load(answer)["rows"]]
    named = {
        "person": person,
        "evidence": evidence,
        "three": "&".join(best[:3]),
        "five": "&".join(best),
        "list": f"/lists/{kept['id']}",
        "shared": f"/shared/{kept['share']}",
        "walk": WALK,
        "id": arrow["influencer"],
        "other": arrow["influenced"],
    }
    return {name: path.format(**named) for name, path in TOWN.items()}


def violations(page: Any, *rules: str) -> Iterator[str]:
    """What axe-core finds by these rules, or by all, in a line each."""
    # What passes would be told node by node, which takes as long again.
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    for found in Axe().run(page, options=options).response["violations"]:
        for node in found["nodes"]:
            yield f"{found['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", TOWN)
def test_axe_finds_nothing_in_light_or_dark(
    opened: Opened, town_site: str, paths: dict[str, str], name: str, viewport: dict[str, int]
) -> None:
    visit = opened(town_site, viewport=viewport)
    page = visit.go(paths[name])
    light = list(violations(page))
    page.emulate_media(color_scheme="dark")
    # What does not hang on colours is the same in either scheme.
    dark = list(violations(page, *COLOURS))
    if viewport is PHONE:
        # As 1280 are when they are enlarged to 400 %.
        page.set_viewport_size({"width": 320, "height": 256})
    wider = page.evaluate(WIDER)
    refused = name in ("not found", "refused", "bench refused", "recipe, wrong")
    assert light == []
    assert dark == []
    assert max(wider) <= 0
    assert visit.elsewhere == []
    assert refused or visit.complaints == []


@pytest.mark.parametrize("path", [*HTML, *MORE])
def test_nothing_that_was_loaded_runs_in_the_browser(
    opened: Opened, hostile_site: str, path: str
) -> None:
    visit = opened(hostile_site)
    page = visit.go(path)
    page.wait_for_timeout(100)
    complaints = [one for one in visit.complaints if "status of 40" not in one]
    assert page.evaluate("window.__xss") is None
    assert page.locator("img, iframe, object, embed").count() == 0
    assert complaints == []
    assert visit.elsewhere == []


def test_every_page_is_visited() -> None:
    assert len(EXAMPLES) == len(PAGES)
