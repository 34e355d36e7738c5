"""FLAGS: the one table of what may be wrong with an audience, and how each may be wrong itself.

A flag says what is seen around an account. It does not say who did it, and it never stands without
the numbers and the people it rests on: `query` lists those. What more than COMMON of all to whom a
flag could apply have is the way of the network, or of how it was collected: then it is given to
nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COMMON = 0.25
# With fewer to whom a flag could apply nobody can say what is common.
FEWEST_TO_COMPARE = 20


@dataclass(frozen=True, slots=True)
class Flag:
    """A row of the table. It is given from `threshold` on, to those with `least` of what counts.

    `leaves_out` says what the scores without suspicious support leave out, "" for nothing.
    """

    name: str
    title: str
    asks: str
    unit: str
    threshold: float
    least: int
    least_of: str
    leaves_out: str
    query: str
    source: str
    wrong_by: str


ROWS = (
    Flag(
        name="young_followers",
        title="Followers from new accounts",
        asks="How many of the followers had an account younger than 30 days when they followed?",
        unit="share of the followers of whom both moments are known",
        threshold=0.5,
        least=50,
        least_of="such followers; and twice the share of the whole network",
        leaves_out="these followers",
        query="flag_young_followers",
        source="Cresci and others 2015, on accounts sold as followers; the numbers are this"
        " project's",
        wrong_by="Somebody who brings their own readers to a network, or joined with a wave; and"
        " anybody can buy followers for somebody else.",
    ),
    Flag(
        name="follow_burst",
        title="Followers all at once",
        asks="How many of the followers came within the same two days?",
        unit="share of the followers whose moment is known",
        threshold=0.5,
        least=50,
        least_of="such followers",
        leaves_out="",
        query="flag_follow_burst",
        source="Beutel and others 2013 (CopyCatch), Jiang and others 2014 (CatchSync): in lockstep",
        wrong_by="One moment of fame, a list that was recommended, a network that opened its doors;"
        " by itself it leaves nothing out.",
    ),
    Flag(
        name="closed_circle",
        title="A closed circle",
        asks="Do those who act on this person, and whom this person acts on in return, get their"
        " own attention from one another alone?",
        unit="share of the attention on the circle that comes from inside it, beyond chance",
        threshold=0.8,
        least=5,
        least_of="people who act, four fifths of them answered by acts or follows",
        leaves_out="all that this person does, and what those whom the person answers do to them",
        query="flag_closed_circle",
        source="Retweet rings after Ratkiewicz and others 2011; the numbers are this project's",
        wrong_by="A family, a class, a team whose members talk to nobody else that was loaded.",
    ),
    Flag(
        name="young_audience",
        title="An audience of new accounts",
        asks="How much of the audience had an account younger than the recipe's account_days when"
        " it first acted on this person?",
        unit="share of the audience, decayed, whose account's age is known",
        threshold=0.5,
        least=10,
        least_of="people who act; and twice the share of the whole network",
        leaves_out="what these did to this person",
        query="flag_young_audience",
        source="Account age as in Cresci and others 2015; the numbers are this project's",
        wrong_by="A topic that draws people to a network, a school, an event: its readers are new.",
    ),
    Flag(
        name="in_step",
        title="Acts in step with others",
        asks="Does this account act on the same posts as others within the same minute, far more"
        " often than chance?",
        unit="accounts in the group",
        threshold=3,
        least=5,
        least_of="posts within a minute, half of all that two accounts both acted on, on two days",
        leaves_out="all that it does",
        query="flag_in_step",
        source="Pacheco and others 2021; Giglietto and others 2020 (CooRnet)",
        wrong_by="Several accounts of one person or office, a newsroom at a live event, software"
        " that passes on a feed and says so.",
    ),
    Flag(
        name="audience_in_step",
        title="An audience in step",
        asks="How much of the audience is accounts that act in step?",
        unit="share of the audience, decayed",
        threshold=0.3,
        least=3,
        least_of="such accounts",
        leaves_out="all that these accounts do",
        query="flag_audience_in_step",
        source="As above",
        wrong_by="As above; and a group can pass on somebody who did not ask for it.",
    ),
    Flag(
        name="suspicious",
        title="Labelled suspicious",
        asks="Does a user of this graph call the account suspicious?",
        unit="label",
        threshold=1,
        least=1,
        least_of="label",
        leaves_out="all that it does",
        query="flag_suspicious",
        source="A file that was read with 'influence label'; it is named beside the flag",
        wrong_by="Whoever wrote the file can be mistaken.",
    ),
)  # fmt: skip

FLAGS: Mapping[str, Flag] = {row.name: row for row in ROWS}
