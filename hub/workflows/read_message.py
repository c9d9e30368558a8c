"""Read one message that a participant sent or received, and bundle the evidence for it."""

from typing import Any

from hub.core import evidence
from hub.core.errors import MissingError
from hub.core.evidence import Bundle, Proven, TrustChain
from hub.core.receipt import Receipt
from hub.store import log, messages
from hub.store.connection import Connection
from hub.store.messages import StoredMessage
from hub.workflows.exchange import Exchange
from hub.workflows.prove_log import make_receipt


async def read_message(
    exchange: Exchange, *, participant: str, message_id: str, sender: str | None
) -> tuple[bytes, Receipt]:
    """Return the message's envelope with its accepted receipt.

    Raises:
        MissingError: there is none, it is not the participant's, or the id is two senders' and `sender` is not given.
        ErasedError: its retention is over.
    """
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        message = await _find(conn, participant, message_id, sender, released)
        return exchange.vault.open(message.body), await _receipt(exchange, conn, message)


async def bundle_evidence(
    exchange: Exchange, *, participant: str, message_id: str, sender: str | None
) -> dict[str, Any]:
    """Return everything that proves the message to a third party, offline (see `hub.core.evidence`).

    Raises:
        MissingError, ErasedError: as `read_message`.
    """
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        message = await _find(conn, participant, message_id, sender, released)
        envelope = exchange.vault.open(message.body)
        accepted = await _receipt(exchange, conn, message)
        answers = [
            Proven(
                envelope=answer,
                receipt=await make_receipt(
                    exchange, conn, index=stored.index, group_size=stored.group_size, leaf=stored.leaf
                ),
            )
            for stored in await messages.read_receipts(conn, index=message.index, released=released)
            if (answer := exchange.vault.find(stored.body)) is not None
        ]
    judgement = exchange.judgement
    return evidence.to_json(
        Bundle(
            message=Proven(envelope=envelope, receipt=accepted),
            receipts=tuple(answers),
            trust=TrustChain(
                roots=judgement.roots,
                participants=judgement.documents["participants"],
                status=judgement.documents["status"],
            ),
        )
    )


async def _find(
    conn: Connection, participant: str, message_id: str, sender: str | None, released: int
) -> StoredMessage:
    found = await messages.read_messages(conn, message_id=message_id, participant=participant, released=released)
    mine = [message for message in found if sender is None or message.sender == sender]
    if len(mine) != 1:
        raise MissingError
    return mine[0]


async def _receipt(exchange: Exchange, conn: Connection, message: StoredMessage) -> Receipt:
    return await make_receipt(exchange, conn, index=message.index, group_size=message.group_size, leaf=message.leaf)
