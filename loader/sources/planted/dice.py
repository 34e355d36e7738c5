"""Chance that falls the same way on every machine and every Python.

Only `Random.random()` is used, whose stream Python promises to keep, and only arithmetic
that IEEE 754 rounds the same way everywhere: no logarithm, no power, no hash order.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import sqrt
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


class Dice:
    """One stream of chance. Streams of other names are independent of it."""

    def __init__(self, *name: object) -> None:
        # A text seed goes through SHA-512, not through hash(). Nothing here is a secret.
        self.roll = Random("/".join(str(part) for part in name)).random  # noqa: S311

    def below(self, limit: int) -> int:
        """A whole number in 0..limit-1."""
        return int(self.roll() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number in low..high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.roll() < probability

    def pick(self, things: Sequence[T]) -> T:
        """One of `things`."""
        return things[self.below(len(things))]

    def about(self, mean: float) -> int:
        """The whole number below or above `mean`, so that `mean` is the mean."""
        whole = int(mean)
        return whole + self.chance(mean - whole)

    def heavy(self, most: float) -> float:
        """A number from 1 to `most` with a heavy tail: half are below 1.42, one in 100 above 10."""
        return min(most, 1 / sqrt(1 - self.roll()))

    def delay(self, typical: float) -> float:
        """A waiting time: half are below `typical`, a few are many times that."""
        luck = self.roll()
        return typical * luck / (1 - luck)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """`things` in a random order."""
        deck = list(things)
        for last in range(len(deck) - 1, 0, -1):
            other = self.below(last + 1)
            deck[last], deck[other] = deck[other], deck[last]
        return deck

    def distinct(self, seats: Sequence[H], count: int) -> list[H]:
        """Up to `count` different things; one that holds several seats comes up more often.

        Gives fewer when they are hard to find, which is when nearly all are taken.
        """
        found: dict[H, None] = {}
        for _ in range(count * 12):
            if len(found) >= count or not seats:
                break
            found[self.pick(seats)] = None
        return list(found)


class Deck(Generic[T]):
    """Deals its cards in random order and shuffles only when all have been dealt."""

    def __init__(self, cards: Sequence[T], dice: Dice) -> None:
        self._cards, self._dice, self._left = cards, dice, list[T]()

    def deal(self) -> T:
        """The next card."""
        if not self._left:
            self._left = self._dice.shuffled(self._cards)
        return self._left.pop()
