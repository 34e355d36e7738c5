"""Rows as the database gives them, hostile where text can be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from queries.console.bench import Answer as BenchAnswer
from queries.graph import Result, Row
from queries.recipe import presets, recipe_from
from queries.reranking.ranker import Reranked
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
MARKS: Row = {"flags": "young_followers,in_step", "label": "known"}
WITHOUT: Row = {"score": 61.5, "rank": 1, "score_without": None, "rank_without": None}
TIMES: Row = {"first": "2026-01-01T00:00:00Z", "last": "2026-06-30T12:00:00.000000000+00:00"}
ARROW: Row = {
    **{"id": BO, "handle": "bo", "name": None, "weight": 0.8, "share": 0.5, "acts": 3},
    **{"topics": [{"id": "ac/dc", "name": HOSTILE}], "score": None},
    **{"delay": 8_100.0, "back_acts": 1, "back_weight": 0.2, "net": 0.5, "net_low": -0.1},
    **{"net_high": 0.9, "posts": [{"id": "toy:p1", "text": HOSTILE, "url": "javascript:alert(1)"}]},
    **TIMES,
}
TOPICS = {"*": "Everything", "ac/dc": HOSTILE, "data": "Data", "data.json": "data.json"}
PEOPLE: dict[str, Row] = {
    ADA: WHO
    | {"network": "toy", "bio": HOSTILE, "url": "javascript:alert(1)", "posts": 2}
    | {"label": "suspicious", "label_note": HOSTILE, "label_source": HOSTILE},
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
    **{"label": "verified", "label_source": HOSTILE},
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


RESTS_ON: Row = WHO | {"says": HOSTILE, "at": TIMES["last"], "posts": ["toy:p1"]}
AUDIENCE: Row = {
    **{"topic": "*", "topic_name": "Everything", "people": 14, "audience": 9.0, "credible": 6.0},
    **{"unverified": 0.33, "top_share": 0.5, "effective": 4.2, "reciprocal": 0.2},
    **{"young_audience": None, "audience_in_step": 0.4, "account_days": 90, "people_without": 2},
    **WITHOUT,
}
KEPT: Row = {
    **{"id": "l1", "name": HOSTILE, "note": HOSTILE, "topic": "ac/dc", "people": 2},
    **{"budget": 10.0, "spent": 12.5, "created": STATE["run_at"], "changed": STATE["run_at"]},
    **{"deleted": None, "shared": True},
}
SERIES: Row = {"recipe": "abc123", "reference": 3.5}


# Two people of two networks.
COLUMNS: Row = {
    **{"run": "r1", "ids": [ADA, BO], "numbers": [12, 11], "networks": ["toy", HOSTILE]},
    **{"followers": [7, -1], "ranks": [1, 2], "communities": [0, 1], "languages": ["en", ""]},
    **{"flagged": [True, False]},
    **{"confidences": ["low", "estimated"], "active_days": [1.0, 0.5]},
}


def leaders_listed(ids: Sequence[str], **_: object) -> list[Row]:
    """Those who are asked for, in that order."""
    row = LEADER | MARKS | {"value": 0.25}
    return [row | {"place": i, "id": id} for i, id in enumerate(ids, start=1)]


def people_on_topic(ids: list[str], topic: str = "*") -> list[Row]:
    """Ada, who is known, and Bo, of whom little is."""
    scored: Row = {"score": 61.5, "rank": 1, "people": 14, "x": 1.5, "y": -2.0}
    known: list[Row] = [
        {**WHO, "network": "toy", "followers": 7, "on_topic": scored}
        | {"overall": {"community": 0, "page_rank": 1.23456789}},
        {"id": BO, "handle": "bo", "name": None, "overall": {"community": 9}},
    ]
    return [row for row in known if row["id"] in ids]


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

MEASURED: list[Row] = [
    {"name": "klout", "value": 61.5, "median": 3.0},
    {"name": "klout_network", "value": None, "median": None},
    {"name": "klout_style", "value": 15.0, "median": None},
    {"name": "klout_creating", "value": 0.75, "median": 0.5},
    {"name": "twitalyzer_type", "value": 4.0, "median": None},
    {"name": "tweetlevel_role", "value": 0.0, "median": None},
    {"name": "peerindex", "value": 33.3, "median": 1.0},
    {"name": "kred_influence", "value": 812.0, "median": 100.0},
    {"name": "kred_level", "value": 2.0, "median": 0.0},
    {"name": "kred_outreach", "value": 301.0, "median": 10.0},
    {"name": "tunk_rank", "value": 1e-9, "median": 0.0},
    {"name": "reactions_a_post", "value": 2.08, "median": 1.5},
]
FOOTPRINT: Row = {
    **{"topic_name": HOSTILE, "peerindex": 61.0, "authority": 70.0, "audience": 50.0},
    **{"activity": 40.0, "resonance": 12.5, "klout": 9.0, "kred": 700.0, "plus_k": None},
    **{"style": 6, "type": 4, "role": None},
}
LEDGER: Row = {
    **{"at": TIMES["last"], "way": "received", "kind": "REPOSTED", "id": BO, "handle": "bo"},
    **{"name": HOSTILE, "topics": ["ac/dc"], "count": 2, "points": 20, "post": "toy:p1"},
    **{"url": "javascript:alert(1)"},
}

ANSWERS: dict[str, Answer] = {
    "most_attended": [{"influencer": ADA, "handle": "ada", "people": 2, "attention": 0.8}],
    "graph_schema": [
        {"kind": "label", "name": "User"},
        {"kind": "type", "name": "ATTENDS_TO"},
        {"kind": "property", "name": "handle"},
    ],
    "newest_backtest": [
        {name: BACKTEST[name] for name in ("at", "recipe", "recipe_name", "horizon_days")}
        | {"people": 3, "acts": 9, "told": json.dumps(BACKTEST)}
    ],
    "site_state": [STATE],
    "topics_named": topics_named,
    "people_named": people_named,
    "leaders": [LEADER | MARKS],
    "leaders_without": [
        {name: LEADER[name] for name in ("id", "handle", "name", "score", "rank", "people")}
    ],
    "audience_quality": [AUDIENCE, AUDIENCE | {"topic": "ac/dc", "topic_name": HOSTILE}],
    "person_flags": [
        {"flag": "in_step", "value": 3.0, "evidence": "flag_in_step"},
        {"flag": "young_followers", "value": 0.97, "among": 512}
        | {"evidence": "flag_young_followers"},
    ],
    "flag_in_step": [RESTS_ON],
    "flag_young_followers": [RESTS_ON],
    "flagged": [WHO | WITHOUT | {"flags": "young_followers", "people": 14, "people_without": 2}],
    "where_measures_differ": [
        WHO
        | {"disagreement": 91.0, "highest_by": "degree", "lowest_by": "score", "score": 61.5}
        | {"places": [8.0, 99.0, -1.0], "measured": ["score", "degree", "k_core"]}
    ],
    "who_is_disputed": [
        WHO | {"dispute": 0.6, "dispute_low": 0.4, "dispute_high": 0.8, "score": 61.5}
    ],
    "topic_quality": [
        {"people": 3, "ranked": 3, "unverified": 0.3, "top_share": 1.0, "effective": 2.0}
        | {"flagged": 1}
    ],
    "seen_from": [WHO | {"influence": 0.12, "direct": 0.5, "through": 0.25, "viewers_acting": 1}],
    "leaders_by": leaders_by,
    "topics": [
        {"id": "ac/dc", "name": HOSTILE, "people": 3, "parents": ["data"], "leader": ADA}
        | {"leader_handle": "ada", "leader_name": HOSTILE, "leader_score": 61.5}
        | {"parent_names": ["Data"]}
    ],
    "arrows_on_topic": [
        {"influencer": ADA, "influencer_handle": "ada", "influencer_name": HOSTILE}
        | {"influenced": BO, "influenced_handle": "bo", "influenced_name": None}
        | {"weight": 0.8, "acts": 3, "share": 0.5, **TIMES}
    ],
    "people_matching": [{"match": 2.0, "numbers": [12]}],
    "people_numbered": [WHO | {"network": "toy", "bio": HOSTILE, "score": 61.5, "place": 0}],
    "find_topics": [{"id": "ac/dc", "name": HOSTILE, "people": 3, "match": 1.0}],
    "person_scores": [
        PARTS | {"topic": "*", "topic_name": "Everything", "ranked": 3},
        PARTS | {"topic": "ac/dc", "topic_name": HOSTILE, "ranked": 3, "backed_off": True},
    ],
    "person_measures": [{"page_rank": 1.5, "degree": 3, "community": 0, "betweenness": 1e-9}],
    "person_measured": MEASURED,
    "footprint": [FOOTPRINT | {"topic": name, "plus_k": 2.0} for name in ("ac/dc", "data", "b")],
    "endorsed_on": [
        {"topic": "ac/dc", "topic_name": HOSTILE, "people": 2, "last": TIMES["last"]},
    ],
    "ledger": [LEDGER, LEDGER | {"way": "given", "kind": "FOLLOWS", "topics": [], "at": None}],
    "ledger_sums": [
        {"way": way, "acts": 2, "points_30": 20, "points_60": 30, "points_90": 40, "points": 50}
        for way in ("received", "given")
    ],
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
    "people_on_topic": people_on_topic,
    "arrows_among": [
        {"influencer": ADA, "influenced": BO, "weight": 0.8, "acts": 3}
        | {"first": 1_767_225_600, "last": 1_782_820_800}
    ],
    "acts_among": [
        {"influencer": ADA, "influenced": BO}
        | {"acts": [["REPOSTED", 20_600, 2], ["LIKED", None, 1]]}
    ],
    "community_maps": [{"run": "r1", "told": None}],
    "leaders_of_community": [WHO | {"rank": 1, "score": 61.5}],
    "path_between": [
        {"hops": 1, "people": [ADA, BO], "names": [HOSTILE, "bo"]}
        | {"weights": [0.8], "acts": [3], "weakest": 0.8}
    ],
    "arrow_between": [
        {"influencer": ADA, "influencer_handle": "ada", "influencer_name": HOSTILE}
        | {"influenced": BO, "influenced_handle": "bo", "influenced_name": None}
        | {"weight": 0.8, "share": 0.5, "acts": 3, "kinds": [{"kind": "REPOSTED", "acts": 3}]}
        | {"topics": [{"id": "ac/dc", "name": HOSTILE, "acts": 3}], "delay_hours": 1.5}
        | {"delays": 2, "back_weight": 0.1, "back_acts": 1, **TIMES}
    ],
    "people_alike": [
        {"id": BO, "handle": "bo", "name": HOSTILE, "network": "toy", "shared": 3, "asked": 4}
        | {"people": 9, "likeness": 0.5, "rank": 2, "score": 50.0, "enough": True}
    ],
    "flower": [
        {"id": BO, "handle": "bo", "name": HOSTILE, "incoming": 0.1, "outgoing": 0.8}
        | {"incoming_acts": 1, "outgoing_acts": 3, "all": 1, "influencers": 1, "influenced": 1}
    ],
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
    "sources_loaded": [
        {"source": "edges", "loads": 2, "interrupted": 1, "first": TIMES["last"], "accepted": 9}
        | {"last": TIMES["last"], "duplicate": 0, "suppressed": 0, "rejected": 1}
    ],
    "schema_in_use": [{"type": "LIKED", "count": 9, "starts": ["User"], "ends": ["User"]}],
    "score_jobs": [
        {
            **{"id": "j1", "engine": HOSTILE, "begun": "2026-07-01T00:00:00Z"},
            **{"told": "2026-07-01T00:05:00Z", "state": "running", "stage": HOSTILE},
            **{"iteration": 40, "residual": 3e-7, "run": None, "error": HOSTILE},
        }
    ],
}

# How two people stand, as columns; the lists that are kept.
ANSWERS |= {
    "board_state": [{"run": "r1", "people": 3, "loads": 1, "topics": 2, "ties": 1}],
    "topic_columns": [COLUMNS],
    "topic_column": [{"numbers": [11, 12], "values": [0.5, 1.0]}],
    "leaders_listed": leaders_listed,
    "topic_family": [
        {"place": "above", "id": "data", "name": HOSTILE, "people": 3},
        {"place": "below", "id": "data.json", "name": "data.json", "people": 1},
    ],
    "run_moments": [
        {"id": "r1", "number": None, "as_of": STATE["as_of"], "at": STATE["run_at"]} | SERIES,
        {"id": "r0", "number": 1, "as_of": "2026-06-23T12:00:00Z", "at": "2026-06-23T13:00:00Z"}
        | SERIES,
    ],
    "trends": [
        {"id": ADA, "runs": ["r1"], "scores": [61.5], "numbers": [1], "stood": [60_000]},
    ],
    "people_called": lambda names: [{"called": one, "id": one} for one in names if one in PEOPLE],
    "people_compared": lambda ids, **_: [
        {name: PEOPLE[id].get(name) for name in ("id", "handle", "name", "network")}
        | PARTS
        | {"followers": 7, "community": 0, "topics": [{"id": "ac/dc", "name": HOSTILE, "score": 1}]}
        | MARKS
        for id in ids
        if id in PEOPLE
    ],
    "audiences": lambda ids, **_: [
        {"id": id, "people": 2, "audience": [1, 2 + i]} for i, id in enumerate(sorted(ids))
    ],
    "lists_kept": lambda deleted, **_: [KEPT | {"id": "gone" if deleted else "l1"}],
    "list_kept": lambda **_: [
        {name: KEPT[name] for name in ("id", "name", "note", "topic", "budget", "deleted")}
        | {"share": "secret", "share_all": True}
    ],
    "list_people": [
        WHO
        | {"network": "toy", "followers": 7, "note": HOSTILE, "cost": 12.5, "score": 61.5}
        | MARKS,
        {"id": BO, "handle": "bo", "name": None, "network": "toy", "note": "", "cost": None},
    ],
}

# What the bench answers, hostile wherever the graph can be.
NODE: Row = {
    "id": "4:x:1",
    "labels": ["User"],
    "properties": {"id": ADA, "handle": "ada", "name": HOSTILE, "big": "9007199254740993"},
}
OTHER: Row = {"id": "4:x:2", "labels": [HOSTILE], "properties": {"bio": HOSTILE}}
KNOWS: Row = {
    **{"id": "5:x:1", "type": "ATTENDS_TO", "start": "4:x:1", "end": "4:x:2"},
    "properties": {"weight": 0.8},
}
ANSWER = BenchAnswer(
    result=Result(
        "",
        {},
        ("person", "arrow", HOSTILE, "list", "number", "nothing", "flag"),
        [
            {"person": NODE, "arrow": KNOWS, HOSTILE: HOSTILE, "list": [1, {"a": HOSTILE}]}
            | {"number": 1.5, "nothing": None, "flag": True}
        ],
        False,
        0.01,
    ),
    operators=[
        {"depth": 0, "operator": "ProduceResults", "details": HOSTILE, "rows": 1.0},
        {"depth": 1, "operator": "NodeByLabelScan", "details": "n:User", "rows": None},
    ],
    notes=[{"message": HOSTILE, "line": 1, "column": 1}],
    picture={"nodes": [NODE, OTHER], "relationships": [KNOWS], "truncated": False},
)

# The runs with their recipes, and what a ranker answers.
SHIPPED, KLOUT = recipe_from(), recipe_from(presets()["klout"])
ANSWERS |= {
    "run_recipes": [
        {"id": "r1", "at": STATE["run_at"], "as_of": STATE["as_of"], "recipe": SHIPPED.hash}
        | {"recipe_name": HOSTILE, "reference": 3.5, "text": SHIPPED.text, "whole": True}
        | {"chosen": f"Recipe “{HOSTILE}”: at 9 earlier moments …"},
        {"id": "r0", "at": STATE["run_at"], "as_of": STATE["as_of"], "recipe": KLOUT.hash}
        | {"recipe_name": "after Klout", "reference": 4.5, "text": KLOUT.text, "whole": False}
        | {"chosen": None},
    ],
}
RERANKED = Reranked(
    {
        "changed": [{"words": HOSTILE, "section": "kinds", "key": "reply", "old": 0.1, "new": 0.5}],
        **{"first": 2, "shared": 1, "lost": 1, "gained": 0, "moved": 1},
        "rows": [
            {"id": BO, "rank_before": 2, "score_before": 12.5},
            {"id": ADA, "rank_before": 3, "rank_after": 1, "ranks": 2, "score_before": 50.25}
            | {"score_after": 100.0, "change": 49.75, "reach": 40.0, "amplification": 9.75}
            | {"activity": 0.0, "network": 0.0, "followers": 0.0, "term": "reach", "why": HOSTILE},
            {"id": "toy:forgotten", "rank_after": 9, "score_after": 1.0},
        ],
    },
    0.1,
)

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
    "ledger": "/people/toy:ada/1/ledger",
    "audience": "/people/toy:ada/1/audience",
    "lenses": "/topics/ac/dc/lenses",
    "seen_from": "/topics/ac/dc/from?from=toy:ada/1",
    "flagged": "/flags",
    "compare": "/compare?p=toy:ada/1&p=toy:bo%3F%23%25",
    "lists": "/lists",
    "list": "/lists/l1",
    "shared": "/shared/secret",
    "graph": "/graph?expand=%5B%22toy:ada/1%22%5D",
    "arrow": "/graph/arrow?influencer=toy:ada/1&influenced=toy:bo%3F%23%25",
    "path": "/graph/path?source=toy:ada/1&target=toy:bo%3F%23%25",
    "alike": "/people/toy:ada/1/alike",
    "flower": "/people/toy:ada/1/flower",
    "queries": "/queries",
    "query": "/queries/leaders",
    "cypher": "/cypher?q=MATCH%20(n:User)%20RETURN%20n",
    "cypher_graph": "/cypher/graph?q=MATCH%20(n:User)%20RETURN%20n",
    "cypher_explain": "/cypher/explain?q=MATCH%20(n:User)%20RETURN%20n",
    "cypher_schema": "/cypher/schema",
    "methods": "/methods",
    "recipe": "/methods/recipe?kinds.reply=0.5",
    "recipes": "/methods/recipe/runs",
    "backtest": "/methods/backtest",
    "data": "/data",
}
