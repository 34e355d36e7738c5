"""Topic trees that are broken: each bad line is told, and the good ones around it load."""

from __future__ import annotations

import json

import pytest

from loader.records import Reject, Topic

HEADER = "id,slug,name,parent,synonyms\n"


def tags(found) -> list[str]:
    return [topic.tag for topic in found.of(Topic)]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (",,,,", "id", "is empty"),
        (",,,food,loaf", "id", "is empty"),
        ("  ,  ,  ,,", "slug", "is empty"),
        ("3,*,Everything,,", None, None),
        ("3,..,Dots,,", "slug", "names no topic: '..'"),
        ("3,#,Hash,,", "slug", "names no topic: '#'"),
        ("3,,#,,", "name", "names no topic: '#'"),
        ("3,br\x07ead,,,", "slug", r"has a control character: 'br\x07ead'"),
        ("\x1b[31m,x,,,", "id", r"has a control character: '\x1b[31m'"),
        ("3," + "x" * 201 + ",,,", "slug", "is longer than 200 characters: '" + "x" * 57 + "…'"),
        ("3,x," + "y" * 201 + ",,", "name", "is longer than 200 characters: '" + "y" * 57 + "…'"),
        ("3,x,,," + "z" * 201, "synonyms", "is longer than 200 characters: '" + "z" * 57 + "…'"),
        ("3,x,,a\x00b,", "line", "has a NUL character"),
        ("3,x,,a\x07b,", "parent", r"has a control character: 'a\x07b'"),
        ("1,other,,,", "slug", "differs from 'first' at x.csv:2, whose id it has"),
        ("3,first,,,", "slug", "is that of 'first' at x.csv:2, too; give each a slug of its own"),
        ("3,FIRST,,,", "slug", "is that of 'first' at x.csv:2, too; give each a slug of its own"),
        ("3,,First,,", "name", "is that of 'first' at x.csv:2, too; give each a slug of its own"),
        ("3,x", "line", "has 2 cells where the header has 5"),
        ("3,x,,,,,", "line", "has 7 cells where the header has 5"),
        ('3,"x"y,,,', "line", "',' expected after '\"'"),
        ("3,x,,nowhere,", "parent", "is no topic: 'nowhere'"),
        ("3,x,,99999999999999999999999,", "parent", "is no topic: '99999999999999999999999'"),
        ("3,x,,3,", "parent", "is the topic itself: '3'"),
        ("3,x,,X,", "parent", "is the topic itself: 'X'"),
        ("3,x,,Twins,", "parent", "is the name of several topics: 'Twins'"),
        ("3,=cmd()|x,+1,,-1|@x", None, None),
        ("3,\u202egnp.exe,Z\u0351\u0300algo,,", None, None),
        ("3,\U0001f35e,Bread,,", None, None),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    around = "1,first,First one,,\n{}\n8,twin-a,Twins,,\n9,twin-b,Twins,first,\n"
    path = written("x.csv", HEADER + around.format(line))

    found = read("taxonomy", path)

    assert found.rejects == ([Reject("x.csv", 3, field, reason)] if field else [])
    assert [tag for tag in tags(found) if tag in ("first", "twin-a", "twin-b")] == [
        "first", "twin-a", "twin-b",
    ]  # fmt: skip
    assert found.of(Topic)[-1].parents == ("first",)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (",", "child", "is empty"),
        ("a,", "child", "is empty"),
        (",b", "parent", "is empty"),
        ("a,a", "parent", "is the topic itself: 'a'"),
        ("first,a\x07", "child", r"has a control character: 'a\x07'"),
        ("first,..", "child", "names no topic: '..'"),
    ],
)
def test_a_bad_step_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    found = read("taxonomy", written("x.csv", f"parent,child\nfirst,b\n{line}\nb,c\n"))

    assert found.rejects[0] == Reject("x.csv", 3, field, reason)
    assert {reject.line for reject in found.rejects} == {3}
    assert [tag for tag in tags(found) if tag != "a"] == ["b", "first", "c"]


@pytest.mark.parametrize(
    ("object_", "field", "reason"),
    [
        ({"id": [1], "name": "x"}, "id", "is no id: '[1]'"),
        ({"id": 1.5, "name": "x"}, "id", "is no id: '1.5'"),
        ({"id": True, "name": "x"}, "id", "is no id: 'True'"),
        ({"slug": {"a": 1}}, "slug", "is no id: \"{'a': 1}\""),
        ({"id": "x", "name": 7}, "name", "is no text: '7'"),
        ({"id": "x", "name": ["y"]}, "name", "is no text: \"['y']\""),
        ({"id": "x", "parent": {"id": 1}}, "parent", "is no id: \"{'id': 1}\""),
        ({"id": "x", "parents": ["first", None, ["y"]]}, "parents", "is no id: \"['y']\""),
        ({"id": "x", "parents": ["nowhere"]}, "parents", "is no topic: 'nowhere'"),
        ({"id": "x", "synonyms": 5}, "synonyms", "is neither a text nor a list of texts: '5'"),
        ({"id": "x", "synonyms": [5]}, "synonyms", "is no list of texts: '[5]'"),
        ({"id": "x", "children": "y"}, "children", "is no list: 'y'"),
        ({"id": "x", "children": ["y"]}, "children[0]", "is no object: 'y'"),
        ({"id": "x", "children": [{"name": 3}]}, "children[0].name", "is no text: '3'"),
        ({"id": "x", "children": [{"of": 3}]}, "id", "is empty"),
        ({}, "id", "is empty"),
        ({"who": "a", "whom": "b"}, "id", "is empty"),
        ({"child": "x"}, "parent", "is empty"),
    ],
)  # fmt: skip
def test_a_bad_object_is_told_and_its_neighbours_load(
    read, written, object_, field, reason
) -> None:
    lines = [{"id": "first"}, object_, {"id": "last", "parent": "first"}]
    path = written("x.jsonl", "".join(json.dumps(line) + "\n" for line in lines))

    found = read("taxonomy", path)

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert [tag for tag in tags(found) if tag != "x"] == ["first", "last"]
    assert found.of(Topic)[-1].parents == ("first",)


def test_what_stands_below_a_bad_object_loads_without_it_and_says_so(read, written) -> None:
    below = '{"id": "a", "children": [{"id": "b", "name": "."}]}'
    path = written("x.json", f'[{{"name": 3, "children": [{below}]}}]')

    found = read("taxonomy", path)

    assert [(topic.tag, topic.parents) for topic in found.of(Topic)] == [("a", ()), ("b", ("a",))]
    assert [reject.reason for reject in found.rejects] == ["is no text: '3'", "is no topic: '?'"]


def test_broken_utf8_costs_its_line_alone(read, written) -> None:
    path = written("x.csv", b"slug,name\na,A\nb,\xff\nc,C\n")

    found = read("taxonomy", path)

    assert tags(found) == ["a", "c"]
    assert found.rejects == [Reject("x.csv", 3, "line", "is not UTF-8 at byte 3")]


def test_nesting_beyond_all_reason_is_a_reject(read, written) -> None:
    deep = '{"id": "a", "children": [' * 100_000
    path = written("x.jsonl", f'{{"id": "first"}}\n{deep}\n{{"id": "last"}}\n')

    found = read("taxonomy", path)

    assert tags(found) == ["first", "last"]
    assert [reject.line for reject in found.rejects] == [2]


def test_a_deep_tree_is_read_to_the_end(read, written) -> None:
    node: dict = {"id": "t-a"}
    for i in range(300):
        node = {"name": f"level {i}", "children": [node]}

    found = read("taxonomy", written("x.json", json.dumps(node)))

    assert len(tags(found)) == 301
    assert found.rejects == []
