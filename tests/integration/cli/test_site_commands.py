"""Commands at the hub's own site and at a member's: serve, gateway, migrate, agreement, keys."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from hub.client.client import open_client
from hub.clock import SystemClock
from hub.sdk.assembly import address_of
from hub.sdk.settings import config as configs
from hub.sdk.settings.key_files import read_key
from hub.store import migrate
from keys import keyfile
from tests.integration.sdk.sites import Site, make_change
from tests.support.hub import HubProcess, now

ROOT = Path(__file__).parents[3]
BETWEEN_RU_AND_TJ = ROOT / "schemas/agreements/ru-tj-readmission.json"


def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "hub.cli", *arguments],
        env=inherited | {"HUB_LANGUAGE": "en"} | settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_database_is_brought_up_to_date_once(hub, cluster):
    cluster.create_database("cli_migrate")
    settings = {"HUB_DATABASE_URL": cluster.dsn("cli_migrate")}
    first = hub("migrate", "--json", **settings)
    second = hub("migrate", **settings)

    assert first.status == second.status == 0
    assert first.json["applied"] == [f"{each.number:04d}_{each.name}" for each in migrate.load()]
    assert second.out == "the database is up to date already\n"


def test_a_database_that_was_never_migrated_is_not_served(hub, served, cluster):
    cluster.create_database("cli_empty")
    ended = hub("agreement", "list", **served.environment | {"HUB_DATABASE_URL": cluster.dsn("cli_empty")})

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "database-behind]")


async def _make_role(dsn):
    conn = await asyncpg.connect(dsn)
    await conn.execute("DROP ROLE IF EXISTS cli_reader")
    await conn.execute("CREATE ROLE cli_reader LOGIN PASSWORD 'test'")
    await conn.execute("REVOKE CREATE ON SCHEMA public FROM public")
    await conn.close()


def test_a_role_that_may_not_migrate_is_one_line(hub, cluster):
    cluster.create_database("cli_reader")
    asyncio.run(_make_role(cluster.dsn("cli_reader")))
    address = re.sub(r"//[^@]+@", "//cli_reader:test@", cluster.dsn("cli_reader"))
    ended = hub("migrate", HUB_DATABASE_URL=address)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "database-refused]")


def test_agreements_are_listed_in_order(hub, served):
    listed = hub("agreement", "list", "--json", **served.environment)
    told = hub("agreement", "list", **served.environment)

    names = [row["id"] for row in listed.json]
    assert names == sorted(names)
    assert [line.split()[0] for line in told.out.splitlines()] == names


def test_a_version_that_allows_nothing_is_published_at_once_and_a_wrong_one_refused(
    hub, hub_site, seeded_database, tmp_path
):
    settings = hub_site.environment(seeded_database, HUB_UNSAFE_DATABASE="1")
    document = json.loads(BETWEEN_RU_AND_TJ.read_text()) | {
        "version": 2,
        "status": "signed",
        "signed_on": "2026-01-01",
    }
    (tmp_path / "next.json").write_text(json.dumps(document))
    (tmp_path / "wrong.json").write_text(json.dumps({**document, "status": "perhaps"}))
    (tmp_path / "force.json").write_text(
        json.dumps({**document, "version": 3, "status": "in_force", "valid_from": "2026-02-01"})
    )
    (tmp_path / "jump.json").write_text(json.dumps({**document, "version": 3, "status": "suspended"}))

    published = hub("agreement", "publish", tmp_path / "next.json", **settings)
    again = hub("agreement", "publish", tmp_path / "next.json", **settings)
    wrong = hub("agreement", "publish", tmp_path / "wrong.json", **settings)
    alone = hub("agreement", "publish", tmp_path / "force.json", **settings)
    jump = hub("agreement", "publish", tmp_path / "jump.json", **settings)
    rows = {row["id"]: row for row in hub("agreement", "list", "--json", **settings).json}
    nothing = hub("agreement", "show", "none", **settings)

    assert published.out.startswith("published: ru-tj-readmission version 2\nthe document's SHA-256: ")
    assert rows["ru-tj-readmission"]["status"] == "signed"
    assert again.status == 1
    assert again.complaint.endswith("Version 3 was expected. [agreement-version]")
    assert wrong.status == 1
    assert wrong.err.splitlines()[0].endswith("[schema-violation]")
    assert wrong.err.splitlines()[1].startswith("  /status: ")
    assert (alone.status, jump.status, nothing.status) == (1, 1, 1)
    assert "RU, TJ" in alone.complaint
    assert "ratified, in_force" in jump.err


def test_a_party_reads_a_version_before_it_approves_it(hub, served, tmp_path):
    document = json.loads(BETWEEN_RU_AND_TJ.read_text()) | {"version": 2, "status": "signed", "signed_on": "2026-01-01"}
    (tmp_path / "next.json").write_text(json.dumps(document))
    (tmp_path / "wrong.json").write_text(json.dumps({**document, "status": "perhaps"}))
    approve = ("agreement", "approve", tmp_path / "next.json", "--config", served.config("tj-mvd"))

    shown = hub(*approve, "--language", "ru")
    digest = next(line.split()[1] for line in shown.out.splitlines() if line.startswith("SHA-256"))
    other = hub(*approve, "--digest", "0" * 64)
    wrong = hub("agreement", "approve", tmp_path / "wrong.json", "--config", served.config("tj-mvd"))
    written = hub(*approve, "--digest", digest, "--output", tmp_path / "consent.jws", "--json")
    logged = hub(*approve, "--digest", digest)

    assert (shown.status, other.status, wrong.status) == (2, 2, 2)
    assert "readmission-request" in shown.out
    assert "consent-digest-missing" in shown.err
    assert "consent-digest-other" in other.err
    assert "/status" in wrong.complaint
    assert (written.status, (tmp_path / "consent.jws").read_bytes().count(b".")) == (0, 2)
    assert logged.status == 0
    assert "logged at place" in logged.out


def test_the_secretariat_changes_a_calendar_and_others_do_not(hub, served, tmp_path):
    days = [{"date": "2027-06-15", "works": False, "ru": "День пробы", "en": "Day of test data"}]
    given = {"state": "TM", "version": "2026.2", "source": "test data", "days": days}
    path, wrong = tmp_path / "change.json", tmp_path / "wrong.json"
    path.write_text(json.dumps(given))
    wrong.write_text(json.dumps({**given, "days": [{"date": "2027-06-15"}]}))
    secretariat, member = served.config("cis-ec"), served.config("ru-guvm")

    before = hub("calendar", "list", "--config", member)
    logged = hub("calendar", "change", path, "--config", secretariat)
    path.write_text(json.dumps({**given, "source": "other test data"}))
    again = hub("calendar", "change", path, "--config", secretariat)
    foreign = hub("calendar", "change", path, "--config", member)
    broken = hub("calendar", "change", wrong, "--config", secretariat)
    after = {each["state"]: each for each in hub("calendar", "list", "--config", member, "--json").json}

    assert len(before.out.splitlines()) == 9
    assert (logged.status, again.status, foreign.status, broken.status) == (0, 1, 1, 2)
    assert "calendar-change" in again.err
    assert (after["TM"]["version"], after["TJ"]["version"]) == ("2026.2", "2026.1")
    assert {"date": "2027-06-15", "ru": "День пробы", "en": "Day of test data"} in after["TM"]["holidays"]


def test_the_secretariat_announces_an_outage_and_others_do_not(hub, served):
    told = ("calendar", "outage", "--since", f"{now():%Y-%m-%dT%H:%M:%SZ}", "--config")
    logged = hub(*told, served.config("cis-ec"))
    foreign = hub(*told, served.config("ru-guvm"))
    wrong = hub("calendar", "outage", "--since", "yesterday", "--config", served.config("cis-ec"))

    assert (logged.status, foreign.status, wrong.status) == (0, 1, 2)


async def test_the_hub_stops_when_asked_and_sends_home_those_who_wait_for_messages(served):
    process = HubProcess(served.environment)
    config = configs.load(served.config("kg-migration"))
    async with open_client(replace(address_of(config), url=process.address), read_key(config), SystemClock()) as client:
        waiting = asyncio.create_task(client.read_inbox("urgent", 0, wait=30))
        await asyncio.sleep(0.5)
        begun = time.monotonic()
        status = await asyncio.to_thread(process.stop)
        page = await waiting

    assert (status, page.items) == (0, ())
    assert time.monotonic() - begun < 25, "it waited for those who wait"


@pytest.fixture
def passable():
    """A folder that another account may pass through, as PostgreSQL does not run as root."""
    with tempfile.TemporaryDirectory(prefix="hub-cli-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_without_a_database_the_hub_runs_one_of_its_own_and_finds_it_again(hub, served, passable):
    environment = {name: value for name, value in served.environment.items() if name != "HUB_DATABASE_URL"}
    environment |= {"HUB_STATE_DIR": str(passable / "state"), "HUB_UNSAFE_DATABASE": "0", "HUB_LANGUAGE": "en"}
    own = f"hub: HUB_DATABASE_URL is not set, a PostgreSQL of our own runs in {passable}/state/postgresql"
    process = HubProcess(environment, log=passable / "log")
    in_use = hub("agreement", "list", **environment)
    status = process.stop()
    kept = hub("agreement", "list", "--json", **environment)

    assert status == 0
    assert (passable / "log").read_text().splitlines()[0] == own
    assert (in_use.status, in_use.err.splitlines()[0]) == (2, own)
    assert in_use.err.splitlines()[1].endswith("[cluster-in-use]")
    assert (kept.status, kept.err.splitlines()) == (0, [own])
    assert "cis-2000" in {row["id"] for row in kept.json}


def test_in_production_a_database_that_is_not_named_is_refused(hub, served):
    environment = {name: value for name, value in served.environment.items() if name != "HUB_DATABASE_URL"}
    environment |= {"HUB_ORIGIN": "mig.example/production", "HUB_UNSAFE_DATABASE": "0"}

    ended = hub("serve", **environment)

    assert ended.complaint.startswith("hub: The setting HUB_DATABASE_URL is missing.")


def test_an_address_that_is_taken_is_named(served):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        process = start("serve", **served.environment | {"HUB_LISTEN": address, "HUB_LOG_LEVEL": "error"})
        out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (2, "")
    assert err == (
        f"hub: The address {address} is not to be had (Address already in use). Check HUB_LISTEN, and whether another "
        "program is there. [listen-failed]\n"
    )


def test_a_gateway_with_a_wrong_key_in_its_file_does_not_start(hub, served):
    config = served.config("kz-mvd", adapter='[adapter]\nmodule = "adapters.manual"\ncolour = "red"')
    ended = hub("gateway", "--config", config)

    assert ended.status == 2
    assert ended.complaint.startswith(f"hub: {config} [adapter] colour: there is no such key.")


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "https://mig.example:99999", "https://mig.example:x", "https://mig example", "https://", "ftp://x"],
)
def test_a_wrong_address_of_the_hub_is_named(hub, served, url):
    ended = hub("inbox", "--config", served.config("kz-mvd", url=url))

    assert ended.status == 2
    assert ended.complaint.endswith(
        "[hub] url: an address such as https://mig.example is needed. [gateway-config-invalid]"
    )


def test_a_gateway_without_its_adapter_does_not_start(hub, served):
    config = served.config("kz-mvd", adapter='[adapter]\nmodule = "adapters.none"')
    ended = hub("gateway", "--config", config, HUB_LOG_LEVEL="error")

    assert ended.status == 2
    assert ended.complaint.startswith("hub: [adapter] module: there is no such adapter here.")


def test_a_gateway_works_until_it_is_asked_to_stop(served, tmp_path):
    member = Site(tmp_path / "ru", "ru-guvm", served.site.trust, served.url)
    member.put(make_change("RU-CLI-1", to=["tj-mvd"]))
    process = start("gateway", "--config", str(member.path), HUB_LOG_LEVEL="error")
    end = time.monotonic() + 30
    while not member.read("outcomes"):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end, "nothing was sent"
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)

    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize("algorithm", ["Ed25519", "ES256"])
def test_a_key_is_made_shown_and_never_overwritten(hub, tmp_path, algorithm):
    path = tmp_path / "signing.pem"
    made = hub("keys", "generate", path, "--alg", algorithm, "--json")
    shown = hub("keys", "show", path, "--json")
    told = hub("keys", "show", path)
    before = path.read_bytes()
    again = hub("keys", "generate", path)

    assert (made.status, made.json) == (0, shown.json)
    assert made.json["kid"] == keyfile.read(path, None).kid
    assert "d" not in made.json
    assert [line.split()[0] for line in told.out.splitlines()] == ["algorithm", "thumbprint", "public"]
    assert again.status == 2
    assert path.read_bytes() == before


def test_a_key_with_a_passphrase_opens_with_it_alone(hub, tmp_path):
    path, word, other = tmp_path / "signing.pem", tmp_path / "word", tmp_path / "other"
    word.write_text("a long sentence\n")
    other.write_text("another one\n")
    for each in (word, other):
        each.chmod(0o600)
    made = hub("keys", "generate", path, "--passphrase-file", word, "--json")

    assert hub("keys", "show", path, "--passphrase-file", word, "--json").json == made.json
    for wrong in ([], ["--passphrase-file", other]):
        ended = hub("keys", "show", path, *wrong)
        assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "key-file-passphrase]")
