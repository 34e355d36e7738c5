"""Ask for known holes in what is pinned: the wheels of both locks and the npm packages.

    python .ci/audit.py        exit code 1 when there is one

An advisory service that does not answer is a warning: it must not stop work offline.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECONDS = 60
LOCKS = ("requirements.lock", "requirements-spark.lock")

# Holes that cannot be closed yet, and why they do not matter here: "GHSA-…": "reason".
ACCEPTED: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """A line for the reader; a `hole` fails the audit, anything else is a warning."""

    hole: bool
    told: str


def wheels() -> Iterator[Finding]:
    """What is known of the wheels."""
    command = [str(Path(sys.executable).with_name("pip-audit")), "--format", "json"]
    # The locks name every package there is: nothing is resolved, downloaded or installed.
    asked = ["--no-deps", "--disable-pip", *(f"--requirement={ROOT / lock}" for lock in LOCKS)]
    quiet = ["--progress-spinner", "off", "--timeout", "10"]
    yield from in_wheels(said([*command, *asked, *quiet], ROOT))


def in_wheels(told: Any) -> Iterator[Finding]:
    """The findings in what pip-audit said, as JSON; None when it did not."""
    if not isinstance(told, dict) or "dependencies" not in told:
        yield Finding(False, "wheels: no advisory service answered; nothing is known")
        return
    packages = told["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        told_of = f"{len(skipped)} of {len(packages)}"
        yield Finding(False, f"wheels: nothing can be looked up for {told_of}: {skipped[0]}, …")
    for package in packages:
        for hole in package.get("vulns", ()):
            names = [hole["id"], *hole.get("aliases", ())]
            mended = ", ".join(hole.get("fix_versions", ())) or "no version yet"
            told_of = f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"
            yield from unless_accepted(names, told_of)


def npm() -> Iterator[Finding]:
    """What is known of the npm packages."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import SOURCES, node_and_npm

    node, command = node_and_npm()
    yield from in_npm(said([node, str(command), "audit", "--json"], ROOT / SOURCES))


def in_npm(told: Any) -> Iterator[Finding]:
    """The findings in what `npm audit` said, as JSON; None when it did not."""
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        yield Finding(False, "npm: no advisory service answered; nothing is known")
        return
    for name, package in told["vulnerabilities"].items():
        # A text among them names another package, which has a hole of its own.
        for hole in (one for one in package.get("via", ()) if isinstance(one, dict)):
            id_ = str(hole.get("url", "")).rpartition("/")[2] or str(hole.get("source", ""))
            yield from unless_accepted([id_], f"{name}: {id_}, {hole.get('severity', '')}")


def unless_accepted(names: Sequence[str], told: str) -> Iterator[Finding]:
    """A hole; a warning with the reason where it is accepted."""
    reason = next((ACCEPTED[name] for name in names if name in ACCEPTED), "")
    yield Finding(not reason, f"{told}; accepted: {reason}" if reason else told)


def said(command: Sequence[str], folder: Path) -> Any:
    """What a command printed, as JSON; None when it took too long or printed something else."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        return json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None


def main() -> int:
    """Tell what is found; 1 when there is a hole."""
    findings = [*wheels(), *npm()]
    for one in findings:
        print(f"{'HOLE' if one.hole else 'warning'}  {one.told}", file=sys.stderr)  # noqa: T201
    return int(any(one.hole for one in findings))


if __name__ == "__main__":
    sys.exit(main())
