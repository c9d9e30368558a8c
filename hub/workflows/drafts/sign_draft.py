"""Approve, sign, return and drop drafts. The hub signs nothing: it takes what people's own keys have signed.

    approve   the first person's statement over the payload's digest, logged
    sign      the second person's envelope over exactly these bytes: kept first, then submitted
    send      what was kept, once more: after a lost connection the same bytes go out, never others

Before either, what blocks the case for this officer is looked for again.
"""

from dataclasses import replace

from hub.core import envelope as envelopes
from hub.core.console.account import Account
from hub.core.console.draft import DraftStatus
from hub.core.errors import (
    ApprovalWantedError,
    DraftTakenError,
    ForbiddenError,
    HubError,
    OtherBytesError,
    OverloadedError,
    SamePersonError,
    SigningBlockedError,
    UnavailableError,
)
from hub.store import drafts
from hub.workflows.audit_console import deed_of, note
from hub.workflows.cases.find_blocks import find_blocks
from hub.workflows.drafts.draft_content import Content, seal
from hub.workflows.drafts.keep_signing_key import SigningKey, require_own_key
from hub.workflows.drafts.read_drafts import Draft
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.submission.check_prepared import check_step
from hub.workflows.submission.submit import submit
from hub.workflows.trust.log_statement import log_statement
from keys import approval, jws, strict_json
from keys.approval import Approval
from keys.errors import KeysError

APPROVE, SIGN = "draft-approve", "draft-sign"
IN_DOUBT = (UnavailableError, OverloadedError)
OPEN = frozenset({DraftStatus.PREPARED, DraftStatus.APPROVED})


def statement_of(exchange: Exchange, draft: Draft, key: SigningKey) -> bytes:
    """Return the payload of the approval that the holder of this key would sign now."""
    said = Approval(
        hub=exchange.origin,
        participant=draft.kept.participant,
        person=key.person or "",
        payload_sha256=draft.kept.sha256,
        type=draft.kept.type,
        at=exchange.clock.now().replace(microsecond=0),
    )
    return strict_json.dumps(approval.format(said))


async def approve(exchange: Exchange, committer: GroupCommitter, account: Account, draft: Draft, token: bytes) -> None:
    """Log the first person's approval, and let the draft wait for the second.

    Raises:
        OtherBytesError: it approves something else.
        SigningKeyError: it is signed by a key that is not the account's.
        SigningBlockedError: something has to be done first.
        KeysError, HubError: it does not hold.
    """
    if draft.status not in OPEN or not draft.needs_two:
        raise DraftTakenError
    try:
        unread, said = approval.read(token)
    except KeysError:
        raise OtherBytesError from None
    if (said.payload_sha256, said.type) != (draft.kept.sha256, draft.kept.type):
        raise OtherBytesError
    await require_own_key(exchange, account, unread.kid)
    await _require_ready(exchange, account, draft)
    await log_statement(exchange, committer, token)
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await drafts.approve(conn, draft.kept, account.id, now):
            raise DraftTakenError
        await note(conn, deed_of(account, APPROVE, draft.kept.id, draft.kept.type), now)


async def sign(exchange: Exchange, committer: GroupCommitter, account: Account, draft: Draft, token: bytes) -> int:
    """Keep the envelope, submit it, and return the place of its record in the log.

    Raises:
        ApprovalWantedError, SamePersonError: the first signature is missing, or this person gave it.
        OtherBytesError, SigningKeyError, SigningBlockedError: as `approve`.
        UnavailableError, OverloadedError: in doubt; `send_again` sends the same bytes.
        KeysError, HubError: why it was refused; the draft waits as before.
    """
    content = _content(draft)
    if draft.status not in OPEN:
        raise DraftTakenError
    if draft.needs_two and draft.status is not DraftStatus.APPROVED:
        raise ApprovalWantedError
    if draft.needs_two and draft.kept.approver == account.id:
        raise SamePersonError
    await require_own_key(exchange, account, _kid_of(token, content.payload))
    await _require_ready(exchange, account, draft)
    now = exchange.clock.now()
    stored = seal(exchange, draft.kept.id, replace(content, token=token), now)
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await drafts.keep_signed(conn, draft.kept, account.id, stored, now):
            raise DraftTakenError
        await note(conn, deed_of(account, SIGN, draft.kept.id, draft.kept.type), now)
    return await _submit(exchange, committer, draft, replace(content, token=token))


async def send_again(exchange: Exchange, committer: GroupCommitter, draft: Draft) -> int:
    """Submit the bytes that were signed and have no receipt yet; raises as `sign`."""
    content = _content(draft)
    if draft.status is not DraftStatus.SIGNED or content.token is None:
        raise DraftTakenError
    return await _submit(exchange, committer, draft, content)


async def give_back(exchange: Exchange, account: Account, draft: Draft, why: str) -> None:
    """Return a draft for correction, with a note for its author.

    Raises:
        DraftTakenError: somebody else was first.
    """
    now = exchange.clock.now()
    stored = seal(exchange, draft.kept.id, replace(_content(draft), note=why), now)
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not await drafts.give_back(conn, draft.kept, stored, now):
            raise DraftTakenError
        await note(conn, deed_of(account, "draft-return", draft.kept.id, draft.kept.type), now)


async def drop(exchange: Exchange, account: Account, draft: Draft) -> None:
    """Let a draft go for good; what is signed already is not dropped, it may have arrived.

    Raises:
        DraftTakenError: it is signed, or over.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        if draft.status is DraftStatus.SIGNED or not await drafts.end(conn, draft.kept, "dropped", None, now):
            raise DraftTakenError
        await note(conn, deed_of(account, "draft-drop", draft.kept.id, draft.kept.type), now)


async def _submit(exchange: Exchange, committer: GroupCommitter, draft: Draft, content: Content) -> int:
    """Submit; a plain refusal lets the draft wait as before, a doubt leaves it signed."""
    try:
        answer = await submit(exchange, committer, content.token or b"")
    except IN_DOUBT:
        raise
    except (HubError, KeysError):
        now, before = exchange.clock.now(), "approved" if draft.kept.approver else "prepared"
        stored = seal(exchange, draft.kept.id, replace(content, token=None), now)
        async with exchange.pool.acquire() as conn:
            await drafts.unsign(conn, draft.kept, before, stored, now)
        raise
    async with exchange.pool.acquire() as conn:
        await drafts.end(conn, draft.kept, "sent", answer.receipt.index, exchange.clock.now())
    return answer.receipt.index


async def _require_ready(exchange: Exchange, account: Account, draft: Draft) -> None:
    if draft.envelope is None or account.participant != draft.kept.participant:
        raise ForbiddenError
    await check_step(exchange, draft.envelope)
    if await find_blocks(exchange, account, draft.kept.key, draft.kept.type, record=draft.envelope.record):
        raise SigningBlockedError


def _content(draft: Draft) -> Content:
    if draft.content is None:
        raise DraftTakenError
    return draft.content


def _kid_of(token: bytes, payload: bytes) -> str:
    try:
        signed = jws.read(token, envelopes.TYP)
    except KeysError:
        raise OtherBytesError from None
    if signed.payload != payload:
        raise OtherBytesError
    return signed.kid
