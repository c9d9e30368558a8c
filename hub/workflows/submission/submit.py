"""Submission: check an envelope, give it a place in the log, answer with its receipt.

(4a) If these very bytes were accepted before, their receipt is the answer, whatever the checks would say today. It is
looked up when a check refuses, and again under the log's lock: the answer is the same as if it were looked up
first, and a new message costs no query.
(4b)-(8) `check_envelope`
(9)  `commit_group`; if the trust epoch rose in between, the checks are run again
(10) the receipt, with warnings beside it
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hub.core import envelope as envelopes
from hub.core.errors import Fault, HubError, TrustExpiredError, UnavailableError
from hub.core.receipt import Receipt
from hub.store import log, messages
from hub.store.failures import FAILURES
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Accepted, AcceptedBefore, Entry, Outcome
from hub.workflows.log.candidate import Candidate
from hub.workflows.log.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.log.prove_log import make_receipt
from hub.workflows.log.release_log import release_rest
from hub.workflows.submission.check_envelope import check_envelope
from hub.workflows.submission.heed_attachments import heed_attachments
from hub.workflows.submission.heed_reach import heed_reach
from hub.workflows.submission.heed_silence import heed_silence
from hub.workflows.submission.heed_subjects import heed_subjects
from hub.workflows.trust.read_trust import refresh_judgement
from keys import jws
from keys.errors import KeysError

ROUNDS = 3
AT_A_TURN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An accepted submission: the receipt, and beside it what is odd and who of a group was left out."""

    receipt: Receipt
    warnings: tuple[Fault, ...] = ()
    omitted: tuple[str, ...] = ()


Refusal = HubError | KeysError


async def submit(exchange: Exchange, committer: GroupCommitter, token: bytes) -> Answer:
    """Submit one envelope.

    Raises:
        HubError, KeysError: why it was refused; nothing was stored.
        UnavailableError: in doubt; the same bytes may be sent again.
    """
    (result,) = await submit_all(exchange, committer, [token])
    if isinstance(result, Answer):
        return result
    raise result


async def submit_all(exchange: Exchange, committer: GroupCommitter, tokens: Sequence[bytes]) -> list[Answer | Refusal]:
    """Submit several envelopes, each on its own; answers stand in the order of the tokens."""
    checked = await heed_silence(exchange, await check_all(exchange, tokens))
    checked = await heed_subjects(exchange, await heed_reach(exchange, checked))
    checked = await heed_attachments(exchange, checked)
    entries = [Entry(candidate=each) for each in checked if isinstance(each, Candidate)]
    outcomes = iter(await committer.append_all(entries))
    results = [next(outcomes) if isinstance(each, Candidate) else each for each in checked]
    return [
        await _answer(exchange, committer, token, each, result)
        for token, each, result in zip(tokens, checked, results, strict=True)
    ]


async def check_all(exchange: Exchange, tokens: Sequence[bytes]) -> list[Candidate | Refusal]:
    """Run the checks over several envelopes, a few at a turn.

    Whoever submits waits for his turn, and each turn ends with a pass of the event loop: a commit under way goes on
    after a few checks, not after all that arrived at once, and many lines hold up nobody.
    """
    checked: list[Candidate | Refusal] = []
    for begin in range(0, len(tokens), AT_A_TURN):
        async with exchange.turns:
            checked += [check(exchange, token) for token in tokens[begin : begin + AT_A_TURN]]
            await asyncio.sleep(0)
    return checked


def check(exchange: Exchange, token: bytes) -> Candidate | Refusal:
    """Run checks 4 to 8; a refusal is a value here, as others of the request go on."""
    now = exchange.clock.now()
    judgement = exchange.judgement
    if judgement.trust.expires_at <= now:
        return TrustExpiredError(retry_after=RETRY_AFTER)
    try:
        return check_envelope(token, judgement, exchange.catalogue, exchange.quotas, now)
    except (HubError, KeysError) as refusal:
        return refusal


async def _answer(
    exchange: Exchange,
    committer: GroupCommitter,
    token: bytes,
    checked: Candidate | Refusal,
    result: Outcome | Refusal,
) -> Answer | Refusal:
    """Settle one envelope; what goes wrong with it costs the others of the request nothing."""
    try:
        return await _settle(exchange, committer, token, checked, result)
    except (HubError, KeysError) as refusal:
        return refusal
    except FAILURES:
        return UnavailableError(retry_after=RETRY_AFTER)


async def _settle(
    exchange: Exchange,
    committer: GroupCommitter,
    token: bytes,
    checked: Candidate | Refusal,
    result: Outcome | Refusal,
) -> Answer | Refusal:
    for _ in range(ROUNDS):
        if isinstance(result, Accepted) and isinstance(checked, Candidate):
            return Answer(receipt=result.receipt, warnings=checked.warnings, omitted=checked.omitted)
        if isinstance(result, AcceptedBefore):
            return await _answer_again(exchange, result)
        if isinstance(result, UnavailableError) and isinstance(checked, Candidate):
            return result  # in doubt: whatever a plain read may show now, nobody has confirmed it yet
        if isinstance(result, HubError | KeysError):
            known = await _find_accepted(exchange, token)
            if known is not None or not await _is_behind(exchange):
                return known or result
        await refresh_judgement(exchange)  # stale: the trust epoch rose since the checks
        checked = check(exchange, token)
        if not isinstance(checked, Candidate):
            return checked
        result = (await committer.append_all([Entry(candidate=checked)]))[0]
    return UnavailableError(retry_after=RETRY_AFTER)


async def _is_behind(exchange: Exchange) -> bool:
    """Say whether judgements changed and this process has not heard of it yet: it may refuse what is valid by now."""
    try:
        async with exchange.pool.acquire() as conn:
            return await log.read_trust_epoch(conn) > exchange.judgement.epoch
    except FAILURES:
        return False


async def _find_accepted(exchange: Exchange, token: bytes) -> Answer | None:
    """Check 4a: return the receipt of these very bytes, if they were accepted before."""
    try:
        envelope = envelopes.parse(jws.read(token, envelopes.TYP).payload, token)
    except (HubError, KeysError):
        return None
    name = (envelope.sender, envelope.id)
    try:
        async with exchange.pool.acquire() as conn:
            known = (await log.read_duplicates(conn, [name])).get(name)
    except FAILURES:
        return None
    if known is None or known.sha256 != sha256(token).hexdigest():
        return None
    return await _answer_again(exchange, AcceptedBefore(index=known.index, group_size=known.group_size))


async def _answer_again(exchange: Exchange, place: AcceptedBefore) -> Answer:
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
    if place.group_size > released:  # proofs need the tiles that only a release cuts
        await release_rest(exchange)
    async with exchange.pool.acquire() as conn:
        leaf = await messages.read_accepted_leaf(conn, place.index)
        receipt = await make_receipt(exchange, conn, index=place.index, group_size=place.group_size, leaf=leaf)
    return Answer(receipt=receipt)
