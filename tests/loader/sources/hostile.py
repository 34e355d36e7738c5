"""What nobody should write into a cell, and what becomes of it: one table for all readers.

A row has a value, and says for each sort of field whether it is kept, and as what, or told as
a reject, and why. Kept as None is taken for an empty cell. What a network's own rules say of
an id (that a login has no space) stands with the network, in `hostile_networks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """It loads, as this value."""

    value: object = None


@dataclass(frozen=True, slots=True)
class Told:
    """It is rejected, for a reason that begins so."""

    reason: str


@dataclass(frozen=True, slots=True)
class Zoneless:
    """A time without a zone: rejected, or kept by who knows the zone."""

    at: datetime


Outcome = Kept | Told


@dataclass(frozen=True, slots=True)
class Hostile:
    """A value, and what becomes of it as an id, as a text, as a time and as a number."""

    name: str
    value: Any
    id: Outcome
    text: Outcome
    time: Outcome | Zoneless
    number: Outcome


EMPTY, UNSEEN = Told("is empty"), Told("has nothing that can be seen")
CONTROL, LONG = Told("has a control character"), Told("is longer than 200 characters")
NO_ID, NO_TEXT = Told("is no id"), Told("is no text")
NO_TIME, NO_NUMBER = Told("is no time"), Told("is no whole number")
EARLY, LATE = Told("is before 1990"), Told("is in the future")
NOTHING = Kept(None)
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


def odd(
    name: str,
    value: str,
    *,
    id: Outcome | None = None,
    text: Outcome | None = None,
    time: Outcome | Zoneless = NO_TIME,
    number: Outcome = NO_NUMBER,
) -> Hostile:
    """A text that is kept verbatim as an id and as a text unless something else is said."""
    return Hostile(name, value, id or Kept(value), text or Kept(value), time, number)


def blank(name: str, value: str) -> Hostile:
    return Hostile(name, value, EMPTY, NOTHING, NOTHING, NOTHING)


def cut(name: str, value: str, text: str) -> Hostile:
    """A text with what cannot be seen in it: no id, and kept as a text without that."""
    return odd(name, value, id=CONTROL, text=Kept(text))


def time(name: str, value: str, told: Outcome | Zoneless, number: Outcome = NO_NUMBER) -> Hostile:
    return odd(name, value, time=told, number=number)


TEXTS = (
    blank("empty", ""),
    blank("spaces", "   "),
    blank("a tab and line breaks", "\t\r\n"),
    blank("no-break, thin and ideographic spaces", "\u00a0\u2009\u3000"),
    odd("one letter in spaces", "  a  ", id=Kept("a"), text=Kept("a")),
    odd("many spaces inside", "a     b", text=Kept("a b")),
    odd("zero-width space alone", "\u200b", id=UNSEEN),
    odd("byte order mark alone", "\ufeff", id=UNSEEN),
    odd("only marks that turn the text", "\u202e\u2066\u200f", id=UNSEEN),
    odd("@ alone", "@", id=EMPTY),
    odd("many @", "@@@ @@", id=EMPTY),
    odd("many thousand @, with spaces", "@ " * 5_000, id=EMPTY, text=Kept(("@ " * 5_000).strip())),
    odd("a handle with @", "@ada", id=Kept("ada")),
    odd("an e-mail address of a made-up host", "ada@mail.invalid"),
    cut("NUL", "a\0b", "ab"),
    cut("bell", "a\x07b", "ab"),
    cut("escape sequence of a terminal", "\x1b[31mred", "[31mred"),
    cut("delete", "a\x7fb", "ab"),
    cut("next line (C1)", "a\x85b", "a b"),
    cut("C1 control", "a\x9bb", "ab"),
    cut("line feed", "a\nb", "a b"),
    cut("carriage return and line feed", "a\r\nb", "a b"),
    cut("carriage return", "a\rb", "a b"),
    cut("vertical tab and form feed", "a\x0b\x0cb", "a b"),
    cut("tab", "a\tb", "a b"),
    cut("line separator", "a\u2028b", "a b"),
    cut("paragraph separator", "a\u2029b", "a b"),
    cut("unit separator", "a\x1fb", "a b"),
    cut("lone high surrogate", "a\ud800b", "ab"),
    cut("lone low surrogate", "a\udfffb", "ab"),
    odd("text turned round", "\u202egnp.exe"),
    odd("isolated Hebrew", "\u2067שלום\u2069"),
    odd("Arabic", "عليا"),
    odd("zalgo", "Z\u0351\u036b\u0343a\u0346\u0300\u0301lgo"),
    odd("combining mark alone", "\u0301"),
    odd("homoglyph of ada", "аdа"),
    odd("full-width letters", "ａｄａ"),
    odd("not in normal form", "Zoe\u0308"),
    odd("a family, joined", "👩\u200d👩\u200d👧"),
    odd("beyond the first plane", "𝒶𝒹𝒶"),
    odd("noncharacter", "a\uffffb"),
    odd("private use", "\ue000"),
    odd("formula", "=HYPERLINK(1)"),
    odd("formula with plus", "+1+1"),
    odd("formula with minus", "-1+cmd|' /C calc'!A0"),
    odd("formula with @", "@SUM(1)", id=Kept("SUM(1)")),
    odd("Cypher", "'}) DETACH DELETE n //"),
    odd("Cypher label", "`) MATCH (n) DELETE n //"),
    odd("Cypher parameter", "$who"),
    odd("SQL", "Robert'); DROP TABLE people;--"),
    odd("HTML", "<script>alert(1)</script>"),
    odd("HTML entity", "&lt;b&gt;&#0;&amp;"),
    odd("template", "{{7*7}}${7*7}<%= 7 %>"),
    odd("address that runs", "javascript:alert(1)"),
    odd("path", "../../../../etc/passwd"),
    odd("path of Windows", "C:\\con\\nul"),
    odd("escaped NUL", "a%00\\0\\x00"),
    odd("back slash at the end", "a\\"),
    odd("quotation marks", "a\"b'c"),
    odd("delimiters", "a,b;c|d"),
    odd("200 characters", "x" * 200),
    odd("201 characters", "x" * 201, id=LONG),
    odd("140,000 characters", "z" * 140_000, id=LONG),
    odd("the word null", "null"),
    odd("the word nan", "nan"),
    odd("the word Infinity", "Infinity"),
    odd("the word true", "true"),
    odd("zero", "0", time=EARLY, number=Kept(0)),
    odd("minus one", "-1", time=EARLY),
    odd("minus zero", "-0", time=EARLY),
    odd("a decimal", "1.5", time=EARLY),
    odd("a whole decimal", "1.0", time=EARLY, number=Kept(1)),
    odd("an exponent", "1e3"),
    odd("an exponent past all", "1e999"),
    odd("leading zeros", "007", time=EARLY, number=Kept(7)),
    odd("thousands, separated", "1,000"),
    odd("thousands, underlined", "1_000"),
    odd("hexadecimal", "0x10"),
    odd("Arabic digits", "٣", time=EARLY),
    odd("superscript", "²"),
    odd("past 64 bits", str(2**63)),
    odd("past what is believed", "999999999999999999", number=Told("is too large to believe")),
    odd("5,000 digits", "9" * 5_000, id=LONG),
    time("a time", "2024-03-01T12:00:00Z", Kept(NOON)),
    time("a time with an offset", "2024-03-01T13:30:00+01:30", Kept(NOON)),
    time("a time in seconds", str(SECONDS), Kept(NOON), Kept(SECONDS)),
    time("a time in milliseconds", f"{SECONDS}000", Kept(NOON), Told("is too large")),
    time("a time in microseconds", f"{SECONDS}000000", Kept(NOON), Told("is too large")),
    time("a time in nanoseconds", f"{SECONDS}000000000", NO_TIME),
    time("a time without a zone", "2024-03-01T12:00:00", Zoneless(NOON)),
    time("a date", "2024-03-01", Zoneless(NOON.replace(hour=0))),
    time("a day that is none", "2024-02-30T00:00:00Z", NO_TIME),
    time("a month that is none", "2024-13-01T00:00:00Z", NO_TIME),
    time("a leap second", "2016-12-31T23:59:60Z", NO_TIME),
    time("the hour 25", "2024-03-01T25:00:00Z", NO_TIME),
    time("a zone that is none", "2024-03-01T12:00:00+99:99", NO_TIME),
    time("the year 10000", "10000-01-01T00:00:00Z", NO_TIME),
    time("the year 0", "0000-01-01T00:00:00Z", NO_TIME),
    time("the first moment there is", "0001-01-01T00:00:00+14:00", NO_TIME),
    time("the last moment there is", "9999-12-31T23:59:59-14:00", NO_TIME),
    time("the end of all databases", "9999-12-31T23:59:59Z", LATE),
    time("the future", "2999-01-01T00:00:00Z", LATE),
    time("an empty cell in disguise", "1970-01-01T00:00:00Z", EARLY),
    time("before Unix", "1900-01-01T00:00:00Z", EARLY),
    time("an hour alone", "12:00", NO_TIME),
    time("a time in words", "yesterday", NO_TIME),
)


def value(
    name: str,
    value: object,
    *,
    id: Outcome = NO_ID,
    text: Outcome = NO_TEXT,
    time: Outcome = NO_TIME,
    number: Outcome = NO_NUMBER,
) -> Hostile:
    """What JSON may hold besides texts; most of it is nothing that a field may hold."""
    return Hostile(name, value, id, text, time, number)


VALUES = (
    value("null", None, id=EMPTY, text=NOTHING, time=NOTHING, number=NOTHING),
    value("true", True),
    value("false", False),
    value("0 as a number", 0, id=Kept("0"), text=Kept("0"), time=EARLY, number=Kept(0)),
    value("-1 as a number", -1, id=Kept("-1"), text=Kept("-1"), time=EARLY),
    value("1.0 as a number", 1.0, id=Kept("1"), text=Kept("1"), time=EARLY, number=Kept(1)),
    value("1.5 as a number", 1.5, time=EARLY),
    value("2^63 as a number", 2**63, id=Kept(str(2**63)), text=Kept(str(2**63))),
    value("2^64 as a float", 2.0**64),
    value("400 digits as a number", 10**400, id=LONG, text=Kept(str(10**400))),
    value("NaN", float("nan")),
    value("Infinity", float("inf")),
    value("-Infinity", float("-inf"), time=EARLY),
    value("an empty list", []),
    value("a list of a text", ["a"]),
    value("a list in a list", [[]]),
    value("an empty object", {}),
    value("an object", {"id": "1", "$oid": "x", "name": "a"}),
    value("a list, nested 60 deep", eval("[" * 60 + "]" * 60)),
)
