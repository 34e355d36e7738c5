"""Who lives in Brindlemouth, and what part each of them plays.

The parts are given out before anyone writes a word: whatever the scores find later was
put there here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from loader.sources.planted.dice import Dice
from loader.sources.planted.names import Namer
from loader.sources.planted.rhythm import DAY, END
from loader.sources.planted.words import Subject, subjects

INFLUENTIAL_PER_TOPIC = 5
RING_SIZE = 12
RING_TOPIC = "audio/hi-fi"


class Role(StrEnum):
    """The part someone plays."""

    INFLUENTIAL = "influential"  # what they write on their topic is passed on, by many
    POPULAR = "popular"  # followed by a quarter of the town, passed on by nobody
    RING = "ring"  # bought their followers, pass on each other
    RISING = "rising"  # heard by some
    ORDINARY = "ordinary"
    QUIET = "quiet"  # reads and reacts, hardly writes
    NEW = "new"  # came in the last weeks
    BOUGHT = "bought"  # an account that follows for money and does nothing else


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One account. `seats` is how often they act, `sway` how readily others react to them.

    `born` is when the account was made, in seconds since the first of January 2026.
    """

    handle: str
    name: str | None
    bio: str | None
    tongue: str
    role: Role
    topics: tuple[str, ...]
    born: int
    seats: int
    sway: float
    tagging: bool

    @property
    def id(self) -> str:
        """The id in the graph."""
        return f"planted:{self.handle}"

    @property
    def since(self) -> int:
        """The first moment at which this account can act within the six months."""
        return max(0, self.born)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone: the people of the town, and the accounts that were bought."""

    people: tuple[Person, ...]
    bought: tuple[Person, ...]

    def playing(self, role: Role, topic: str | None = None) -> list[Person]:
        """Those who play a part, of one topic (their first) or of all."""
        return [
            person
            for person in self.people
            if person.role is role and topic in (None, person.topics[0])
        ]

    def audience(self, topic: str) -> list[Person]:
        """Those who care about a topic and react to others; the busiest hold several seats."""
        return [
            person
            for person in self.people
            if topic in person.topics and person.role not in (Role.RING, Role.POPULAR, Role.NEW)
            for _ in range(person.seats * (2 if person.topics[0] == topic else 1))
        ]


def cast(seed: int, people: int) -> Cast:
    """The cast of `people` residents, and a quarter as many accounts for sale."""
    dice = Dice(seed, "parts")
    namer = Namer(seed)
    residents = tuple(_person(part, dice, namer) for part in dice.shuffled(_parts(people, dice)))
    return Cast(residents, tuple(_for_sale(dice, namer) for _ in range(people * 27 // 100)))


@dataclass(frozen=True, slots=True)
class _Part:
    role: Role
    subject: Subject
    sway: float = 1.0


def _parts(people: int, dice: Dice) -> list[_Part]:
    """As many parts as there are people; the crowd is what the leading parts leave over."""
    leading = [part for turn, subject in enumerate(subjects()) for part in _leading(turn, subject)]
    ring = [_Part(Role.RING, _ring_subject()) for _ in range(RING_SIZE)]
    rising = [_rising(turn, people) for turn in range(people * 288 // 2000)]
    crowd = people - len(leading) - len(ring) - len(rising)
    return leading + ring + rising + [_crowd(turn / crowd, dice) for turn in range(crowd)]


def _leading(turn: int, subject: Subject) -> Iterator[_Part]:
    for sway in (1.4, 1.25, 1.15, 1.05, 1.0):
        yield _Part(Role.INFLUENTIAL, subject, sway)
    for _ in range(1 + turn % 2):
        yield _Part(Role.POPULAR, subject)


def _ring_subject() -> Subject:
    return next(subject for subject in subjects() if subject.tag == RING_TOPIC)


def _rising(turn: int, people: int) -> _Part:
    """Those heard by some: in each topic from hardly to nearly as much as the leading ones."""
    step, topic = divmod(turn, len(subjects()))
    return _Part(Role.RISING, subjects()[topic], 0.45 + 1.1 * step * 12 / (people * 288 // 2000))


def _crowd(place: float, dice: Dice) -> _Part:
    role = Role.NEW if place < 0.09 else Role.QUIET if place < 0.27 else Role.ORDINARY
    return _Part(role, dice.pick(_by_liveliness()))


def _by_liveliness() -> list[Subject]:
    return [subject for subject in subjects() for _ in range(subject.lively)]


def _person(part: _Part, dice: Dice, namer: Namer) -> Person:
    topics = _topics(part, dice)
    name, handle, tongue = namer.someone(heard=part.role is Role.RISING)
    return Person(
        handle=handle,
        name=name,
        bio=None if dice.chance(_SILENT[part.role]) else namer.bio(topics, tongue),
        tongue=tongue,
        role=part.role,
        topics=topics,
        born=_born(part.role, dice),
        seats=_seats(part.role, dice),
        sway=part.sway,
        tagging=dice.chance(0.25),
    )


# How often someone leaves the bio empty.
_SILENT = dict.fromkeys(Role, 0.02) | {Role.ORDINARY: 0.08, Role.QUIET: 0.3, Role.NEW: 0.35}


def _topics(part: _Part, dice: Dice) -> tuple[str, ...]:
    """One to three topics, the first the one that counts; the others mostly near to it."""
    first = part.subject
    more = 0 if part.role in (Role.POPULAR, Role.RING) else dice.pick((0, 1, 1, 1, 2, 2))
    found = {first.tag: None}
    while len(found) <= more:
        near = [other for other in subjects() if other.parent == first.parent]
        found[dice.pick(near if dice.chance(0.5) else _by_liveliness()).tag] = None
    return tuple(found)


def _seats(role: Role, dice: Dice) -> int:
    if role in (Role.ORDINARY, Role.QUIET):
        return int(dice.heavy(9))
    return 4 if role is Role.RISING else 1


def _born(role: Role, dice: Dice) -> int:
    if role is Role.NEW:
        return END - DAY - dice.below(40 * DAY)
    if role is Role.RING:
        return 55 * DAY + dice.below(14 * DAY)
    years = 5 if role in (Role.POPULAR, Role.INFLUENTIAL) else 4
    return -100 * DAY - dice.below(years * 365 * DAY)


def _for_sale(dice: Dice, namer: Namer) -> Person:
    born = 78 * DAY + dice.below(3 * DAY)
    return Person(namer.machine_made(), None, None, "en", Role.BOUGHT, (), born, 0, 0, False)
