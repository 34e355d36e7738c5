"""`influence match-topics`."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

import click

from loader.matching.matcher import By
from loader.matching.rules import rules_from
from loader.matching.run import MOST_FREQUENT, Matching, Unmatched, match_tags
from queries.cli_options import data_option, open_graph, progress_bar
from queries.errors import SettingRefused
from queries.settings import Settings
from queries.tables import csv_text

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("match-topics")
@data_option
@click.option("--rules", type=FILE, help="Your own rules, as TOML: see docs/topic-rules.toml.")
@click.option("--unmatched", type=FILE, help="Write what was not matched to this file, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def match_topics(
    settings: Settings, rules: Path | None, unmatched: Path | None, as_json: bool
) -> None:
    """Match the tags in the graph to the topics of the taxonomies that were loaded.

    By the same name, however it is spelled; by a synonym; by your rules. A matched tag becomes
    part of its topic, so what is said on the tag counts for the topic and all above it at the
    next score. Each time, the matches are made anew: load, match, score.
    """
    chosen = rules_from(rules)
    with open_graph(settings) as graph, progress_bar() as bar:
        bar.add_task("Matching", total=None, told="")
        done = match_tags(graph, chosen)
    if unmatched:
        _write(unmatched, done)
    click.echo(json.dumps(done.told(), ensure_ascii=False) if as_json else _told(done))


def _told(done: Matching) -> str:
    matched = ", ".join(f"{done.matched.get(by, 0):,} by {by}" for by in By)
    lines = [
        f"Of {done.tags:,} tags, {matched}; {done.ignored:,} ignored, "
        f"{len(done.unmatched):,} not matched ({done.added:,} added, {done.removed:,} removed)."
    ]
    if done.unmatched:
        lines.append("Most frequent of those not matched:")
    for tag in done.unmatched[:MOST_FREQUENT]:
        note = f" ({tag.note})" if tag.note else ""
        lines.append(f"  {tag.tag}: {tag.posts:,} posts, {tag.acts:,} acts{note}")
    if done.added or done.removed:
        lines.append("Score again: influence score")
    return "\n".join(lines)


def _write(path: Path, done: Matching) -> None:
    columns = [field.name for field in fields(Unmatched)]
    text = csv_text(columns, (asdict(tag) for tag in done.unmatched))
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SettingRefused(f"{path}: cannot be written ({error.strerror})") from error
