"""`hub attachment send`: one file, from the disk into the exchange."""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.cli import files, sending
from hub.cli.attachment.gate import pass_gate
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.files import FileError
from hub.cli.parser import UsageError
from hub.client.answers import Accepted, Refused
from hub.core import attachment, sealed_part
from hub.core import leaf as leaves
from hub.sdk.assembly import anchor_of
from hub.sdk.ports import Part
from hub.sdk.sealing import attachments
from hub.sdk.sealing.attachments import KEY_TYPE, SealedFile
from hub.sdk.sealing.sealed_parts import PartsRefusedError, SealedParts
from hub.sdk.trust_list.trust import fetch_trust
from hub.settings import Settings

SENT = Text("отправлено: сообщение {id}, файл {sha256}", "sent: message {id}, file {sha256}")
REFUSED = Text("отклонено [{code}]: {detail}", "refused [{code}]: {detail}")
NOBODY = Text("запись ваша: назовите получателей, --to", "the record is yours: name the recipients, --to")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Encrypt, ask the protection register, seal, sign, upload, submit."""
    with tempfile.TemporaryDirectory() as folder:
        sealed = _seal(arguments.file, Path(folder) / "ciphertext")
        return asyncio.run(_send(arguments, settings, sealed))


def _seal(source: Path, target: Path) -> SealedFile:
    try:
        return attachments.seal_file(source, target)
    except OSError as error:
        raise files.unreadable(source, error) from None


async def _send(arguments: argparse.Namespace, settings: Settings, sealed: SealedFile) -> int:
    async with connect(arguments.config, settings) as connection:
        await pass_gate(connection, arguments.about, arguments.subject)
        token = await _sign(connection, arguments, sealed)
        await attachments.upload(connection.client.attachments, sealed)
        result = await sending.submit(connection, token)
    shown: dict[str, Any] = {"sha256": sealed.sha256, "size": sealed.size}
    if isinstance(result, Accepted):
        shown["id"] = getattr(leaves.parse(result.receipt.leaf), "id", None)
        print(json.dumps(shown) if arguments.json else SENT.of(settings.language).format(**shown))
        return Exit.DONE
    if isinstance(result, Refused):
        problem = {"code": result.problem.code, "detail": result.problem.detail}
        print(json.dumps(shown | problem) if arguments.json else REFUSED.of(settings.language).format(**problem))
        return Exit.REFUSED
    path = files.write_beside(arguments.file, "envelope", token)
    sending.tell_doubt(path, arguments.config, settings.language)
    return Exit.LATER


async def _sign(connection: Connection, arguments: argparse.Namespace, sealed: SealedFile) -> bytes:
    """Return the signed description, with the file's key sealed to the recipients for this very message."""
    config, now = connection.config, connection.clock.now()
    trust, _ = await fetch_trust(connection.client, anchor_of(config), now)
    message_id = sending.make_message_id(connection)
    to = arguments.to or [arguments.about["sender"]]
    if config.participant in to:
        raise UsageError(("hub", "attachment", "send"), NOBODY)
    parts = SealedParts(lambda: trust, (), participant=config.participant, origin=config.origin)
    keys = _seal_key(parts, sealed, to, message_id, now)
    subject = arguments.subject or message_id
    described = {"attachment_id": subject, "about": arguments.about, "files": [sealed.described()]}
    record = {**described, sealed_part.MEMBER: keys, "described_on": now.date().isoformat()}
    payload = sending.prepare(
        connection,
        record,
        type=attachment.TYPE,
        version="1.1",
        to=to,
        purpose=arguments.purpose,
        agreement=arguments.agreement,
        subject=subject,
        message_id=message_id,
    )
    return sending.sign(connection, payload)


def _seal_key(
    parts: SealedParts, sealed: SealedFile, to: Sequence[str], message_id: str, now: datetime
) -> Sequence[Mapping[str, Any]]:
    try:
        return parts.seal([Part(media_type=KEY_TYPE, content=sealed.secret)], to, message_id, now)
    except PartsRefusedError as error:
        raise FileError(error.problem.code, error.problem.ru, error.problem.en) from None
