"""A plan in full: who, how far, at what cost, and beside it the best by score."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from queries.errors import NothingToScore, NotInGraph
from queries.graph import Graph
from queries.planning.chances import network_on
from queries.planning.planner import Group, Plan, group_of, planned
from queries.planning.spread import Floats, Integers, Network, simulated
from queries.recipe import Recipe
from queries.scoring.past import Past

SIMULATIONS = 1_000
# Among whom a budget is spent from the top.
LEADERS = 1_000


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `costs` runs beside the people, NaN where somebody is not to be had."""

    topic: str
    seeds: int
    costs: Floats | None = None
    budget: float = math.inf
    baseline: bool = False


def report(
    graph: Graph, past: Past, order: Order, recipe: Recipe, *, told: Callable[[str], None]
) -> dict[str, Any]:
    """The plan as an object for JSON; see `influence plan`.

    Raises NotInGraph for an unknown topic, NothingToScore when nobody acted on it.
    """
    if not graph.ask("topics_named", ids=[order.topic]).rows:
        raise NotInGraph(f"no topic {order.topic!r}; see them with 'influence run find_topics'")
    told("learning who passes on what")
    network = network_on(graph, past, order.topic, recipe)
    if not len(network.sources):
        raise NothingToScore(f"nobody acted on {order.topic!r}: there is nothing to learn from")
    told("choosing")
    plan = planned(
        network,
        seeds=order.seeds,
        allowed=_allowed(network, order),
        costs=None if order.costs is None else np.nan_to_num(order.costs, nan=math.inf),
        budget=order.budget,
        told=lambda sets: told(f"choosing on {sets:,} sets"),
    )
    told("simulating")
    people = _People(graph, past, order)
    return {
        "topic": order.topic,
        "recipe": recipe.hash,
        "people": network.size,
        "arrows": len(network.sources),
        "mean_chance": float(network.chance.mean()),
        "sets": plan.sets,
        "promise": plan.promise,
        "plan": people.told(plan.chosen) | {"simulated": _simulated(network, plan.chosen.seeds)},
        "by_score": _by_score(graph, plan, order, people, network.size),
        "celf": _celf(graph, past, plan, order, people, network),
    }


def _allowed(network: Network, order: Order) -> Any:
    allowed = np.bincount(network.sources, minlength=network.size) > 0
    if order.costs is None:
        return allowed
    return allowed & ~np.isnan(order.costs) & (np.nan_to_num(order.costs) <= order.budget)


class _People:
    """Tells groups with the names of their people."""

    def __init__(self, graph: Graph, past: Past, order: Order) -> None:
        self._graph, self._past, self._order = graph, past, order
        self.place = {id_: i for i, id_ in enumerate(past.ids)}

    def told(self, group: Group) -> dict[str, Any]:
        """The group with reach and overlap, a line for each seed."""
        ids = [self._past.ids[seed] for seed in group.seeds]
        known = {row["id"]: row for row in self._graph.ask("people_named", ids=ids).rows}
        costs = self._order.costs
        return {
            "reach": asdict(group.together),
            "overlap": group.overlap,
            "cost": None if costs is None else float(np.nansum(costs[group.seeds])),
            "seeds": [
                {
                    "id": id_,
                    "handle": known[id_]["handle"],
                    "name": known[id_]["name"],
                    "cost": None if costs is None else _or_none(costs[seed]),
                    "alone": asdict(alone),
                    "added": asdict(added),
                }
                for id_, seed, alone, added in zip(
                    ids, group.seeds, group.alone, group.added, strict=True
                )
            ],
        }


def _or_none(cost: float) -> float | None:
    return None if math.isnan(cost) else float(cost)


def _by_score(
    graph: Graph, plan: Plan, order: Order, people: _People, size: int
) -> dict[str, Any] | None:
    """As many people from the top of the leaderboard, or those the budget buys; None without."""
    rows = graph.ask("leaders", topic=order.topic, limit=LEADERS).rows
    best: list[int] = []
    spent = 0.0
    for place in (people.place[row["id"]] for row in rows):
        cost = 0.0 if order.costs is None else order.costs[place]
        # False, too, for somebody who is not to be had.
        if spent + cost <= order.budget and len(best) < len(plan.chosen.seeds):
            best.append(place)
            spent += cost
    seeds = np.array(best, np.int64)
    return people.told(group_of(plan.evaluation, seeds, size)) if best else None


def _celf(
    graph: Graph, past: Past, plan: Plan, order: Order, people: _People, network: Network
) -> dict[str, Any] | None:
    # Imported here: the graph algorithms' client takes a second, and few ask for this.
    from queries.scoring.celf import MOST_PEOPLE, celf

    if not order.baseline or network.size > MOST_PEOPLE:
        return None
    found = celf(graph, past, order.topic, seeds=order.seeds, chance=float(network.chance.mean()))
    return people.told(group_of(plan.evaluation, found, network.size))


def _simulated(network: Network, seeds: Integers) -> float:
    """The mean of forward cascades, which know nothing of the sets."""
    return float(simulated(network, seeds, runs=SIMULATIONS, seed=11).mean())
