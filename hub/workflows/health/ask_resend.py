"""Dead letters: what was rejected or has expired. Nothing brings one back but its sender, who signs it anew.

A receipt is final, and the hub signs for nobody; so the hub asks the sender, whose people see it in their list, and
keeps who asked and when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.core.console.account import Account
from hub.core.errors import MissingError
from hub.core.health.flow import FAILED
from hub.core.ids import is_message_id
from hub.store import resends, traffic
from hub.store.traffic import Passage
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """Messages that failed, newest first, and when their senders were asked for them; `more` says there are others."""

    letters: tuple[Passage, ...]
    asked: Mapping[tuple[int, str], datetime]
    more: bool


async def read_dead_letters(exchange: Exchange, *, reader: str | None, before: int, limit: int) -> DeadLetters:
    """Return what failed of a participant's messages, sent or received; of everybody's where there is no reader."""
    async with exchange.pool.acquire() as conn:
        found = await traffic.read_failed(conn, reader, before=before, limit=limit + 1)
        asked = await resends.read(conn, [each.index for each in found])
    return DeadLetters(letters=tuple(found[:limit]), asked=asked, more=len(found) > limit)


async def find_dead_letter(exchange: Exchange, *, sender: str, message_id: str, recipient: str) -> Passage:
    """Return a message that failed at a recipient.

    Raises:
        MissingError: there is none.
    """
    if not is_message_id(message_id):
        raise MissingError
    async with exchange.pool.acquire() as conn:
        passages = await traffic.read_named(conn, sender, message_id)
    found = [each for each in passages if each.recipient == recipient and each.status in FAILED]
    if not found:
        raise MissingError
    return found[0]


async def ask_resend(exchange: Exchange, letter: Passage, *, by: Account) -> bool:
    """Ask the sender to send it again; False where that was asked before."""
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        is_new = await resends.ask(conn, letter.index, letter.recipient, by.id, now)
        if is_new:
            await note(conn, deed_of(by, "dead-letter-ask", letter.id), now)
    return is_new
