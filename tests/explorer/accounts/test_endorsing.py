"""+K from a person's page: an analyst's, once a topic, and gone with the account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from explorer.accounts.roles import Role
from explorer.accounts.store import FILE, Store
from explorer.accounts.tokens import add_token
from explorer.accounts.users import add_user
from explorer.app import create_app
from queries.cli import door
from queries.graph import Graph, Result
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from queries.settings import Settings, settings_from
from tests.explorer.accounts.conftest import PASSWORDS, ROLES, Browser, Opened, bearer
from tests.networks import load, star
from tests.recording import RecordingGraph

PAGE = "/people/toy:hub"
ON_STARS = {"person": "toy:hub", "topic": "stars"}


@pytest.fixture
def kept(server_settings: Settings) -> Iterator[Store]:
    """A viewer, an analyst and an admin have accounts beside the tests' database."""
    store = Store.of(server_settings)
    for name, role in ROLES.items():
        add_user(store, name, PASSWORDS[name], role)
    yield store
    (server_settings.data / FILE).unlink()


def influence(settings: Settings, *words: str) -> str:
    done = CliRunner().invoke(door(), [*words, "--data", str(settings.data)])
    assert done.exit_code == 0, done.output
    return done.output


def endorsements(graph: Graph) -> list[tuple[str, str]]:
    return [(row["topic"], row["by"]) for row in graph.run("endorsements").rows]


def test_an_analyst_endorses_once_takes_back_and_leaves_nothing_behind(
    graph: Graph, server_settings: Settings, kept: Store
) -> None:
    load(graph, star())
    score_everything(graph, recipe_from())
    app = create_app(server_settings.but(host="0.0.0.0", host_names="localhost"), graph)
    ana, adam, vera = (Browser(app.test_client()) for _ in range(3))
    for browser, name in ((ana, "ana"), (adam, "adam"), (vera, "vera")):
        browser.log_in(name)

    for browser in (ana, adam, ana, adam):
        answer = browser.send("/endorsements", PAGE, **ON_STARS)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#endorsed")

    ids = sorted(by for _, by in endorsements(graph))
    assert len(ids) == 2
    assert all(by.startswith("user:") for by in ids)
    assert "Take yours back" in ana.get(PAGE).text
    seen = vera.get(PAGE).text
    assert "Endorsed on" in seen
    assert "/endorsements" not in seen
    assert vera.send("/endorsements", "/account", **ON_STARS).status_code == 403
    assert ana.send("/endorsements", PAGE, person="toy:hub", topic="no such").status_code == 404

    assert ana.send("/endorsements/take-back", PAGE, **ON_STARS).status_code == 303
    assert "Take yours back" not in ana.get(PAGE).text
    assert ana.send("/endorsements/take-back", PAGE, **ON_STARS).status_code == 404
    assert len(endorsements(graph)) == 1
    assert "taken back: 1" in influence(server_settings, "user", "remove", "adam")
    assert endorsements(graph) == []


def test_a_program_endorses_nobody(people: Store, opened: Opened, asked: RecordingGraph) -> None:
    token = add_token(people, "nightly", Role.ADMIN, days=1)
    client = opened().client

    answer = client.post("/endorsements", data=ON_STARS, **bearer(token))

    assert answer.status_code == 403
    assert "logs in" in answer.text
    assert "endorse" not in asked.names()
    assert "/endorsements" not in client.get("/people/toy:ada/1", **bearer(token)).text


def test_an_account_goes_though_the_database_is_away_and_its_endorsements_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / FILE)
    add_user(store, "ana", PASSWORDS["ana"], Role.ANALYST)
    settings = settings_from({}).but(data=tmp_path)

    told = influence(settings, "user", "remove", "ana")

    assert "then 'influence user remove user:1'" in told
    dropped: list[str] = []

    class Up:
        def __enter__(self) -> Up:
            return self

        def __exit__(self, *_: object) -> None: ...

        def run(self, name: str, *, by: str) -> Result:
            dropped.append(f"{name} {by}")
            return Result(name, {}, ("gone",), [{"gone": 2}], False, 0.0)

    monkeypatch.setattr("explorer.accounts.cli.open_graph", lambda _: Up())
    assert "taken back: 2" in influence(settings, "user", "remove", "user:1")
    assert dropped == ["endorsements_of_drop user:1"]
