"""What formulas are made of, so that each stands once and holds for arrays and columns alike.

A formula of the scores uses + − × ÷, powers, comparisons and what an Arithmetic names. numpy's
arrays have the former themselves, as Spark's columns do; so the same line of Python computes a
score in memory and on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

# An array of numpy, or a column of Spark.
Values = Any

DAY_SECONDS = 86_400
DAY_MILLIS = 86_400_000


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The functions of one kind of values."""

    log1p: Callable[[Values], Values]
    sqrt: Callable[[Values], Values]
    larger: Callable[[Values, Values], Values]
    smaller: Callable[[Values, Values], Values]
    # The first where it is known, else the second.
    known_or: Callable[[Values, Values], Values]
    # 1 where a claim holds, 0 where it does not.
    number: Callable[[Values], Values]


def _known_or(one: Values, other: Values) -> Values:
    return np.where(np.isnan(one), other, one)


def _number(claim: Values) -> Values:
    return np.asarray(claim, np.float64)


ARRAYS = Arithmetic(np.log1p, np.sqrt, np.maximum, np.minimum, _known_or, _number)
