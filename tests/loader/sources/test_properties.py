"""Properties that hold for any file: counted line by line, nothing lost, nothing made up."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from loader.batches import batch_of, batches
from loader.records import Interaction, Kind, Post, Record, Reject, Removal, Thing, Topic, User
from loader.sources import SOURCES
from loader.topics import LONGEST_TOPIC, topic_id, topic_name
from queries.errors import SourceError
from tests.loader.sources.hostile import TEXTS, VALUES
from tests.loader.sources.hostile_frame import flaws, paths_in, spoilt
from tests.loader.sources.hostile_networks import GOOD, NETWORKS
from tests.loader.sources.hostile_tables import act, mark, topic

quickly = settings(max_examples=8, deadline=None, derandomize=True, database=None)
READERS = ("bluesky", "edges", "github", "mastodon", "reddit", "taxonomy", "x")
LINES: dict[str, tuple[Any, Any]] = {
    "edges": (lambda number: act(number, "good"), mark),
    "taxonomy": (lambda number: topic(number, "good"), mark),
    **GOOD,
}
SORTS: dict[str, list[Callable[[int], Any]]] = {
    "edges": [act],
    "taxonomy": [topic],
    **{network: list(sorts.values()) for network, sorts in NETWORKS.items()},
}


def read_bytes(source: str, raw: bytes, name: str = "x.jsonl", **options: str) -> list[Record]:
    row = SOURCES[source]
    told = {option.name: option.default for option in row.options} | options
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return list(row.read((path,), told, lambda _: None))


def as_lines(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogatepass")


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20)
    | some.sampled_from([one.value for one in (*TEXTS, *VALUES) if len(str(one.value)) < 500]),
    lambda inner: some.lists(inner, max_size=3)
    | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@some.composite
def spoilt_line(draw: Any, source: str) -> str:
    """A line of a network in which something else stands somewhere, or no line at all."""
    if draw(some.integers(0, 5)) == 0:
        return draw(some.text(max_size=40)).replace("\n", " ")
    row = draw(some.sampled_from(SORTS[source]))(draw(some.integers(0, 10**6)))
    for path in draw(some.lists(some.sampled_from(list(paths_in(row))), max_size=2)):
        try:
            row = spoilt(row, path, draw(anything))
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            # The first of the two was above the second.
            continue
    return json.dumps(row)


@pytest.mark.parametrize("source", READERS)
def test_good_lines_among_any_others_load_unchanged_and_once(source: str) -> None:
    line, find = LINES[source]
    # Said outright, since any line may be the first one.
    options = {"format": "jsonl"} if source == "edges" else {}

    @quickly
    @given(some.lists(spoilt_line(source), max_size=6))
    def holds(others: list[str]) -> None:
        good = [json.dumps(line(number)) for number in range(len(others) + 1)]
        alone = read_bytes(source, as_lines(good), **options)
        mixed = [one for pair in zip(good, others, strict=False) for one in pair] + good[-1:]

        found = read_bytes(source, as_lines(mixed), **options)

        marked = [one for one in found if find(one) is not None]
        assert marked == [one for one in alone if find(one) is not None]
        assert len(marked) == len(good)
        rejects = [one for one in found if isinstance(one, Reject)]
        assert all(one.line % 2 == 0 for one in rejects)
        assert not [flaw for one in found for flaw in flaws(one)]

    holds()


@pytest.mark.parametrize("source", [*READERS, "stackexchange"])
def test_any_bytes_are_records_rejects_or_one_sentence(source: str) -> None:
    starts = some.sampled_from([
        b"", b"{", b"[", b"<gexf><graph>", b"<graphml>", b"PAR1", b"ARROW1", b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd", b"\xef\xbb\xbf", b"who,whom\n", b"id,text,author_id\n",
        b"event: update\n", b"7z\xbc\xaf\x27\x1c", b"\xff\xff\xff\xff",
    ])  # fmt: skip
    names = some.sampled_from(["x.jsonl", "x.csv", "x.json", "followers.csv", "outbox.json"])

    @quickly
    @given(starts, some.binary(max_size=200) | some.text(max_size=100).map(_encoded), names)
    def holds(start: bytes, rest: bytes, name: str) -> None:
        found: list[Record] = []
        said = ""
        try:
            found = read_bytes(source, start + rest, name)
        except SourceError as error:
            said = str(error)
        assert "\n" not in said
        assert not [flaw for one in found for flaw in flaws(one)]

    holds()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


cell = some.text(
    some.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=12,
).filter(lambda text: not text.startswith(("@", "#", "%")) and text == text.strip())


@settings(quickly, max_examples=30)
@given(
    some.lists(some.tuples(cell, cell), min_size=1, max_size=5),
    some.sampled_from([",", ";", "\t", "|", "^", "~", ":", "\x1f"]),
    some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    some.sampled_from(["\n", "\r\n"]),
    some.sampled_from(["", "\ufeff"]),
)
def test_what_any_csv_says_is_read_back(
    pairs: list[tuple[str, str]], delimiter: str, quoting: Any, end: str, begin: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([("who", "whom"), *pairs])

    found = read_bytes("edges", (begin + out.getvalue()).encode(), "x.csv", delimiter=delimiter)

    acts = [one for one in found if isinstance(one, Interaction)]
    assert [(one.who, one.whom) for one in acts] == [
        (f"edges:{who}", f"edges:{whom}") for who, whom in pairs
    ]
    assert found == acts


names = some.sampled_from("abcdef")
records = (
    some.builds(User, id=names, name=names | some.none())
    | some.builds(Post, id=names, author=names)
    | some.builds(Interaction, id=names, who=names, whom=names, kind=some.sampled_from(Kind))
    | some.builds(Topic, tag=names)
    | some.builds(Removal, id=names, thing=some.sampled_from(Thing))
    | some.builds(Reject, file=names, line=some.integers(0, 9), field=names, reason=names)
)


@settings(quickly, max_examples=30)
@given(some.lists(records, max_size=40), some.integers(1, 12), some.sets(names))
def test_batches_hold_every_record_once_and_count_it(
    told: list[Record], size: int, suppressed: set[str]
) -> None:
    def admits(record: Record) -> Record | None:
        return None if isinstance(record, User) and record.id in suppressed else record

    made = [batch_of(batch.records, admits) for batch in batches(told, size=size)]

    assert [record for batch in made for record in batch.records] == told
    assert [batch.read for batch in made[:-1]] == [size] * (len(made) - 1)
    for batch in made:
        written = len(batch.users) + len(batch.posts) + len(batch.topics) + len(batch.removals)
        written += sum(map(len, batch.acts.values()))
        rest = batch.read - written - len(batch.rejects) - batch.suppressed
        # What is left are those of an id that the batch has already.
        assert 0 <= rest < max(1, batch.read)
        assert batch.suppressed == sum(admits(record) is None for record in batch.records)
        assert batch.rejects == [one for one in batch.records if isinstance(one, Reject)]


@settings(quickly, max_examples=150)
@given(some.text(max_size=150) | some.text("#-_ \u200d\u0301ßıİﬁ./*@", max_size=120))
def test_the_id_of_a_tag_is_its_own_id_and_can_be_stored(tag: str) -> None:
    id_ = topic_id(tag)

    assert (id_ is None) == (topic_name(tag) == "")
    if id_ is not None:
        assert topic_id(id_) == id_
        assert 0 < len(id_) <= LONGEST_TOPIC
        assert id_ not in ("*", ".", "..")
        id_.encode()
        assert topic_id(f"#{tag}") == id_
        assert topic_id(tag.upper().lower()) is not None
