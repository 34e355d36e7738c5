"""Who may have taken what over from whom: adoption, read from times and friendships alone.

Adoption is inferred, nobody did it before our eyes. Friends like the same things anyway,
and some who came first were never looked at. What it says is: of those who could have
been the example, these came shortly before.

Source: Goyal, Bonchi and Lakshmanan, "Learning influence probabilities in social
networks", WSDM 2010: credit for an adoption is split among the neighbours who came earlier,
decaying exponentially with the time between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Adoption:
    """`adopter` did at `at` what `example` had done before; `credit` in 0..1 is due to it."""

    adopter: int
    example: int
    at: datetime
    credit: float


@dataclass(frozen=True, slots=True)
class Decay:
    """How far back an example counts, and how quickly it fades."""

    window: timedelta
    half_life: timedelta

    def weight(self, delay: timedelta) -> float:
        """1 for no delay, a half after each half-life, 0 outside the window.

        What happened at the same moment has no order, so it is no example.
        """
        if not timedelta() < delay <= self.window:
            return 0.0
        return float(2.0 ** -(delay / self.half_life))


def adoptions(
    times: Mapping[int, datetime], friends: Mapping[int, Set[int]], decay: Decay
) -> Iterator[Adoption]:
    """The adoptions of one thing among those who did it, first times in `times`.

    The credits of one adopter sum to 1 within 1e-9; an adopter without an example is absent.
    """
    for adopter in sorted(times):
        at = times[adopter]
        weights = {
            example: decay.weight(at - times[example])
            for example in sorted(friends.get(adopter, frozenset()) & times.keys())
        }
        total = sum(weights.values())
        for example, weight in weights.items():
            if weight > 0:
                yield Adoption(adopter, example, at, credit=weight / total)


def neighbours(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Each person's friends, from pairs of which each stands for both directions."""
    friends: dict[int, set[int]] = {}
    for one, other in pairs:
        friends.setdefault(one, set()).add(other)
        friends.setdefault(other, set()).add(one)
    return friends
