"""+K after Klout: somebody on this site says that another influences them on a topic."""

from __future__ import annotations

from queries.score import Score, none

ROWS = (
    Score(
        name="plus_k",
        title="+K",
        question="How many people on this site say that they are influenced?",
        definition=(
            "Distinct people who endorsed somebody on the topic or on what is part of it; over"
            " everything, who endorsed them on anything. An endorsement counts once, however often"
            " it is given. Where nobody endorsed anybody yet there is no number: that is not 0."
        ),
        projection="endorsements on this site",
        algorithm="",
        options=none,
        unit="people",
        source="Klout's +K, 2011",
        gamed_by="Accounts made to endorse, or endorsing each other by appointment.",
        exposed_by="True Reach on the topic near 0 beside it; it enters no score.",
        over="topics",
    ),
)
