"""Propose something about a participant's keys: a new one with its proof, or a change of a listed one.

What the ceremony would refuse is refused here. The request then goes from hand to hand (`take_key_step`); until the
signed trust list says so, nothing has changed for anybody.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from hub.core import ids
from hub.core.console import key_claim
from hub.core.console.account import Account
from hub.core.console.key_claim import Why
from hub.core.console.key_request import RequestStatus, RequestStep
from hub.core.errors import KeyRequestRefusedError
from hub.store import key_requests
from hub.store.connection import Connection
from hub.store.key_requests import KeptRequest, KeptStep
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from keys.trust_requests import RequestKind

ACTION = "key-request-propose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is asked about a listed key: why, and since when others may have had it (None: not known, or nobody)."""

    kind: RequestKind
    kid: str
    reason: str = ""
    since: datetime | None = None


async def propose_key(exchange: Exchange, account: Account, participant: str, raw: bytes) -> str:
    """Propose a new key by the request that `hub trust request` made; return the name of what was proposed.

    Raises:
        KeyRequestRefusedError: it cannot be; the reason says why.
    """
    now = exchange.clock.now()
    proof = key_claim.read_proof(raw)
    claim = key_claim.judge(proof, trust=exchange.judgement.trust, participant=participant, now=now)
    key_claim.check_age(claim, now)
    kept = KeptRequest(
        id=ids.make_message_id(now, secrets.token_bytes(10)),
        participant=participant,
        kind=RequestKind.ENROL,
        kid=claim.public.thumbprint,
        statement=proof.statement.decode("ascii"),
        vouched=None if proof.vouched is None else proof.vouched.decode("ascii"),
        created_at=now,
        changed_at=now,
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        await require_free(exchange, conn, kept)
        await _keep(conn, kept, account)
    return kept.id


async def propose_change(exchange: Exchange, account: Account, participant: str, change: Change) -> str:
    """Propose to suspend, restore or revoke a listed key; return the name of what was proposed.

    Raises:
        KeyRequestRefusedError: it cannot be; the reason says why.
    """
    now = exchange.clock.now()
    key_claim.check_change(change.kind, exchange.judgement.trust.keys.get(change.kid), participant=participant)
    key_claim.check_cause(change.kind, change.reason, change.since, now)
    is_back = change.kind is RequestKind.RESTORE
    kept = KeptRequest(
        id=ids.make_message_id(now, secrets.token_bytes(10)),
        participant=participant,
        kind=change.kind,
        kid=change.kid,
        reason=None if is_back else change.reason,
        since=None if is_back or change.since is None else change.since.replace(microsecond=0),
        created_at=now,
        changed_at=now,
    )
    async with exchange.pool.acquire() as conn, conn.transaction():
        await _keep(conn, kept, account)
    return kept.id


async def require_free(exchange: Exchange, conn: Connection, kept: KeptRequest) -> None:
    """Return if a new key is nobody's who signs in the console, and was not refused before.

    Raises:
        KeyRequestRefusedError: it is.
    """
    if kept.kid in exchange.judgement.delegations or await key_requests.is_account_key(conn, kept.kid):
        raise KeyRequestRefusedError(reason=Why.OF_A_PERSON)
    own = [each for each in await key_requests.read_about(conn, kept.kid) if each.participant == kept.participant]
    if any(each.status is RequestStatus.REFUSED for each in own):
        raise KeyRequestRefusedError(reason=Why.REFUSED)


async def _keep(conn: Connection, kept: KeptRequest, account: Account) -> None:
    if not await key_requests.write(conn, kept):
        raise KeyRequestRefusedError(reason=Why.OPEN)
    first = KeptStep(step=RequestStep.PROPOSE, account=account.id, at=kept.created_at)
    await key_requests.write_step(conn, kept.id, first)
    await note(conn, deed_of(account, ACTION, kept.id, kept.kind.value), kept.created_at)
