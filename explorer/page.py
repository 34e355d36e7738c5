"""What a page is: a row of `PAGES`, what was asked of it, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from explorer.accounts.roles import Role
from explorer.arguments import Argument
from explorer.boards import Boards
from queries.console.bench import Benches, nobody_left
from queries.graph import Result, Row, Runs
from queries.lists import Lists
from queries.settings import Settings

Needs = Literal["nothing", "people", "scores"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its page, its checked arguments, and whom or what it is about.

    `boards` are those of all pages. `subject` is the row of the topic or person that the address
    names, else None. `bench` runs what anybody writes; `left` tells whether whoever asked is gone.
    """

    page: Page
    form: str
    graph: Runs
    settings: Settings
    boards: Boards
    values: Mapping[str, Any] = field(default_factory=dict)
    subject: Row | None = None
    bench: Benches | None = None
    left: Callable[[], bool] = nobody_left

    @property
    def lists(self) -> Lists:
        """The lists of people that are kept here."""
        return Lists(self.graph)

    @property
    def about(self) -> Row:
        """The topic or person of the address."""
        assert self.subject is not None
        return self.subject

    def window(self) -> dict[str, int]:
        """`skip` and `limit` of the page that is asked for."""
        limit = int(self.values["limit"])
        return {"skip": (int(self.values.get("page", 1)) - 1) * limit, "limit": limit}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: the rows of its JSON and CSV, and what its template tells around them.

    `json` takes the place of the rows' JSON where a page has a shape of its own. `files` makes
    the forms that this page has beside JSON and CSV, each from the run that is behind it.
    `status` is that of a page that shows why there is nothing.
    """

    result: Result | None = None
    around: Mapping[str, Any] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    files: Mapping[str, Callable[[Row | None], bytes]] = field(default_factory=dict)
    status: int = 200


View = Callable[[Asked], Shown]


def listing(asked: Asked) -> Shown:
    """A page that is one query: its arguments are the query's parameters."""
    values = {name: value for name, value in asked.values.items() if name != "page"}
    if "page" in asked.values:
        values |= asked.window()
    return Shown(asked.graph.ask(asked.page.query, **values))


@dataclass(frozen=True, slots=True)
class Page:
    """A row of the table.

    `path` is where it is; `<topic>` and `<person>` in it stand for an id that may hold
    anything. `query` names the Cypher file whose rows it is; "" when it has none of its own.
    `word` is its word in the navigation, "" when it is reached from elsewhere. `role` may see
    it; `heavy` is what can keep the database busy for seconds, of which few run at once.
    `methods` has POST where a question may be too long for an address; nothing is changed by it.
    """

    name: str
    path: str
    query: str
    template: str
    arguments: tuple[Argument, ...] = ()
    view: View = listing
    needs: Needs = "nothing"
    word: str = ""
    forms: tuple[str, ...] = ("html", "json", "csv")
    role: Role = Role.VIEWER
    heavy: bool = False
    methods: tuple[str, ...] = ("GET",)

    @property
    def kind(self) -> str:
        """ "topics" or "people" when the address names one, else ""."""
        return {"<topic>": "topics", "<person>": "people"}.get(self._placeholder, "")

    @property
    def below(self) -> str:
        """What stands after the id: "/arrows"."""
        return self.path.partition(self._placeholder)[2] if self._placeholder else ""

    @property
    def _placeholder(self) -> str:
        return next((one for one in ("<topic>", "<person>") if one in self.path), "")
