"""The permanent training environment: what was in it is there at the next start, and its trust list does not run out."""

import asyncio
import os
import signal
import sys
import tempfile
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from hub import cli, settings
from hub.clock import SystemClock, advance
from hub.demo.permanent import open_stage
from hub.demo.processes import run_command
from keys import trust_chain, trust_participants, trustlist
from schemas import files

STEADY = "Ctrl-C"
RECORD = files.ROOT / "entry-ban" / "1.0" / "examples" / "valid-overstay-from-exit.json"


def load(stage, now):
    """Return the trust list of a stage, checked from its root as everybody does."""
    documents = {kind: (stage.hub / f"{kind}.note").read_bytes() for kind in ("root", "participants", "status")}
    return trustlist.load(**documents, anchor=stage.anchor, now=now)


def version(stage):
    raw = (stage.hub / "participants.note").read_bytes()
    return trust_participants.parse(trust_chain.text_of(raw, trust_participants.KIND)).version


def test_a_stage_is_made_once_and_found_again(tmp_path):
    first = open_stage(tmp_path / "environment", "en")
    kid = (first.site("kz-mvd") / "signing.pem").read_bytes()

    again = open_stage(tmp_path / "environment", "en")

    assert again.anchor == first.anchor
    assert (again.site("kz-mvd") / "signing.pem").read_bytes() == kid
    assert version(again) == 1
    assert load(again, SystemClock().now()).participants["kz-mvd"].keys


def test_a_list_of_participants_that_will_end_is_issued_again(tmp_path):
    stage = open_stage(tmp_path / "environment", "en")
    advance(stage.clock, int(timedelta(days=40).total_seconds()))

    renewed = open_stage(tmp_path / "environment", "en")

    assert (renewed.anchor, version(renewed)) == (stage.anchor, 2)


def test_a_scenario_and_a_permanent_environment_do_not_go_together(capsys):
    assert cli.main(["--language", "en", "demo", "--keep", "--once"]) == 2
    assert "do not go together" in capsys.readouterr().err


@asynccontextmanager
async def kept(folder: Path):
    """Run `hub demo --keep` until the block ends, by Ctrl-C."""
    wanted = {"HUB_LISTEN": "127.0.0.1:0", "HUB_CONSOLE_LISTEN": "127.0.0.1:0", "HUB_LANGUAGE": "en"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "hub.cli", "demo", "--keep", "--folder", str(folder)),
        env={**settings.inherited_environment(), **wanted},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        while STEADY not in (line := (await process.stdout.readline()).decode()):
            assert line, "it ended by itself"
        yield
    finally:
        os.kill(process.pid, signal.SIGINT)
        await process.communicate()
    assert process.returncode == 0


@pytest.fixture
def open_folder():
    """A folder that PostgreSQL's own account can enter, where tests are run by root."""
    with tempfile.TemporaryDirectory(prefix="training-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


async def test_what_was_sent_is_there_at_the_next_start(open_folder):
    folder, record = open_folder / "kept", open_folder / "ban.json"
    text = RECORD.read_text("utf-8").replace("RU-2026-004711", "KZ-2026-1").replace("ru-guvm", "kz-mvd")
    record.write_text(text.replace('"RU-27-12"', '"OVERSTAY"').replace("RUS", "KAZ"), encoding="utf-8")
    sent_by = [*("submit", str(record), "--type", "entry-ban", "--to", "uz-migration"), "--agreement", "cis-2000"]
    sent_by += ["--purpose", "entry-control", "--subject", "KZ-2026-1", "--config"]
    environment = folder / "environment"
    shared = {"HUB_ORIGIN": "hub.example/training", "HUB_TRAINING_CLOCK": str(environment / "clock.json")}

    async with asyncio.timeout(600):
        async with kept(folder):
            status, said = await run_command([*sent_by, str(environment / "kz-mvd" / "gateway.toml")], shared)
            assert status == 0, said.decode()
        advance(environment / "clock.json", int(timedelta(days=40).total_seconds()))
        async with kept(folder):
            status, said = await run_command(
                ["inbox", "--lane", "urgent", "--config", str(environment / "uz-migration" / "gateway.toml")], shared
            )

    assert status == 0, said.decode()
    assert "KZ-2026-1" in said.decode()
