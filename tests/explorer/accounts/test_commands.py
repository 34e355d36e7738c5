"""`influence user` and `influence token` as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from explorer.accounts import users
from explorer.accounts.store import FILE, Store
from queries.cli import door

PASSWORD = "teapot meridian gorse anvil"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def influence(data: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(door(), [*words, "--data", str(data)], input=typed)


def test_an_account_is_made_listed_changed_and_removed(data: Path) -> None:
    made = influence(data, "user", "add", "Mara@Example.org", "--role", "analyst", typed=PASSWORD)
    listed = json.loads(influence(data, "user", "list", "--json").stdout)
    influence(data, "user", "role", "mara@example.org", "admin")
    table = influence(data, "user", "list").stdout
    removed = influence(data, "user", "remove", "mara@example.org")

    assert made.exit_code == 0, made.output
    assert made.stdout == "mara@example.org has an account, as analyst.\n"
    assert [(one["name"], one["role"], one["last log-in"]) for one in listed] == [
        ("mara@example.org", "analyst", "never")
    ]
    assert "admin" in table
    assert "argon2" not in table + str(listed)
    assert "last one" in removed.stderr
    assert "Nobody has" in influence(data, "user", "list").stdout


def test_the_file_is_its_owner_s_alone_even_under_a_kind_umask(data: Path) -> None:
    before = os.umask(0)
    try:
        influence(data, "user", "add", "mara", typed=PASSWORD)
    finally:
        os.umask(before)
    assert (data / FILE).stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_could_read_is_closed_again(data: Path) -> None:
    influence(data, "user", "add", "mara", typed=PASSWORD)
    (data / FILE).chmod(0o644)
    influence(data, "user", "role", "mara", "admin")
    assert (data / FILE).stat().st_mode & 0o777 == 0o600


def test_a_password_comes_from_a_file_that_only_its_owner_reads(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(f"{PASSWORD}\nsecond line\n", encoding="utf-8")
    kept.chmod(0o640)
    refused = influence(data, "user", "add", "mara", "--password-file", str(kept))
    kept.chmod(0o600)
    made = influence(data, "user", "add", "mara", "--password-file", str(kept))

    assert refused.exit_code == 1
    assert f"chmod 600 {kept}" in refused.stderr
    assert made.exit_code == 0, made.output
    assert users.user_with(Store(data / FILE), "mara", PASSWORD)


def test_no_command_takes_a_password_as_a_word(data: Path) -> None:
    for words in (["add", "mara", PASSWORD], ["password", "mara", PASSWORD]):
        done = influence(data, "user", *words, typed=PASSWORD)
        assert done.exit_code == 2
    group = door().commands["user"]
    options = {
        option
        for command in group.commands.values()  # type: ignore[attr-defined]
        for one in command.params
        for option in one.opts
    }
    assert {one for one in options if "password" in one} == {"--password-file"}


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "no password"),
        ("\n", "no password"),
        ("short", "12 characters"),
        ("x" * 300, "256 characters"),
        ("passwordpassword", "will not do"),
        ("qwertyuiop[]", "will not do"),
        ("123456789012", "will not do"),
        ("maramaramara", "will not do"),
        ("neo4jneo4jneo4j", "will not do"),
        ("influenceexplorer", "will not do"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "will not do"),
    ],
)
def test_a_password_that_is_soon_guessed_is_refused(data: Path, password: str, said: str) -> None:
    done = influence(data, "user", "add", "mara", typed=password)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not password.strip() or password not in done.stderr


@pytest.mark.parametrize(
    "password",
    [
        "正しい馬電池ホッチキス空",
        "all lower case but four unlikely words",
        "  spaces  count  too ok ",
        "x7$Lq!9vRz2#",
        "🦔 hedgehog lighthouse 17",
    ],
)
def test_a_password_is_of_any_signs(data: Path, password: str) -> None:
    done = influence(data, "user", "add", "mara", typed=password)
    assert done.exit_code == 0, done.output
    assert users.user_with(Store(data / FILE), "mara", password)


def test_sessions_are_ended_of_one_or_of_everybody_and_never_by_a_slip(data: Path) -> None:
    influence(data, "user", "add", "mara", typed=PASSWORD)
    assert influence(data, "user", "log-out", "mara").stdout == "Sessions ended: 0.\n"
    assert influence(data, "user", "log-out", "--everybody").exit_code == 0
    for words in ([], ["mara", "--everybody"], ["nora"]):
        assert influence(data, "user", "log-out", *words).exit_code == 1


@pytest.mark.parametrize("name", ["", " ", "a b", "<script>", "a/b", "x" * 65, "a\nb", "'--"])
def test_a_name_that_will_not_do(data: Path, name: str) -> None:
    done = influence(data, "user", "add", "--", name, typed=PASSWORD)
    assert done.exit_code != 0


def test_an_account_is_not_made_twice_or_found_where_there_is_none(data: Path) -> None:
    influence(data, "user", "add", "mara", typed=PASSWORD)
    again = influence(data, "user", "add", "MARA", typed=PASSWORD)
    absent = influence(data, "user", "remove", "nora")
    assert "influence user password mara" in again.stderr
    assert "there are: mara" in absent.stderr
    assert (again.exit_code, absent.exit_code) == (1, 1)


def test_a_token_is_printed_once_listed_and_revoked(data: Path) -> None:
    made = influence(data, "token", "add", "nightly", "--role", "analyst", "--only", "/topics")
    key = made.stdout.strip()
    (listed,) = json.loads(influence(data, "token", "list", "--json").stdout)
    table = influence(data, "token", "list").stdout
    revoked = influence(data, "token", "revoke", listed["id"])

    assert key.startswith(f"influence_{listed['id']}_")
    assert (listed["name"], listed["role"], listed["only"]) == ("nightly", "analyst", "/topics")
    assert "30 days" in made.stderr
    assert key.split("_", 2)[2] not in table  # which may have more of them inside
    assert revoked.exit_code == 0
    assert influence(data, "token", "list").stdout == "There are no tokens.\n"


def test_beyond_this_machine_the_site_does_not_start_without_an_account(tmp_path: Path) -> None:
    start = [sys.executable, "-c", "from queries.cli import main; main()", "serve", "--no-open"]
    done = subprocess.run(
        [*start, "--port", "0", "--host", "0.0.0.0"],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"INFLUENCE_DATA": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "0.0.0.0" in done.stderr
    assert "influence user add" in done.stderr
