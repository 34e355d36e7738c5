"""What was planted, so that anyone can say how well it was recovered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from loader.sources.planted.cast import Cast, Person, Role
from loader.sources.planted.words import subjects


@dataclass(frozen=True, slots=True)
class Truth:
    """Who was given which part, as ids of people by ids of topics.

    The influential stand with the strongest first. `popular` have many followers and move
    nobody; `ring` bought the accounts in `bought` as followers and pass on each other.
    """

    influencers: Mapping[str, tuple[str, ...]]
    popular: Mapping[str, tuple[str, ...]]
    ring: tuple[str, ...]
    bought: tuple[str, ...]

    def json(self, **more: object) -> str:
        """The same as JSON, with `more` before it."""
        return json.dumps(
            {
                **more,
                "influencers": dict(self.influencers),
                "popular": dict(self.popular),
                "ring": self.ring,
                "bought": self.bought,
            },
            indent=1,
        )


def truth_of(cast: Cast) -> Truth:
    """What was planted in this cast."""
    return Truth(
        influencers=_by_topic(cast, Role.INFLUENTIAL),
        popular=_by_topic(cast, Role.POPULAR),
        ring=_ids(cast.playing(Role.RING)),
        bought=_ids(list(cast.bought)),
    )


def _by_topic(cast: Cast, role: Role) -> dict[str, tuple[str, ...]]:
    return {
        subject.tag: _ids(
            sorted(cast.playing(role, subject.tag), key=lambda one: (-one.sway, one.handle))
        )
        for subject in subjects()
    }


def _ids(people: list[Person]) -> tuple[str, ...]:
    return tuple(person.id for person in people)
