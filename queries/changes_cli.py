"""`influence changes`: what changed a person's score, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from queries.cli_options import data_option, open_graph
from queries.settings import Settings


@click.command()
@data_option
@click.argument("person")
@click.option("--topic", default="*", help="The topic; everything when left out.")
@click.option(
    "--since",
    default="7d",
    show_default=True,
    help="So long before the newest run (7d, 2w), a date, or a run that is kept.",
)
@click.option("--json", "as_json", is_flag=True, help="One object of JSON.")
@click.pass_obj
def changes(settings: Settings, person: str, topic: str, since: str, as_json: bool) -> None:
    """Tell what changed a person's score, and why.

    Each cause has its points, and they sum to the difference. They are taken in this order, each
    on top of those before: what grew older, what came in, who became more or less credible, the
    recipe.
    """
    # Imported here: numpy and pandas take a second that no other command needs.
    from queries.scoring.changes import told_changes

    with open_graph(settings) as graph:
        told = told_changes(graph, person, topic, since)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2)) if as_json else _printed(told)


def _printed(told: dict[str, Any]) -> None:
    before, after = told["before"], told["after"]
    click.echo(
        f"{told['name']} on {told['topic_name']}: {_stand(before)} on {_day(before)}, "
        f"{_stand(after)} on {_day(after)}: {told['points']:+z.1f} points."
    )
    for cause in told["causes"]:
        if abs(cause["points"]) < 0.05 and not cause["people"]:
            continue
        terms = ", ".join(
            f"{name} {points:+z.1f}"
            for name, points in cause["terms"].items()
            if abs(points) >= 0.05
        )
        click.echo(f"{cause['points']:+z7.1f}  {cause['says']}" + (f" ({terms})" if terms else ""))
        for one in cause["people"]:
            _print_supporter(one)
    click.echo("Taken in this order, each on top of those before; they sum to the difference.")


def _print_supporter(one: dict[str, Any]) -> None:
    who = one["name"] or one["id"]
    acts = one["evidence"]
    said = f", {one['acts']} act{'s' if one['acts'] != 1 else ''}" if one["acts"] else ""
    click.echo(f"         {one['points']:+z5.1f}  {who}{said}")
    for act in acts[:1]:
        text = " ".join((act["post_text"] or "").split())
        quote = f": “{text[:70]}{'…' if len(text) > 70 else ''}”" if text else ""
        click.echo(
            f"                {act['kind'].lower().replace('_', ' ')} {act['at'][:10]}{quote}"
        )


def _stand(stand: dict[str, Any]) -> str:
    if stand["rank"] is None:
        return "no score"
    return f"{stand['score']:.1f} points, rank {stand['rank']:,},"


def _day(stand: dict[str, Any]) -> str:
    return datetime.fromisoformat(stand["as_of"]).astimezone(UTC).date().isoformat()


COMMANDS: tuple[click.Command, ...] = (changes,)
