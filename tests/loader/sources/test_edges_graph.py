"""Networks in GEXF and GraphML: people, acts, and files made to break the reader."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import networkx
import pytest
import zstandard

from loader.records import Interaction, Kind, Reject, User
from queries.errors import SourceError

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
 <graph defaultedgetype="directed">
  <attributes class="node">
   <attribute id="0" title="screen_name" type="string"/>
   <attribute id="1" title="followers_count" type="integer"><default>5</default></attribute>
   <attribute id="2" title="party" type="string"/>
  </attributes>
  <attributes class="edge">
   <attribute id="0" title="type" type="string"/>
   <attribute id="1" title="created_at" type="string"/>
   <attribute id="2" title="hashtags" type="string"/>
  </attributes>
  <nodes>
   <node id="7" label="Ada L."><attvalues><attvalue for="0" value="ada"/>
    <attvalue for="1" value="12"/></attvalues><viz:size value="3"/></node>
   <node id="8" label="Bob"/>
  </nodes>
  <edges>
   <edge id="0" source="7" target="8" weight="2.0"><attvalues>
     <attvalue for="0" value="retweet"/><attvalue for="1" value="2024-03-01T12:00:00Z"/>
     <attvalue for="2" value="a|b"/></attvalues></edge>
   <edge id="1" source="8" target="7" type="undirected"><attvalues>
     <attvalue for="0" value="reply"/></attvalues></edge>
  </edges>
 </graph>
</gexf>
"""

GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
 <key id="d0" for="node" attr.name="screen_name" attr.type="string"/>
 <key id="d1" for="node" attr.name="followers_count" attr.type="int"><default>5</default></key>
 <key id="d2" for="edge" attr.name="type" attr.type="string"/>
 <key id="d3" for="edge" attr.name="created_at" attr.type="string"/>
 <key id="d4" for="all" attr.name="label" attr.type="string"/>
 <key id="d5" for="edge" attr.name="hashtags" attr.type="string"/>
 <key id="d6" for="edge" attr.name="weight" attr.type="double"/>
 <graph edgedefault="directed">
  <node id="7"><data key="d0">ada</data><data key="d1">12</data><data key="d4">Ada L.</data></node>
  <node id="8"><data key="d4">Bob</data></node>
  <edge id="e0" source="7" target="8"><data key="d2">retweet</data><data key="d6">2.0</data>
    <data key="d3">2024-03-01T12:00:00Z</data><data key="d5">a|b</data></edge>
  <edge source="8" target="7" directed="false"><data key="d2">reply</data></edge>
 </graph>
</graphml>
"""


def acts(found) -> list[tuple[Kind, str, str, int]]:
    return [(act.kind, act.who[6:], act.whom[6:], act.count) for act in found.acts]


@pytest.mark.parametrize(("name", "text"), [("x.gexf", GEXF), ("x.graphml", GRAPHML)])
def test_nodes_are_people_and_edges_are_acts(read, written, name, text) -> None:
    found = read("edges", written(name, text))

    assert found.rejects == []
    assert found.users == [
        User("edges:7", handle="ada", name="Ada L.", followers=12),
        User("edges:8", name="Bob", followers=5),
    ]
    first = found.acts[0]
    assert found.acts[0] == Interaction(
        first.id, "edges:7", "edges:8", Kind.REPOST, NOON, ("a", "b"), count=2
    )
    assert acts(found)[1:] == [(Kind.REPLY, "8", "7", 1), (Kind.REPLY, "7", "8", 1)]
    assert len({act.id for act in found.acts}) == 3
    assert f"{name}: edges without a direction are acts both ways (1)" in found.announced


def test_gexf_and_graphml_of_one_network_give_the_same_records(read, written) -> None:
    files = [
        written("x.gexf", GEXF),
        written("x.graphml", GRAPHML),
        written("x.txt", GEXF),
        written("x.gexf.gz", gzip.compress(GEXF.encode())),
        written("x.gexf.zst", zstandard.compress(GEXF.encode())),
        written("bom.xml", b"\xef\xbb\xbf" + GRAPHML.encode()),
    ]

    readings = [read("edges", path).records for path in files]

    assert all(reading == readings[0] for reading in readings)


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_what_another_library_writes_is_read(read, tmp_path: Path, form, directed) -> None:
    dice = random.Random(5)
    network = networkx.DiGraph() if directed else networkx.Graph()
    for number in range(40):
        network.add_node(f"n{number}", label=f"N & {number}", followers=number * 10)
    for _ in range(200):
        who, whom = dice.sample(range(40), 2)
        network.add_edge(f"n{who}", f"n{whom}", weight=dice.randrange(1, 9), kind="mention")
    getattr(networkx, f"write_{form}")(network, tmp_path / "x")

    found = read("edges", tmp_path / "x")

    assert found.rejects == []
    assert {(user.id, user.name, user.followers) for user in found.users} == {
        (f"edges:{node}", told["label"], told["followers"])
        for node, told in network.nodes(data=True)
    }
    both = [] if directed else [(whom, who, told) for who, whom, told in network.edges(data=True)]
    assert sorted((act.who, act.whom, act.count) for act in found.acts) == sorted(
        (f"edges:{who}", f"edges:{whom}", told["weight"])
        for who, whom, told in [*network.edges(data=True), *both]
    )


def test_an_edge_has_no_direction_where_gexf_says_none(read, written) -> None:
    text = '<gexf><graph><edges><edge source="a" target="b"/><edge source="c" target="c"/></edges>'

    found = read("edges", written("x.gexf", text + "</graph></gexf>"))

    assert acts(found) == [
        (Kind.MENTION, "a", "b", 1),
        (Kind.MENTION, "b", "a", 1),
        (Kind.MENTION, "c", "c", 1),
    ]


def test_the_id_of_an_edge_is_taken_when_it_is_asked_for(read, written) -> None:
    path = written("x.gexf", GEXF)

    found = read("edges", path, id="edge")

    assert [act.id for act in found.acts] == ["edges:0", "edges:1", "edges:1-back"]
    assert "not read: edge" in read("edges", path).announced[2]


def test_a_label_that_is_a_kind_is_the_kind(read, written) -> None:
    text = "".join(
        f'<edge source="a" target="b{number}" label="{label}"/>'
        for number, label in enumerate(["follows", "likes", "likes"])
    )
    path = written("x.gexf", f'<gexf><graph defaultedgetype="directed">{text}</graph></gexf>')

    assert [act.kind for act in read("edges", path).acts] == [Kind.FOLLOW, Kind.LIKE, Kind.LIKE]


@pytest.mark.parametrize(
    ("form", "start", "at"),
    [
        ('timeformat="dateTime"', "2024-03-01T12:00:00Z", NOON),
        ('timeformat="date"', "2024-03-01", datetime(2024, 3, 1, tzinfo=UTC)),
        ("", "17.5", None),
        ('timeformat="double"', "17.5", None),
    ],
)
def test_the_start_of_an_edge_is_its_time_where_it_is_a_date(
    read, written, form, start, at
) -> None:
    text = f'<edge source="a" target="b" start="{start}"/>'
    path = written("x.gexf", f"<gexf><graph {form}>{text}</graph></gexf>")

    assert {act.at for act in read("edges", path, zone="UTC").acts} == {at}


def test_a_network_inside_a_node_is_read_too(read, written) -> None:
    path = written(
        "x.graphml",
        '<graphml><graph edgedefault="directed"><node id="a"><graph edgedefault="undirected">'
        '<node id="b"/><node id="c"/><edge source="b" target="c"/></graph></node>'
        '<edge source="a" target="b"/><hyperedge/></graph></graphml>',
    )

    found = read("edges", path)

    assert [user.id[6:] for user in found.users] == ["b", "c", "a"]
    assert [act[1:3] for act in acts(found)] == [("b", "c"), ("c", "b"), ("a", "b")]
    assert "x.graphml: hyperedges are not read (1)" in found.announced


def test_attributes_declared_after_they_are_used_are_known(read, written) -> None:
    node = '<node id="a"><attvalues><attvalue for="f" value="9"/></attvalues></node>'
    late = '<attributes class="node"><attribute id="f" title="followers"/></attributes>'
    path = written("x.gexf", f"<gexf><graph>{node}{late}</graph></gexf>")

    assert read("edges", path).users == [User("edges:a", followers=9)]


def test_an_attribute_never_stands_for_the_id_of_a_node(read, written) -> None:
    path = written(
        "x.graphml",
        '<graphml><key id="k" for="node" attr.name="id"/><graph><node id="n0"><data key="k">x'
        "</data></node></graph></graphml>",
    )

    found = read("edges", path)

    assert found.users == [User("edges:n0")]
    assert "not read: id (attribute)" in found.announced[1]


def edges(*items: str) -> str:
    """A network in GEXF with one edge a line, from line 3 on."""
    lines = "\n".join(items)
    return f'<gexf><graph defaultedgetype="directed">\n<edges>\n{lines}\n</edges></graph></gexf>'


GOOD = ('<edge source="a" target="b" weight="1"/>', '<edge source="c" target="d" weight="1"/>')


@pytest.mark.parametrize(
    ("edge", "field", "reason"),
    [
        ('<edge target="b"/>', "source", "is empty"),
        ('<edge source="" target="b"/>', "source", "is empty"),
        ('<edge source="a"/>', "target", "is empty"),
        ('<edge source="a" target="   "/>', "target", "is empty"),
        ('<edge source="a" target="&#9;&#10;"/>', "target", "is empty"),
        ('<edge source="a&#133;b" target="b"/>', "source", r"has a control character: 'a\x85b'"),
        ('<edge source="a" target="b" weight="-1"/>', "weight", "is no whole number: '-1'"),
        ('<edge source="a" target="b" weight="0"/>', "weight",
         "is 0; a row stands for one act or more"),
        ('<edge source="a" target="b" weight="1e400"/>', "weight", "is no whole number: '1e400'"),
        (f'<edge source="a" target="b" weight="{2**64}"/>', "weight",
         f"is no whole number: '{2**64}'"),
        (f'<edge source="{"x" * 201}" target="b"/>', "source",
         "is longer than 200 characters: '" + "x" * 57 + "…'"),
        ('<edge source="a&#8233;b" target="b"/>', "source",
         r"has a control character: 'a\u2029b'"),
    ],
)  # fmt: skip
def test_a_bad_edge_is_told_and_its_neighbours_load(read, written, edge, field, reason) -> None:
    found = read("edges", written("x.gexf", edges(GOOD[0], edge, GOOD[1])))

    assert found.rejects == [Reject("x.gexf", 4, field, reason)]
    assert [act[1:3] for act in acts(found)] == [("a", "b"), ("c", "d")]


def test_a_time_without_a_zone_is_told(read, written) -> None:
    late = "2024-03-01T12:00"
    text = GEXF.replace("2024-03-01T12:00:00Z", late)

    found = read("edges", written("x.gexf", text))

    assert [(one.line, one.field) for one in found.rejects] == [(20, "created_at")]
    assert "name one with --zone" in found.rejects[0].reason
    assert len(found.acts) == 2


def test_a_bad_node_is_told_and_the_others_load(read, written) -> None:
    text = GEXF.replace('<attvalue for="1" value="12"/>', '<attvalue for="1" value="many"/>')

    found = read("edges", written("x.gexf", text))

    assert [user.id for user in found.users] == ["edges:8"]
    assert list(map(str, found.rejects)) == [
        "x.gexf:15: 'followers_count' is no whole number: 'many'"
    ]


def test_a_handle_that_turns_the_text_is_kept_as_it_is(read, written) -> None:
    names = ["\u202egnu", "Z\u0351\u036ba\u0346lgo", "=1+1", "<b>", "'; DROP", "👩‍👩‍👧", "ＡＢ"]
    nodes = "".join(f"<node id={quoteattr(name)} label={quoteattr(name)}/>" for name in names)

    found = read("edges", written("x.gexf", f"<gexf><graph>{nodes}</graph></gexf>"))

    assert [user.id for user in found.users] == [f"edges:{name}" for name in names]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE g [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><gexf>&b;</gexf>',
         "declares entities"),
        ('<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]><gexf>&a;</gexf>',
         "declares entities"),
        ('<!DOCTYPE g [<!ENTITY % a SYSTEM "http://example.org/x"> %a;]><gexf/>',
         "declares entities"),
        ("<gexf></graph>", "is broken XML (mismatched tag); what follows is unread"),
        ("<gexf><graph></graph></gexf>", "has neither nodes nor edges"),
        ("<gexf><graph>&nothing;</graph></gexf>", "is broken XML (undefined entity"),
        ("<gexf>" * 200, "is nested over 100 deep; what follows is unread"),
        ("<gexf><graph>", "is broken XML (no element found); what follows is unread"),
        ("<gexf\0>", "is broken XML ("),
        ("<html><body/></html>", "is XML, but neither GEXF nor GraphML: it begins with <html>"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_network_is_told(read, written, text, reason) -> None:
    path = written("x.gexf", text)

    with pytest.raises(SourceError) as caught:
        read("edges", path)

    assert str(caught.value).startswith(f"{path} {reason}")
    assert "\n" not in str(caught.value)


def test_a_document_type_without_entities_does_no_harm(read, written) -> None:
    text = GRAPHML.replace(
        "<graphml xml", '<!DOCTYPE graphml SYSTEM "http://example.org/graphml.dtd">\n<graphml xml'
    )

    assert len(read("edges", written("x.graphml", text)).acts) == 3


def test_a_file_that_breaks_off_gives_what_it_has_and_says_so_once(read, written) -> None:
    found = read("edges", written("x.gexf", GEXF[: GEXF.index('<edge id="1"') + 20]))

    assert len(found.users) == 2
    assert len(found.acts) == 1
    assert [(one.field, one.reason.split(" (")[0]) for one in found.rejects] == [
        ("element", "is broken XML")
    ]


def test_broken_utf8_ends_the_file(read, written) -> None:
    raw = edges(GOOD[0], '<edge source="Zo?" target="b"/>', GOOD[1]).encode().replace(b"?", b"\xeb")

    found = read("edges", written("x.gexf", raw))

    assert [act[1:3] for act in acts(found)] == [("a", "b")]
    assert [(one.line, one.field) for one in found.rejects] == [(4, "element")]


def test_a_half_copied_archive_gives_what_it_has(read, written) -> None:
    whole = edges(*(f'<edge source="u{number}" target="v"/>' for number in range(30_000)))
    packed = gzip.compress(whole.encode())

    found = read("edges", written("x.gexf.gz", packed[: len(packed) // 2]))

    assert len(found.acts) > 5_000
    (reject,) = found.rejects
    assert reject.reason.startswith("cannot be read, nor what follows: ")


def test_a_text_that_is_too_long_costs_its_node_alone(read, written) -> None:
    text = GRAPHML.replace("Ada L.", "x" * 200_000)

    found = read("edges", written("x.graphml", text))

    assert [user.id for user in found.users] == ["edges:8"]
    assert list(map(str, found.rejects)) == [
        "x.graphml:11: 'node' has a text of over 131,072 characters"
    ]


def test_an_element_that_never_ends_is_given_up(
    read, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.sources.elements.LONGEST_ELEMENT_BYTES", 200_000)
    path = written("x.gexf", edges(GOOD[0], f'<edge source="{"x" * 900_000}" target="b"/>'))

    found = read("edges", path)

    assert len(found.acts) == 1
    assert [(one.line, one.field) for one in found.rejects] == [(4, "element")]


def test_a_million_attributes_are_cut(read, written) -> None:
    values = "".join(f'<attvalue for="k{number}" value="1"/>' for number in range(20_000))
    path = written("x.gexf", edges(f'<edge source="a" target="b">{values}</edge>', GOOD[1]))

    found = read("edges", path)

    assert len(found.acts) == 2
    assert len(found.announced[-1]) < 20_000


@pytest.mark.parametrize("seed", range(40))
def test_garbage_in_a_network_is_told_or_read(read, written, seed: int) -> None:
    dice = random.Random(seed)
    raw = bytearray((GEXF if seed % 2 else GRAPHML).encode())
    for _ in range(dice.randrange(1, 6)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)

    try:
        said = [str(one) for one in read("edges", written("x", bytes(raw))).rejects]
    except SourceError as error:
        said = [str(error)]

    assert len(said) <= 5
    assert all("\n" not in one for one in said)
