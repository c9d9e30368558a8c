"""Begin a record: a blank one, one that follows what was sent, one that answers what was received or is about a ban.

Whatever is named by its place in the log has to be the participant's to go on from; all else is not there.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core import entry_ban, head, instant
from hub.core.composing import begin
from hub.core.composing.begin import Own
from hub.core.composing.part import Part
from hub.core.council import document
from hub.core.envelope import Envelope
from hub.core.errors import MissingError
from hub.store import own_records
from hub.store.erasure import KeptMessage
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope
from schemas.record_type import RecordType

FEW = 10
DISCUSSED = frozenset({document.DRAFT, document.COMMENTS})
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that are taken for others


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a record begins with, and its routing as far as it is known: that of what it follows or answers.

    `source` is the message that it was taken from: whoever shows the record shows what that one says.
    """

    record: Mapping[str, Any]
    to: Sequence[str] = ()
    agreement: str | None = None
    purpose: str | None = None
    reply_to: str | None = None
    source: Envelope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A message that a record may go on from: its place, sender, subject and time."""

    index: int
    sender: str
    subject: str | None
    sent_at: datetime
    stage: str | None = field(default=None)


def begin_record(exchange: Exchange, party: str, kind: RecordType, part: Part) -> Begun:
    """Return what a new record begins with."""
    return Begun(record=begin.begin(kind, part, _own(exchange, party)))


async def follow_record(
    exchange: Exchange, party: str, kind: RecordType, part: Part, *, index: int, item: str | None = None
) -> Begun:
    """Return the record that follows the one at a place of the log; `item` is the item of a plan that is reported on.

    Of others' records, documents of the Council go on: drafts by comments, adopted plans by what became of an item.

    Raises:
        MissingError: nothing of this type there is the participant's to go on from.
    """
    before = await _read(exchange, party, index, [kind.name])
    own, revision = _own(exchange, party), await _last_revision(exchange, before)
    record = _following(kind, part, before, own, item=item, revision=revision)
    to = before.to if before.sender == party else (before.sender,)
    return Begun(record=record, to=to, agreement=before.agreement, purpose=before.purpose, source=before)


def _following(
    kind: RecordType, part: Part, before: Envelope, own: Own, *, item: str | None, revision: int
) -> Mapping[str, Any]:
    stage = before.record.get("stage") if kind.name in document.TYPES else None
    is_own = before.sender == own.participant and before.record.get("owner", own.participant) == own.participant
    if stage == document.PROGRESS or (
        kind.name == document.WORK_PLAN and stage == document.ADOPTED and (item or not is_own)
    ):
        return begin.report(before.record, own, no=item, revision=revision)
    if is_own:
        return begin.follow(kind, part, before.record, own, revision)
    if stage not in DISCUSSED:
        raise MissingError
    return begin.comment(before.record, revision)


async def answer_record(exchange: Exchange, party: str, kind: RecordType, part: Part, *, index: int) -> Begun:
    """Return the record that answers the one at a place of the log.

    Raises:
        MissingError: the participant received nothing there that this type answers.
    """
    asked = await _read(exchange, party, index, kind.replies_to)
    if asked.sender == party:
        raise MissingError
    return Begun(
        record=begin.answer(kind, part, asked.record, asked.sender, _own(exchange, party)),
        to=(asked.sender,),
        agreement=asked.agreement,
        purpose=asked.purpose,
        reply_to=asked.id,
        source=asked,
    )


async def begin_in_case(exchange: Exchange, party: str, kind: RecordType, part: Part, *, index: int) -> Begun:
    """Return a record of the case, or of whatever else, that the record at a place of the log is about.

    Raises:
        MissingError: the participant has none of this family there.
    """
    family = [each.name for each in exchange.catalogue.record_types() if each.family == kind.family]
    said = await _read(exchange, party, index, family)
    return Begun(
        record=begin.answer(kind, part, said.record, said.sender, _own(exchange, party)),
        to=said.to if said.sender == party else (said.sender,),
        agreement=said.agreement,
        purpose=said.purpose,
    )


async def begin_about(exchange: Exchange, party: str, kind: RecordType, part: Part, *, index: int) -> Begun:
    """Return the record about the ban at a place of the log, to whoever issued it.

    Raises:
        MissingError: there is none that the participant has, or no ban is what this type is about.
    """
    if part.child(begin.BAN) is None:
        raise MissingError
    ban = await _read(exchange, party, index, [entry_ban.TYPE])
    record = begin.about(kind, part, ban.record, ban.sender, _own(exchange, party))
    to = () if ban.sender == party else (ban.sender,)
    return Begun(record=record, to=to, agreement=ban.agreement, purpose=ban.purpose)


async def list_sources(exchange: Exchange, party: str, kind: RecordType) -> tuple[Sequence[Source], Sequence[Source]]:
    """Return the last own records of a type, and the last received ones that it answers; those that can be read."""
    async with exchange.pool.acquire() as conn:
        sent = await own_records.list_sent(conn, party, kind.name, FEW)
        asked = await own_records.list_received(conn, party, kind.lane, kind.replies_to, FEW) if kind.replies_to else []
    return list(_sources(exchange, sent)), list(_sources(exchange, asked))


def _sources(exchange: Exchange, messages: Sequence[KeptMessage]) -> Iterator[Source]:
    for message in messages:
        found = read_envelope(exchange, message)
        if found is not None:
            stage = found.record.get("stage")
            yield Source(
                index=message.index, sender=found.sender, subject=found.subject, sent_at=found.sent_at, stage=stage
            )


async def _read(exchange: Exchange, party: str, index: int, types: Sequence[str]) -> Envelope:
    async with exchange.pool.acquire() as conn:
        message = await own_records.read_one(conn, party, index, types)
    found = None if message is None else read_envelope(exchange, message)
    if found is None:
        raise MissingError
    return found


async def _last_revision(exchange: Exchange, before: Envelope) -> int:
    key = head.key_of(before)
    if key is None:
        return int(before.record.get("revision", 0))
    async with exchange.pool.acquire() as conn:
        return await own_records.last_revision(conn, key)


def _own(exchange: Exchange, party: str) -> Own:
    trust, now = exchange.judgement.trust, exchange.clock.now()
    today = legal_day(trust, party, now)
    entry = exchange.catalogue.code_list("participants").index.get(party)
    mark = "".join(secrets.choice(LETTERS) for _ in range(5))
    return Own(
        participant=party,
        title=party if entry is None else entry.ru,
        today=today.isoformat(),
        now=instant.format(now, seconds=True),
        reference=f"{trust.state_of(party) or party.upper()}-{today:%Y-%m%d}-{mark}",
    )
