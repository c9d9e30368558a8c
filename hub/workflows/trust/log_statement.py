"""Log a statement about keys: one door for all kinds, each judged by its own rules.

    delegation   signed by a participant's own key; from its leaf on it judges, so it raises the trust epoch
    approval     signed by a contact person's delegated key; it judges nobody else
    suspension   see `suspend_key`
    release      see `release_held`
    calendar     see `secretariat_statements`; it raises the trust epoch, so that every process counts by it
    outage       likewise
    schedule     see `scheduled_syncs`; it raises the trust epoch, so that every process waits for the same
    sync         likewise; it judges nobody
    consent      see `agreement_consents`; it judges nobody: the version that it is about does, once it is published

What judges a statement may change while it waits: it carries the epoch it was judged under, and is judged again when
that has risen. The same bytes again get the same receipt. Of two delegations of one key the one that was said later
wins, whatever the order in which they come; that is decided under the log's lock.
"""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from hub.core import approval as approvals
from hub.core import delegation as delegations
from hub.core import statement as logged
from hub.core.errors import ConflictError, HubError, TrustExpiredError, UnavailableError
from hub.core.receipt import Receipt
from hub.store import log, register, statements
from hub.store.connection import Connection
from hub.store.statements import Statement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.log.repeat_receipt import find_place, repeat_receipt
from hub.workflows.trust.agreement_consents import CONSENT
from hub.workflows.trust.read_trust import refresh_judgement
from hub.workflows.trust.release_held import accept_release
from hub.workflows.trust.scheduled_syncs import REPORTED, SCHEDULED
from hub.workflows.trust.secretariat_statements import ANNOUNCED_OUTAGE, CALENDAR_CHANGE
from hub.workflows.trust.statement_rules import OwnStatement, check_said, judge
from hub.workflows.trust.suspend_key import accept_suspension
from keys import approval, delegation, jws, statement, suspension
from keys.delegation import Delegation
from keys.errors import KeysError, StatementKindError, StatementTimeError
from keys.jwk import PublicKey
from keys.jws import Unverified
from keys.statement import Kind

ROUNDS = 3
JUDGING = frozenset(logged.ACTS[kind] for kind in (Kind.DELEGATION, Kind.CALENDAR, Kind.OUTAGE, Kind.SCHEDULE))
Judge = Callable[[bytes, Exchange, Judgement, datetime], Statement]
STRANGERS = ""  # they share one quota


class DelegationTakenError(ConflictError):
    """The key is a participant's own, or another participant has delegated it."""

    code = "delegation-key-taken"
    ru = "Этот ключ уже принадлежит участнику или делегирован другим. Создайте для контактного лица новый ключ."
    en = "This key is a participant's own, or delegated by another one. Make a new key for the contact person."


class DelegationSupersededError(ConflictError):
    """A later statement about the key is in the log."""

    code = "delegation-superseded"
    ru = "В журнале есть более позднее заявление об этом ключе. Посмотрите hub keys delegations и подпишите новое."
    en = "A later statement about this key is in the log. Look at hub keys delegations, and sign a new one."


async def log_statement(exchange: Exchange, committer: GroupCommitter, token: bytes) -> Receipt:
    """Log one statement and return its receipt.

    Raises:
        KeysError: it does not hold, or its signer may not say it.
        OverloadedError: its signer is unknown, as those of many others before it, or has said too much.
        HubError: why it was refused otherwise; nothing was stored.
        UnavailableError: in doubt; the same bytes may be sent again.
    """
    kind = statement.kind_of(token)
    if kind not in DOORS:
        raise StatementKindError
    _check_signature(jws.read(token, kind, limit=statement.LIMIT), exchange)
    return await DOORS[kind](exchange, committer, token)


def _check_signature(said: Unverified, exchange: Exchange) -> None:
    """Check the signature before the database is asked for anything; whether its key may say it is judged later.

    This process may not have heard of a key yet, so unknown ones may have the database asked, but not often.
    """
    known = _find_known(said.kid, exchange.judgement)
    if known is not None:
        said.verify(known)
    else:
        exchange.stranger_quotas.charge(STRANGERS, exchange.clock.now())


def _find_known(kid: str, judgement: Judgement) -> PublicKey | None:
    """Return the participant's, contact person's or officer's key of this name, in force or not."""
    if (listed := judgement.trust.keys.get(kid)) is not None:
        return listed.public
    if (granted := judgement.delegations.get(kid)) is not None:
        return granted.delegation.public
    return suspension.find_officer(kid, judgement.trust)


async def _accept(exchange: Exchange, committer: GroupCommitter, token: bytes, *, judges: Judge) -> Receipt:
    for _ in range(ROUNDS):
        known = await find_place(exchange, token, statements.find)
        if known is not None:
            return await repeat_receipt(exchange, known)
        entry = await _judge_now(exchange, token, judges)
        receipt = None if entry is None else await _log(exchange, committer, entry)
        if receipt is not None:
            return receipt
        await refresh_judgement(exchange)
    raise UnavailableError(retry_after=RETRY_AFTER)


async def _judge_now(exchange: Exchange, token: bytes, judges: Judge) -> Entry | None:
    """Return what is to be logged; None where it is refused, perhaps only as this process is behind the others."""
    judgement, now = exchange.judgement, exchange.clock.now()
    if judgement.trust.expires_at <= now:
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    try:
        return _make_entry(judges(token, exchange, judgement, now), judgement.epoch)
    except (HubError, KeysError):
        if await _is_behind(exchange, judgement):
            return None
        raise


async def _log(exchange: Exchange, committer: GroupCommitter, entry: Entry) -> Receipt | None:
    """Return the receipt; None where somebody was first, with this statement or another, or the judgement was stale."""
    try:
        outcome = await committer.append(entry)
    except ConflictError:
        return None
    if not isinstance(outcome, Accepted):
        return None
    if entry.act is not None and entry.act.raises_epoch:
        await refresh_judgement(exchange)
    return outcome.receipt


async def _is_behind(exchange: Exchange, judgement: Judgement) -> bool:
    async with exchange.pool.acquire() as conn:
        return await log.read_trust_epoch(conn) > judgement.epoch


def _make_entry(said: Statement, epoch: int) -> Entry:
    judges = said.kind in JUDGING

    async def apply(conn: Connection, index: int) -> None:
        await statements.write(conn, said, index)
        if judges:
            await register.raise_trust_epoch(conn)

    act = Act(
        name=said.kind,
        subject=said.participant,
        sha256=said.sha256,
        salt=secrets.token_hex(16),
        raises_epoch=judges,
        epoch=epoch,
    )
    return Entry(act=act, apply=apply)


def _judge_approval(token: bytes, exchange: Exchange, judgement: Judgement, now: datetime) -> Statement:
    unread, said = approval.read(token)
    check_said(said.hub, said.at, judgement, now)
    if said.expires_at <= now:
        raise StatementTimeError
    granted = delegations.find(unread.kid, judgement.delegations, judgement.trust, now)
    approvals.require_own(said, granted)
    unread.verify(granted.delegation.public)
    exchange.quotas.charge(said.participant, now)
    return Statement(
        kind=logged.ACTS[Kind.APPROVAL],
        participant=said.participant,
        kid=unread.kid,
        about=said.payload_sha256,
        said=said.at,
        sha256=unread.sha256,
        token=token,
    )


def _check_delegated(said: Delegation, judgement: Judgement, now: datetime) -> None:
    """Refuse a key that is somebody else's, a statement that a later one has overtaken, and one that is over."""
    before = judgement.delegations.get(said.kid)
    if said.kid in judgement.trust.keys or (before and before.delegation.participant != said.participant):
        raise DelegationTakenError
    if before and before.delegation.issued_at >= said.issued_at:
        raise DelegationSupersededError
    if not said.is_withdrawal and said.valid_until <= now:
        raise StatementTimeError


DELEGATION = OwnStatement(
    kind=Kind.DELEGATION,
    read=delegation.read,
    said=lambda said: said.issued_at,
    about=lambda said: said.kid,
    may_say=lambda _: True,
    check=_check_delegated,
)
JUDGES: dict[Kind, Judge] = {
    Kind.APPROVAL: _judge_approval,
    Kind.DELEGATION: partial(judge, DELEGATION),
    Kind.CONSENT: partial(judge, CONSENT),
    Kind.CALENDAR: partial(judge, CALENDAR_CHANGE),
    Kind.OUTAGE: partial(judge, ANNOUNCED_OUTAGE),
    Kind.SCHEDULE: partial(judge, SCHEDULED),
    Kind.SYNC: partial(judge, REPORTED),
}
DOORS: dict[Kind, Callable[[Exchange, GroupCommitter, bytes], Awaitable[Receipt]]] = {
    Kind.SUSPENSION: accept_suspension,
    Kind.RELEASE: accept_release,
    **{kind: partial(_accept, judges=judges) for kind, judges in JUDGES.items()},
}
