"""`hub attachment fetch`: the files of one message, from the exchange onto the disk."""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.ending import in_one_line
from hub.cli.files import FileError
from hub.core import attachment, evidence
from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from hub.core.verification import verify
from hub.sdk.assembly import anchor_of
from hub.sdk.ports import Part
from hub.sdk.sealing import attachments
from hub.sdk.sealing.attachments import ENDINGS
from hub.sdk.sealing.sealed_parts import SealedParts
from hub.sdk.settings.key_files import read_encryption_keys
from hub.sdk.trust_list.trust import fetch_trust
from hub.settings import Settings
from keys import base64url, jws

WRITTEN = Text("{file}: {name}\n  отметка о вскрытии: {mark}", "{file}: {name}\n  mark of opening: {mark}")
CODE = Text("  код вскрытия: {code}", "  opening code: {code}")
NOT_PROVEN = (
    "Сообщение не проходит проверку от вашего корня. Не открывайте вложения и сообщите секретариату.",
    "The message does not hold from your root. Do not open its attachments, and tell the secretariat.",
)
NO_ATTACHMENT = (
    "В этом сообщении нет вложений. Укажите сообщение вида attachment.",
    "This message has no attachments. Name one of the type attachment.",
)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Verify, fetch, open, write."""
    written = asyncio.run(_fetch(arguments, settings))
    if arguments.json:
        print(json.dumps({"files": written}, ensure_ascii=False))
    else:
        lines = [WRITTEN, CODE] if arguments.codes else [WRITTEN]
        print("\n".join(line.of(settings.language).format(**each) for each in written for line in lines))
    return Exit.DONE


async def _fetch(arguments: argparse.Namespace, settings: Settings) -> list[dict[str, str]]:
    async with connect(arguments.config, settings) as connection:
        envelope = await _read(connection, arguments.message, arguments.sender)
        secrets = await _open_keys(connection, envelope)
        with tempfile.TemporaryDirectory() as folder:
            return [
                await _write(connection, envelope, (number, part), (Path(folder), arguments.out), codes=arguments.codes)
                for number, part in enumerate(secrets)
            ]


async def _read(connection: Connection, message_id: str, sender: str) -> Envelope:
    """Return the message, proven from the root that this participant trusts.

    Raises:
        FileError: it does not hold, or has no attachments.
    """
    bundle = evidence.parse(await connection.client.evidence(message_id, sender=sender))
    steps = verify(bundle, anchor_of(connection.config))
    token = bundle.message.envelope
    envelope = envelopes.parse(jws.read(token, envelopes.TYP).payload, token)
    if steps[-1].error is not None or (envelope.id, envelope.sender) != (message_id, sender):
        raise FileError("attachment-unproven", *NOT_PROVEN)
    if envelope.type != attachment.TYPE:
        raise FileError("attachment-none", *NO_ATTACHMENT)
    return envelope


async def _open_keys(connection: Connection, envelope: Envelope) -> Sequence[Part]:
    config = connection.config
    trust, _ = await fetch_trust(connection.client, anchor_of(config), connection.clock.now())
    keys = read_encryption_keys(config)
    return SealedParts(lambda: trust, keys, participant=config.participant, origin=config.origin).open(envelope)


async def _write(
    connection: Connection, envelope: Envelope, one: tuple[int, Part], folders: tuple[Path, Path], *, codes: bool
) -> dict[str, str]:
    number, part = one
    described = envelope.record["files"][number]
    ciphertext = folders[0] / str(number)
    target = folders[1] / f"{envelope.id}-{number + 1}.{ENDINGS.get(described['media_type'], 'bin')}"
    await attachments.fetch(connection.client.attachments, described, ciphertext)
    try:
        opened = attachments.open_file(ciphertext, target, part.content, described["media_type"])
    except OSError as error:
        raise FileError(
            "file-unwritable",
            f"Файл {target} не пишется ({error.strerror}). Проверьте папку; прежние файлы не перезаписываются.",
            f"The file {target} cannot be written ({error.strerror}). Check the folder; no file is written over.",
        ) from None
    code = {"code": base64url.encode(opened.key).decode("ascii")} if codes else {}
    return {"file": str(target), "name": in_one_line(opened.name), "mark": attachment.in_groups(opened.mark), **code}
