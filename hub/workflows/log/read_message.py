"""Read one message that a participant sent or received."""

from hub.core.errors import MissingError
from hub.core.receipt import Receipt
from hub.store import log, messages
from hub.store.connection import Connection
from hub.store.messages import StoredMessage
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import make_receipt


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
        message = await find_message(conn, participant, message_id, sender, released)
        return exchange.vault.open(message.body), await _receipt(exchange, conn, message)


async def find_message(
    conn: Connection, participant: str, message_id: str, sender: str | None, released: int
) -> StoredMessage:
    """Return the message with this id that the participant sent or received.

    Raises:
        MissingError: as `read_message`.
    """
    found = await messages.read_messages(conn, message_id=message_id, participant=participant, released=released)
    mine = [message for message in found if sender is None or message.sender == sender]
    if len(mine) != 1:
        raise MissingError
    return mine[0]


async def _receipt(exchange: Exchange, conn: Connection, message: StoredMessage) -> Receipt:
    return await make_receipt(exchange, conn, index=message.index, group_size=message.group_size, leaf=message.leaf)
