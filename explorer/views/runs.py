"""Which run of the scores a page shows: the newest, or the one that its address names."""

from __future__ import annotations

from explorer.arguments import Argument
from explorer.page import Asked
from queries.errors import NotInGraph
from queries.graph import Row

ARGUMENTS = (
    Argument("run", "", says="A run of the scores, by its id; else the newest."),
    Argument("recipe", "", says="The newest run of a recipe, by its hash."),
)


def chosen_run(asked: Asked) -> Row | None:
    """The run that the address names by its id or its recipe's hash; None for the newest.

    Raises NotInGraph when it is not kept.
    """
    wanted = {argument.name: asked.values[argument.name] for argument in ARGUMENTS}
    if not any(wanted.values()):
        return None
    found = asked.graph.ask("run_named", **wanted).plain().one()
    if found is None:
        said = ", ".join(f"{name} {value[:40]!r}" for name, value in wanted.items() if value)
        raise NotInGraph(f"no run is kept with {said}; /data lists those that are")
    return found
