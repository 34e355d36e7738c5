"""How long `influence demo` takes to a page with scores: the first time, and the second.

    python bench/start.py            the invented town
    python bench/start.py lastfm     the real network

In a new, empty folder that is removed afterwards. The jars must be there already (run the
demo once, or `influence up`): fetching them measures the line, not the product.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil

INFLUENCE = Path(sys.executable).with_name("influence")
MOST_SECONDS = 600


def main() -> None:
    """Start twice, and print both times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="planted")
    name = parser.parse_args().name
    folder = Path(tempfile.mkdtemp(prefix="influence-bench-"))
    before = psutil.cpu_times()
    try:
        for which in ("first", "second"):
            print(
                f"{which} start of 'influence demo {name}': {started(name, folder):.1f} s to scores"
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    load, stolen = os.getloadavg()[0], stolen_since(before)
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},",
        end=" ",
    )
    print(f"load average {load:.1f} at the end, {stolen:.0%} of the processors' time taken away")


def stolen_since(before: Any) -> float:
    """The share of busy time that other machines on the same host took; 0 where none tells."""
    after = psutil.cpu_times()
    stolen = getattr(after, "steal", 0.0) - getattr(before, "steal", 0.0)
    busy = sum(after) - sum(before) - (after.idle - before.idle)
    return stolen / busy if busy else 0.0


def started(name: str, folder: Path) -> float:
    """Seconds from the command to a leaderboard with somebody on it; the site is ended again."""
    port = free_port()
    begun = time.perf_counter()
    words = ["demo", name, "--data", str(folder), "--port", str(port), "--no-open"]
    with subprocess.Popen([INFLUENCE, *words], stderr=subprocess.DEVNULL) as process:
        try:
            while not scored(port):
                if process.poll() is not None or time.perf_counter() - begun > MOST_SECONDS:
                    sys.exit(f"'influence demo {name}' came to no page with scores")
                time.sleep(0.1)
            return time.perf_counter() - begun
        finally:
            process.send_signal(signal.SIGTERM)


def scored(port: int) -> bool:
    """Whether the site answers with ranked people."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/topics/*.json", timeout=30) as answer:
            return bool(json.load(answer)["rows"])
    except (URLError, ConnectionError, TimeoutError):
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
