"""Half a year in Brindlemouth: who posts when, and who reacts to it.

Influence is planted here, in `_REACTIONS`: what an influential person writes on their
own topic is passed on by a few of their circle each time, from January to the last day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from loader.records import Kind
from loader.sources.planted.cast import Cast, Person, Role
from loader.sources.planted.circles import Circles
from loader.sources.planted.dice import Dice
from loader.sources.planted.rhythm import DAY, END, HOUR, evenly, moment, reaction
from loader.sources.planted.writing import ANSWERED, Draft, Writer


@dataclass(frozen=True, slots=True)
class Act:
    """What `who` did to `whom` at a moment; `post` and `via` as in an Interaction."""

    who: Person
    whom: Person
    kind: Kind
    at: int
    post: Draft | None = None
    via: Draft | None = None


# Mean reposts, replies, quotes and likes that a post on its author's first topic brings.
_REACTIONS = {
    Role.INFLUENTIAL: (3.4, 0.8, 0.12, 2.6),
    Role.RISING: (1.1, 0.4, 0.04, 0.9),
    Role.POPULAR: (0.0, 0.02, 0.0, 0.1),
    Role.ORDINARY: (0.06, 0.3, 0.01, 0.5),
}
_KINDS = (Kind.REPOST, Kind.REPLY, Kind.QUOTE, Kind.LIKE)
# Most posts fall flat, some do well, a few are the talk of the town; the mean is 1.
_LUCK = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 2.8)
_HOURS_UNTIL = {Kind.REPOST: 2.5, Kind.REPLY: 1.5, Kind.QUOTE: 6.0, Kind.LIKE: 3.0}


class Life:
    """Writes the six months: `drafts` and `acts`, follows apart."""

    def __init__(self, cast: Cast, circles: Circles, seed: int) -> None:
        self._cast, self._circles = cast, circles
        self._dice = Dice(seed, "life")
        self._writer = Writer(seed)
        self._ring = cast.playing(Role.RING)
        self._leading = {
            topic: cast.playing(Role.INFLUENTIAL, topic) for topic in circles.audiences
        }
        self._posts_of: dict[str, list[Draft]] = defaultdict(list)
        self.drafts: list[Draft] = []
        self.acts: list[Act] = []
        for person in cast.people:
            self._live(person)
        self._greet_the_new()

    def _live(self, person: Person) -> None:
        for at in self._moments(person):
            topic = self._topic(person)
            friend = self._friend(person, topic) if self._dice.chance(0.07) else None
            draft = self._writer.post(person, topic, at, friend)
            self._keep(draft)
            if friend:
                self.acts.append(Act(person, friend, Kind.MENTION, at, via=draft))
            if person.role is Role.RING:
                self._praise(draft)
            else:
                self._react(draft)

    def _moments(self, person: Person) -> list[int]:
        """When `person` posts. The influential never fall silent for long."""
        dice, last = self._dice, END - HOUR
        match person.role:
            case Role.INFLUENTIAL:
                return evenly(dice, dice.between(54, 68), 0, last)
            case Role.POPULAR:
                return evenly(dice, dice.between(58, 78), 0, last)
            case Role.RING:
                return evenly(dice, dice.between(34, 44), 84 * DAY, last)
            case Role.RISING:
                return evenly(dice, dice.between(13, 21), 0, last)
            case Role.ORDINARY:
                count = int(1.8 * dice.heavy(18)) - dice.below(3)
            case _:
                count = dice.below(2)
        return sorted(moment(dice, person.since, last) for _ in range(count))

    def _topic(self, person: Person) -> str:
        faithful = {Role.INFLUENTIAL: 0.88, Role.RISING: 0.85}.get(person.role, 0.6)
        first = len(person.topics) == 1 or self._dice.chance(faithful)
        return person.topics[0] if first else self._dice.pick(person.topics[1:])

    def _friend(self, of: Person, topic: str) -> Person | None:
        """Someone worth naming: often one who is read by many. Not everyone names others."""
        known = self._leading if self._dice.chance(0.4) else self._circles.audiences
        found = self._dice.pick(known[topic])
        return None if found is of or of.role in (Role.RING, Role.POPULAR) else found

    def _react(self, to: Draft) -> None:
        author = to.author
        at_home = to.topic == author.topics[0]
        role = author.role if at_home and author.role in _REACTIONS else Role.ORDINARY
        sway = author.sway * self._dice.pick(_LUCK) if role is author.role else 0.6
        counts = [self._dice.about(mean * sway) for mean in _REACTIONS[role]]
        kinds = [kind for kind, count in zip(_KINDS, counts, strict=True) for _ in range(count)]
        for who, kind in zip(self._readers(to, len(kinds)), kinds, strict=False):
            self._act(who, to, kind)

    def _readers(self, of: Draft, count: int) -> list[Person]:
        """Who reacts: people of the author's circle, and now and then someone passing by."""
        circle, audience = self._circles.of[of.author.handle], self._circles.audiences[of.topic]
        passing = sum(self._dice.chance(0.1) for _ in range(count))
        found = dict.fromkeys(self._dice.distinct(circle or audience, count - passing))
        found |= dict.fromkeys(self._dice.distinct(audience, passing))
        return self._dice.shuffled([who for who in found if who is not of.author])

    def _act(self, who: Person, to: Draft, kind: Kind) -> None:
        at = reaction(self._dice, to.at, _HOURS_UNTIL[kind])
        via = None
        if kind in (Kind.REPLY, Kind.QUOTE):
            write = self._writer.reply if kind is Kind.REPLY else self._writer.quote
            via = write(who, to, at)
            self._keep(via)
        self.acts.append(Act(who, to.author, kind, at, to, via))
        if kind is Kind.REPLY and via and to.style in ANSWERED and self._dice.chance(0.12):
            self._act(to.author, via, Kind.REPLY)

    def _praise(self, draft: Draft) -> None:
        """The ring passes on its own, at once."""
        friends = [one for one in self._ring if one is not draft.author]
        for who in self._dice.shuffled(friends)[: self._dice.between(1, 3)]:
            kind = Kind.REPOST if self._dice.chance(0.85) else Kind.REPLY
            self._act(who, draft, kind)

    def _greet_the_new(self) -> None:
        """The new react once or twice to what the influential wrote since they came."""
        for person in self._cast.playing(Role.NEW):
            readable = [
                draft
                for leader in self._leading[person.topics[0]]
                for draft in self._posts_of[leader.handle]
                if draft.at > person.born
            ]
            for to in self._dice.distinct(readable, self._dice.between(1, 2)):
                self._act(person, to, self._dice.pick((Kind.LIKE, Kind.LIKE, Kind.REPLY)))

    def _keep(self, draft: Draft) -> None:
        self.drafts.append(draft)
        if draft.author.role is Role.INFLUENTIAL and draft.to is None:
            self._posts_of[draft.author.handle].append(draft)
