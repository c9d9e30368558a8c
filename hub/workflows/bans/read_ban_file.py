"""Read all that a participant has of one ban: its revisions with signatures and receipts, how it stands, what clashes.

The person stands in the records; whoever shows him logs that before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core import envelope as envelopes
from hub.core import instant
from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.store import access, bans, log, messages
from hub.store.bans import BanRow
from hub.store.connection import Connection
from hub.store.projections import TypedMessage
from hub.workflows.bans.read_bans import Clashing, StandingBan, read_one
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.retention.retain_messages import read_envelope
from keys import jws
from keys.errors import KeysError

QUESTION = "ban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a recipient said of a revision, where in the log."""

    recipient: str
    status: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision as it was sent: the message, when it was logged, whose key signed and whether that holds now.

    `record` is None where the message was erased or is held back.
    """

    row: BanRow
    message: str
    sha256: str
    at: datetime | None
    kid: str
    holds: bool
    receipts: Sequence[Receipt]
    record: Mapping[str, Any] | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BanFile:
    """One ban: `revisions` from the last one on, `clashing` for its issuer alone."""

    standing: StandingBan
    revisions: Sequence[Revision]
    clashing: Sequence[Clashing]

    @property
    def record(self) -> Mapping[str, Any] | None:
        """The newest record that can be read."""
        return next((each.record for each in self.revisions if each.record is not None), None)


async def read_ban_file(exchange: Exchange, *, reader: str, issuer: str, ban_id: str) -> BanFile:
    """Return one ban.

    Raises:
        MissingError: there is none, or none that the reader sent or received.
    """
    standing, clashing = await read_one(exchange, reader=reader, issuer=issuer, ban_id=ban_id, on=None)
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        rows = await bans.read_revisions(conn, reader=reader, issuer=issuer, ban_id=ban_id)
        places = [row.index for row in rows]
        found = {
            each.message.index: each
            for each in await access.read_screened(conn, places, participant=reader, size=released)
        }
        revisions = [await _revision(exchange, conn, row, found.get(row.index), released) for row in rows]
    return BanFile(standing=standing, revisions=revisions, clashing=clashing)


async def log_shown(
    exchange: Exchange, committer: GroupCommitter, file: BanFile, *, reader: str, purpose: str, case: str
) -> int:
    """Log that the person of a ban is shown; return the place of the leaf. Until then, nothing may be shown.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
    """
    shown = [each.row.index for each in file.revisions if each.record is not None]
    said = Access(participant=reader, question=QUESTION, purpose=purpose, case=case, facts={"shown": shown})
    return await log_access(exchange, committer, said)


async def _revision(
    exchange: Exchange, conn: Connection, row: BanRow, found: TypedMessage | None, released: int
) -> Revision:
    envelope = None if found is None else read_envelope(exchange, found.message)
    if found is None or envelope is None:
        return Revision(row=row, message="", sha256="", at=None, kid="", holds=False, receipts=(), record=None)
    leaf = leaves.parse(found.leaf)
    said = await messages.read_receipts(conn, index=row.index, released=released)
    kid, holds = _signature(exchange, envelope.raw, leaf)
    return Revision(
        row=row,
        message=envelope.id,
        sha256=envelope.sha256,
        at=instant.parse(leaf.at),
        kid=kid,
        holds=holds,
        receipts=[Receipt(recipient=each.recipient, status=each.status, index=each.index) for each in said],
        record=envelope.record,
    )


def _signature(exchange: Exchange, raw: bytes, leaf: leaves.Leaf) -> tuple[str, bool]:
    """Return whose key is named, and whether it signed these bytes and they are those of the leaf."""
    token = jws.read(raw, envelopes.TYP)
    try:
        at = instant.parse(leaf.at) or exchange.clock.now()
        token.verify(exchange.judgement.signing_key(token.kid, at).public)
    except KeysError:
        return token.kid, False
    digest = envelopes.parse(token.payload, raw).sha256
    return token.kid, isinstance(leaf, MessageLeaf) and leaf.sha256 == digest
