"""Prepare a record for its signatures: its exact bytes are made here once, and never changed again.

    what was typed -> record -> payload, checked as the hub will check it -> draft

A new revision has another message id and so another digest: no approval of what was before holds for it. Of two people
who prepare the same step of a case at the same time, the second is told, and sees what the first has written.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core import envelope as envelopes
from hub.core import head as heads
from hub.core.console.account import Account
from hub.core.errors import DraftTakenError, ForbiddenError, MissingError
from hub.core.ids import is_message_id, make_message_id
from hub.store import drafts
from hub.store.connection import Connection
from hub.store.drafts import KeptDraft
from hub.workflows.audit_console import deed_of, note
from hub.workflows.drafts.draft_content import Content, seal, unseal
from hub.workflows.exchange import Exchange
from hub.workflows.submission.check_prepared import check_payload, check_step
from keys import approval

ACTION = "draft-write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A record that is to be sent, in the name of the account's participant.

    `values` is what was typed, kept for whoever has to mend it; it may be empty.
    """

    type: str
    record: Mapping[str, Any]
    to: Sequence[str]
    purpose: str
    agreement: str | None = None
    subject: str | None = None
    reply_to: str | None = None
    version: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


async def prepare_record(
    exchange: Exchange, account: Account, wanted: Wanted, *, instead: tuple[str, int] | None = None
) -> str:
    """Keep a record as a draft and return its id; `instead` names the draft and revision that it takes the place of.

    Raises:
        HubError: the record would be refused; its faults name the places.
        DraftTakenError: somebody else was first.
    """
    if account.participant is None:
        raise ForbiddenError
    now = exchange.clock.now()
    message_id = make_message_id(now, secrets.token_bytes(10))
    payload = _payload(exchange, account.participant, wanted, message_id, now)
    envelope, _ = check_payload(exchange, payload, now)
    await check_step(exchange, envelope)
    draft, revision = instead or (make_message_id(now, secrets.token_bytes(10)), 0)
    kept = KeptDraft(
        id=draft,
        participant=account.participant,
        key=heads.key_of(envelope),
        type=wanted.type,
        revision=revision,
        status="prepared",
        author=account.id,
        approver=None,
        approved_at=None,
        signer=None,
        message=message_id,
        sha256=approval.digest(payload),
        index=None,
        changed_at=now,
        stored=None,
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        before = await _typed_before(exchange, conn, account, instead)
        stored = seal(exchange, draft, Content(payload=payload, values=dict(wanted.values), before=before), now)
        write = drafts.change if instead else drafts.write
        if not await write(conn, kept, stored):
            raise DraftTakenError
        await note(conn, deed_of(account, ACTION, draft, wanted.type), now)
    return draft


async def _typed_before(
    exchange: Exchange, conn: Connection, account: Account, instead: tuple[str, int] | None
) -> Mapping[str, str]:
    """Return what was typed for the revision that this one takes the place of.

    Raises:
        MissingError: there is no such draft of the account's participant.
    """
    if instead is None:
        return {}
    kept = await drafts.read(conn, instead[0]) if is_message_id(instead[0]) else None
    if kept is None or kept.participant != account.participant:
        raise MissingError
    return {} if kept.stored is None else unseal(exchange, kept).values


def _payload(exchange: Exchange, sender: str, wanted: Wanted, message_id: str, now: datetime) -> bytes:
    return envelopes.format(
        hub=exchange.origin,
        message_id=message_id,
        sender=sender,
        to=wanted.to,
        sent_at=now,
        type=wanted.type,
        version=wanted.version or newest_version(exchange, wanted.type),
        record=wanted.record,
        purpose=wanted.purpose,
        agreement=wanted.agreement,
        subject=wanted.subject,
        reply_to=wanted.reply_to,
    )


def newest_version(exchange: Exchange, record_type: str) -> str:
    """Return the newest version of a record type that this release knows."""
    known = [each.version for each in exchange.catalogue.record_types() if each.name == record_type]
    return max(known, key=lambda version: tuple(int(part) for part in version.split(".")))
