"""`influence serve`: the site, on this machine."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from collections.abc import Mapping

import click
from waitress import create_server
from waitress.server import BaseWSGIServer, MultiSocketServer

from explorer.app import create_app
from explorer.sending import LOOPBACK
from explorer.uploads import MB
from queries.cli_options import data_option, ended_by_signals
from queries.errors import SettingRefused
from queries.settings import Settings

THREADS = 8


@click.command()
@data_option
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one.")
@click.option("--host", help="The address to listen on; loopback when left out.")
@click.option("--no-open", is_flag=True, help="Leave the browser alone.")
@click.pass_obj
def serve(settings: Settings, port: int | None, host: str | None, no_open: bool) -> None:
    """Serve the site until Ctrl-C."""
    settings = settings.but(port=port, host=host)
    server = bound(settings)
    address = address_of(settings.host, port_of(server))
    with ended_by_signals():
        click.echo(f"Influence Explorer is at {address}  (Ctrl-C ends it)")
        if settings.host not in LOOPBACK:
            click.echo("It listens beyond this machine: all who reach it can read it.", err=True)
        if not no_open and has_screen(os.environ, sys.platform):
            webbrowser.open(address)
        try:
            server.run()
        finally:
            server.close()
    click.echo("The site has ended.")


def bound(settings: Settings) -> BaseWSGIServer | MultiSocketServer:
    """A server that holds its port already. Raises SettingRefused when it cannot be had."""
    try:
        return create_server(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            # What is larger is refused before it is taken in; a form is more than its file.
            max_request_body_size=(settings.upload_mb + 1) * MB,
            ident=None,
            channel_timeout=60,
        )
    except (socket.gaierror, ValueError):
        raise SettingRefused(f"no such address to listen on: {settings.host!r}") from None
    except OSError as error:
        raise SettingRefused(
            f"port {settings.port} of {settings.host} cannot be had "
            f"({(error.strerror or str(error)).lower()}); try another with --port"
        ) from error


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """The port it really has, which differs from the one asked for when that was 0."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)


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


COMMANDS: tuple[click.Command, ...] = (serve,)
