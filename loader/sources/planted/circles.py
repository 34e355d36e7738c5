"""Who listens to whom: the circle that reacts to a person, and who follows whom since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loader.sources.planted.cast import Cast, Person, Role
from loader.sources.planted.dice import Dice
from loader.sources.planted.rhythm import DAY, END, early_moment
from loader.sources.planted.words import subjects

# How many react to someone's posts at all, by the part that someone plays.
_CIRCLE = {
    Role.INFLUENTIAL: (75, 105),
    Role.POPULAR: (10, 16),
    Role.RISING: (14, 34),
    Role.ORDINARY: (3, 9),
    Role.QUIET: (1, 4),
    Role.NEW: (1, 3),
}


@dataclass(frozen=True, slots=True)
class Follow:
    """`who` follows `whom` since `at`."""

    who: Person
    whom: Person
    at: int


class Circles:
    """The audiences of the topics, and within them the circle of each person."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self._dice = Dice(seed, "circles")
        self.audiences = {subject.tag: cast.audience(subject.tag) for subject in subjects()}
        self._most = {tag: len(set(seats)) // 2 for tag, seats in self.audiences.items()}
        self.town = [person for person in cast.people if person.role is not Role.RING]
        self.of: Mapping[str, list[Person]] = {
            person.handle: self._circle(person)
            for person in cast.people
            if person.role is not Role.RING
        }

    def _circle(self, person: Person) -> list[Person]:
        seats = self.audiences[person.topics[0]]
        count = min(self._dice.between(*_CIRCLE[person.role]), self._most[person.topics[0]])
        return [other for other in self._dice.distinct(seats, count) if other is not person]


def follows(cast: Cast, circles: Circles, seed: int) -> list[Follow]:
    """Every follow, no pair twice: for love, for fame, or for money."""
    dice = Dice(seed, "follows")
    since = dict[tuple[str, str], Follow]()
    for whom in cast.people:
        for who in _followers(whom, cast, circles, dice):
            _add(since, who, whom, dice)
            if whom.role in (Role.ORDINARY, Role.RISING, Role.QUIET) and dice.chance(0.12):
                _add(since, whom, who, dice)
        if whom.role is Role.RING:
            # Those who buy followers follow others, so as not to stand out.
            for other in dice.distinct(circles.town, dice.between(20, 40)):
                _add(since, whom, other, dice)
    return list(since.values())


def _add(since: dict[tuple[str, str], Follow], who: Person, whom: Person, dice: Dice) -> None:
    if who is whom or (who.handle, whom.handle) in since:
        return
    first = max(who.since, whom.since)
    if who.role is Role.BOUGHT:
        # Delivered within two days of the order, by day and by night.
        at = 84 * DAY + dice.below(2 * DAY)
    else:
        at = early_moment(dice, first, END)
    since[who.handle, whom.handle] = Follow(who, whom, at)


def _followers(whom: Person, cast: Cast, circles: Circles, dice: Dice) -> Iterator[Person]:
    if whom.role is Role.RING:
        yield from dice.shuffled(cast.bought)[: len(cast.people) // 4]
        yield from cast.playing(Role.RING)
        return
    yield from (fan for fan in circles.of[whom.handle] if dice.chance(0.85))
    near, anyone = _passers_by(whom.role, len(cast.people), dice)
    yield from dice.distinct(circles.audiences[whom.topics[0]], near)
    yield from dice.distinct(circles.town, anyone)


def _passers_by(role: Role, people: int, dice: Dice) -> tuple[int, int]:
    """How many follow without ever reacting: those of the same topic, and just anyone."""
    match role:
        case Role.POPULAR:
            return people * dice.between(4, 7) // 100, people * dice.between(14, 26) // 100
        case Role.INFLUENTIAL:
            return dice.between(10, 60), dice.between(5, 20)
        case Role.RISING:
            return dice.between(2, 12), dice.between(0, 4)
        case Role.NEW:
            return dice.below(2), 0
        case _:
            return int(1.3 * dice.heavy(25)) - 1, dice.below(3)
