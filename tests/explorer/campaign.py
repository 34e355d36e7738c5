"""A graph for lists, comparisons and facets, and the raw acts it was made from."""

from __future__ import annotations

import random
from dataclasses import dataclass

from flask.testing import FlaskClient

from explorer.app import create_app
from loader.records import Post, Record
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from queries.settings import settings_from
from tests.explorer.sender import sender
from tests.networks import anyone, load, person
from tests.oracles import Loaded, loaded

TAGS = ("en", "en-GB", "EN", "fr", "pt_BR", None, "und")
FORMULA = "=cmd|' /C calc'!A0"


def records() -> list[Record]:
    """Forty people, one named like a formula, with posts in several languages."""
    dice = random.Random(5)
    posts: list[Record] = [
        Post(f"toy:post{i}", author=f"toy:p{i % 30:02}", text="Hm", lang=dice.choice(TAGS))
        for i in range(120)
    ]
    return [*anyone(acts=600), person("p03", name=FORMULA, followers=50), *posts]


@dataclass(frozen=True)
class Campaign:
    """The site, the graph behind it, and what was loaded into it."""

    client: FlaskClient
    graph: Graph
    known: Loaded
    records: list[Record]

    def audience(self, person: str, topic: str = "*") -> set[str]:
        """Who acted on a person, by a loop over the acts."""
        return {
            act.who
            for act in self.known.on(topic)
            if act.whom == person and self.known.worth(act) > 0
        }


def campaign(graph: Graph) -> Campaign:
    """Load, score, serve."""
    told = records()
    load(graph, told)
    recipe = recipe_from()
    score_everything(graph, recipe)
    client = sender(create_app(settings_from({}), graph))
    return Campaign(client, graph, loaded(told, recipe), told)
