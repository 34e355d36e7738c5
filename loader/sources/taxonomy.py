"""Topic trees: what is part of what, for the tags of other sources to be matched to.

- A row or object with an id, a slug or a name is a topic; its slug, else its name, is what it
  is called in the graph. An id without digits is taken for a slug; a number never is.
- `parent` or `parents` say by id, slug or name what it is part of, several separated by '|'.
- `synonyms` are other names of it, separated by '|'.
- A file of `parent` and `child` says the same of topics listed elsewhere, or alone.
- JSON is a list of topics, or topics with `children`.

Rows about the same topic add up. '_ROOT_' and '*' are no topics: what is part of them is part
of nothing. A step to an unknown parent, or one that closes a circle, is rejected, and the topic
loads without it. All files named are one tree; memory holds it.

A taxonomy has a name, that of its file or folder unless another is given. Loading one of the same
name again replaces what the earlier edition said of each topic: name, synonyms, and parents
within it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.documents import files_under
from loader.sources.files import UNREADABLE, opened, reason_of
from loader.sources.source import Announce, Option, Source
from loader.sources.taxonomy_objects import objects_of
from loader.sources.taxonomy_rows import Said, said_in
from loader.sources.taxonomy_tree import Tree
from queries.errors import SourceError

# What is read of a folder; a README beside the files is not.
READ_ENDINGS = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet"})
LINE_ENDINGS = frozenset({".jsonl", ".ndjson"})
PACKED_ENDINGS = frozenset({".gz", ".zst"})

Reading = Callable[[], Iterator[Said | Reject]]


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """The topics in `paths`, after what of them could not be read.

    Raises SourceError when a file cannot be opened, or its columns name no topic.
    """
    files = [path for path in files_under(paths, source="taxonomy") if _named(path, paths)]
    if not files:
        raise SourceError(f"taxonomy: no CSV, JSON or Parquet in {', '.join(map(str, paths))}")
    name = _name(options.get("name", ""), paths[0], announce)
    readings = [objects_of(path) if _is_json(path) else said_in(path, announce) for path in files]
    return _topics(readings, name, announce)


def _topics(readings: list[Reading], name: str, announce: Announce) -> Iterator[Record]:
    tree = Tree()
    for reading in readings:
        for said in reading():
            if isinstance(said, Reject):
                yield said
            elif reject := tree.add(said):
                yield reject
    yield from tree.grown()
    yield from tree.topics(name)
    left = ", ".join(f"{what} ({count:,})" for what, count in tree.left_out.items())
    without = f"; left out {left}" if left else ""
    announce(f"{len(tree):,} topics, {tree.steps:,} steps to what they are part of{without}")
    announce("next: influence match-topics, then influence score")


def _name(asked: str, path: Path, announce: Announce) -> str:
    """What the taxonomy is called; announced when nobody asked for a name."""
    if name := asked.strip():
        return name
    whole = path.resolve().name
    name = whole.partition(".")[0] or whole
    announce(f"the taxonomy is called '{name}'; --name gives it another name")
    return name


def _named(path: Path, paths: tuple[Path, ...]) -> bool:
    """Whether `path` was named itself, or is of a kind that is read of a folder."""
    packed = path.suffix.lower() in PACKED_ENDINGS
    ending = (path.with_suffix("") if packed else path).suffix.lower()
    return path in paths or ending in READ_ENDINGS


def _is_json(path: Path) -> bool:
    """Whether a file begins as JSON does, or is called so, since its first line may be broken."""
    if LINE_ENDINGS & {*path.suffixes[-2:]}:
        return True
    try:
        with opened(path) as file:
            start = file.read(64)
    except UNREADABLE as error:
        raise SourceError(f"{path} cannot be read: {reason_of(error)}") from error
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


SOURCE = Source(
    name="taxonomy",
    reads="Topic trees: topics with their parents, as CSV, JSON or Parquet",
    takes_paths=True,
    read=read,
    options=(Option("name", "what the taxonomy is called (default: as its file or folder)"),),
)
