"""All that the scores of one moment are computed from."""

from __future__ import annotations

from dataclasses import dataclass

from queries.recipe import Recipe
from queries.scoring.arrows import Arrows, Floats, Integers, People
from queries.scoring.credibility import (
    Discount,
    Standing,
    believed,
    credible_followers,
    standing,
)
from queries.scoring.points import Scored, recorded, scored
from queries.scoring.unfolded import Unfolded


@dataclass(frozen=True, slots=True)
class Scene:
    """People and attention at a moment, and who is credible.

    `arrows` are `unfolded`, folded; `credible` runs beside them. `covered` is how much of the
    older attention has evidence. `followers` are those of each that count; `active` says whether
    active days do.
    """

    people: People
    unfolded: Unfolded
    arrows: Arrows
    standing: Standing
    credible: Floats
    covered: float
    discount: Discount
    followers: Floats
    active: bool

    @classmethod
    def of(
        cls,
        people: People,
        unfolded: Unfolded,
        follows: tuple[Integers, Integers],
        recipe: Recipe,
        *,
        now: int,
        known: Standing | None = None,
    ) -> Scene:
        """The scene that these make at `now`; `known` where the standing is known already."""
        options, arrows = recipe.credibility, unfolded.arrows()
        floor, labels = recipe.evidence.floor, recipe.labels
        known = known or standing(
            people, arrows, follows, options, labels=labels, floor=floor, now=now
        )
        credible, covered = believed(people, arrows, follows, known, options, now=now)
        discount = Discount.of(options, covered)
        followers = credible_followers(people, arrows, follows, known, options, now=now)
        active = recorded(people, arrows, options, now=now) >= recipe.evidence.recorded
        return cls(people, unfolded, arrows, known, credible, covered, discount, followers, active)

    def scored(self, recipe: Recipe, reference: float | None = None) -> Scored:
        """Every score of everybody."""
        return scored(
            self.people,
            self.arrows,
            self.credible,
            recipe,
            followers=self.followers,
            discount=self.discount,
            reference=reference,
            active=self.active,
        )
