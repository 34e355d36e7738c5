"""Scores and arrows as tables."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pandas as pd

from queries.errors import NothingToScore
from queries.graph import Graph, Row
from queries.scoring.lines import WHOLE
from queries.scoring.past import KIND_NAMES, Past, past_in
from queries.scoring.unfolded import UNKNOWN

# What is told first, in this order; all other properties of a score follow by name.
LEADING = ("person", "handle", "name", "network", "topic", "rank", "score")


def scores_frame(graph: Graph) -> pd.DataFrame:
    """A line for each person and topic of the newest run, with its recipe's hash.

    Raises NothingToScore before the first run.
    """
    rows = graph.run("exported_scores").plain().rows
    if not rows:
        raise NothingToScore("nothing is scored yet; run 'influence score'")
    told = pd.DataFrame(rows)
    names = told.pop("measured").iloc[0]
    # `places` is what `disagreement` was taken from, for a page.
    scored = pd.DataFrame(list(told.pop("scored")))
    values = scored.drop(columns=["run", "topic", "places"], errors="ignore")
    lists = values.pop("measured").to_list() if "measured" in values else []
    measured = _measured(lists, names, len(told))
    frame = pd.concat([told, values, measured], axis=1)
    whole = dict.fromkeys(WHOLE & set(frame.columns), "Int64")
    frame = frame.astype(whole).assign(as_of=pd.to_datetime(frame["as_of"], utc=True))
    rest = sorted(set(frame.columns) - set(LEADING))
    return frame[[name for name in (*LEADING, *rest) if name in frame]]


def _measured(lists: list[list[float]], names: list[str], rows: int) -> pd.DataFrame:
    """A column for each name. Those of a topic are shorter: the rest is over everything alone."""
    table = np.full((rows, len(names)), np.nan)
    for i, values in enumerate(lists):
        table[i, : len(values)] = values
    return pd.DataFrame(table, columns=names)


def arrows_frame(graph: Graph, *, topic: str | None = None) -> pd.DataFrame:
    """A line for each arrow: who attends to whom on what, weights, moments, acts of each kind.

    Attention goes from `who` to `whom`; influence is the reverse. One `topic` alone when given.
    """
    rows = graph.run("exported_arrows").rows
    frame = pd.DataFrame(
        {
            "who": np.repeat([row["who"] for row in rows], [len(row["whom"]) for row in rows]),
            **{name: _flat(rows, name) for name in ("whom", "topic", "weight", "recent", "acts")},
            **{name: _moments(rows, name) for name in ("first", "last")},
        }
    )
    if topic is not None:
        frame = frame[frame["topic"] == topic]
    frame = frame.merge(_kinds(past_in(graph)), how="left", on=["who", "whom", "topic"])
    counts = frame[list(KIND_NAMES)].fillna(0).astype(np.int64)
    return frame.assign(**{name: counts[name] for name in KIND_NAMES})


def _flat(rows: list[Row], name: str) -> list[object]:
    return list(chain.from_iterable(row[name] for row in rows))


def _moments(rows: list[Row], name: str) -> pd.Series:
    """Milliseconds as moments in UTC; what is unknown is missing."""
    values = pd.Series(_flat(rows, name), dtype="Int64")
    return pd.to_datetime(values.mask(values == UNKNOWN), unit="ms", utc=True)


def _kinds(past: Past) -> pd.DataFrame:
    """How many acts of each kind go into each arrow."""
    act, topic, topics = past.by_topic(past.acts)
    acts, ids = past.acts, np.array(past.ids, dtype=object)
    counted = pd.DataFrame(
        {
            "who": acts.who[act],
            "whom": acts.whom[act],
            "topic": topic,
            "kind": acts.kind[act],
            "count": acts.count[act],
        }
    )
    sums = counted.pivot_table(
        index=["who", "whom", "topic"], columns="kind", values="count", aggfunc="sum"
    ).rename(columns=dict(enumerate(KIND_NAMES)))
    frame = sums.reindex(columns=list(KIND_NAMES)).reset_index()
    return frame.assign(
        who=ids[frame["who"]],
        whom=ids[frame["whom"]],
        topic=np.array(topics, dtype=object)[frame["topic"]],
    )
