"""A case of Kazakhstan whose decisive evidence came with two files, sealed for Tajikistan: a picture and a document."""

import struct
import tempfile
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.sdk.ports import Part
from hub.sdk.sealing import attachments
from hub.sdk.sealing.attachments import KEY_TYPE, SealedFile
from hub.sdk.sealing.sealed_parts import SealedParts
from hub.workflows.delivery.keep_attachment import keep_attachment
from keys import base64url, strict_json
from keys.encryption_key import EncryptionKey
from tests.console.seeding_signing import submit_request
from tests.integration.hubs import READMISSION, Hub, make_message_id
from tests.support.hub import now

CASE = "KZ-FILES-0001"
OPENER = EncryptionKey.generate()
PDF = b"%PDF-1.7\n" + b"made-up document\n" * 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as the test sent it: its content, the sealed one, the code that opens it."""

    content: bytes
    sealed: SealedFile

    @property
    def code(self) -> str:
        """Return the opening code, as the gateway prints it."""
        secret = strict_json.loads(self.sealed.secret)
        assert isinstance(secret, dict)
        return str(secret["key"])

    @property
    def key(self) -> bytes:
        """Return the file's key."""
        return base64url.decode(self.code.encode())


def picture(width: int = 60, height: int = 80) -> bytes:
    """Return a PNG of one colour."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([160]) * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def send_files(hub: Hub, case: str, *contents: bytes, version: str = "1.1") -> Sequence[SentFile]:
    """Bring a request of Kazakhstan to Tajikistan, with files; return what was sent."""
    request = await submit_request(hub, case)
    with tempfile.TemporaryDirectory() as folder:
        sent = [_seal(Path(folder), number, content) for number, content in enumerate(contents)]
        for each in sent:
            await keep_attachment(hub.exchange, "kz-mvd", each.sealed.sha256, _pieces(each.sealed.path), quota=2**30)
    await _describe(hub, case, request, sent, version)
    return sent


def _seal(folder: Path, number: int, content: bytes) -> SentFile:
    source = folder / f"plain-{number}"
    source.write_bytes(content)
    return SentFile(content=content, sealed=attachments.seal_file(source, folder / f"sealed-{number}"))


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    yield path.read_bytes()


async def _describe(hub: Hub, case: str, request: str, sent: Sequence[SentFile], version: str) -> None:
    exchange, message_id = hub.exchange, make_message_id()
    async with exchange.pool.acquire() as conn:
        sha256 = await conn.fetchval("SELECT encode(sha256, 'hex') FROM message WHERE id = $1", request)
    parts = SealedParts(lambda: exchange.judgement.trust, (), participant="kz-mvd", origin=exchange.origin)
    secrets = [Part(media_type=KEY_TYPE, content=each.sealed.secret) for each in sent]
    described = [each.sealed.described() for each in sent]
    if version == "1.0":
        described = [{name: value for name, value in each.items() if name != "opening"} for each in described]
    record = {
        "attachment_id": f"{case}-F",
        "about": {"sender": "kz-mvd", "id": request, "sha256": sha256},
        "files": described,
        "sealed": parts.seal(secrets, ["tj-mvd"], message_id, now()),
        "described_on": "2026-11-20",
    }
    routing = {**READMISSION, "type": "attachment", "version": version, "subject": f"{case}-F"}
    await hub.submit(hub.sign("kz-mvd", record, **{**routing, "message_id": message_id}))
