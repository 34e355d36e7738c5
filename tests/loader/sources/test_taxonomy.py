"""Topic trees as CSV, steps and JSON: each topic once, with its parents, without circles."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from loader.records import Reject, Topic
from queries.errors import SourceError


def tree(reading) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """Each topic's name and parents, by its tag."""
    topics = reading.of(Topic)
    told = {topic.tag: (topic.name, topic.parents) for topic in topics}
    assert len(told) == len(topics)
    return told


BAKING = {
    "food": ("Food", ()),
    "bread": ("Bread", ("food",)),
    "rye-bread": ("Rye bread", ("bread", "grain")),
    "grain": ("Grain", ("food",)),
}


def test_a_table_of_topics_is_a_tree(read, written) -> None:
    path = written(
        "x.csv",
        "id,slug,name,parent,synonyms\n"
        "1,food,Food,,\n2,bread,Bread,1,loaf|Loaves\n"
        "3,rye-bread,Rye bread,2|4,\n4,grain,Grain,1,\n",
    )

    found = read("taxonomy", path, name="kitchen")

    assert found.records == [
        Topic("food", "Food", (), "kitchen"),
        Topic("bread", "Bread", ("food",), "kitchen", ("loaf", "Loaves")),
        Topic("rye-bread", "Rye bread", ("bread", "grain"), "kitchen"),
        Topic("grain", "Grain", ("food",), "kitchen"),
    ]
    assert found.announced == [
        "x.csv, separated by commas: id is 'id', slug is 'slug', name is 'name', "
        "parent is 'parent', synonyms is 'synonyms'",
        "4 topics, 4 steps to what they are part of",
        "next: influence match-topics, then influence score",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ids.csv", "topicId;topicSlug;label;parentIds\n1;food;Food;\n2;bread;Bread;1\n"
         "3;rye-bread;Rye bread;2|4\n4;grain;Grain;1\n"),
        ("slugs.tsv", "slug\tname\tparent\nfood\tFood\t\nbread\tBread\tfood\n"
         "rye-bread\tRye bread\tbread\ngrain\tGrain\tfood\nrye-bread\t\tgrain\n"),
        ("names.csv", "slug,name,parent\nfood,Food,\nbread,Bread,FOOD\n"
         "rye-bread,Rye bread,Bread|Grain\ngrain,Grain,food\n"),
        ("array.json", '[{"slug":"food","name":"Food","parent":null},'
         '{"slug":"bread","name":"Bread","parent":"food"},'
         '{"slug":"rye-bread","name":"Rye bread","parents":["bread","grain"]},'
         '{"slug":"grain","name":"Grain","parent":"food"}]'),
        ("lines.jsonl", '{"topicId":1,"slug":"food","name":"Food"}\n'
         '{"topicId":2,"slug":"bread","name":"Bread","parent":1}\n'
         '{"topicId":3,"slug":"rye-bread","name":"Rye bread","parents":[2, "4"]}\n'
         '{"topicId":4,"slug":"grain","name":"Grain","parent":"1"}\n'),
        ("nested.json", json.dumps({"slug": "food", "name": "Food", "children": [
            {"slug": "bread", "name": "Bread", "children": [
                {"slug": "rye-bread", "name": "Rye bread", "parent": "grain"}]},
            {"slug": "grain", "name": "Grain"}]}, indent=2)),
        ("held.json", json.dumps({"title": None, "topics": [
            {"slug": "food", "name": "Food", "children": [
                {"slug": "bread", "name": "Bread", "children": [
                    {"slug": "rye-bread", "name": "Rye bread", "parent": "grain"}]},
                {"slug": "grain", "name": "Grain"}]}]})),
        ("rooted.json", json.dumps({"slug": "_ROOT_", "children": [
            {"slug": "food", "name": "Food", "children": [
                {"slug": "bread", "name": "Bread", "children": [
                    {"slug": "rye-bread", "name": "Rye bread", "parent": "grain"}]},
                {"slug": "grain", "name": "Grain"}]}]})),
    ],
)  # fmt: skip
def test_the_same_tree_is_read_in_every_form(read, written, name, text) -> None:
    found = read("taxonomy", written(name, text))

    assert tree(found) == BAKING
    assert found.rejects == []
    assert {topic.taxonomy for topic in found.of(Topic)} == {name.partition(".")[0]}


def test_a_file_of_steps_stands_alone_or_beside_topics_in_any_order(read, written) -> None:
    steps = written("a.csv", "parent,child\n*,food\nfood,bread\nbread,rye-bread\ngrain,rye-bread\n"
                    "food,grain\nfood,bread\n")  # fmt: skip
    topics = written(
        "b.csv", "slug,name\nrye-bread,Rye bread\nfood,Food\ngrain,Grain\nbread,Bread\n"
    )

    assert tree(read("taxonomy", steps, topics)) == BAKING
    assert tree(read("taxonomy", topics, steps)) == BAKING
    assert tree(read("taxonomy", steps.parent)) == BAKING
    alone = {tag: (None, parents) for tag, (_, parents) in BAKING.items()}
    assert tree(read("taxonomy", steps)) == alone


def test_a_taxonomy_is_called_as_its_file_or_folder_unless_asked(read, written) -> None:
    path = written("tree/x.v2.csv.gz", gzip.compress(b"slug,name\nfood,Food\n"))

    def named(*paths, **options):
        found = read("taxonomy", *paths, **options)
        return found.of(Topic)[0].taxonomy, found.announced[0]

    assert named(path) == ("x", "the taxonomy is called 'x'; --name gives it another name")
    assert named(path.parent)[0] == "tree"
    assert named(path, name=" My own ")[0] == "My own"


def test_a_folder_is_read_without_what_is_no_table(read, written) -> None:
    written("tree/README.md", "id,name,parent\n1,nothing,\n")
    written("tree/topics.csv", "slug,name\nfood,Food\n")
    packed = written("tree/more.csv.gz", gzip.compress(b"slug,name,parent\nbread,Bread,food\n"))

    assert set(tree(read("taxonomy", packed.parent))) == {"bread", "food"}


@pytest.mark.parametrize(
    ("row", "tag"),
    [
        ("arts-super,,Arts", "arts-super"),
        ("7,arts-super,Arts", "arts-super"),
        ("7,,Arts", "Arts"),
        ("Q735,,Arts", "Arts"),
        ("7,,", "7"),
        ("arts,,", "arts"),
        (",,Fine Arts", "Fine Arts"),
    ],
)
def test_a_topic_is_called_by_its_slug_else_a_readable_id_else_its_name(
    read, written, row, tag
) -> None:
    found = read("taxonomy", written("x.csv", f"id,slug,name\n{row}\n"))

    assert [topic.tag for topic in found.of(Topic)] == [tag]


def test_rows_about_the_same_topic_add_up(read, written) -> None:
    path = written(
        "x.csv",
        "id,name,parent,synonyms\n1,Food,,\n2,Grain,,\n3,Rye,1,\n3,Rye,2,secale\n3,,,black rye\n",
    )

    assert read("taxonomy", path).of(Topic)[2] == Topic(
        "Rye", "Rye", ("Food", "Grain"), "x", ("secale", "black rye")
    )


def test_a_circle_is_cut_where_it_closes_and_nowhere_else(read, written) -> None:
    path = written("x.csv", "slug,parent\na,b|e\nb,c\nc,a|d\nd,\ne,c\nself,self\nf,g\ng,h\nh,f\n")

    found = read("taxonomy", path)

    assert list(map(str, found.rejects)) == [
        "x.csv:7: 'parent' is the topic itself: 'self'",
        "x.csv:4: 'parent' closes a circle: a → b → c → a",
        "x.csv:10: 'parent' closes a circle: f → g → h → f",
    ]
    assert {tag: parents for tag, (_, parents) in tree(found).items()} == {
        "a": ("b", "e"), "b": ("c",), "c": ("d",), "d": (), "e": ("c",), "self": (),
        "f": ("g",), "g": ("h",), "h": (),
    }  # fmt: skip


def test_long_chains_and_long_circles_are_no_trouble(read, written) -> None:
    chain = "".join(f"t{i},t{i + 1}\n" for i in range(50_000))
    path = written("x.csv", f"child,parent\n{chain}t50000,t0\n")

    found = read("taxonomy", path)

    assert len(found.of(Topic)) == 50_001
    assert list(map(str, found.rejects)) == [
        "x.csv:50002: 'parent' closes a circle: t0 → t1 → t2 → t3 → … → t50000 → t0"
    ]


def test_the_root_is_no_topic_and_its_own_step_is_left_out(read, written) -> None:
    path = written("x.csv", "parent,child\n_ROOT_,_ROOT_\n_root_,food\n*,drink\n")

    found = read("taxonomy", path)

    assert tree(found) == {"food": (None, ()), "drink": (None, ())}
    assert found.rejects == []
    assert found.announced[-2] == (
        "2 topics, 0 steps to what they are part of; left out the root (1), steps to the root (2)"
    )


def test_a_root_that_is_listed_is_known_by_its_id(read, written) -> None:
    path = written("x.csv", "id,slug,name,parent\n0,_ROOT_,All,\n1,food,Food,0\n2,rye,Rye,1\n")

    assert tree(read("taxonomy", path)) == {"food": ("Food", ()), "rye": ("Rye", ("food",))}


def test_a_slug_that_looks_like_another_topic_s_id_is_its_own(read, written) -> None:
    topics = written("a.csv", "id,slug,name\n24,films,Films\n7,24,Twenty-Four\n9,seven,Seven\n")
    steps = written(
        "b.csv",
        "parent_id,parent_slug,child_id,child_slug\n9,seven,7,24\n24,films,9,seven\n",
    )

    assert tree(read("taxonomy", topics, steps)) == {
        "films": ("Films", ()), "24": ("Twenty-Four", ("seven",)), "seven": ("Seven", ("films",)),
    }  # fmt: skip


def test_columns_that_name_no_topic_are_told_before_anything_is_read(read, written) -> None:
    with pytest.raises(SourceError, match=r"no column of topics.*there are who, whom"):
        read("taxonomy", written("x.csv", "who,whom\na,b\n"))
    with pytest.raises(SourceError, match="taxonomy: no CSV, JSON or Parquet in"):
        read("taxonomy", written("only/README.md", "nothing").parent)


def test_klout_s_two_files_load_as_they_are(read, shared: Path) -> None:
    """Counted anew: all topics listed, all steps but those to the root and to the unlisted."""
    folder = shared / "klout_topics"
    with (folder / "klout_topic_ontology_20180601.csv").open(encoding="utf-8") as file:
        listed = {row["topicSlug"]: row["topicDisplayName"] for row in csv.DictReader(file)}
    with (folder / "klout_topic_edge_20180601.csv").open(encoding="utf-8") as file:
        steps = [
            (line, row["childTopicSlug"], row["parrentTopicSlug"])
            for line, row in enumerate(csv.DictReader(file), start=2)
        ]
    lost = [
        line
        for line, *both in steps
        if any(slug not in listed and slug != "_ROOT_" for slug in both)
    ]
    kept = {both for _, *pair in steps if set(both := tuple(pair)) <= set(listed)}

    found = read("taxonomy", folder, name="klout")

    told = tree(found)
    assert len(listed) == 8_033
    assert len(steps) == 13_446
    assert {tag: name for tag, (name, _) in told.items()} == listed
    assert {(tag, parent) for tag, (_, above) in told.items() for parent in above} == kept
    assert [reject.line for reject in found.rejects] == lost
    assert {reject.reason for reject in found.rejects} == {"is no topic: 'economics'"}
    assert told["arts-and-humanities-super"] == ("Arts and Humanities", ())
    edges, ontology = sorted(folder.glob("*.csv"))
    assert set(read("taxonomy", ontology, edges, name="klout").records) == set(found.records)


def test_reading_twice_gives_the_same_records_in_the_same_order(read, written) -> None:
    path = written("x.csv", "slug,parent\na,b|nowhere\nb,a\nc,a|b\n")

    assert read("taxonomy", path).records == read("taxonomy", path).records
    assert read("taxonomy", path).rejects[0] == Reject(
        "x.csv", 2, "parent", "is no topic: 'nowhere'"
    )
