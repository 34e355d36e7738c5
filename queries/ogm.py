"""The graph as py2neo's objects, for researchers who think in those.

    from queries.ogm import Person, connected
    graph = connected()
    person = Person.match(graph, "planted:raffertysaltmarshe").first()
    [post.text for post in person.posts]

Only relationships of which there is one a pair are here: py2neo keeps one for each pair and
type. Of attention there is one a topic and of scores one a run: ask for those in Cypher, with
`graph.run(…)`. A person's hundred posts are a hundred questions: for many things at once ask
Cypher, too. Read with these; what they write is not counted, checked or forgotten.

py2neo is at the end of its life (2021.2.4); nothing else here depends on it.
"""

from __future__ import annotations

from py2neo import Graph
from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo

from queries.connection import connection_for
from queries.settings import Settings, settings_from


class Topic(Model):  # type: ignore[misc]
    """`:Topic`: `parts` are the topics below it."""

    __primarykey__ = "id"

    id = Property()
    name = Property()
    taxonomy = Property()
    synonyms = Property()

    parents = RelatedTo("Topic", "CHILD_OF")
    parts = RelatedFrom("Topic", "CHILD_OF")
    posts = RelatedFrom("Post", "ABOUT")


class Post(Model):  # type: ignore[misc]
    """`:Post`, with its one author among `authors`."""

    __primarykey__ = "id"

    id = Property()
    network = Property()
    at = Property()
    text = Property()
    lang = Property()
    url = Property()

    authors = RelatedFrom("Person", "POSTED")
    topics = RelatedTo("Topic", "ABOUT")


class Person(Model):  # type: ignore[misc]
    """`:User`."""

    __primarylabel__ = "User"
    __primarykey__ = "id"

    id = Property()
    network = Property()
    handle = Property()
    name = Property()
    bio = Property()
    url = Property()
    followers = Property()
    following = Property()
    created_at = Property()

    posts = RelatedTo("Post", "POSTED")
    follows = RelatedTo("Person", "FOLLOWS")
    followed_by = RelatedFrom("Person", "FOLLOWS")


class Run(Model):  # type: ignore[misc]
    """`:Run`: `recipe` is its hash."""

    __primarykey__ = "id"

    id = Property()
    at = Property()
    as_of = Property()
    recipe = Property()
    recipe_name = Property()
    reference = Property()
    people = Property()
    topics = Property()
    acts = Property()
    complete = Property()


def connected(settings: Settings | None = None) -> Graph:
    """py2neo's graph on the database that `settings`, or the environment, lead to.

    Raises DatabaseUnreachable when no managed server is up and NEO4J_URI is not set.
    """
    connection = connection_for(settings or settings_from())
    return Graph(
        connection.uri,
        auth=(connection.username, connection.password),
        name=connection.database,
    )
