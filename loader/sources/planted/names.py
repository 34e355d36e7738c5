"""Invented names, handles and bios."""

from __future__ import annotations

from loader.sources.planted.dice import Deck, Dice
from loader.sources.planted.words import filled, phrases, sections, subjects, wordlist, written

_PLACES = sections("common", "slots")
_MACHINE_SYLLABLES = ("ka", "vo", "zu", "ri", "xe", "no", "ti", "qua", "lor", "bex")
# How many of a thousand people have a name of that kind; the rest have plain Latin ones.
_KINDS = (("arabic", 18), ("chinese", 18), ("russian", 18), ("french", 30), ("accented", 50))


class Namer:
    """Gives each person a name, a handle nobody else has, and a bio."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed, "names")
        self._taken: set[str] = set()
        self._quirks = Deck(phrases("common", "quirks"), self._dice)
        self._callings = Deck(phrases("common", "callings"), self._dice)
        self._long = [tuple(row) for row in _rows("names", "long")]

    def someone(self, *, heard: bool) -> tuple[str, str, str]:
        """A name, its handle, and the tongue its owner writes in besides English.

        The longest names go to people who are `heard`, so that they show on the pages.
        """
        place = self._dice.below(1000)
        if heard and self._long:
            name, handle = self._long.pop()
            return name, self._unused(handle), "en"
        for kind, share in _KINDS:
            if place < share:
                return self._foreign(kind)
            place -= share
        return self._plain()

    def _plain(self) -> tuple[str, str, str]:
        given = self._dice.pick(phrases("names", "given"))
        if self._dice.chance(0.55):
            family = self._dice.pick(phrases("names", "family"))
        else:
            front = self._dice.pick(phrases("names", "family_front"))
            family = front + self._dice.pick(phrases("names", "family_end"))
        return f"{given} {family}", self._handle(given.lower(), family.lower()), "en"

    def _foreign(self, kind: str) -> tuple[str, str, str]:
        given, given_latin = self._dice.pick(_rows("names", f"{kind}_given"))
        family, family_latin = self._dice.pick(_rows("names", f"{kind}_family"))
        name = family + given if kind == "chinese" else f"{given} {family}"
        tongue = "en" if kind == "accented" else kind
        return name, self._handle(given_latin, family_latin), tongue

    def _handle(self, given: str, family: str) -> str:
        family = family.replace(" ", "").replace("-", "").replace("'", "")
        form = self._dice.below(10)
        if form < 6:
            return self._unused(f"{given}_{family}")
        if form < 8:
            return self._unused(f"{given}{family}")
        return self._unused(f"{family}_{given[0]}")

    def _unused(self, handle: str) -> str:
        """The handle, or the same with what people add when it is taken."""
        endings = ["", *phrases("names", "when_taken")]
        found = next((handle + end for end in endings if handle + end not in self._taken), None)
        while found is None or found in self._taken:
            found = f"{handle}_{self._dice.between(2, 9999)}"
        self._taken.add(found)
        return found

    def machine_made(self) -> str:
        """The handle of an account that nobody cared to name."""
        syllables = (self._dice.pick(_MACHINE_SYLLABLES) for _ in range(3))
        return self._unused("".join(syllables) + str(self._dice.between(1000, 99999)))

    def bio(self, topics: tuple[str, ...], tongue: str) -> str:
        """One to three short statements about a life in Brindlemouth."""
        if tongue != "en" and self._dice.chance(0.5):
            return self._dice.pick(phrases(tongue, "bios"))
        form = self._dice.pick(phrases("common", "bios"))
        given = {
            "calling": filled(self._callings.deal(), _PLACES, self._dice, {}),
            "quirk": filled(self._quirks.deal(), _PLACES, self._dice, {}),
            "love": self._love(topics[0]),
            "second": self._love(topics[-1]),
        }
        return written(form, _PLACES, self._dice, given)

    def _love(self, tag: str) -> str:
        subject = next(subject for subject in subjects() if subject.tag == tag)
        words = subject.bios if self._dice.chance(0.6) else phrases("common", "loves")
        return filled(self._dice.pick(words), subject.slots, self._dice, {})


def _rows(name: str, key: str) -> list[list[str]]:
    rows = wordlist(name)[key]
    assert isinstance(rows, list)
    return rows
