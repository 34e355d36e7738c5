"""A file is given to the site: looked at, loaded, and gone again; and what is not taken."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from explorer import uploads as module
from explorer.app import create_app
from explorer.children import INFLUENCE, last_line
from explorer.security import HEADERS
from explorer.site import let_go
from explorer.uploads import Uploads, kept_name
from queries.errors import NotInGraph, UploadRefused
from queries.graph import Graph
from queries.settings import APPLICATION, Settings, settings_from
from tests.explorer.canned import ANSWERS
from tests.explorer.sender import sender
from tests.explorer.test_pages import Anatomy
from tests.recording import RecordingGraph

ACTS = b"who,whom,kind,when\nada,bo,like,2026-01-01T00:00:00Z\ncy,bo,like,2026-01-02T00:00:00Z\n"
HOSTILE = b"who,whom,kind,note\n<script>x</script>,bo,like,=1+1\n,,,\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_from({}).but(data=tmp_path / "data", upload_mb=1)


@pytest.fixture
def browser(settings: Settings) -> FlaskClient:
    """A browser at a site that has no database to load anything into."""
    return sender(create_app(settings, RecordingGraph(ANSWERS)))


def sent(client: FlaskClient, data: bytes = ACTS, name: str = "acts.csv", **headers: str) -> Any:
    file = {"file": (io.BytesIO(data), name)}
    return client.post("/data/upload", data=file, headers=headers)


def sent_whole(client: FlaskClient, data: bytes) -> Any:
    """The same, made by hand: of a large file the test client would leave one of its own open."""
    head = b'--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    form = "multipart/form-data; boundary=xyz"
    return client.post("/data/upload", data=head + data + b"\r\n--xyz--\r\n", content_type=form)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_looked_at_before_anything_is_loaded(
    browser: FlaskClient, settings: Settings
) -> None:
    answer = sent(browser, HOSTILE, "../../x<y>.csv")
    assert answer.status_code == 303
    place = answer.headers["Location"]
    kept = settings.data / "uploads" / place.rpartition("/")[2] / "x-y-.csv"
    assert kept.read_bytes() == HOSTILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((settings.data / "uploads").stat().st_mode) == 0o700

    page = browser.get(place)

    assert page.status_code == 200
    assert Anatomy(page.text).odd == []
    assert "Load it as edges" in page.text
    assert "&lt;script&gt;x&lt;/script&gt;" in page.text
    assert "1 act, and 1 that cannot be read" in page.text
    assert {name: page.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert str(settings.data) not in page.text

    other = browser.get(f"{place}?source=bluesky")
    assert "cannot be read as bluesky" in other.text or "nothing that can be loaded" in other.text
    assert browser.get(f"{place}?source=--help").status_code == 400
    assert browser.get(f"{place}?source=nonsense").status_code == 200

    assert sent(browser).status_code == 409
    assert f'href="{place}"' in browser.get("/data").text
    assert browser.post(f"{place}/discard").headers["Location"] == "/data#upload"
    assert files(settings.data / "uploads") == []
    assert browser.get(place).status_code == 404
    assert sent(browser).status_code == 303


def test_what_no_source_reads_is_said_so(browser: FlaskClient) -> None:
    place = sent(browser, b"\x7fELF\0\0 nonsense", "x.bin").headers["Location"]

    page = browser.get(place)

    assert "It cannot be read" in page.text
    assert "Load it as" not in page.text
    assert browser.post(f"{place}/load", data={"source": ""}).status_code == 409


def test_a_file_that_unpacks_to_far_more_than_it_is_is_given_up(browser: FlaskClient) -> None:
    packed = gzip.compress(b"who,whom,kind\n" + b"a," * 60_000_000)
    assert len(packed) < 1_000_000
    place = sent(browser, packed, "acts.csv.gz").headers["Location"]

    page = browser.get(f"{place}?source=edges")

    assert page.status_code == 200
    assert "nothing that can be loaded, and 1 that cannot be read" in page.text
    assert "bytes give over 50,000,000; unpack it yourself" in page.text


@pytest.mark.parametrize("line", [b"ada,bo,like\n", b"\n", b"\r\n-", b"x"], ids=repr)
def test_a_file_of_many_pieces_is_kept_as_it_was_sent(
    browser: FlaskClient, settings: Settings, line: bytes
) -> None:
    whole = line * (900_000 // len(line))

    assert sent_whole(browser, whole).status_code == 303

    kept = next(path for path in files(settings.data / "uploads") if path.name == "a.csv")
    assert kept.read_bytes() == whole


def test_a_file_that_is_too_large_is_refused_and_not_kept(
    browser: FlaskClient, settings: Settings
) -> None:
    answer = sent_whole(browser, b"x" * 1_200_000)

    assert answer.status_code == 413
    assert "INFLUENCE_UPLOAD_MB" in answer.text
    assert files(settings.data) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(
    browser: FlaskClient, settings: Settings, headers: dict[str, str], status: int
) -> None:
    assert sent(browser, **headers).status_code == status
    assert bool(files(settings.data / "uploads")) == (status == 303)


def test_a_site_that_is_told_to_takes_no_files(settings: Settings) -> None:
    client = sender(create_app(settings.but(upload_mb=0), RecordingGraph(ANSWERS)))

    assert sent(client).status_code == 404
    assert 'type="file"' not in client.get("/data").text


def test_a_form_without_a_file_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/data/upload", data={}).status_code == 400
    assert browser.get("/data/upload").status_code == 405
    for path in ("load", "discard"):
        assert browser.post(f"/data/upload/{'0' * 32}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("acts.csv", "acts.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\acts.csv", "acts.csv"),
        ("--data=x.csv", "data-x.csv"),
        (".bashrc", "bashrc"),
        ("...", "upload"),
        ("", "upload"),
        ("a\0b\n.csv", "a-b-.csv"),
        ("ليلى ☕.json", "ليلى-.json"),
        ("\u202egnp.csv", "gnp.csv"),
        ("x" * 300 + ".csv.gz", "x" * 53 + ".csv.gz"),
        ("😀" * 300, "upload"),
        ("x." * 300, "x." * 15 + "x"),
    ],
)
def test_a_name_is_kept_in_letters_and_digits_alone(given: str, kept: str) -> None:
    assert kept_name(given) == kept


@pytest.mark.parametrize("name", ["said", ".told"])
def test_a_file_is_not_written_over_by_what_its_load_says(settings: Settings, name: str) -> None:
    uploads = Uploads(settings)
    upload = uploads.receive(io.BytesIO(ACTS), name)

    uploads.begin(upload, "edges")

    assert upload.child
    upload.child.wait(60)
    assert upload.path.read_bytes() == ACTS
    uploads.close()


def test_a_file_is_looked_at_once_for_each_source(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def previewed(_settings: Settings, _path: Path, source: str) -> dict[str, str]:
        looked.append(source)
        return {"source": source or "edges"}

    monkeypatch.setattr(module, "previewed", previewed)
    uploads = Uploads(settings)
    upload = uploads.receive(io.BytesIO(ACTS), "a.csv")

    told = [uploads.look(upload, one)["source"] for one in ("", "", "edges", "x", "x", "edges")]

    assert told == ["edges", "edges", "edges", "x", "x", "edges"]
    assert looked == ["", "x"]
    uploads.close()


def test_what_was_discarded_meanwhile_is_not_loaded(settings: Settings) -> None:
    uploads = Uploads(settings)
    upload = uploads.receive(io.BytesIO(ACTS), "a.csv")
    uploads.discard(upload)

    with pytest.raises(NotInGraph, match="not there any more"):
        uploads.begin(upload, "edges")

    assert upload.child is None
    assert not (settings.data / "uploads").exists()


def test_two_sites_on_the_same_data_take_one_file(settings: Settings) -> None:
    one, other = Uploads(settings), Uploads(settings)
    first = one.receive(io.BytesIO(ACTS), "a.csv")

    with pytest.raises(UploadRefused, match="another site"):
        other.receive(io.BytesIO(ACTS), "b.csv")
    assert first.path.exists()
    one.discard(first)
    second = other.receive(io.BytesIO(ACTS), "b.csv")

    one.close()
    assert second.path.exists()
    other.close()
    assert not (settings.data / "uploads").exists()


def test_a_file_for_which_there_is_no_room_is_refused_and_leaves_nothing(
    settings: Settings,
) -> None:
    uploads = Uploads(settings.but(free_mb=10**12))

    with pytest.raises(UploadRefused, match="too little room"):
        uploads.receive(io.BytesIO(ACTS), "a.csv")

    assert uploads.current is None
    assert not (settings.data / "uploads").exists()
    Uploads(settings).receive(io.BytesIO(ACTS), "a.csv")


def test_somebody_who_went_away_keeps_nobody_waiting_for_ever(settings: Settings) -> None:
    uploads = Uploads(settings)
    first = uploads.receive(io.BytesIO(ACTS), "a.csv")
    with pytest.raises(UploadRefused, match="one file at a time"):
        uploads.receive(io.BytesIO(ACTS), "b.csv")
    first.at -= 3_600

    uploads.receive(io.BytesIO(ACTS), "b.csv")

    with pytest.raises(NotInGraph):
        uploads.named(first.id)
    uploads.close()


def test_a_file_that_nobody_comes_back_to_is_removed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING_SECONDS", 0.2)
    uploads = Uploads(settings)
    upload = uploads.receive(io.BytesIO(ACTS), "a.csv")
    assert upload.path.exists()

    time.sleep(0.6)

    assert not (settings.data / "uploads").exists()
    with pytest.raises(NotInGraph):
        uploads.named(upload.id)
    Uploads(settings).receive(io.BytesIO(ACTS), "b.csv")


def test_what_a_site_left_that_was_killed_is_removed_by_the_next(settings: Settings) -> None:
    left = settings.data / "uploads" / "0" / "a.csv"
    left.parent.mkdir(parents=True)
    left.write_bytes(ACTS)

    create_app(settings, RecordingGraph(ANSWERS))

    assert not (settings.data / "uploads").exists()


def test_a_site_that_ends_leaves_no_file(settings: Settings) -> None:
    app = create_app(settings, RecordingGraph(ANSWERS))
    assert sent(sender(app)).status_code == 303

    let_go(app)

    assert not (settings.data / "uploads").exists()


def test_a_site_that_begins_leaves_alone_what_another_works_on(settings: Settings) -> None:
    uploads = Uploads(settings)
    upload = uploads.receive(io.BytesIO(ACTS), "a.csv")

    create_app(settings, RecordingGraph(ANSWERS))

    assert upload.path.read_bytes() == ACTS
    uploads.close()


def test_what_a_command_says_is_told_without_our_folders(tmp_path: Path) -> None:
    folder = tmp_path / "uploads" / "id"
    said = f'note\ninfluence: {folder}{os.sep}a.csv: is empty\n{{"read": 1}}\n'.encode()

    assert last_line(said, folder) == "a.csv: is empty"
    assert last_line(f"influence: no room on {tmp_path}\n".encode(), folder) == (
        "no room on the data folder"
    )
    assert last_line(b"", folder) == "the command ended suddenly"


@pytest.fixture
def loading(graph: Graph, server_settings: Settings) -> FlaskClient:
    """A browser at a site on a real, empty database."""
    return sender(create_app(server_settings.but(upload_mb=1), graph))


def test_a_file_is_loaded_with_its_progress_and_its_rejects(
    loading: FlaskClient, graph: Graph, server_settings: Settings
) -> None:
    place = sent(loading, ACTS + b",,,\n").headers["Location"]
    assert loading.post(f"{place}/load", data={"source": "edges"}).status_code == 303
    assert loading.post(f"{place}/load", data={"source": "edges"}).status_code == 409

    deadline = time.monotonic() + 120
    while (told := loading.get(f"{place}/progress.json").json)["state"] == "loading":
        assert time.monotonic() < deadline
        page = loading.get(place).text
        if "Loaded" not in page:
            assert '<noscript><meta http-equiv="refresh"' in page
            assert "data-progress" in page
        time.sleep(0.2)

    assert told["state"] == "done", told
    assert (told["read"], told["accepted"], told["rejected"], told["done"]) == (3, 2, 1, 1.0)
    assert files(server_settings.data / "uploads") == []
    page = loading.get(place)
    assert "Loaded" in page.text
    assert Anatomy(page.text).odd == []
    link = re.search(r'"(/data/rejects/[0-9a-f]{32}\.jsonl)"', page.text)
    assert link
    assert link[1] in loading.get("/data").text
    rejects = loading.get(link[1], buffered=True)
    assert rejects.mimetype == "application/x-ndjson"
    assert "attachment" in rejects.headers["Content-Disposition"]
    assert rejects.json is None or rejects.text.count("\n") == 1
    acts = graph.driver.execute_query("MATCH ()-[a:LIKED]->() RETURN count(a) AS n").records
    assert acts[0]["n"] == 2
    assert loading.get("/data/sources").status_code == 404
    sources = loading.get("/queries/sources_loaded.json").json["rows"]
    assert [(row["source"], row["accepted"], row["rejected"]) for row in sources] == [
        ("edges", 2, 1)
    ]
    schema = loading.get("/queries/schema_in_use.json").json["rows"]
    assert {(row["type"], row["count"], *row["starts"]) for row in schema} == {("LIKED", 2, "User")}


def test_a_load_that_fails_says_why_and_keeps_the_file_until_it_is_discarded(
    browser: FlaskClient, settings: Settings
) -> None:
    place = sent(browser).headers["Location"]
    browser.post(f"{place}/load", data={"source": "edges"})
    deadline = time.monotonic() + 120
    while (told := browser.get(f"{place}/progress.json").json)["state"] == "loading":
        assert time.monotonic() < deadline
        time.sleep(0.2)

    assert told["state"] == "failed"
    assert "no database is up for the data folder" in told["trouble"]
    assert "Go on" in browser.get(place).text
    assert [path.name for path in files(settings.data / "uploads")] == [
        ".said",
        ".told",
        "acts.csv",
    ]
    browser.post(f"{place}/discard")
    assert files(settings.data / "uploads") == []


@pytest.mark.parametrize(
    "name", ["x", "..%2f..%2fpassword", "../password", "0" * 31, "0" * 32, "A" * 32, "link" * 8]
)
def test_no_address_leads_to_a_file_that_is_no_rejects(
    browser: FlaskClient, settings: Settings, name: str
) -> None:
    folder = settings.data / "rejects"
    folder.mkdir(parents=True)
    (settings.data / "password.jsonl").write_text("secret")
    (folder / ("0" * 32 + ".jsonl")).symlink_to(settings.data / "password.jsonl")
    (folder / ("1" * 32 + ".jsonl")).write_text('{"line": 1}\n')
    (folder / ("2" * 32 + ".jsonl")).mkdir()

    assert browser.get(f"/data/rejects/{name}.jsonl").status_code == 404
    assert browser.get(f"/data/rejects/{'2' * 32}.jsonl").status_code == 404
    answer = browser.get(f"/data/rejects/{'1' * 32}.jsonl", buffered=True)
    assert answer.text == '{"line": 1}\n'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_site_s_commands_are_those_of_this_installation(tmp_path: Path) -> None:
    """Not those of whatever lies in the folder of a file that was sent."""
    (tmp_path / "queries.py").write_text("exit('not this one')")

    done = subprocess.run([*INFLUENCE, "--version"], cwd=tmp_path, capture_output=True, check=False)

    assert done.stdout.decode() == f"influence, version {version(APPLICATION)}\n", done.stderr
