"""Whatever is wrong on the command line, in a setting or with a file: one line in the caller's language, status 2."""

import os
import stat
import subprocess
import sys

import pytest

from hub.cli.files import MOST
from keys import keyfile
from keys.jwk import PrivateKey
from tests.integration.cli.exchange import BAN

RECORD = ("submit", "record.json", "--config", "gateway.toml", *BAN)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing: COMMAND. Help: hub --help."),
        (["--language"], "--language has no value. Help: hub --help."),
        (["--language", "de", "verify"], "--language: allowed: ru, en. Help: hub --help."),
        (["nonsense"], "there is no such command: 'nonsense'. Help: hub --help."),
        (["ver"], "there is no such command: 'ver'. Help: hub --help."),
        (["--nonsense"], "missing: COMMAND. Help: hub --help."),
        (["keys"], "missing: COMMAND. Help: hub keys --help."),
        (["keys", "destroy"], "there is no such command: 'destroy'. Help: hub keys --help."),
        (["keys", "show"], "missing: FILE. Help: hub keys show --help."),
        (["keys", "show", "a", "b"], "not understood: b. Help: hub --help."),
        (["keys", "show", "a", "--js"], "not understood: --js. Help: hub --help."),
        (
            ["keys", "generate", "a", "--alg", "RS256"],
            "--alg: allowed: Ed25519, ES256, X25519. Help: hub keys generate --help.",
        ),
        (["verify", "a", "--json=yes"], "--json takes no value. Help: hub verify --help."),
        (["verify", "a", "--root"], "--root has no value. Help: hub verify --help."),
        (
            ["verify", "a", "--root", "sha256:0"],
            "--root: the 64 hex digits of a SHA-256 are needed. Help: hub verify --help.",
        ),
        (["verify", "a", "b\nc"], "not understood: b c. Help: hub --help."),
        (["submit", "a"], "missing: --config. Help: hub submit --help."),
        (
            ["submit", "a", "--config", "c", "--to", "tj-mvd"],
            "a record needs --type, --purpose. Help: hub submit --help.",
        ),
        (
            ["submit", "a", "--config", "c", "--envelope", "--reply-to", "x", "--to", "tj-mvd"],
            "the envelope is signed already, leave out --to, --reply-to. Help: hub submit --help.",
        ),
        (["inbox", "--config", "c", "--lane", "fast"], "--lane: allowed: urgent, ordinary. Help: hub inbox --help."),
        (
            ["inbox", "--config", "c", "--limit", "0"],
            "--limit: a number from 1 to 500 is needed. Help: hub inbox --help.",
        ),
        (
            ["inbox", "--config", "c", "--after", "-1"],
            "--after: a number from 0 to 999999999999 is needed. Help: hub inbox --help.",
        ),
        (
            ["inbox", "--config", "c", "--evidence", "x"],
            "--evidence, --sender, --out are given together, or none of them. Help: hub inbox --help.",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_arguments_are_named(hub, arguments, said):
    ended = hub(*arguments)

    assert (ended.status, ended.complaint) == (2, f"hub: {said} [arguments-wrong]")


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["nonsense"], {}),
        (["keys", "show"], {}),
        (["verify", "a", "b"], {}),
        (["verify", "a", "--json=1"], {}),
        (["verify", "a", "--root"], {}),
        (["inbox", "--config", "c", "--limit", "x"], {}),
        (["serve"], {}),
        (["migrate"], {"HUB_SURPRISE": "1"}),
        (["verify", "none.json"], {}),
        (["gateway", "--config", "none.toml"], {}),
        (["keys", "show", "none.pem"], {}),
        (["agreement", "publish", "none.json"], {}),
    ],
    ids=str,
)
def test_the_caller_is_told_in_his_language(hub, arguments, settings):
    by_setting = hub(*arguments, **settings, HUB_LANGUAGE="ru")
    by_option = hub("--language", "ru", *arguments, **settings)
    in_english = hub(*arguments, **settings)

    assert by_setting == by_option
    assert {by_setting.status, in_english.status} == {2}
    assert any("а" <= letter <= "я" for letter in by_setting.complaint)
    assert not any("а" <= letter <= "я" for letter in in_english.complaint)


@pytest.mark.parametrize(
    ("arguments", "settings", "code"),
    [
        (["serve"], {}, "setting-missing"),
        (["migrate"], {}, "setting-missing"),
        (["agreement", "list"], {}, "setting-missing"),
        (["serve"], {"HUB_ORIGIN": "mig.example/production", "HUB_TRUST_ANCHOR": "0" * 64}, "setting-missing"),
        (["serve"], {"HUB_DATABASE_URL": "mysql://x"}, "setting-wrong"),
        (["serve"], {"HUB_POOL_SIZE": "many"}, "setting-wrong"),
        (["serve"], {"HUB_LISTEN": "8080"}, "setting-wrong"),
        (["verify", "a"], {"HUB_SURPRISE": "1"}, "setting-unknown"),
        (["serve"], {"HUB_CONFIG": "none.toml"}, "config-unreadable"),
        (["serve"], {"HUB_CONFIG": "/"}, "config-unreadable"),
        (["migrate"], {"HUB_DATABASE_URL": "postgresql://", "HUB_DATABASE_PASSWORD_FILE": "/none"}, "database-"),
    ],
    ids=str,
)
def test_a_missing_or_wrong_setting_is_one_line_and_status_2(hub, arguments, settings, code):
    ended = hub(*arguments, **settings)

    assert ended.status == 2 or code == "database-"
    assert f"[{code}" in ended.complaint


def test_a_database_that_is_not_there_may_be_there_later(hub):
    """A supervisor does not start a program again after status 2, and PostgreSQL may only be starting."""
    ended = hub("migrate", HUB_DATABASE_URL="postgresql://nobody:secret-word@127.0.0.1:1/none")

    assert ended.status == 75
    assert ended.complaint.endswith("[database-unreachable]")
    assert "secret-word" not in ended.complaint


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verify", "none"], "file-unreadable"),
        (["verify", "."], "file-unreadable"),
        (["verify", "some", "--root", "none"], "file-unreadable"),
        (["verify", "some", "--root", "some"], "root-wrong"),
        (["keys", "show", "none"], "key-file"),
        (["keys", "show", "."], "key-file-exposed"),
        (["keys", "show", "some"], "key-file-exposed"),
        (["keys", "show", "private"], "key-file-malformed"),
        (["keys", "generate", "some"], "key-file-exists"),
        (["keys", "generate", "no/such/folder"], "key-file"),
        (["keys", "generate", "new", "--passphrase-file", "none"], "passphrase-file"),
        (["keys", "generate", "new", "--passphrase-file", "."], "passphrase-exposed"),
        (["keys", "generate", "new", "--passphrase-file", "empty"], "key-file-passphrase"),
        (["keys", "generate", "new", "--passphrase-file", "long"], "passphrase-file"),
        (["keys", "generate", "new", "--passphrase-file", "some"], "passphrase-exposed"),
        (["gateway", "--config", "none"], "gateway-config-invalid"),
        (["gateway", "--config", "."], "gateway-config-invalid"),
        (["gateway", "--config", "some"], "gateway-config-invalid"),
        (["inbox", "--config", "none"], "gateway-config-invalid"),
        ([*RECORD], "file-unreadable"),
        (["submit", "some", *RECORD[2:]], "file-not-json"),
        (["submit", "list", *RECORD[2:]], "file-not-json"),
        (["submit", "empty", *RECORD[2:]], "file-not-json"),
        (["submit", "object", *RECORD[2:]], "gateway-config-invalid"),
        (["submit", ".", "--envelope", "--config", "none"], "file-unreadable"),
        (["agreement", "publish", "list"], "file-not-json"),
        (["agreement", "publish", "."], "file-unreadable"),
    ],
    ids=str,
)
def test_a_wrong_file_is_one_line_and_status_2(hub, tmp_path, arguments, code):
    for name, content in {
        "some": b"nothing\n",
        "list": b"[]",
        "object": b"{}",
        "empty": b"",
        "long": b"x" * 5000,
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "private").write_bytes(b"nothing\n")
    for name in ("private", "empty", "long"):
        (tmp_path / name).chmod(0o600)

    ended = hub(*arguments)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, f"{code}]")


def test_a_file_that_is_far_too_long_is_not_read_whole(hub, tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(MOST * 1000)  # sparse

    assert hub("verify", "huge").complaint.endswith("[file-too-large]")


def test_a_key_file_that_others_may_read_is_refused_with_its_mode(hub, tmp_path):
    keyfile.write(tmp_path / "signing.pem", PrivateKey.generate(), None)
    (tmp_path / "signing.pem").chmod(0o640)

    ended = hub("keys", "show", "signing.pem")

    assert ended.status == 2
    assert "its mode is 0640" in ended.complaint


def test_a_participants_exposed_key_stops_every_command_that_would_use_it(hub, tmp_path, served):
    config = served.config("kg-migration")
    key = config.parent / "signing.pem"
    key.chmod(0o644)
    try:
        ended = [hub(*call, "--config", config) for call in (["inbox"], ["gateway"], ["submit", "a", "--envelope"])]
        (tmp_path / "a").write_text("x.y.z")
        ended[2] = hub("submit", "a", "--envelope", "--config", config)
    finally:
        key.chmod(0o600)

    assert {each.status for each in ended} == {2}
    assert all("its mode is 0644" in each.complaint for each in ended)


def test_a_missing_passphrase_file_of_the_hub_is_named(hub, tmp_path, served):
    ended = hub("agreement", "list", **served.environment, HUB_KEY_PASSPHRASE_FILE=str(tmp_path / "none"))

    assert ended.status == 2
    assert ended.complaint.startswith(f"hub: The passphrase file {tmp_path}/none cannot be read: No such file")
    assert ended.complaint.endswith("[passphrase-file]")


def test_the_hubs_own_files_are_checked_before_it_serves(hub, fresh_database, hub_site):
    environment = hub_site.environment(fresh_database, HUB_UNSAFE_DATABASE="1")
    wrong = {
        "HUB_LOG_KEY_FILE": ("none", "key-file"),
        "HUB_TRUST_DIR": ("none", "trust-file-unreadable"),
        "HUB_TRUST_ANCHOR": ("0" * 64, "trust-list-not-anchored"),
    }

    for name, (value, code) in wrong.items():
        ended = hub("agreement", "list", **environment | {name: value})
        assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, f"{code}]")


def test_a_hub_that_is_not_the_trust_lists_does_not_start_and_leaves_no_trace(hub, fresh_database, hub_site, tmp_path):
    environment = hub_site.environment(fresh_database, HUB_UNSAFE_DATABASE="1")
    keyfile.write(tmp_path / "log.pem", PrivateKey.generate(), None)

    origin = hub("agreement", "list", **environment | {"HUB_ORIGIN": "other.example/test"})
    key = hub("agreement", "list", **environment | {"HUB_LOG_KEY_FILE": str(tmp_path / "log.pem")})
    own = hub("agreement", "list", **environment)

    assert (origin.status, origin.complaint.rpartition("[")[2]) == (2, "origin-mismatch]")
    assert (key.status, key.complaint.rpartition("[")[2]) == (2, "log-key-mismatch]")
    assert own.status == 0


def test_a_written_file_is_for_its_owner_alone(hub, tmp_path):
    umask = os.umask(0)
    try:
        hub("keys", "generate", "signing.pem")
    finally:
        os.umask(umask)

    assert stat.S_IMODE((tmp_path / "signing.pem").stat().st_mode) == 0o600


def test_output_that_cannot_be_written_is_said_and_is_not_success(tmp_path):
    keyfile.write(tmp_path / "signing.pem", PrivateKey.generate(), None)
    with open("/dev/full", "wb") as full:  # noqa: PTH123  (a device)
        run = subprocess.run(
            [sys.executable, "-m", "hub.cli", "keys", "show", "signing.pem"],
            stdout=full, stderr=subprocess.PIPE, check=False, cwd=tmp_path,
        )  # fmt: skip

    assert run.returncode == 74
    assert run.stderr.decode().splitlines()[0].endswith("[output-lost]")
    assert len(run.stderr.splitlines()) == 1


def test_a_reader_who_leaves_early_is_no_failure_to_talk_about(tmp_path):
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "hub.cli", "verify", "--help"],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        cwd=tmp_path,
    )
    os.close(write)

    assert (run.returncode, run.stderr) == (74, b"")
