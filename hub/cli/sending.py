"""From a record to the hub, for every command that sends one: its payload, its signature, its one submission.

What of a summary's figures could point to persons is taken out before anything is signed. A message whose outcome is in
doubt is never made anew: whoever sends it keeps the bytes, and says how to send the same ones again (`tell_doubt`).
"""

import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.cli.command import Text
from hub.cli.connection import Connection
from hub.client.answers import Accepted, Refused
from hub.client.errors import BadAnswerError
from hub.core import envelope as envelopes
from hub.core import ids
from hub.core.statistics import situation_summary
from hub.sdk.sealing import small_cells
from keys import jws
from schemas import catalogue
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError

DOUBT = Text(
    "hub: неизвестно, принято ли. Отправьте те же байты снова: hub submit {path} --envelope --config {config}",
    "hub: in doubt. Send the same bytes again: hub submit {path} --envelope --config {config}",
)


def make_message_id(connection: Connection) -> str:
    """Return the id of a new message."""
    return ids.make_message_id(connection.clock.now(), secrets.token_bytes(10))


def prepare(
    connection: Connection,
    record: Mapping[str, Any],
    *,
    type: str,  # noqa: A002  (the member's name)
    version: str,
    to: Sequence[str],
    purpose: str,
    agreement: str | None,
    subject: str | None,
    reply_to: str | None = None,
    message_id: str | None = None,
) -> bytes:
    """Return the payload of a message from the connection's participant, now; its id is a new one unless given."""
    return envelopes.format(
        hub=connection.config.origin,
        message_id=message_id or make_message_id(connection),
        sender=connection.config.participant,
        to=to,
        sent_at=connection.clock.now(),
        type=type,
        version=version,
        record=_suppress(record, type, version),
        purpose=purpose,
        agreement=agreement,
        subject=subject,
        reply_to=reply_to,
    )


def _suppress(record: Mapping[str, Any], kind: str, version: str) -> Mapping[str, Any]:
    """Return a record without small figures; one that does not fit its schema the hub refuses, and says why."""
    if kind != situation_summary.TYPE:
        return record
    known = catalogue.load()
    try:
        fits = not known.validate(kind, version, record)
    except (UnknownRecordTypeError, UnknownVersionError):
        return record
    return small_cells.suppress(record, kind, known) if fits else record


def sign(connection: Connection, payload: bytes) -> bytes:
    """Return the envelope: the payload signed by the participant's key."""
    return jws.sign(payload, connection.signer, envelopes.TYP)


async def submit(connection: Connection, token: bytes) -> Accepted | Refused | None:
    """Submit an envelope; None where it is in doubt whether it was accepted.

    Raises:
        ClientError: the hub cannot be reached.
    """
    try:
        result = await connection.client.submit_one(token)
    except BadAnswerError:  # whatever answered, the hub may have accepted
        return None
    return result if isinstance(result, Accepted | Refused) else None


def tell_doubt(path: Path, config: Path, language: str) -> None:
    """Say how the bytes that were kept in a file are sent again."""
    print(DOUBT.of(language).format(path=path, config=config), file=sys.stderr)
