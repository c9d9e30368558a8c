"""`hub log`: audits of the hub's tables and over the network, and signing again after a stop."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from hub.core import checkpoint as checkpoints
from hub.core.checkpoint import Checkpoint
from hub.sdk.settings.config import load
from hub.sdk.state import State
from hub.sdk.trust_list.log_history import SHOWN
from hub.sdk.witnessing.witness import COSIGNED
from keys import note
from tests.integration.cli.conftest import Run, Served
from tests.integration.cli.exchange import of_ban, write_ban


def execute(served: Served, statement: str, *values: object) -> object:
    """Do something in the hub's database."""

    async def work() -> object:
        conn = await asyncpg.connect(served.dsn)
        try:
            return await conn.fetchval(statement, *values)
        finally:
            await conn.close()

    return asyncio.run(work())


def other_log(served: Served, folder: Path) -> Path:
    """Write a checkpoint of another log by the same key, as a gateway keeps a fork."""
    trust = served.site.trust
    texts = [checkpoints.format(Checkpoint(origin=trust.list.hub, size=5, root=bytes([n]) * 32)) for n in (1, 2)]
    notes = [note.sign(text, trust.list.hub, trust.log).decode() for text in texts]
    path = folder / "fork.json"
    path.write_text(json.dumps({"seen": notes[0], "shown": notes[1], "proof": []}))
    return path


def test_the_operator_audits_the_tables_without_the_log_key(hub: Run, served: Served, tmp_path: Path) -> None:
    hub(*of_ban(write_ban(tmp_path)), "--config", served.config("kz-mvd"))
    settings = {name: value for name, value in served.environment.items() if name != "HUB_LOG_KEY_FILE"}
    shown = hub("log", "audit", "--json", **settings)
    said = hub("log", "audit", **{**settings, "HUB_LANGUAGE": "ru"})

    assert (shown.status, shown.json["ok"], shown.json["finding"]) == (0, True, None)
    assert shown.json["counts"]["messages"] >= 1
    assert said.status == 0
    assert said.out.rstrip().endswith("Всё сходится.")


def test_an_audit_names_the_first_bad_entry(hub: Run, served: Served, tmp_path: Path) -> None:
    fork = other_log(served, tmp_path)
    shown = hub("log", "audit", "--json", "--checkpoint", fork, **served.environment)
    said = hub("log", "audit", "--checkpoint", fork, **served.environment)

    assert (shown.status, shown.json["ok"]) == (1, False)
    assert shown.json["finding"]["where"] == "fork.json (seen)"
    assert shown.json["finding"]["code"] == "root-mismatch"
    assert said.out.rstrip().endswith("fork.json (seen): its root is not the one that the log gives [root-mismatch].")


@pytest.mark.parametrize("member", ["kz-mvd", "cis-ec"])
def test_a_participant_audits_the_log_it_is_shown(hub: Run, served: Served, tmp_path: Path, member: str) -> None:
    hub(*of_ban(write_ban(tmp_path)), "--config", served.config("kz-mvd"))
    config = served.config(member)
    sound = hub("log", "audit", "--config", config, "--json")
    forked = hub("log", "audit", "--config", config, "--checkpoint", other_log(served, tmp_path), "--json")

    assert (sound.status, sound.json["finding"]) == (0, None)
    assert sound.json["size"] == sound.json["counts"]["leaves"] > 0
    assert ("entries" in sound.json["counts"]) == (member == "cis-ec"), "only the secretariat reads entries"
    assert (forked.status, forked.json["finding"]["code"]) == (1, "root-mismatch")


def test_signing_goes_on_only_when_an_audit_holds(hub: Run, own_hub: Served, tmp_path: Path) -> None:
    served = own_hub  # its process may notice the mark, and stops until its next start
    hub(*of_ban(write_ban(tmp_path)), "--config", served.config("kz-mvd"))
    execute(served, "UPDATE log_head SET stopped = true")
    refused = hub("log", "resume", "--checkpoint", other_log(served, tmp_path), **served.environment)
    still = execute(served, "SELECT stopped FROM log_head")
    resumed = hub("log", "resume", **served.environment)

    assert (refused.status, still) == (1, True)
    assert "Signing stays stopped" in refused.out
    assert (resumed.status, execute(served, "SELECT stopped FROM log_head")) == (0, False)


def test_a_participant_gives_away_the_newest_checkpoint_that_its_gateway_keeps(
    hub: Run, served: Served, tmp_path: Path
) -> None:
    config, out, trust = served.config("by-mvd"), tmp_path / "held-by-by.note", served.site.trust
    texts = [checkpoints.format(Checkpoint(origin=trust.list.hub, size=size, root=bytes(32))) for size in (9, 10)]
    before = hub("log", "checkpoint", "--config", config, "--out", out)
    state = State.open(load(config).state_dir, owner="by-mvd")
    state.keep(SHOWN, note.sign(texts[0], trust.list.hub, trust.log))
    state.keep(COSIGNED, note.sign(texts[1], trust.list.hub, trust.log))
    written = hub("log", "checkpoint", "--config", config, "--out", out, "--json")
    audited = hub("log", "audit", "--json", "--checkpoint", out, **served.environment)
    state.close()

    assert (before.status, "[checkpoint-not-kept]" in before.complaint) == (2, True)
    assert (written.status, written.json) == (0, {"file": str(out), "size": 10})
    assert note.parse(out.read_bytes()).text == texts[1]
    assert (audited.status, audited.json["finding"]["where"]) == (1, out.name)


def test_what_is_no_note_is_refused(hub: Run, served: Served, tmp_path: Path) -> None:
    (tmp_path / "junk").write_text("junk")

    assert "[file-no-note]" in hub("log", "audit", "--checkpoint", tmp_path / "junk", **served.environment).complaint
    assert "[arguments-wrong]" in hub("log", "audit", "--url", "http://127.0.0.1:1").complaint


def test_a_members_site_needs_no_database_driver_for_an_audit() -> None:
    program = "import sys; sys.modules['asyncpg'] = None; from hub.cli import make_parser; make_parser(['log'])"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
