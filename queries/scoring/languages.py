"""In which language each person posts, by the tags of their posts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.facets import language_of
from queries.graph import Graph
from queries.scoring.arrows import People


def languages_in(graph: Graph, people: People, *, as_of: str) -> npt.NDArray[Any]:
    """The language that most of each person's posts before `as_of` are in, in order.

    Of two with as many posts the first in the alphabet. None where no post says any.
    """
    found = np.full(len(people), None, object)
    for row in graph.run("languages", as_of=as_of).rows:
        counted: Counter[str] = Counter()
        for tag, posts in zip(row["tags"], row["posts"], strict=True):
            counted[language_of(tag)] += posts
        del counted[""]
        if counted:
            place = int(people.positions(np.array([row["who"]], np.int64))[0])
            found[place] = min(counted, key=lambda one: (-counted[one], one))
    return found
