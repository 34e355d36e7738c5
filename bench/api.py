"""Ask the site whatever its description allows and forbids, and hold each answer to it.

    python bench/api.py --examples 200 --seed 7

It makes the invented town in a database of its own (`--data` keeps it), asks that many examples of
each operation with an admin's token, and the page beside each JSON, and prints how often which
status came. It ends with 1 where
something is answered otherwise than described, or with 5xx, and with the request to do it again.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from explorer.accounts.roles import Role
from explorer.accounts.store import Store
from explorer.accounts.tokens import add_token
from explorer.app import create_app
from loader.demo import prepared
from loader.server.process import Server
from loader.sources import SOURCES
from queries.connection import connection_for
from queries.console.bench import Bench
from queries.console.limits import Limits
from queries.graph import Graph
from queries.settings import Settings, settings_from
from tests.explorer.fuzzing import Known, fuzz


def campaign(settings: Settings, *, examples: int, begin: int, tag: str) -> None:
    """All of it on one database, whose server is up."""
    token = add_token(Store.of(settings), f"fuzz {time.time():.0f}", Role.ADMIN, days=1)
    bench = Bench(lambda: connection_for(settings), Limits.of(settings))
    with Graph.open(connection_for(settings)) as graph:
        prepared(
            graph,
            SOURCES["planted"],
            settings,
            announce=print,
            loading=lambda: nullcontext(lambda _: None),
            scoring=lambda: nullcontext(lambda _: None),
        )
        app = create_app(settings, graph, bench)
        started = time.perf_counter()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        statuses = fuzz(
            app, headers, Known(graph), tag=tag, examples=examples, begin=begin, pages=True
        )
        seconds = time.perf_counter() - started
    bench.close()
    told = ", ".join(f"{status}: {many:,}" for status, many in sorted(statuses.items()))
    print(f"{sum(statuses.values()):,} requests in {seconds:.0f} s, all as described; {told}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=100, help="of each operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tag", default="", help="one part of the site alone")
    parser.add_argument("--data", type=Path, help="a folder that keeps the database")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_from({}).but(
            data=chosen.data or Path(folder),
            cache=settings_from().cache,
            host_names="explorer.example",
            requests_a_minute=10**6,
            heavy_a_minute=10**6,
        )
        server = Server(settings)
        server.up()
        try:
            campaign(settings, examples=chosen.examples, begin=chosen.seed, tag=chosen.tag)
        finally:
            server.down()


if __name__ == "__main__":
    main()
