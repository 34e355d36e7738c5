"""What people write: posts by what they are about, and replies that answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from loader.sources.planted.cast import Person, Role
from loader.sources.planted.dice import Deck, Dice
from loader.sources.planted.words import (
    Subject,
    filled,
    phrases,
    sections,
    subjects,
    wordlist,
    written,
)

C = TypeVar("C")

LANGUAGES = {"en": "en", "arabic": "ar", "chinese": "zh", "russian": "ru", "french": "fr"}
_MINE = {"my": "my", "I": "I", "me": "me"}
_YOURS = {"my": "your", "I": "you", "me": "you"}
# How often a post of theirs on their first topic is a note: something learned, passed on.
_NOTES = {Role.INFLUENTIAL: 0.75, Role.RISING: 0.3}
_TAILS = sections("common", "tails")
# How often a post is in the words of its topic rather than in those that suit any.
_OWN_WORDS = {"note": 0.85, "everyday": 0.8, "glossy": 0.4}


# What one answers back to; a boast or a foreign tongue gets no second word.
ANSWERED = ("note", "question", "everyday")


@dataclass(slots=True, eq=False)
class Draft:
    """A post as it was written, with what one must know to answer it.

    `style` names the list of replies that suits it, `answers` holds better ones, `words`
    are those of its topic that it uses. `to` is the post that it replies to or quotes.
    """

    author: Person
    at: int
    topic: str
    text: str
    style: str
    id: str = ""
    tongue: str = "en"
    answers: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    to: Draft | None = None


class Writer:
    """Writes for everyone, and remembers what was said so that little is said twice."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed, "writing")
        self._decks: dict[tuple[str, ...], Deck[Any]] = {}
        self._said: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._subjects = {subject.tag: subject for subject in subjects()}

    def post(self, author: Person, topic: str, at: int, friend: Person | None = None) -> Draft:
        """A new post of `author` about a topic, which names `friend` if there is one."""
        if author.tongue != "en" and self._dice.chance(0.45):
            draft = self._in_own_tongue(author, topic, at)
        else:
            draft = self._unlike_others(author, self._subjects[topic], at)
        if friend:
            draft.text += f" {self._about(friend)}"
        if author.tagging and self._dice.chance(0.7):
            draft.text += f" {self._hashtags(self._subjects[topic])}"
        return self._numbered(draft)

    def _unlike_others(self, author: Person, subject: Subject, at: int) -> Draft:
        for _ in range(8):
            draft = self._try(author, subject, at)
            if draft.text not in self._said:
                break
        self._said.add(draft.text)
        return draft

    def _try(self, author: Person, subject: Subject, at: int) -> Draft:
        style = self._style(author, subject.tag)
        draft = Draft(author, at, subject.tag, "", style)
        given = dict(_YOURS if style == "note" else _MINE)
        template = self._template(style, subject, draft, given)
        if style in _TAILS and self._dice.chance(0.25):
            template += " " + self._dealt(("tails", style), _TAILS[style])
        draft.text = written(template, subject.slots, self._dice, given)
        draft.words = {slot: word for slot, word in given.items() if slot in subject.own_slots}
        return draft

    def _style(self, author: Person, topic: str) -> str:
        if author.role is Role.POPULAR:
            return "glossy"
        if author.role is Role.RING:
            return "hype"
        at_home = topic == author.topics[0]
        if self._dice.chance(_NOTES.get(author.role, 0.06) if at_home else 0.06):
            return "note"
        # Those who are asked by everyone do not ask on their own topic.
        asking = 0.0 if at_home and author.role is Role.INFLUENTIAL else 0.32
        return "question" if self._dice.chance(asking) else "everyday"

    def _template(self, style: str, subject: Subject, draft: Draft, given: dict[str, str]) -> str:
        """A template of the style; a question or a note may take up one of the troubles."""
        if style == "question" and self._dice.chance(0.35):
            matter = self._dealt(("asks", subject.tag), subject.asks)
            draft.answers = matter.answers
            return matter.question
        if style == "question" or (style == "note" and self._dice.chance(0.4)):
            matter = self._dealt(("troubles", subject.tag, style), subject.troubles)
            given["trouble"] = filled(matter.question, subject.slots, self._dice, given)
            if style == "question":
                draft.answers = matter.answers
                return self._shared("wondering")
            given["remedy"] = self._dice.pick(matter.answers)
            return self._shared("advice")
        own = {"note": subject.notes, "everyday": subject.everyday, "glossy": subject.glossy}
        if style in own and self._dice.chance(_OWN_WORDS[style]):
            return self._dealt((style, subject.tag), own[style])
        return self._shared(style)

    def _in_own_tongue(self, author: Person, topic: str, at: int) -> Draft:
        template = self._dealt((author.tongue,), phrases(author.tongue, "posts"))
        text = written(
            template, {"thing": sections(author.tongue, "things")[topic]}, self._dice, {}
        )
        return Draft(author, at, topic, text, "foreign", tongue=author.tongue)

    def reply(self, author: Person, to: Draft, at: int) -> Draft:
        """A reply to a post: an answer to a question, else a word of thanks or company."""
        tongue = author.tongue
        own = tongue != "en" and (to.tongue == tongue or self._dice.chance(0.15))
        if own:
            template = self._dealt((tongue, "replies"), phrases(tongue, "replies"))
        else:
            template = self._answer(to)
        draft = self._said_about(to, template, author, at)
        draft.tongue = tongue if own else "en"
        return draft

    def quote(self, author: Person, of: Draft, at: int) -> Draft:
        """A remark on top of another's post."""
        key = "remarks" if of.style in ("note", "everyday") else "remarks_on_question"
        return self._said_about(of, self._fitting(key, of), author, at)

    def _said_about(self, to: Draft, template: str, author: Person, at: int) -> Draft:
        given = _YOURS | dict(to.words) | {"it": to.words.get("thing", "")}
        text = written(template, self._subjects[to.topic].slots, self._dice, given)
        return self._numbered(Draft(author, at, to.topic, text, "reply", to=to))

    def _answer(self, to: Draft) -> str:
        """A template that answers a post, or answers back to a reply."""
        if to.to:
            return self._shared(f"back_on_{to.to.style}")
        if to.answers and self._dice.chance(0.8):
            answer = self._dealt((to.answers[0],), to.answers)
            lead = self._shared("answers")
            return lead.replace("{answer}", answer).replace("{^answer}", _capital(answer))
        if to.style == "note" and self._dice.chance(0.35):
            return self._dealt(("thanks", to.topic), self._subjects[to.topic].thanks)
        return self._fitting(f"on_{to.style}", to)

    def _fitting(self, key: str, to: Draft) -> str:
        """A phrase of the list; half of the time one that takes up what the post is about."""
        about_it = f"{key}_about_it"
        known = "thing" in to.words and about_it in wordlist("common")
        return self._shared(about_it if known and self._dice.chance(0.5) else key)

    def _about(self, friend: Person) -> str:
        given = {"friend": f"@{friend.handle}"}
        return written(self._shared("mentions"), {}, self._dice, given)

    def _hashtags(self, subject: Subject) -> str:
        tags = self._dice.shuffled(subject.tags)[: self._dice.between(1, 2)]
        return " ".join(f"#{tag}" for tag in tags)

    def _shared(self, key: str) -> str:
        return self._dealt((key,), phrases("common", key))

    def _dealt(self, deck: tuple[str, ...], cards: Sequence[C]) -> C:
        if deck not in self._decks:
            self._decks[deck] = Deck(cards, self._dice)
        card: C = self._decks[deck].deal()
        return card

    def _numbered(self, draft: Draft) -> Draft:
        """The same draft with its id: whose, and the how-manieth of theirs."""
        handle = draft.author.handle
        self._numbers[handle] = self._numbers.get(handle, 0) + 1
        draft.id = f"{draft.author.id}.{self._numbers[handle]}"
        return draft


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
