"""Kill `influence purge` and `restore` at each step that they tell of, and at random moments.

    python bench/keeping.py --times 3

After each kill the server is started: the graph must be the one before or the one that was asked
for, nothing else; then the command is given again and must come to its end. Prints a line a kill.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from loader.forget import forget
from loader.keeping.backup import backed_up
from loader.load import Limits, load
from loader.server.process import Server
from loader.sources import SOURCES
from queries.digest import digest_of
from queries.graph import Graph
from queries.settings import Settings, settings_from

INFLUENCE = Path(sys.executable).with_name("influence")
STEPS = {
    "purge": ("stopping", "reading", "putting", "starting"),
    "restore": ("stopping", "reading", "opted out", "rebuilding", "starting"),
}
LONGEST_SECONDS = 40


def digest(settings: Settings) -> str:
    """The digest of what the server serves, without when somebody opted out."""
    with Graph.open(Server(settings).up()) as graph:
        graph.driver.execute_query("MATCH (hidden:Suppressed) SET hidden.at = null")
        return digest_of(graph)


def killed(
    settings: Settings, words: list[str], *, step: str = "", seconds: float = 0
) -> tuple[str, str]:
    """Run a command, and kill it at a step or after some seconds; how it ended, and how far on."""
    command = [str(INFLUENCE), *words, "--data", str(settings.data)]
    last = ""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        timer = threading.Timer(seconds, process.kill) if seconds else None
        if timer:
            timer.start()
        for line in process.stderr:
            last = line.strip()
            if step and step in line:
                process.kill()
                break
        process.wait()
        if timer:
            timer.cancel()
    return "killed" if process.returncode == -signal.SIGKILL else "ended", last


def main() -> None:
    """Kill both commands in every way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="random kills of each command")
    times = parser.parse_args().times
    dice = random.Random(time.time_ns())
    with tempfile.TemporaryDirectory(prefix="influence-bench-") as name:
        base = settings_from({}).but(cache=settings_from().cache, heap_mb=512, page_cache_mb=64)
        settings = base.but(data=Path(name) / "data", start_seconds=600)
        backup = Path(name) / "town.backup"
        options = {"seed": "7", "people": "500"}
        with Graph.open(Server(settings).up()) as graph:
            load(
                graph,
                SOURCES["planted"],
                (),
                options,
                folder=settings.data,
                limits=Limits(),
                announce=print,
                progress=lambda _: None,
            )
        backed_up(settings, backup, print)
        with Graph.open(Server(settings).up()) as graph:
            people = [row["id"] for row in graph.stream("everybody_by_id")]
            forget(graph, settings.data, people[0])
        wanted = digest(settings)
        for command, steps in STEPS.items():
            words = [command] if command == "purge" else [command, str(backup), "--replace"]
            ways = [{"step": step} for step in steps]
            ways += [{"seconds": dice.uniform(1, LONGEST_SECONDS)} for _ in range(times)]
            for way in ways:
                how, last = killed(settings, words, **way)
                found = digest(settings)
                assert found == wanted, f"{command} {how} after {last!r}: another graph"
                print(f"{command}: {how} after {last[:60]!r}: the graph is whole")
            done = subprocess.run([INFLUENCE, *words, "--data", settings.data], check=False)
            assert done.returncode == 0
            assert digest(settings) == wanted
        Server(settings).down()


if __name__ == "__main__":
    main()
