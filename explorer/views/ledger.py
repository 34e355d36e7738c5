"""A person's ledger: each act with the points it gives, after Kred."""

from __future__ import annotations

from explorer.markup import ACTS
from explorer.page import Asked, Shown
from explorer.views.people import topic_row
from queries.rows.kred import WINDOWS

# The windows that it leads to; 0 is ever.
DAYS = (30, 60, 90, 0)
# What was done, so that "by" can follow.
DONE = {**ACTS, "ADOPTED": "adopted", "FOLLOWS": "followed"}


def ledger(asked: Asked) -> Shown:
    """Each act with its points, after Kred; the sums stand around."""
    id, topic, days = asked.about["id"], asked.values["topic"], asked.values["days"]
    acts = asked.graph.ask("ledger", person=id, topic=topic, days=days, **asked.window())
    measured = asked.graph.ask("person_measured", person=id, topic=topic).plain()
    known = {row["name"]: row["value"] for row in measured.rows}
    return Shown(
        acts,
        {
            "topic": topic_row(asked, topic),
            "sums": asked.graph.ask("ledger_sums", person=id, topic=topic).plain(),
            "measured": known,
            "windows": {days or 0: known.get(name) for name, days in WINDOWS.items()},
            "days_known": DAYS,
            "done": DONE,
        },
    )
