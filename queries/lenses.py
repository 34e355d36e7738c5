"""LENSES: other ways to look at the same people. None of them enters the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lens:
    """A row of the table. Without `sorts` it has a page of its own instead."""

    name: str
    title: str
    question: str
    definition: str
    unit: str
    source: str
    limits: str
    sorts: bool = True


ROWS = (
    Lens(
        name="experts",
        title="Experts’ experts",
        question="Whom do the topic’s own people act on?",
        definition=(
            "Over distinct people who have a score of their own on the topic (three acted on them"
            " there): the largest act of each, decayed as for True Reach. Everybody else counts"
            " nothing."
        ),
        unit="people, decayed",
        source="Cognos (Ghosh and others 2012) for asking those in the field; the rule is ours",
        limits="Newcomers are not heard; who praise one another in a closed circle are.",
    ),
    Lens(
        name="hidden",
        title="Hidden gems",
        question="Who scores more than their popularity leads one to expect?",
        definition=(
            "Score less the height of the straight line (least squares) of score on ln(1 +"
            " followers) over all who have a score of their own on the topic, ten at least; on"
            " ln(1 + people who ever acted) where nobody has followers."
        ),
        unit="points above the line",
        source="Cha and others 2010: popularity and influence part",
        limits="A line describes the many; whose followers are not known all seem hidden.",
    ),
    Lens(
        name="disagreement",
        title="Where measures differ",
        question="Whom do the measures see most differently?",
        definition=(
            "The percentile by the score, its parts and each classical measure, among those who"
            " have a score of their own on the topic (ties in the middle); the highest less the"
            " lowest. Measures after others are not compared."
        ),
        unit="percentiles, 0 to 100",
        source="This project’s; Bollen and others 2009 compare measures in this way",
        limits="It says that measures differ, not which is right.",
    ),
    Lens(
        name="dispute",
        title="Disputed rather than passed on",
        question="Of those who react, how many answer or quote, and how many repost or like?",
        definition=(
            "D/(D + A): D distinct people who replied or quoted, A distinct people who reposted or"
            " liked (who did both counts in both); from ten on. The interval is Wilson’s, 90 %."
        ),
        unit="share, 0 to 1",
        source="The “ratio” of replies to reposts; Wilson 1927 for the interval",
        limits=(
            "An answer can be thanks, and a repost can mock. Where people mostly talk, as on sites"
            " for questions, it says nothing. People are taken to decide independently."
        ),
    ),
    Lens(
        name="seen_from",
        title="Seen from some people",
        question="Who has influence on the people of a list?",
        definition=(
            "(1 − d)·(d·direct + d²·through), d = .85: direct is the part of their attention that"
            " goes to somebody, each of them counting alike; through, the part of the attention of"
            " those (the 200 to whom most goes) that goes on. Personalised PageRank, cut after two"
            " steps."
        ),
        unit="share of the walk",
        source="Haveliwala 2002; Jeh and Widom 2003",
        limits="Only what they do is seen, not what they read; it says nothing of anybody else.",
        sorts=False,
    ),
)

LENSES: Mapping[str, Lens] = {row.name: row for row in ROWS}
