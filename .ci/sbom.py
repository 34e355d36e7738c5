"""What a release is made of, as CycloneDX: wheels, npm packages and jars.

    python .ci/sbom.py sbom.cdx.json

All is read from the locks. Wheels and npm packages that only build, test or belong to an extra are
of scope `optional`. The hashes of wheels, one for each platform, are in their locks.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
MODULES = "node_modules/"
LOCKS = ("requirements.lock", "requirements-spark.lock")


def wheels() -> Iterator[Component]:
    """The wheels of both locks."""
    needed = needed_to_run()
    for lock in LOCKS:
        for name, version in PIN.findall((ROOT / lock).read_text(encoding="utf-8")):
            yield component(
                name,
                version,
                PackageURL("pypi", None, canonicalize_name(name), version),
                needed=canonicalize_name(name) in needed,
            )


def needed_to_run() -> set[str]:
    """The names of the wheels that a user gets."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = list(project["dependencies"])
    while waiting:
        asked = Requirement(waiting.pop())
        name = canonicalize_name(asked.name)
        extras = asked.extras or {""}
        wanted = not asked.marker or any(asked.marker.evaluate({"extra": one}) for one in extras)
        if name in found or not wanted:
            continue
        found.add(name)
        try:
            waiting += [
                line
                for line in requires(name) or ()
                if "extra ==" not in line or any(f'"{one}"' in line for one in asked.extras)
            ]
        except PackageNotFoundError:
            continue  # For another platform.
    return found


def npm() -> Iterator[Component]:
    """The npm packages of the front end's lock."""
    lock = ROOT / "explorer" / "frontend" / "package-lock.json"
    for path, told in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if not path:
            continue
        group, _, name = path.rpartition(MODULES)[2].rpartition("/")
        kind, _, digest = told["integrity"].partition("-")
        hashed = HashType(
            alg=HashAlgorithm(kind.upper().replace("SHA", "SHA-")),
            content=base64.b64decode(digest).hex(),
        )
        yield component(
            f"{group}/{name}" if group else name,
            told["version"],
            PackageURL("npm", group or None, name, told["version"]),
            needed=not (told.get("dev") or told.get("devOptional") or told.get("optional")),
            hashed=hashed,
        )


def jars() -> Iterator[Component]:
    """The jars of the managed server."""
    sys.path.insert(0, str(ROOT))
    from loader.server.jars import locked

    for jar in locked():
        with_type = {"classifier": jar.classifier} if jar.classifier else None
        yield component(
            f"{jar.group}:{jar.artifact}",
            jar.version,
            PackageURL("maven", jar.group, jar.artifact, jar.version, with_type),
            hashed=HashType(alg=HashAlgorithm.SHA_256, content=jar.sha256),
        )


def component(
    name: str,
    version: str,
    url: PackageURL,
    *,
    needed: bool = True,
    hashed: HashType | None = None,
) -> Component:
    """One of them."""
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        purl=url,
        bom_ref=url.to_string(),
        scope=ComponentScope.REQUIRED if needed else ComponentScope.OPTIONAL,
        hashes=[hashed] if hashed else [],
    )


def bill() -> str:
    """The whole list, as JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    root = Component(
        type=ComponentType.APPLICATION, name=name, version=version, bom_ref=f"{name}@{version}"
    )
    bom = Bom(components=[*wheels(), *npm(), *jars()])
    bom.metadata.component = root
    bom.register_dependency(root, [one for one in bom.components if one is not root])
    return JsonV1Dot6(bom).output_as_string(indent=2)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill() + "\n", encoding="utf-8")
