"""Rows as the database gives them, hostile where text can be."""

from __future__ import annotations

import json
from typing import Any

from queries.graph import Row
from tests.recording import Answer

# One text with what a browser, a template, a terminal or a formula might run.
HOSTILE = (
    "<script>window.__xss=1</script>\"'><img src=x onerror=window.__xss=1>"
    "<svg onload=window.__xss=1></svg><iframe srcdoc='<script>top.__xss=1</script>'></iframe>"
    "</title></textarea></option></select><style>*{display:none}</style><base href=//evil.example>"
    "<a href=javascript:window.__xss=1>x</a><form action=//evil.example><input autofocus"
    " onfocus=window.__xss=1>{{ 7*7 }}${7*7}<%= 7*7 %><!--"
    "\u2028\u202e\u200b\U0001f600 \\u003cscript>"
)
ADA = "toy:ada/1"
BO = "toy:bo?#%"

STATE: Row = {
    "people": 3,
    "posts": 2,
    "topics": 2,
    "run": "r1",
    "run_at": "2026-07-01T00:00:00Z",
    "as_of": "2026-06-30T12:00:00Z",
    "recipe": "abc123",
    "recipe_name": "default",
    "reference": 3.5,
    "scored_people": 3,
    "scored_topics": 2,
    "acts": 9,
}
EMPTY = dict.fromkeys(STATE) | {"people": 0, "posts": 0, "topics": 1}
UNSCORED = EMPTY | {"people": 3, "posts": 2}

PARTS: Row = {
    "score": 61.5,
    "enough": True,
    "score_low": 58.25,
    "score_high": 64.5,
    "rank": 1,
    "rank_low": 1,
    "rank_high": 3,
    "percentile": 66.7,
    "true_reach": 12.3,
    "amplification": 2.5,
    "network_impact": 1.4,
    "network_impact_percentile": 90.0,
    "people": 14,
    "credible": 9.1,
    "active_days": 4.0,
    "confidence": "low",
    "backed_off": False,
    "points_true_reach": 30.0,
    "points_amplification": 15.0,
    "points_activity": 10.0,
    "points_network": 5.0,
    "points_followers": 1.5,
}
WHO: Row = {"id": ADA, "handle": "ada", "name": HOSTILE}
LEADER: Row = WHO | {"network": "toy", "followers": 7, "community": 0} | PARTS
TIMES: Row = {"first": "2026-01-01T00:00:00Z", "last": "2026-06-30T12:00:00.000000000+00:00"}
ARROW: Row = {
    **{"id": BO, "handle": "bo", "name": None, "weight": 0.8, "share": 0.5, "acts": 3},
    **{"topics": [{"id": "ac/dc", "name": HOSTILE}], "score": None},
    **TIMES,
}
TOPICS = {"*": "Everything", "ac/dc": HOSTILE, "data": "Data", "data.json": "data.json"}
PEOPLE: dict[str, Row] = {
    ADA: WHO | {"network": "toy", "bio": HOSTILE, "url": "javascript:alert(1)", "posts": 2},
    BO: {"id": BO, "handle": "bo", "name": "بو", "network": "toy", "posts": 0},
}


def topics_named(ids: list[str]) -> list[Row]:
    """Those of `TOPICS`."""
    more: Row = {"people": 3, "parents": [], "children": [{"id": "data", "name": "Data"}]}
    return [{"id": id, "name": TOPICS[id], **more} for id in ids if id in TOPICS]


def people_named(ids: list[str]) -> list[Row]:
    """Those of `PEOPLE`."""
    return [PEOPLE[id] for id in ids if id in PEOPLE]


def leaders_by(**values: Any) -> list[Row]:
    """The same person, by whatever."""
    row = {name: value for name, value in LEADER.items() if not name.startswith("points_")}
    return [row | {"place": 1, "value": 0.25}]


POST: Row = {
    **{"post": "toy:p1", "at": TIMES["last"], "text": HOSTILE, "url": "https://example.org/1"},
    **{"topics": [{"id": "ac/dc", "name": "AC/DC"}], "people": 2, "acts": 3},
}
ACT: Row = {
    **{"at": TIMES["last"], "kind": "REPLIED_TO", "topics": ["ac/dc"], "count": 2, "credit": 0.5},
    **{"post": "toy:p1", "post_text": HOSTILE, "post_url": "javascript:alert(1)"},
    **{"answer": "toy:p2", "answer_text": HOSTILE, "answer_url": "https://example.org/2"},
}
SUPPORTER: Row = {
    **{"id": BO, "handle": "bo", "name": HOSTILE, "points": 50.0, "share": 0.813},
    **{"points_true_reach": 30.0, "points_amplification": 15.0, "points_network": 5.0},
    **{"weight": 0.8, "recent": 0.1, "credible": 0.5, "acts": 3, "posts": ["toy:p1"]},
}
RUN: Row = {
    **{"id": "r1", "at": STATE["run_at"], "as_of": STATE["as_of"], "recipe": "abc123"},
    **{"recipe_name": "default", "reference": 3.5, "people": 3, "topics": 2, "acts": 9},
    **{"seconds": 1.5, "versions": "Neo4j 2026.08.1", "whole": True},
}
MOMENT: Row = {
    **{"as_of": STATE["as_of"], "score": 61.5, "rank": 1, "run": "r1", "at": STATE["run_at"]},
    **{"recipe": "abc123", "recipe_name": HOSTILE, "reference": 3.5, "whole": True},
}


def run_named(run: str = "", recipe: str = "") -> list[Row]:
    """The newest, "r1", and one of the past, "r0"; a whole one before it, "r2"."""
    told: Row = {name: RUN[name] for name in ("id", "at", "as_of", "recipe", "recipe_name")}
    known = [
        told | {"whole": True, "newest": True},
        told | {"id": "r2", "recipe": "def456", "whole": True, "newest": False},
        told | {"id": "r0", "whole": False, "newest": False},
    ]
    return [one for one in known if one["id"].startswith(run) and one["recipe"].startswith(recipe)][
        :1
    ]


METRICS = ("c_index", "ndcg")
MEANS: Row = {"c_index": 0.75, "ndcg": None}
BACKTEST: Row = {
    **{"at": STATE["run_at"], "recipe": "abc123", "recipe_name": HOSTILE, "horizon_days": 30.0},
    **{"people": 3, "acts": 9, "kinds": ["repost", "quote"], "left_out": ["Followers"]},
    "columns": [{"name": name, "title": name, "says": HOSTILE} for name in METRICS],
    "rows": [
        {"name": "score", "title": "The score", "says": "S of the recipe."} | MEANS,
        {"name": "reposts", "title": "Reposts", "says": "How often."} | MEANS,
    ],
    "gains": [
        {"metric": "c_index", "baseline": "reposts", "ours": 0.75, "theirs": 0.7}
        | {"difference": 0.05, "low": -0.01, "high": None}
    ],
    "cuts": [
        {"at": STATE["as_of"], "part": part, "candidates": 3, "established": 2, "acted_on": 2}
        | {"people": 4, "new": 1}
        for part in ("dev", "test", "left out")
    ],
    "calibration": [{"low": 0, "high": 10, "accounts": 40, "people": 0.1, "any": 0.05}],
    "calibration_rises": True,
    "stability": [{"days": 1.0, "spearman": 0.99, "top_kept": 0.95, "points_p95": 0.8}],
    "split_half": {"from_3_people": 0.8, "from_30_people": None},
    "redundancy": {"both": 0.6, "followers": None, "reposts": 0.5},
    "precision_at_planted": 0.97,
    "seconds": 1.5,
}

ANSWERS: dict[str, Answer] = {
    "newest_backtest": [
        {name: BACKTEST[name] for name in ("at", "recipe", "recipe_name", "horizon_days")}
        | {"people": 3, "acts": 9, "told": json.dumps(BACKTEST)}
    ],
    "site_state": [STATE],
    "topics_named": topics_named,
    "people_named": people_named,
    "leaders": [LEADER],
    "leaders_by": leaders_by,
    "topics": [
        {"id": "ac/dc", "name": HOSTILE, "people": 3, "parents": ["data"], "leader": ADA}
        | {"leader_handle": "ada", "leader_name": HOSTILE, "leader_score": 61.5}
    ],
    "arrows_on_topic": [
        {"influencer": ADA, "influencer_handle": "ada", "influencer_name": HOSTILE}
        | {"influenced": BO, "influenced_handle": "bo", "influenced_name": None}
        | {"weight": 0.8, "acts": 3, "share": 0.5, **TIMES}
    ],
    "find_people": [WHO | {"network": "toy", "bio": HOSTILE, "score": 61.5, "match": 2.0}],
    "find_topics": [{"id": "ac/dc", "name": HOSTILE, "people": 3, "match": 1.0}],
    "person_scores": [
        PARTS | {"topic": "*", "topic_name": "Everything", "ranked": 3},
        PARTS | {"topic": "ac/dc", "topic_name": HOSTILE, "ranked": 3, "backed_off": True},
    ],
    "person_measures": [{"page_rank": 1.5, "degree": 3, "community": 0, "betweenness": 1e-9}],
    "whom_they_influence": [ARROW],
    "who_influences": [ARROW],
    "receipt": [SUPPORTER],
    "receipt_of_impact": [
        {
            "id": BO,
            "handle": "bo",
            "name": HOSTILE,
            "contribution": 1.25,
            "impact": 1.5,
            "share": 1.0,
        }
    ],
    "posts_acted_on": [POST],
    "evidence": [ACT],
    "neighbours": [{"id": BO, "weight": 0.8, "all": 1}],
    "people_on_topic": [
        WHO | {"score": 61.5, "rank": 1, "people": 14, "community": 0},
        {"id": BO, "handle": "bo", "name": None, "community": 9},
    ],
    "arrows_among": [{"influencer": ADA, "influenced": BO, "weight": 0.8, "acts": 3}],
    "communities": [
        {"community": 0, "people": 2, "around": ADA, "around_handle": "ada", "around_name": HOSTILE}
    ],
    "runs": [RUN],
    "newest_run": [
        {name: RUN[name] for name in ("id", "at", "as_of", "recipe", "recipe_name")}
        | {"damping": 0.85, "steepness": 0.25}
    ],
    "run_named": run_named,
    "leaders_then": [WHO | {"network": "toy", "rank": 1, "score": 50.0, "run": "r0"}],
    "person_scores_then": [
        {"topic": "*", "topic_name": "Everything", "score": 50.0, "rank": 2, "run": "r0"}
    ],
    "person_history": [
        MOMENT,
        MOMENT | {"as_of": "2026-06-23T12:00:00Z", "run": "r0", "score": 60.0, "rank": 3},
        MOMENT | {"as_of": "2026-05-01T00:00:00Z", "run": "r-1", "recipe": "other"},
    ],
    "what_was_loaded": [
        {"id": "l1", "source": "edges", "files": ["a.csv"], "at": TIMES["last"], "read": 9}
        | {"accepted": 9, "duplicate": 0, "suppressed": 0, "rejected": 0, "seconds": 0.1}
        | {"complete": False}
    ],
    "what_is_in_the_graph": [{"kind": "node", "name": "User", "count": 3}],
    "score_jobs": [
        {
            **{"id": "j1", "engine": HOSTILE, "begun": "2026-07-01T00:00:00Z"},
            **{"told": "2026-07-01T00:05:00Z", "state": "running", "stage": HOSTILE},
            **{"iteration": 40, "residual": 3e-7, "run": None},
        }
    ],
}

# One address for each row of PAGES, by its name.
EXAMPLES = {
    "home": "/",
    "topics": "/topics",
    "topic": "/topics/ac/dc",
    "arrows": "/topics/ac/dc/arrows",
    "search": "/search?q=ada",
    "person": "/people/toy:ada/1",
    "influences": "/people/toy:ada/1/influences",
    "influenced_by": "/people/toy:ada/1/influenced-by",
    "history": "/people/toy:ada/1/history",
    "evidence": "/people/toy:ada/1/evidence",
    "receipt": "/people/toy:ada/1/receipt",
    "graph": "/graph",
    "queries": "/queries",
    "query": "/queries/leaders",
    "methods": "/methods",
    "backtest": "/methods/backtest",
    "data": "/data",
}
