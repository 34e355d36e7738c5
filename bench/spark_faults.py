"""Whether a computation survives: executors and a worker killed, and a driver started anew.

    python bench/spark_faults.py
    python bench/spark_faults.py --acts 500000 --faults executor worker driver

Starts a standalone cluster of two workers on the loopback address, computes the same scores
undisturbed and once for each fault, and tells whether they are the same: the largest relative
difference of any part of anybody.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pyspark
from random_acts import drawn

from queries.engines.compare import compared
from queries.engines.lake import Writer
from queries.engines.pasts import write_past
from queries.engines.results import lines_in
from queries.engines.spark.java import java_home
from queries.settings import settings_from

FAULTS = ("executor", "worker", "driver")
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
EXECUTOR = "CoarseGrainedExecutorBackend"
PORT = 27077


def main() -> None:
    """Compute undisturbed, then with each fault, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--acts", type=int, default=50_000)
    parser.add_argument("--faults", nargs="+", choices=FAULTS, default=FAULTS)
    parser.add_argument("--seconds", type=float, default=900, help="The longest one may take.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="influence-faults-") as name, cluster(Path(name)) as up:
        folder = Path(name)
        writer = Writer.into(folder / "lake", "interactions")
        write_past(drawn(given.acts // 10, given.acts, topics=16, days=180), writer)
        writer.close(references={})
        begun = time.perf_counter()
        finish(score(folder, "undisturbed"), given.seconds)
        print(f"undisturbed: {time.perf_counter() - begun:.0f} s", flush=True)
        whole = lines_in(folder / "undisturbed")
        # Whoever comes after a lost worker has one left, which is not killed.
        for fault in sorted(given.faults, key=FAULTS.index):
            begun = time.perf_counter()
            process = score(folder, fault)
            awaited(folder / fault, process, given.seconds)
            struck = strike(fault, process, up)
            if fault == "driver":
                process.wait()
                process = score(folder, fault)
            finish(process, given.seconds)
            found = compared(whole, lines_in(folder / fault))
            print(
                f"{fault} {struck} killed: {time.perf_counter() - begun:.0f} s, largest relative "
                f"difference {found.largest:.1e}, {found.ranks} ranks differ",
                flush=True,
            )


def score(folder: Path, out: str) -> subprocess.Popen[bytes]:
    """The command, on the cluster."""
    words = ["score", "--engine", f"spark://127.0.0.1:{PORT}", "--interactions"]
    words += [str(folder / "lake"), "--out", str(folder / out), "--json"]
    words += ["--data", str(folder / "data"), "--conf", "spark.executor.memory=1g"]
    for host in ("spark.driver.host", "spark.driver.bindAddress"):
        words += ["--conf", f"{host}=127.0.0.1"]
    command = [str(Path(sys.executable).with_name("influence")), *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def awaited(out: Path, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until the first block of iterations is written down."""
    until = time.monotonic() + seconds
    while not (out / "checkpoint" / "trust.json").exists():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"{out.name}: ended before anything could be killed")
        time.sleep(0.2)


def strike(fault: str, process: subprocess.Popen[bytes], up: list[psutil.Process]) -> int:
    """Kill one process as a fault would; its pid."""
    if fault == "driver":
        for one in [*psutil.Process(process.pid).children(recursive=True)]:
            one.kill()
        process.kill()
        return process.pid
    worker = up[1]
    executors = [
        one
        for one in worker.children(recursive=True)
        if any(EXECUTOR in word for word in one.cmdline())
    ]
    if fault == "worker":
        # With the machine goes what runs on it.
        for one in [*executors, worker]:
            one.send_signal(signal.SIGKILL)
        return worker.pid
    executors[0].send_signal(signal.SIGKILL)
    return executors[0].pid


def finish(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until a computation is done."""
    if process.wait(seconds):
        raise SystemExit(f"ended with {process.returncode}")


@contextmanager
def cluster(folder: Path) -> Iterator[list[psutil.Process]]:
    """A master and two workers of one core, on the loopback address alone."""
    home = Path(pyspark.__file__).parent
    around = os.environ | {
        "SPARK_HOME": str(home),
        "JAVA_HOME": str(java_home(settings_from())),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
    }
    launch = [str(home / "bin" / "spark-class")]
    there = ["--host", "127.0.0.1", "--webui-port", "0"]
    address = f"spark://127.0.0.1:{PORT}"
    commands = [[*launch, MASTER, *there, "--port", str(PORT)]]
    for number in range(2):
        work = ["--work-dir", str(folder / f"work{number}"), "-c", "1", "-m", "1500m"]
        commands.append([*launch, WORKER, *there, *work, address])
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            with (folder / f"log{len(started)}.txt").open("wb") as log:
                started.append(subprocess.Popen(command, env=around, stdout=log, stderr=log))
            time.sleep(5)
        yield [psutil.Process(one.pid) for one in started]
    finally:
        # A computation that is still at it as well.
        for child in psutil.Process().children(recursive=True):
            child.kill()
        for one in started:
            one.wait()


if __name__ == "__main__":
    main()
