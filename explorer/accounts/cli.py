"""`influence user` and `influence token`: who may use a site that others reach."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from explorer.accounts import tokens, users
from explorer.accounts.roles import WORDS, role_called
from explorer.accounts.store import Store
from queries.cli_options import data_option, open_graph
from queries.errors import AccountRefused, DatabaseError
from queries.settings import Settings

# An account that is gone, by its id: no name has a colon.
GONE = re.compile(r"user:\d+")

role_option = click.option(
    "--role", type=click.Choice(WORDS), default="viewer", show_default=True, help="What it may do."
)
password_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with the password that only you can read; - is standard input.",
)


@click.group("user")
def user_group() -> None:
    """Accounts of people.

    A viewer sees everything; an analyst also asks in Cypher, loads and keeps lists; an admin also
    forgets people and sees the metrics. With the first account everybody must log in, on this
    machine too.
    """


@user_group.command("add")
@data_option
@click.argument("name")
@role_option
@password_option
@click.pass_obj
def add_user(settings: Settings, name: str, role: str, password_file: Path | None) -> None:
    """Give somebody an account. The password is asked for, or read from standard input."""
    password = password_from(password_file)
    users.add_user(Store.of(settings), name, password, role_called(role))
    click.echo(f"{users.name_of(name)} has an account, as {role}.")


@user_group.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def list_users(settings: Settings, as_json: bool) -> None:
    """List the accounts."""
    rows = [
        {
            "name": one.name,
            "role": one.role.word,
            "made": _day(one.made),
            "last log-in": _day(one.entered) if one.entered else "never",
            "sessions": one.sessions,
        }
        for one in users.users(Store.of(settings))
    ]
    _listed(rows, as_json, "Nobody has an account.")


@user_group.command("remove")
@data_option
@click.argument("name")
@click.pass_obj
def remove_user(settings: Settings, name: str) -> None:
    """Take an account away, end its sessions, and take back whom it endorsed."""
    if GONE.fullmatch(name):
        _take_back(settings, name)
        return
    store = Store.of(settings)
    id = users.remove_user(store, name)
    click.echo(f"{users.name_of(name)} has no account any more.")
    if not users.any_users(store):
        click.echo("That was the last one: beyond this machine nobody can log in now.", err=True)
    try:
        _take_back(settings, f"user:{id}")
    except DatabaseError as error:
        click.echo(
            f"What it may have endorsed still counts: {error}; "
            f"then 'influence user remove user:{id}'",
            err=True,
        )


def _take_back(settings: Settings, by: str) -> None:
    """Take back what an account endorsed. Raises DatabaseError."""
    with open_graph(settings) as graph:
        gone = graph.run("endorsements_of_drop", by=by).rows[0]["gone"]
    if gone:
        click.echo(f"Endorsements taken back: {gone:,}.")


@user_group.command("password")
@data_option
@click.argument("name")
@password_option
@click.pass_obj
def change_password(settings: Settings, name: str, password_file: Path | None) -> None:
    """Give an account another password, and end its sessions."""
    users.change_password(Store.of(settings), name, password_from(password_file))
    click.echo(f"{users.name_of(name)} has another password, and must log in again.")


@user_group.command("role")
@data_option
@click.argument("name")
@click.argument("role", type=click.Choice(WORDS))
@click.pass_obj
def change_role(settings: Settings, name: str, role: str) -> None:
    """Give an account another role, at once."""
    users.change_role(Store.of(settings), name, role_called(role))
    click.echo(f"{users.name_of(name)} is {role} now.")


@user_group.command("log-out")
@data_option
@click.argument("name", required=False)
@click.option("--everybody", is_flag=True, help="All accounts.")
@click.pass_obj
def log_out(settings: Settings, name: str | None, everybody: bool) -> None:
    """End the sessions of an account, or of everybody, at once."""
    if everybody == (name is not None):
        raise AccountRefused("name an account, or say --everybody")
    ended = users.log_out_users(Store.of(settings), name)
    click.echo(f"Sessions ended: {ended}.")


@click.group("token")
def token_group() -> None:
    """API tokens, for programs: sent as 'Authorization: Bearer …'."""


@token_group.command("add")
@data_option
@click.argument("name")
@role_option
@click.option("--days", type=int, default=30, show_default=True, help="How long it lasts.")
@click.option("--only", default="", help="Good for addresses that begin so: /topics.")
@click.pass_obj
def add_token(settings: Settings, name: str, role: str, days: int, only: str) -> None:
    """Make a token and print it, this once. NAME tells what it is for."""
    made = tokens.add_token(Store.of(settings), name, role_called(role), days=days, below=only)
    click.echo(made)
    click.echo(
        f"It lasts {days} days, as {role}{f', for {only}' if only else ''}. "
        "It is not kept and cannot be shown again.",
        err=True,
    )


@token_group.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def list_tokens(settings: Settings, as_json: bool) -> None:
    """List the tokens that can be used."""
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role.word,
            "only": one.below,
            "made": _day(one.made),
            "ends": _day(one.ends),
            "last used": _day(one.used) if one.used else "never",
        }
        for one in tokens.tokens(Store.of(settings))
    ]
    _listed(rows, as_json, "There are no tokens.")


@token_group.command("revoke")
@data_option
@click.argument("id")
@click.pass_obj
def revoke_token(settings: Settings, id: str) -> None:
    """Make a token useless, at once. ID is the one that 'influence token list' tells."""
    tokens.revoke(Store.of(settings), id)
    click.echo(f"The token {id} is good for nothing any more.")


def password_from(path: Path | None) -> str:
    """A password, which never is an argument: others would see it there. Raises AccountRefused."""
    if path is None and sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if path is None or str(path) == "-":
        return _first_line(sys.stdin.readline(), "standard input")
    try:
        with path.open(encoding="utf-8") as file:
            # On Windows files have no such mode.
            if os.name != "nt" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise AccountRefused(f"others can read {path}; do 'chmod 600 {path}' first")
            return _first_line(file.readline(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise AccountRefused(f"{path} cannot be read ({error})") from error


def _first_line(line: str, where: str) -> str:
    password = line.rstrip("\r\n")
    if not password:
        raise AccountRefused(f"there is no password in {where}")
    return password


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _listed(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(nothing)
        return
    table = Table(*rows[0], box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row.values()))
    Console().print(table)
