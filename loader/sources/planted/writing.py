"""What people write: posts by what they are about, and replies that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from loader.sources.planted.cast import Person, Role
from loader.sources.planted.dice import Deck, Dice
from loader.sources.planted.words import Subject, phrases, subjects, wordlist, written

C = TypeVar("C")

LANGUAGES = {"en": "en", "arabic": "ar", "chinese": "zh", "russian": "ru", "french": "fr"}
_MINE = {"my": "my", "I": "I", "me": "me"}
_YOURS = {"my": "your", "I": "you", "me": "you"}


@dataclass(slots=True, eq=False)
class Draft:
    """A post as it was written, with what one must know to answer it.

    `style` names the list of replies that suits it, `answers` holds better ones, `thing`
    is what it speaks of.
    """

    author: Person
    at: int
    topic: str
    text: str
    style: str
    id: str
    tongue: str = "en"
    thing: str | None = None
    answers: tuple[str, ...] = ()
    mentions: list[Person] = field(default_factory=list)


class Writer:
    """Writes for everyone, and remembers what was said so that nothing is said twice."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed, "writing")
        self._decks: dict[tuple[str, ...], Deck[Any]] = {}
        self._said: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._subjects = {subject.tag: subject for subject in subjects()}
        self._shared = wordlist("common")

    def post(self, author: Person, topic: str, at: int) -> Draft:
        """A new post of `author` about a topic."""
        subject = self._subjects[topic]
        if author.tongue != "en" and self._dice.chance(0.45):
            return self._in_own_tongue(author, topic, at)
        for _ in range(8):
            draft = self._try(author, subject, at)
            if draft.text not in self._said:
                break
        self._said.add(draft.text)
        return self._numbered(draft)

    def _try(self, author: Person, subject: Subject, at: int) -> Draft:
        style = self._style(author.role)
        draft = Draft(author, at, subject.tag, "", style, "")
        given = dict(_YOURS if style == "note" else _MINE)
        template = self._template(style, subject, draft, given)
        draft.text = written(template, subject.slots, self._dice, given)
        draft.thing = given.get("thing")
        if author.tagging and self._dice.chance(0.7) or self._dice.chance(0.06):
            draft.text += " " + self._hashtags(subject)
        return draft

    def _style(self, role: Role) -> str:
        if role is Role.POPULAR:
            return "glossy"
        if role is Role.RING:
            return "hype"
        notes = {Role.INFLUENTIAL: 0.7, Role.RISING: 0.3}.get(role, 0.06)
        if self._dice.chance(notes):
            return "note"
        return "question" if self._dice.chance(0.3) else "everyday"

    def _template(self, style: str, subject: Subject, draft: Draft, given: dict[str, str]) -> str:
        """A template of the style; a question or a note may take up one of the troubles."""
        if style == "question" and self._dice.chance(0.4):
            matter = self._dealt(("asks", subject.tag), subject.asks)
            draft.answers = matter.answers
            return matter.question
        if style == "question" or style == "note" and self._dice.chance(0.4):
            matter = self._dealt(("troubles", subject.tag, style), subject.troubles)
            draft.answers = matter.answers if style == "question" else ()
            given["trouble"] = written(matter.question, subject.slots, self._dice, given)
            given["remedy"] = written(
                self._dice.pick(matter.answers), subject.slots, self._dice, {**given, **_YOURS}
            )
            return self._shared_phrase("wondering" if style == "question" else "advice")
        own = {"note": subject.notes, "everyday": subject.everyday, "glossy": subject.glossy}
        if style in own and self._dice.chance(0.75):
            return self._dealt((style, subject.tag), own[style])
        return self._shared_phrase(style)

    def _in_own_tongue(self, author: Person, topic: str, at: int) -> Draft:
        things = wordlist(author.tongue)["things"]
        assert isinstance(things, dict)
        slots = {"thing": things[topic]}
        template = self._dealt((author.tongue,), phrases(author.tongue, "posts"))
        text = written(template, slots, self._dice, {})
        return self._numbered(Draft(author, at, topic, text, "foreign", "", author.tongue))

    def reply(self, author: Person, to: Draft, at: int) -> Draft:
        """A reply to a post: an answer to a question, else a word of thanks or company."""
        tongue = author.tongue
        own = tongue != "en" and (to.tongue == tongue or self._dice.chance(0.15))
        if own:
            template = self._dealt((tongue, "replies"), phrases(tongue, "replies"))
        else:
            template = self._reply_template(to)
        given = dict(_YOURS) | ({"it": to.thing} if to.thing else {})
        text = written(template, self._subjects[to.topic].slots, self._dice, given)
        draft = Draft(author, at, to.topic, text, "reply", "", tongue if own else "en")
        return self._numbered(draft)

    def _reply_template(self, to: Draft) -> str:
        if to.answers and self._dice.chance(0.8):
            answer = self._dealt((to.answers[0],), to.answers)
            lead = self._shared_phrase("answers") if to.style == "question" else "{answer}"
            return lead.replace("{answer}", answer).replace("{^answer}", _capital(answer))
        if to.thing and self._dice.chance(0.5):
            return self._shared_phrase(f"on_{to.style}_about_it")
        return self._shared_phrase(f"on_{to.style}")

    def quote(self, author: Person, of: Draft, at: int) -> Draft:
        """A remark on top of another's post."""
        given = dict(_YOURS) | ({"it": of.thing} if of.thing else {})
        template = self._shared_phrase("remarks_about_it" if of.thing else "remarks")
        text = written(template, self._subjects[of.topic].slots, self._dice, given)
        return self._numbered(Draft(author, at, of.topic, text, "reply", ""))

    def mention(self, in_post: Draft, whom: Person) -> None:
        """Adds a sentence about `whom` to a post."""
        sentence = written(
            self._shared_phrase("mentions"), {}, self._dice, {"friend": f"@{whom.handle}"}
        )
        in_post.text += " " + sentence
        in_post.mentions.append(whom)

    def _hashtags(self, subject: Subject) -> str:
        tags = self._dice.shuffled(subject.tags)[: self._dice.between(1, 2)]
        return " ".join(f"#{tag}" for tag in tags)

    def _shared_phrase(self, key: str) -> str:
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
