"""Files of a record, from one member's disk to another's, through a hub that cannot open them."""

import asyncio
import contextlib
import hashlib
import io
import json
import re
import shlex
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from hub.api.serve import listening
from hub.cli import main
from hub.client.errors import RefusedError, RetryLaterError
from hub.clock import SystemClock
from hub.core import protection
from hub.core.attachment import TERM, in_groups
from hub.core.traits import Trait, TraitKind
from hub.sdk.sealing.protection import ProtectionRegister
from hub.settings import Settings
from hub.store import attachments
from hub.worker.worker import Worker
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.projections.attachments import Attachments
from hub.workflows.projections.project import Projector
from hub.workflows.retention.drop_uploads import AT_ONCE, drop_uploads
from keys import attachment, base64url
from keys.encryption_key import EncryptionKey
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.support.hub import make_ban
from tests.support.trust import Trust, make_trust

OPENER = EncryptionKey.generate()
HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3000


@pytest.fixture
def real_trust() -> Trust:
    """A trust list in which the recipient has an encryption key."""
    return make_trust(now=SystemClock().now(), origin="hub.test/test", openers={"tj-molme": [OPENER]})


@dataclass(frozen=True, kw_only=True)
class Served:
    """A real hub: its address and its process."""

    url: str
    process: Process

    async def project(self) -> None:
        """Follow the log, as the worker does."""
        projector = Projector(self.process.exchange, [Attachments()])
        while await projector.step():
            pass


@pytest.fixture
async def served(real_settings: Settings) -> AsyncIterator[Served]:
    """A hub with room for 1 MiB of uploads that no message refers to."""
    narrow = replace(real_settings, attachment_quota=1024 * 1024)
    async with open_process(narrow) as process, listening(process) as url:
        yield Served(url=url, process=process)


async def pieces(raw: bytes) -> AsyncIterator[bytes]:
    """Yield the bytes as they would come."""
    for begin in range(0, len(raw), 100_000):
        yield raw[begin : begin + 100_000]


async def call(*words: object) -> tuple[int, Any]:
    """Run a command; return its status and what it printed."""

    def run() -> tuple[int, Any]:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status = main([str(word) for word in words])
        return status, said.getvalue()

    return await asyncio.to_thread(run)


async def test_a_file_travels_from_disk_to_disk_and_goes_with_its_record(
    tmp_path: Path, real_trust: Trust, served: Served
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, served.url)
    tajikistan = Site(tmp_path / "tj", "tj-molme", real_trust, served.url, openers=[OPENER])
    stranger = Site(tmp_path / "kz", "kz-mvd", real_trust, served.url, openers=[OPENER])
    source, out = tmp_path / "Решение.pdf", tmp_path / "out"
    source.write_bytes(PDF)
    out.mkdir()
    russia.put(make_change("RU-1"))
    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
    (applied,) = tajikistan.read("applied")
    async with served.process.exchange.pool.acquire() as conn:
        digest = await conn.fetchval("SELECT encode(sha256, 'hex') FROM message WHERE id = $1", applied["id"])
    about = f"ru-guvm/{applied['id']}/{digest}"
    routing = ["--agreement", "cis-2000", "--purpose", "entry-control", "--subject", "RU-A-1", "--json"]
    asked = ["--about", about, "--to", "tj-molme", *routing]
    register, case = ProtectionRegister(russia.state_dir), [Trait(TraitKind.SUBJECT, "RU-1")]
    register.mark(case, protection.Reason.ASYLUM_CLAIM, "officer-1", SystemClock().now())
    send_it = ["attachment", "send", source, "--config", russia.path]
    assert (await call(*send_it, *asked))[0] == 1, "the person in the record is protected"
    async with served.process.exchange.pool.acquire() as conn:
        assert await attachments.measure(conn, "ru-guvm") == 0, "not even the ciphertext has left"
    register.release("RU-1", "officer-2", SystemClock().now())
    other = ["--about", f"{about[:-64]}{'0' * 64}", *asked[2:]]
    assert (await call(*send_it, *other))[0] == 2, "another record than the one named"
    status, said = await call(*send_it, *asked)
    assert status == 0, said
    sent = json.loads(said)
    await served.project()
    fetch = ["attachment", "fetch", sent["id"], "--sender", "ru-guvm", "--out", out, "--json"]
    status, said = await call(*fetch, "--config", tajikistan.path)
    (written,) = json.loads(said)["files"]

    assert (status, written["name"], Path(written["file"]).read_bytes()) == (0, "Решение.pdf", PDF)
    assert "code" not in written, "the key of a file is given on demand alone"
    (tmp_path / "again").mkdir()
    again = [*fetch[:5], "--out", tmp_path / "again", "--json", "--codes", "--config", tajikistan.path]
    (coded,) = json.loads((await call(*again))[1])["files"]
    mark = attachment.mark_of(base64url.decode(coded["code"].encode()), hashlib.sha256(PDF).digest())
    assert coded["mark"] == written["mark"] == in_groups(mark)
    assert (await call(*fetch, "--config", tajikistan.path))[0] == 2, "nothing is written over"
    assert (await call(*fetch, "--config", stranger.path))[0] == 1
    async with served.process.exchange.pool.acquire() as conn:
        kept = await conn.fetch("SELECT body FROM attachment_chunk")
        index = await conn.fetchval("SELECT index FROM message WHERE id = $1", sent["id"])
        assert not any(b"%PDF" in row["body"] for row in kept)
        await Attachments().clear(conn)
        await attachments.write_use(conn, index, "ru-guvm", [sent["sha256"]])
        await Attachments().forget(conn, [index])
        assert await conn.fetchval("SELECT count(*) FROM attachment") == 0


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_commands_of_the_how_to_take_a_file_from_one_member_to_another(
    tmp_path: Path, real_trust: Trust, served: Served, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, served.url)
    tajikistan = Site(tmp_path / "tj", "tj-molme", real_trust, served.url, openers=[OPENER])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "decision.pdf").write_bytes(PDF)
    (tmp_path / "ban.json").write_text(json.dumps({**make_ban(1), "ban_id": "RU-A-2026-0001"}))
    page = (HOW_TO / f"send-a-file.{language}.md").read_text(encoding="utf-8")
    known = {"gateway.toml": str(russia.path), "FILE-ID": "", "ru-guvm/ID/SHA256": ""}
    for words in [shlex.split(line) for line in re.findall(r"^ *hub (.*)$", page, flags=re.MULTILINE)]:
        if words[0] == "inbox":
            await served.project()
            known["gateway.toml"] = str(tajikistan.path)
        asked = [known.get(word, word) for word in words]
        status, said = await call(*asked, *([] if "--json" in asked else ["--json"]))
        assert status == 0, said
        if words[0] == "submit":
            digest = hashlib.sha256((tmp_path / "ban.jws").read_bytes()).hexdigest()
            known["ru-guvm/ID/SHA256"] = f"ru-guvm/{json.loads(said)['id']}/{digest}"
        elif words[:2] == ["attachment", "send"]:
            known["FILE-ID"] = json.loads(said)["id"]
        elif words[0] == "inbox":
            assert [each["id"] for each in json.loads(said)["messages"]] == [known["FILE-ID"]]

    (written,) = (tmp_path / "files").iterdir()
    assert written.read_bytes() == PDF


async def test_what_no_message_refers_to_is_bounded_and_goes_after_its_term(
    tmp_path: Path, real_trust: Trust, served: Served
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, served.url)
    small, large = b"x" * 1000, b"y" * 2 * 1024 * 1024
    exchange = served.process.exchange
    async with russia.open() as sender:
        door = sender.site.client.attachments
        await door.upload(hashlib.sha256(small).hexdigest(), pieces(small), len(small))
        with pytest.raises(RetryLaterError):
            await door.upload(hashlib.sha256(large).hexdigest(), pieces(large), len(large))
        async with exchange.pool.acquire() as conn:
            assert await attachments.measure(conn, "ru-guvm") == len(small)
            await attachments.drop_old(conn, exchange.clock.now() - TERM, 9)
            assert await attachments.measure(conn, "ru-guvm") == len(small)
            await attachments.drop_old(conn, exchange.clock.now(), 9)
            assert await attachments.measure(conn, "ru-guvm") == 0
        too_long = served.process.settings.attachment_limit + 1
        with pytest.raises(RefusedError, match="body-too-large"):
            await door.upload("00" * 32, pieces(b""), too_long)


async def test_the_worker_drops_uploads_after_their_term(tmp_path: Path, real_trust: Trust, served: Served) -> None:
    russia, exchange = Site(tmp_path / "ru", "ru-guvm", real_trust, served.url), served.process.exchange
    files = [bytes([number]) * 100 for number in range(AT_ONCE + 2)]
    async with russia.open() as sender:
        for each in files:
            await sender.site.client.attachments.upload(hashlib.sha256(each).hexdigest(), pieces(each), len(each))
    assert await drop_uploads(exchange) == 0
    async with exchange.pool.acquire() as conn:
        await conn.execute("UPDATE attachment SET at = at - $1::interval WHERE sha256 <> $2", TERM, sha(files[0]))
    worker = Worker(served.process)
    async with worker.running():
        for job in worker._scheduler.get_jobs():
            await job.func(*job.args)

    async with exchange.pool.acquire() as conn:
        assert await attachments.measure(conn, "ru-guvm") == len(files[0])


def sha(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


async def test_an_upload_is_named_by_its_digest_and_read_by_nobody_else(
    tmp_path: Path, real_trust: Trust, real_url: str
) -> None:
    russia, kazakhstan = (Site(tmp_path / name, name, real_trust, real_url) for name in ("ru-guvm", "kz-mvd"))
    digest = hashlib.sha256(PDF).hexdigest()
    got = bytearray()

    async with russia.open() as sender, kazakhstan.open() as stranger:
        door = sender.site.client.attachments
        with pytest.raises(Exception, match="attachment-digest"):
            await door.upload(digest, pieces(PDF[:-1]), len(PDF) - 1)
        for _ in range(2):
            await door.upload(digest, pieces(PDF), len(PDF))
        await door.download(digest, len(PDF), got.extend)
        with pytest.raises(Exception, match="not-found"):
            await stranger.site.client.attachments.download(digest, len(PDF), got.extend)
        with pytest.raises(Exception, match="not-found"):
            await door.download("00" * 32, 1, got.extend)

    assert bytes(got) == PDF
