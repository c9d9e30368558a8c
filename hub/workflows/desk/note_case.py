"""What colleagues write down about a case for themselves: comments, and the number of their own registry.

A comment may name persons, so it is encrypted as drafts are, under a key that ends with its month's accesses; it is
shown to nobody outside the participant. That something was written is noted, what it says is not.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hub.core import ids
from hub.core.console.account import Account
from hub.core.errors import DamagedError, ErasedError, MissingError
from hub.core.mover import HeadKey
from hub.store import case_notes, desk
from hub.store.case_notes import KeptComment, Place, Registration
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.seal_note import seal_note, unseal_note

LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment; `text` is None once it cannot be read any more."""

    name: str
    written_at: datetime
    text: str | None = field(repr=False)


async def write_comment(exchange: Exchange, account: Account, key: HeadKey, text: str) -> None:
    """Keep a comment.

    Raises:
        MissingError: the case is not on the participant's desk.
    """
    place, now = Place(str(account.participant), key), exchange.clock.now()
    name = ids.make_message_id(now, secrets.token_bytes(10))
    stored = seal_note(exchange, f"comment\0{name}", text, now)
    kept = KeptComment(id=name, account=account.id, name=account.name, written_at=now, stored=stored)
    async with exchange.pool.acquire() as conn, conn.transaction():
        if await desk.read(conn, place.participant, key) is None:
            raise MissingError
        await case_notes.add_comment(conn, place, kept)
        await note(conn, deed_of(account, "case-comment", f"{key.owner}/{key.subject}"), now)


async def read_comments(exchange: Exchange, party: str, key: HeadKey) -> Sequence[Comment]:
    """Return a participant's comments on a case, oldest first."""
    async with exchange.pool.acquire() as conn:
        found = await case_notes.read_comments(conn, Place(party, key))
    return [Comment(name=each.name, written_at=each.written_at, text=_text(exchange, each)) for each in found]


def _text(exchange: Exchange, kept: KeptComment) -> str | None:
    try:
        return unseal_note(exchange, f"comment\0{kept.id}", kept.stored)
    except (ErasedError, DamagedError):
        return None


async def register_case(exchange: Exchange, account: Account, key: HeadKey, number: str, on: date) -> None:
    """Write down under which number the participant's registry took the case in.

    Raises:
        MissingError: the case is not on the participant's desk.
    """
    place, now = Place(str(account.participant), key), exchange.clock.now()
    said = Registration(number=number, registered_on=on)
    async with exchange.pool.acquire() as conn, conn.transaction():
        if await desk.read(conn, place.participant, key) is None:
            raise MissingError
        await case_notes.register(conn, place, said, account.id, now)
        await note(conn, deed_of(account, "case-register", f"{key.owner}/{key.subject}"), now)


async def read_registration(exchange: Exchange, party: str, key: HeadKey) -> Registration | None:
    """Return the number of a case in a participant's registry."""
    async with exchange.pool.acquire() as conn:
        return await case_notes.read_registration(conn, Place(party, key))
