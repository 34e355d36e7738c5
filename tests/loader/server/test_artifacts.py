"""Jars come whole and unchanged, or not at all. A mirror of our own, on loopback, serves them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from loader.server.admin import Admin
from loader.server.artifacts import Artifacts, artifacts_in
from loader.server.jars import Jar, locked, parsed, written
from loader.server.repositories import central_mirror
from loader.server.versions import GDS_VERSION, NEO4J_VERSION, ROOTS
from queries.errors import JarsMissing, JarsTampered
from queries.settings import settings_from

CONTENT = b"a jar, as far as anyone here looks" * 1000


class Mirror(SimpleHTTPRequestHandler):
    """Serves a folder; what is named in `cut` ends in the middle."""

    cut: frozenset[str] = frozenset()

    def copyfile(self, source, outputfile) -> None:
        content = source.read()
        if Path(self.path).name in self.cut:
            content = content[: len(content) // 2]
            self.close_connection = True
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


def jar(name: str, *, plugin: bool = False) -> Jar:
    """A jar whose recorded content is CONTENT."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    return Jar("org.example", name, "1.0", "", sha256=digest, size=len(CONTENT), plugin=plugin)


JARS = (jar("one"), jar("two"), jar("proc", plugin=True))


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A Maven repository's folder that has JARS."""
    for one in JARS:
        path = tmp_path / "mirror" / one.group.replace(".", "/") / one.artifact / one.version
        path.mkdir(parents=True)
        (path / one.name).write_bytes(CONTENT)
    return tmp_path / "mirror"


@pytest.fixture
def mirror(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[type[Mirror]]:
    """That repository on loopback, written down where a Maven user writes a mirror."""
    handler = type("ThisMirror", (Mirror,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(published)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    maven_reads(tmp_path, f"http://127.0.0.1:{server.server_port}", monkeypatch)
    yield handler
    server.shutdown()
    server.server_close()


def maven_reads(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `url` the only place that jars come from."""
    (folder / ".m2" / "repository").mkdir(parents=True)
    (folder / ".m2" / "settings.xml").write_text(
        f"<settings><mirrors><mirror><mirrorOf>*</mirrorOf><url>{url}</url></mirror></mirrors></settings>",
        encoding="utf-8",
    )
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("M2_REPO", raising=False)
    monkeypatch.setenv("JGO_CONFIG_FILE", str(folder / "absent.conf"))


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    """An empty cache for JARS."""
    return Artifacts(tmp_path / "cache", JARS)


def silent(_line: str) -> None:
    """Announce nothing."""


def test_jars_are_fetched_whole_into_one_folder(artifacts: Artifacts, mirror: type[Mirror]) -> None:
    told: list[str] = []

    artifacts.ready(told.append)

    assert {path.name for path in (artifacts.folder / "jars").iterdir()} == {
        "one-1.0.jar",
        "two-1.0.jar",
        "proc-1.0.jar",
    }
    assert all(path.read_bytes() == CONTENT for path in artifacts.class_path)
    assert len(told) == 1


def test_only_jars_with_procedures_are_plugins_and_they_are_not_stored_twice(
    artifacts: Artifacts, mirror: type[Mirror]
) -> None:
    artifacts.ready(silent)

    plugins = list(artifacts.plugins.iterdir())

    assert [path.name for path in plugins] == ["proc-1.0.jar"]
    assert plugins[0].resolve() == artifacts.path(JARS[2]).resolve()


def test_what_is_there_is_not_fetched_again(
    artifacts: Artifacts, mirror: type[Mirror], published: Path
) -> None:
    artifacts.ready(silent)
    told: list[str] = []
    for path in published.rglob("*.jar"):
        path.unlink()

    artifacts.ready(told.append)

    assert told == []


def test_a_changed_jar_is_refused_by_name_with_what_to_do(
    artifacts: Artifacts, mirror: type[Mirror]
) -> None:
    artifacts.ready(silent)
    changed = artifacts.path(JARS[1])
    changed.write_bytes(b"!" + CONTENT[1:])

    with pytest.raises(JarsTampered, match=r"two-1\.0\.jar: hashes to .*; delete that file"):
        artifacts.ready(silent)
    assert artifacts.tampered() == [JARS[1]]

    changed.unlink()
    artifacts.ready(silent)
    assert changed.read_bytes() == CONTENT


def test_neo4js_offline_tool_is_not_run_from_a_changed_jar(
    mirror: type[Mirror], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.server.artifacts.locked", lambda: JARS)
    tool = Admin(settings_from({}).but(cache=tmp_path), tmp_path / "home", tmp_path / "conf")
    artifacts = artifacts_in(tmp_path)
    artifacts.ready(silent)
    artifacts.path(JARS[1]).write_bytes(b"!" + CONTENT[1:])

    with pytest.raises(JarsTampered, match=r"two-1\.0\.jar"):
        tool.run("database", "info")


def test_a_half_written_jar_does_not_count(artifacts: Artifacts, mirror: type[Mirror]) -> None:
    artifacts.ready(silent)
    half = artifacts.path(JARS[0])
    half.write_bytes(CONTENT[: len(CONTENT) // 2])

    artifacts.ready(silent)

    assert half.read_bytes() == CONTENT


def test_a_transfer_that_breaks_off_leaves_nothing_that_counts(
    artifacts: Artifacts, mirror: type[Mirror]
) -> None:
    mirror.cut = frozenset({"two-1.0.jar"})

    with pytest.raises(JarsMissing, match=r"two-1\.0\.jar could not be fetched"):
        artifacts.ready(silent)
    assert JARS[1] in artifacts.absent()
    assert not artifacts.path(JARS[1]).exists()

    mirror.cut = frozenset()
    artifacts.ready(silent)
    assert artifacts.absent() == []


def test_what_a_killed_download_left_is_cleared_away(
    artifacts: Artifacts, mirror: type[Mirror]
) -> None:
    left = artifacts.folder / "incoming" / "org" / "example" / "one" / "1.0" / "one-1.0.jar"
    left.parent.mkdir(parents=True)
    left.write_bytes(CONTENT[:10])

    artifacts.ready(silent)

    assert artifacts.path(JARS[0]).read_bytes() == CONTENT
    assert not (artifacts.folder / "incoming").exists()


def test_a_mirror_that_serves_something_else_is_refused(
    artifacts: Artifacts, mirror: type[Mirror], published: Path
) -> None:
    next(published.rglob("two-1.0.jar")).write_bytes(b"?" + CONTENT[1:])

    with pytest.raises(JarsTampered, match=r"org\.example:two:1\.0: what was fetched hashes to"):
        artifacts.ready(silent)

    assert not artifacts.path(JARS[1]).exists()


def test_without_a_network_the_line_says_what_to_check(
    artifacts: Artifacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Port 1 of loopback: nothing listens there.
    maven_reads(tmp_path, "http://127.0.0.1:1", monkeypatch)

    with pytest.raises(JarsMissing, match=r"could not be fetched .*; check the network") as caught:
        artifacts.ready(silent)

    assert "\n" not in str(caught.value)


def test_mavens_own_copy_is_taken_when_it_is_the_very_jar(
    artifacts: Artifacts, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven_reads(tmp_path, "http://127.0.0.1:1", monkeypatch)
    monkeypatch.setenv("M2_REPO", str(published))

    artifacts.ready(silent)

    assert artifacts.absent() == []
    assert next(published.rglob("two-1.0.jar")).exists()


def test_another_mavens_copy_is_not_taken(
    artifacts: Artifacts, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven_reads(tmp_path, "http://127.0.0.1:1", monkeypatch)
    monkeypatch.setenv("M2_REPO", str(published))
    next(published.rglob("two-1.0.jar")).write_bytes(b"older")

    with pytest.raises(JarsMissing, match="two"):
        artifacts.ready(silent)


@pytest.mark.parametrize(
    ("mirror_of", "url"),
    [
        ("*", "http://m.example"),
        ("central", "http://m.example"),
        ("other, central", "http://m.example"),
        ("external:*", "http://m.example"),
        ("*,!central", None),
        ("other", None),
    ],
)
def test_a_mirror_counts_when_it_stands_for_central(
    mirror_of: str, url: str | None, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.xml"
    settings.write_text(
        '<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0"><mirrors><mirror>'
        f"<mirrorOf>{mirror_of}</mirrorOf><url>http://m.example/</url>"
        "</mirror></mirrors></settings>",
        encoding="utf-8",
    )

    assert central_mirror(settings) == ({"central": url} if url else {})


def test_broken_or_absent_maven_settings_name_no_mirror(tmp_path: Path) -> None:
    (tmp_path / "settings.xml").write_text("<settings>", encoding="utf-8")

    assert central_mirror(tmp_path / "settings.xml") == {}
    assert central_mirror(tmp_path / "absent.xml") == {}


def test_the_lock_has_the_pinned_versions_and_no_host() -> None:
    jars = locked()
    text = written(jars)

    assert set(ROOTS) <= {one.coordinate for one in jars}
    assert parsed(text) == jars
    assert len({one.name for one in jars}) == len(jars)
    assert "//" not in text
    assert all(len(one.sha256) == 64 for one in jars)


def test_the_cache_is_named_after_what_is_in_it(tmp_path: Path) -> None:
    assert artifacts_in(tmp_path).folder.name == f"neo4j-{NEO4J_VERSION}-gds-{GDS_VERSION}"
