"""Read drafts: those of a participant that are open, those of one case, and one of them with all that it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hub.core import envelope as envelopes
from hub.core.console.draft import DraftStatus, status_at
from hub.core.envelope import Envelope
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.store import accounts, drafts
from hub.store.connection import Connection
from hub.store.drafts import KeptDraft
from hub.workflows.drafts.draft_content import Content, unseal
from hub.workflows.exchange import Exchange
from hub.workflows.submission.check_envelope import find_type
from schemas.record_type import RecordType

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSummary:
    """An open draft as lists show it: nothing of what its record says. `author` is a name; `case` where it has one."""

    id: str
    type: str
    status: DraftStatus
    case: HeadKey | None
    author: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft; `envelope` and `content` are None once it is over. The persons are named as their accounts are."""

    kept: KeptDraft
    status: DraftStatus
    record_type: RecordType | None
    envelope: Envelope | None
    author: str
    approver: str | None
    signer: str | None
    content: Content | None = field(repr=False)

    @property
    def needs_two(self) -> bool:
        """Whether it takes two persons."""
        return self.record_type is not None and self.record_type.two_persons


async def list_drafts(exchange: Exchange, *, participant: str, key: HeadKey | None = None) -> Sequence[DraftSummary]:
    """Return the open drafts of a participant, in one case or at all, those that changed last first."""
    async with exchange.pool.acquire() as conn:
        found = (
            await drafts.read_open(conn, participant, MOST)
            if key is None
            else await drafts.read_of_case(conn, participant, key)
        )
        names = {author: await _name(conn, author) or "" for author in {each.author for each in found}}
    now = exchange.clock.now()
    return [
        DraftSummary(
            id=each.id,
            type=each.type,
            status=status_at(each.status, each.approved_at, now),
            case=each.key,
            author=names[each.author],
            changed_at=each.changed_at,
        )
        for each in found
    ]


async def count_waiting(exchange: Exchange, *, participant: str) -> int:
    """Return how many drafts of a participant wait for a second signature."""
    async with exchange.pool.acquire() as conn:
        return await drafts.count_approved(conn, participant)


async def read_draft(exchange: Exchange, draft: str) -> Draft:
    """Return one draft; whose it is, is for the caller to ask of `kept.participant`.

    Raises:
        MissingError: there is none.
        ErasedError, DamagedError: it cannot be opened.
    """
    try:
        UUID(draft)
    except ValueError:
        raise MissingError from None
    async with exchange.pool.acquire() as conn:
        kept = await drafts.read(conn, draft)
        if kept is None:
            raise MissingError
        names = [await _name(conn, each) for each in (kept.author, kept.approver, kept.signer)]
    content = None if kept.stored is None else unseal(exchange, kept)
    envelope = None if content is None else envelopes.parse(content.payload, content.payload)
    return Draft(
        kept=kept,
        status=status_at(kept.status, kept.approved_at, exchange.clock.now()),
        record_type=None if envelope is None else find_type(envelope, exchange.catalogue),
        envelope=envelope,
        author=names[0] or "",
        approver=names[1],
        signer=names[2],
        content=content,
    )


async def _name(conn: Connection, account: str | None) -> str | None:
    found = None if account is None else await accounts.read(conn, account)
    return None if found is None else found.name
