"""`hub keyring` and `hub retention`: keys made, shown and re-wrapped while a hub runs on them; holds."""

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from keys import keyring_file, secret_writing
from keys.master_key import MasterKey
from tests.integration.conftest import SEEDED
from tests.support import database
from tests.support.hub import HubProcess, Site, make_ban, make_envelope

ORIGIN = "mig.example/test"


@pytest.fixture
def places(tmp_path) -> dict[str, str]:
    """Settings of a hub without a keyring yet."""
    return {
        "HUB_ORIGIN": ORIGIN,
        "HUB_KEYRING_DIR": str(tmp_path / "keyring"),
        "HUB_MASTER_KEY_FILE": str(tmp_path / "master.key"),
    }


def test_a_keyring_is_made_shown_and_rewrapped(hub, places, tmp_path):
    made = hub("keyring", "init", "--json", **places).json
    again = hub("keyring", "init", "--json", **places).json
    shown = hub("keyring", "show", "--json", **places).json
    before = (tmp_path / "master.key").read_text()
    rotated = hub("keyring", "rotate", **places)
    after = (tmp_path / "master.key").read_text()

    assert made == {"made": made["keys"], "keys": made["keys"]}
    assert again == {"made": 0, "keys": made["keys"]}
    assert (shown["hub"], shown["missing"], shown["destroyed"]) == (ORIGIN, 0, 0)
    assert set(shown["classes"]) >= {"blind", "entry-ban", "hold", "open", "readmission", "receipt"}
    assert (rotated.status, len(after.split())) == (0, 1)
    assert after != before
    text = hub("keyring", "show", **places, HUB_LANGUAGE="ru")
    assert "не хватает      0" in text.out
    assert f"номер версии    {shown['serial']}" not in text.out, "rotating has raised it"
    assert f"номер версии    {json.loads(hub('keyring', 'show', '--json', **places).out)['serial']}" in text.out
    heading = next(line for line in text.out.splitlines() if line.startswith("класс"))
    rows = text.out.partition(heading)[2].strip().splitlines()
    ends = {len(row.split("  20")[0].rstrip()) for row in rows}
    assert ends == {heading.index("ключей") + len("ключей")}, "a heading above its column"
    for said in (rotated.out, text.out, json.dumps(shown)):
        assert after.strip() not in said
        assert shown["masters"] not in rotated.out


def test_a_master_key_of_the_service_manager_is_replaced_by_hand(hub, places, tmp_path, monkeypatch):
    old, new = MasterKey.generate(), MasterKey.generate()
    secret_writing.create(tmp_path / "master", old.line())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    given = {**places, "HUB_MASTER_KEY_FILE": "credential:master"}
    assert hub("keyring", "init", **given).status == 0
    refused = hub("keyring", "rotate", **given)
    secret_writing.replace(tmp_path / "master", new.line() + old.line())
    rewrapped = hub("keyring", "rewrap", "--json", **given).json
    secret_writing.replace(tmp_path / "master", new.line())

    assert (refused.status, "[master-key-given]" in refused.complaint) == (2, True)
    assert rewrapped["master"] == new.id
    assert hub("keyring", "show", "--json", **given).json["masters"] == new.id


def test_what_cannot_be_used_is_told_in_one_line(hub, places, tmp_path):
    hub("keyring", "init", **places)
    other = tmp_path / "other.key"
    secret_writing.create(other, MasterKey.generate().line())
    complaints = {
        "keyring-missing": {**places, "HUB_KEYRING_DIR": str(tmp_path / "none")},
        "key-file": {**places, "HUB_MASTER_KEY_FILE": str(tmp_path / "none")},
        "master-key-unfit": {**places, "HUB_MASTER_KEY_FILE": str(other)},
        "keyring-foreign": {**places, "HUB_ORIGIN": "mig.example/production"},
        "setting-missing": {"HUB_ORIGIN": ORIGIN},
        "setting-wrong": {**places, "HUB_MASTER_KEY_FILE": "credential:../x"},
    }
    for code, settings in complaints.items():
        ended = hub("keyring", "show", **settings)
        assert (ended.status, f"[{code}]" in ended.complaint) == (2, True), ended.complaint


@pytest.fixture
async def running(seeded_cluster, hub_site: Site, tmp_path: Path) -> Iterator[tuple[HubProcess, dict[str, str], Site]]:
    """A hub as a process of its own, on a keyring and a database that this test has for itself."""
    site = Site(folder=Path(shutil.copytree(hub_site.folder, tmp_path / "hub")), trust=hub_site.trust)
    async with database.clone(seeded_cluster, "cli_keyring", SEEDED) as dsn:
        environment = site.environment(dsn, HUB_UNSAFE_DATABASE="1")
        process = HubProcess(environment)
        try:
            yield process, environment, site
        finally:
            process.stop()


def ask(process: HubProcess, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    """Ask the hub; return status and answer."""
    request = urllib.request.Request(process.address + path, data=body, headers={"Content-Type": "application/jose"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def eventually(status: int, process: HubProcess) -> None:
    """Wait until the hub is as ready as this says."""
    end = time.monotonic() + 15
    while ask(process, "/readyz")[0] != status:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_running_hub_takes_another_master_key_and_stops_without_a_keyring(hub, running):
    process, environment, site = running
    tokens = [make_envelope(site.trust, "ru-guvm", make_ban(number)) for number in range(4)]
    assert ask(process, "/v1/messages", tokens[0])[0] == 202
    assert hub("keyring", "rotate", **environment).status == 0
    assert ask(process, "/v1/messages", tokens[1])[0] == 202
    eventually(200, process)
    path = site.folder / "keyring" / keyring_file.FILE
    path.rename(path.with_name("away"))
    eventually(503, process)
    status, answer = ask(process, "/v1/messages", tokens[2])
    assert (status, json.loads(answer)["code"]) == (503, "encryption-key-missing")
    path.with_name("away").rename(path)
    eventually(200, process)
    assert ask(process, "/v1/messages", tokens[2])[0] == 202

    message = json.loads(json.loads(ask(process, "/v1/messages", tokens[3])[1])["receipt"]["leaf"])["id"]
    held = hub(
        "retention", "hold", "ru-guvm", message, "--reason", "court", "--case", "1/2026", "--json", **environment
    )
    again = hub("retention", "show", "--json", **environment).json
    released = hub("retention", "release", "ru-guvm", message, "--reason", "closed", **environment)
    refused = hub("retention", "release", "ru-guvm", message, "--reason", "closed", **environment)

    assert held.status == released.status == 0, held.err + released.err
    assert {each["name"]: each["messages"] for each in again["kept"]} == {"entry-ban": 3, "hold": 1}
    assert (refused.status, "[hold-missing]" in refused.complaint) == (1, True)
    assert hub("retention", "hold", "ru-guvm", "x", "--reason", "a", "--case", "b", **environment).status == 2
    told = hub("retention", "show", **environment).out.splitlines()
    assert told[0].split() == ["class", "messages", "due", "term:", "first", "…", "last", "(year-month)"]
    assert told[0].index("messages") + len("messages") == told[1].index(" 4 ") + 2, "a heading above its column"
    assert told[-1].startswith("messages erased: 0")
