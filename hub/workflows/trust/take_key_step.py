"""Take a step of a request about a key: confirm, check, approve; return, refuse, withdraw.

Who may take it next is one rule (`hub.core.console.key_request`). Before a step forward a new key is judged again, by
the trust list of that moment. Of two who act at once, the second is told that somebody was first.
"""

from dataclasses import dataclass

from hub.core.console import key_claim, key_request
from hub.core.console.account import Account
from hub.core.console.key_claim import Why
from hub.core.console.key_request import OPEN, Progress, RequestStep
from hub.core.errors import KeyRequestRefusedError, KeyRequestStepError
from hub.store import key_requests
from hub.store.connection import Connection
from hub.store.key_requests import KeptRequest, KeptStep
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.trust.propose_key_request import require_free
from hub.workflows.trust.read_key_requests import KeyRequestPage, proof_of, sides_of
from keys.trust_requests import RequestKind

ACTIONS = {
    RequestStep.CONFIRM: "key-request-confirm",
    RequestStep.CHECK: "key-request-check",
    RequestStep.APPROVE: "key-request-check",
    RequestStep.RETURN: "key-request-send-back",
    RequestStep.REFUSE: "key-request-send-back",
    RequestStep.WITHDRAW: "key-request-withdraw",
}
_OFFICE = frozenset({RequestStep.CHECK, RequestStep.APPROVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The step that somebody takes, what he writes, and the status that the request had on his page."""

    step: RequestStep
    seen: str
    note: str = ""


async def take_key_step(exchange: Exchange, account: Account, page: KeyRequestPage, taken: Taken) -> None:
    """Take a step.

    Raises:
        KeyRequestStepError: the request does not wait for it, or has moved since the page was shown.
        KeyRequestPersonError: another person has to take it.
        KeyRequestRefusedError: the key could not be listed any more; the reason says why.
    """
    kept, now = page.kept, exchange.clock.now()
    if taken.seen != kept.status.value or page.status is not kept.status:  # moved on, or the list has it by now
        raise KeyRequestStepError
    after = key_request.take(page.progress, taken.step, account.id, sides_of(account, kept.participant))
    async with exchange.pool.acquire() as conn, conn.transaction():
        if after.status in OPEN:
            await _judge_again(exchange, conn, kept, taken.step)
        await _move(conn, page, after, KeptStep(step=taken.step, account=account.id, note=taken.note, at=now))
        await note(conn, deed_of(account, ACTIONS[taken.step], kept.id, taken.step.value), now)


async def _move(conn: Connection, page: KeyRequestPage, after: Progress, step: KeptStep) -> None:
    if not await key_requests.move(conn, page.kept, after.status, step.at):
        raise KeyRequestStepError
    await key_requests.write_step(conn, page.kept.id, step)


async def _judge_again(exchange: Exchange, conn: Connection, kept: KeptRequest, step: RequestStep) -> None:
    trust, proof, now = exchange.judgement.trust, proof_of(kept), exchange.clock.now()
    if proof is None:
        key_claim.check_change(kept.kind, trust.keys.get(kept.kid), participant=kept.participant)
        return
    key_claim.judge(proof, trust=trust, participant=kept.participant, now=now)
    await require_free(exchange, conn, kept)
    if step in _OFFICE and await _is_asked_by_another(conn, kept):
        raise KeyRequestRefusedError(reason=Why.TWICE)


async def _is_asked_by_another(conn: Connection, kept: KeptRequest) -> bool:
    """Say whether another participant asks for the same key; only the secretariat is told."""
    return any(
        each.participant != kept.participant and each.kind is RequestKind.ENROL and each.is_open
        for each in await key_requests.read_about(conn, kept.kid)
    )
