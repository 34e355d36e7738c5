"""In which numbers two recipes differ, and what each difference says in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from queries.recipe import Recipe

KIND_WORDS: Mapping[str, str] = {
    "repost": "reposts weigh",
    "quote": "quotes weigh",
    "reply": "replies weigh",
    "mention": "mentions weigh",
    "like": "likes weigh",
    "adopt": "adoptions weigh",
}
WORDS: Mapping[tuple[str, str], str] = {
    ("memory", "horizon_days"): "the half-life in days is",
    ("memory", "short_days"): "the short half-life in days is",
    ("weights", "reach"): "True Reach weighs",
    ("weights", "amplification"): "Amplification weighs",
    ("weights", "activity"): "Activity weighs",
    ("weights", "network"): "Network weighs",
    ("weights", "followers"): "Followers weigh",
    ("evidence", "floor"): "people a score needs are",
    ("evidence", "days_each"): "active days that count for each person of True Reach are",
    ("credibility", "open"): "the unknown count, without evidence, with steepness",
    ("credibility", "covered"): "the unknown count, beside evidence, with steepness",
    ("caps", "per_day"): "people a day before acts count less are",
} | {("kinds", kind): words for kind, words in KIND_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Changed:
    """One number, or list of topics, that another recipe has otherwise."""

    section: str
    key: str
    old: Any
    new: Any

    @property
    def words(self) -> str:
        """ "replies weigh 0.5 instead of 0.2"."""
        if self.section == "topics":
            return "other topics are sensitive"
        what = WORDS.get((self.section, self.key), f"[{self.section}] {self.key} is")
        return f"{what} {self.new:g} instead of {self.old:g}"

    def applied(self, recipe: Recipe) -> Recipe:
        """`recipe` with this alone changed."""
        section = getattr(recipe, self.section)
        if self.section == "kinds":
            return dataclasses.replace(recipe, kinds={**section, self.key: self.new})
        fresh = dataclasses.replace(section, **{self.key: self.new})
        return dataclasses.replace(recipe, **{self.section: fresh})


def changed(old: Recipe, new: Recipe) -> list[Changed]:
    """Each number in which `new` differs from `old`, in the order of the file."""
    one, other = asdict(old), asdict(new)
    return [
        Changed(section, key, one[section][key], other[section][key])
        for section in one
        if section != "name"
        for key in one[section]
        if one[section][key] != other[section][key]
    ]
