"""The site while it is served: on this machine, or for those who have an account."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping

import click
from flask import Flask

from explorer import logs
from explorer.accounts.gate import gate_of
from explorer.accounts.store import Store
from explorer.accounts.users import any_users
from explorer.accounts.visitors import within_this_machine
from explorer.ahead import Ahead
from explorer.app import BOARDS, DATABASE, bench_of, create_app
from explorer.copies import Copies, wants_copy
from explorer.database import Database
from explorer.guard import Guard
from explorer.metrics import metrics_of
from explorer.sending import UPLOADS
from explorer.serving import bound, port_of, run, told_to_end, waiting_in
from queries.errors import SettingRefused
from queries.settings import Settings


def site(settings: Settings, *, no_open: bool) -> None:
    """Serve the site until Ctrl-C, and open a browser unless there is `no_open`.

    Raises SettingRefused where others could reach it, and nobody has an account.
    """
    check_reach(settings)
    guard = Guard(settings)
    database = Database(settings)
    copies = Copies(settings, database) if wants_copy(settings) else None
    if copies:
        bench = bench_of(settings, copies.guard.stuck, copies.settings)
    else:
        bench = bench_of(settings, guard.stuck)
    app = create_app(settings, bench=bench)
    ahead = Ahead(app.extensions[DATABASE], app.extensions[BOARDS])
    with told_to_end() as ending:
        server = bound(app, settings)
        gate_of(app).waiting = lambda: waiting_in(server)
        metrics_of(app).waiting.set_function(gate_of(app).waiting)
        log = logs.start_log(settings)
        address = address_of(settings.host, port_of(server))
        click.echo(f"Influence Explorer is at {address}  (Ctrl-C ends it)")
        for line in told_of_reach(settings):
            click.echo(line, err=True)
        if not no_open and has_screen(os.environ, sys.platform):
            webbrowser.open(address)
        guard.begin()
        ahead.begin()
        try:
            if copies:
                copies.begin()
            run(server, ending)
        finally:
            ahead.end()
            guard.end()
            bench.close()
            if copies:
                copies.end()
            database.close()
            let_go(app)
            logs.stop_log(log)
    click.echo("The site has ended.")


def check_reach(settings: Settings) -> None:
    """Raises SettingRefused where others could reach the site, and nobody has an account."""
    if settings.reach not in ("", "loopback"):
        raise SettingRefused(f"INFLUENCE_REACH is 'loopback' or empty, got {settings.reach!r}")
    if within_this_machine(settings) or any_users(Store.of(settings)):
        return
    raise SettingRefused(
        f"{_beyond(settings)} can be reached from beyond this machine, and nobody has an account; "
        "make one with 'influence user add NAME --role admin'"
    )


def _beyond(settings: Settings) -> str:
    return (
        settings.host_names or (settings.proxy and f"the proxy {settings.proxy}") or settings.host
    )


def told_of_reach(settings: Settings) -> list[str]:
    """What whoever exposes the site should know."""
    if within_this_machine(settings):
        return []
    lines = []
    if not settings.host_names:
        lines.append(
            "It answers to the names of this machine alone; name those by which others reach it "
            "with --host-names."
        )
    if not settings.proxy:
        lines.append(
            "It speaks plain HTTP: passwords can be read on the way. Put a proxy that speaks TLS "
            "before it, and name its address in INFLUENCE_PROXY."
        )
    if settings.neo4j_uri and not settings.bench_uri:
        lines.append(
            "The Cypher bench is off: a query on it could end the Neo4j that the site needs. Name "
            "a second one, with a copy of the graph, in INFLUENCE_BENCH_URI."
        )
    return lines


def let_go(app: Flask) -> None:
    """Remove the file that was given, and close what is held of the database."""
    app.extensions[UPLOADS].close()
    database = app.extensions[DATABASE]
    if isinstance(database, Database):
        database.close()


def address_of(host: str, port: int) -> str:
    """What a browser on this machine opens."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a browser could be seen here: not over a bare terminal, not in CI."""
    if environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
