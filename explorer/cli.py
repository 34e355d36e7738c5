"""`influence serve`, and who has an account."""

from __future__ import annotations

import click

from explorer.accounts.cli import token_group, user_group
from queries.cli_options import data_option
from queries.settings import Settings


@click.command()
@data_option
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one.")
@click.option("--host", help="The address to listen on; loopback when left out.")
@click.option("--host-names", help="The names by which browsers reach it, with commas.")
@click.option("--no-open", is_flag=True, help="Leave the browser alone.")
@click.pass_obj
def serve(
    settings: Settings, port: int | None, host: str | None, host_names: str | None, no_open: bool
) -> None:
    """Serve the site until Ctrl-C.

    Without accounts it is for this machine alone. Make some with 'influence user add' before it
    listens beyond, and put a proxy that speaks TLS before it (INFLUENCE_PROXY).
    """
    # Imported here: the pages take half a second that no other command needs.
    from explorer.site import site

    site(settings.but(port=port, host=host, host_names=host_names), no_open=no_open)


COMMANDS: tuple[click.Command, ...] = (serve, user_group, token_group)
