"""What a browser is sent, and how it is built."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

import hatch_build
from explorer.assets import BUILT, BundlesMissing, manifest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / hatch_build.SOURCES


def zipped(*names: str) -> int:
    """How many KB the bundles weigh on the wire."""
    return sum(len(gzip.compress((BUILT / manifest()[n]).read_bytes(), 9)) for n in names) // 1024


def test_a_page_of_tables_stays_light() -> None:
    assert zipped("site.js", "theme.js") <= 25
    assert zipped("style.css") <= 12


def test_the_graph_stays_light() -> None:
    assert zipped("site.js", "theme.js", "graph.js") <= 100


def test_the_bench_stays_light() -> None:
    assert zipped("site.js", "theme.js", "cypher.js") <= 150
    assert zipped("site.js", "theme.js", "picture.js") <= 100


def test_no_bundle_asks_for_anything_elsewhere() -> None:
    style = (BUILT / manifest()["style.css"]).read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]*)\)", style)
    assert addresses
    assert all(re.match(r"[\"']?\./[\w-]+\.woff2", one) for one in addresses)
    assert "@import" not in style


def test_the_licences_of_all_that_is_bundled_travel_with_it() -> None:
    text = (BUILT / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    for name in (
        "sigma 3.",
        "graphology 0.26",
        "view 6.",
        "legacy-modes 6.",
        "htmx.org 4.0.1",
        "events ",
        "inter ",
        "serif-4 ",
    ):
        assert name in text
    assert "(no licence file)" not in text


def test_the_lock_names_no_registry_and_runs_nothing() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    settings = (FRONTEND / ".npmrc").read_text(encoding="utf-8")
    assert all("resolved" not in told for told in packages.values())
    assert all(told["integrity"].startswith("sha512-") for told in packages.values())
    assert "ignore-scripts=true" in settings
    assert "omit-lockfile-registry-resolved=true" in settings
    assert "registry=" not in settings.replace("omit-lockfile-registry-resolved=", "")


def test_versions_are_pinned() -> None:
    told = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = {**told["dependencies"], **told["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The sources and bundles of the front end in a folder of their own."""
    left_out = shutil.ignore_patterns("node_modules")
    shutil.copytree(FRONTEND, tmp_path / hatch_build.SOURCES, ignore=left_out)
    shutil.copytree(BUILT, tmp_path / hatch_build.BUNDLES)
    stamp = {"sources": hatch_build.fingerprint(tmp_path), "files": ["manifest.json"]}
    (tmp_path / hatch_build.BUNDLES / hatch_build.STAMP).write_text(json.dumps(stamp))
    return tmp_path


def test_bundles_of_the_sources_at_hand_are_fresh(copied: Path) -> None:
    assert hatch_build.fresh(copied)


def test_a_changed_source_makes_the_bundles_stale(copied: Path) -> None:
    with (copied / hatch_build.SOURCES / "src/site.css").open("a") as style:
        style.write("/* changed */")
    assert not hatch_build.fresh(copied)


def test_a_lost_bundle_makes_the_bundles_stale(copied: Path) -> None:
    (copied / hatch_build.BUNDLES / "manifest.json").unlink()
    assert not hatch_build.fresh(copied)


def test_packages_that_were_fetched_and_line_ends_change_nothing(copied: Path) -> None:
    source = copied / hatch_build.SOURCES / "src/site.ts"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    (copied / hatch_build.SOURCES / "node_modules/x").mkdir(parents=True)
    (copied / hatch_build.SOURCES / "node_modules/x/index.js").write_text("1")
    assert hatch_build.fresh(copied)


def test_bundles_that_were_never_built_are_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(BundlesMissing, match="pip install"):
        manifest(tmp_path)
