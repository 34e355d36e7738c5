"""Records as the Parquet that engines outside of the database read, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from loader.load import IN_VAIN, Limits, few_rejects
from loader.opted_out import hidden_by, notes_in
from loader.past import past_of
from loader.records import Record, Reject, Removal, Topic
from loader.rejects import RejectsFile
from loader.sources import Announce, Source
from loader.suppression import Suppression, key_in
from loader.writer import Counts, tree_rows
from queries.cli_options import open_graph
from queries.errors import LoadError, SourceError
from queries.scoring.topics import word_of
from queries.settings import Settings

TOLD_EVERY = 5_000


@dataclass(slots=True)
class _Passing:
    """Records on their way, counted."""

    counts: Counts
    rejects: RejectsFile
    limits: Limits
    suppression: Suppression
    progress: Callable[[Counts], None]
    topics: list[Topic] = field(default_factory=list)

    def admitted(self, records: Iterator[Record]) -> Iterator[Record]:
        """What is neither rejected nor of somebody who opted out."""
        for number, record in enumerate(records, start=1):
            if isinstance(record, Removal):
                raise LoadError(
                    "this takes back what was said before, and files cannot: load it into the "
                    "graph, then 'influence export-interactions'"
                )
            if isinstance(record, Reject):
                self.rejects.add([record])
                self.counts += Counts(1, rejected=1)
                few_rejects(self.counts, self.limits, self.rejects)
            elif (admitted := self.suppression.admits(record)) is None:
                self.counts += Counts(1, suppressed=1)
            else:
                self.counts += Counts(1, accepted=1)
                if isinstance(admitted, Topic):
                    self.topics.append(admitted)
                yield admitted
            if number % TOLD_EVERY == 0:
                self.progress(self.counts)


def write_parquet(
    source: Source,
    paths: tuple[Path, ...],
    options: Mapping[str, str],
    folder: Path,
    *,
    limits: Limits,
    suppression: Suppression,
    announce: Announce,
    progress: Callable[[Counts], None],
) -> dict[str, Any]:
    """Write what all records come to into `folder`, and tell what that was, for JSON.

    All of it is held in memory: about 500 bytes an act. Topics keep the spelling that a load
    gives them; tags are not matched to a tree.

    Raises SourceError, also when all is rejected, LoadError when the source takes something
    back, LoadStopped when more is rejected than is allowed, ParameterRefused when there is
    something in `folder`.
    """
    from queries.engines.lake import Writer
    from queries.engines.pasts import write_past

    writer = Writer.into(folder, "interactions")
    rejects = RejectsFile(folder.with_name(f"{folder.name}.rejects.jsonl"))
    passing = _Passing(Counts(), rejects, limits, suppression, progress)
    try:
        past = past_of(passing.admitted(iter(source.read(paths, options, announce))))
        if passing.counts.in_vain:
            raise SourceError(IN_VAIN.format(rejects=rejects.path))
        write_past(replace(past, called=_called(passing.topics)), writer)
        manifest = writer.close()
    except BaseException:
        writer.discard()
        raise
    counts = passing.counts
    return {
        "source": source.name,
        "folder": str(folder),
        "hash": manifest.hash,
        "read": counts.read,
        "suppressed": counts.suppressed,
        "rejected": counts.rejected,
        "rejects": str(rejects.path) if rejects.count else "",
        "rows": {name: manifest.rows(name) for name in ("people", "acts", "follows")},
    }


def load_to_parquet(
    source: Source,
    paths: tuple[Path, ...],
    options: Mapping[str, str],
    folder: Path,
    *,
    settings: Settings,
    limits: Limits,
    progress: Callable[[Counts], None],
    as_json: bool,
) -> None:
    """`influence load … --to-parquet`."""
    done = write_parquet(
        source,
        paths,
        options,
        folder,
        limits=limits,
        suppression=_suppression(settings),
        announce=partial(click.echo, err=True),
        progress=progress,
    )
    if as_json:
        click.echo(json.dumps(done))
        return
    rows = done["rows"]
    kept = f" ({done['rejected']:,} rejected, see {done['rejects']})" if done["rejects"] else ""
    click.echo(
        f"Read {done['read']:,}{kept}: {rows['acts']:,} acts and {rows['follows']:,} follows of "
        f"{rows['people']:,} people in {folder} (hash {done['hash']})"
    )


def _called(topics: list[Topic]) -> dict[str, list[str]]:
    """The topics of a tree by their names and synonyms; tags call themselves."""
    called: dict[str, list[str]] = {}
    for row in tree_rows(topics):
        for word in {*map(word_of, [row["id"], row["name"], *(row["synonyms"] or ())])}:
            called.setdefault(word, []).append(row["id"])
    return called


def _suppression(settings: Settings) -> Suppression:
    """Who opted out; a database is asked only where there is a key, so that somebody may have."""
    if key_in(settings.data) is None:
        # Raises when somebody did, and the key is lost.
        return Suppression.from_hashes(hidden_by(notes_in(settings.data)), settings.data)
    with open_graph(settings) as graph:
        return Suppression.of(graph, settings.data)
