"""Read requests about keys: those of a participant or of all, and one with its proof, its steps and who may go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import ids
from hub.core.console import key_claim, key_request
from hub.core.console.account import Account, Role
from hub.core.console.key_request import HANDS, OPEN, Progress, RequestStatus, RequestStep, Side
from hub.core.errors import MissingError
from hub.store import key_requests
from hub.store.key_requests import EVERY, KeptRequest, KeptStep
from hub.workflows.exchange import Exchange
from keys import enrolment
from keys.enrolment import Claim, Enrolment
from keys.trust_requests import RequestKind

Before = tuple[datetime, str]
OF_PARTICIPANT = frozenset({Role.ADMINISTRATOR, Role.INTEGRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequestPage:
    """A request with the steps it took; `status` is that of today: what the trust list does already is listed.

    `claim` is what a new key's request says, `voucher` the older key that vouches for it. Where there is none,
    `needs_council`: the Council itself has to let it in.
    """

    kept: KeptRequest
    status: RequestStatus
    progress: Progress
    steps: Sequence[KeptStep]
    claim: Claim | None
    voucher: str | None
    needs_council: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A request as lists show it."""

    kept: KeptRequest
    status: RequestStatus


async def list_key_requests(
    exchange: Exchange,
    participant: str | None,
    *,
    statuses: Sequence[RequestStatus] = EVERY,
    before: Before | None = None,
    limit: int = 50,
) -> Sequence[Shown]:
    """Return requests of a participant (None: of all), those that changed last first."""
    async with exchange.pool.acquire() as conn:
        found = await key_requests.read_page(conn, participant, statuses=statuses, before=before, limit=limit)
    return [Shown(kept=each, status=status_of(exchange, each)) for each in found]


async def list_open(exchange: Exchange, participant: str | None) -> Sequence[Shown]:
    """Return the requests of a participant (None: of all) that are on their way."""
    found = await list_key_requests(exchange, participant, statuses=OPEN, limit=200)
    return [each for each in found if each.status in OPEN]


async def read_key_request(exchange: Exchange, request: str) -> KeyRequestPage:
    """Return one request.

    Raises:
        MissingError: there is none.
    """
    if not ids.is_message_id(request):
        raise MissingError
    async with exchange.pool.acquire() as conn:
        kept = await key_requests.read(conn, request)
        if kept is None:
            raise MissingError
        steps = await key_requests.read_steps(conn, request)
    proof = proof_of(kept)
    claim = None if proof is None else enrolment.read(proof.statement)
    needs_council = proof is not None and claim is not None and key_claim.needs_council(claim, proof)
    return KeyRequestPage(
        kept=kept,
        status=status_of(exchange, kept),
        progress=Progress(status=kept.status, hands=tuple(str(each.account) for each in steps if each.step in HANDS)),
        steps=steps,
        claim=claim,
        voucher=None if proof is None or needs_council else enrolment.signer_of(proof.vouched or proof.statement),
        needs_council=needs_council,
    )


def proof_of(kept: KeptRequest) -> Enrolment | None:
    """Return the proof of a new key; None where a listed key is asked about."""
    if kept.statement is None:
        return None
    vouched = None if kept.vouched is None else kept.vouched.encode("ascii")
    return Enrolment(statement=kept.statement.encode("ascii"), vouched=vouched)


def status_of(exchange: Exchange, kept: KeptRequest) -> RequestStatus:
    """Return how a request stands today: what is approved and done by the trust list in use is listed."""
    is_done = kept.status is RequestStatus.APPROVED and key_request.is_carried(kept.kind, listed_status(exchange, kept))
    return RequestStatus.LISTED if is_done else kept.status


def listed_status(exchange: Exchange, kept: KeptRequest) -> str | None:
    """Return the participant's key's status in the list; a suspension made online alone is not yet the list's."""
    key = exchange.judgement.trust.keys.get(kept.kid)
    if key is None or key.participant != kept.participant:
        return None
    is_online = kept.kind is RequestKind.SUSPEND and kept.kid in exchange.judgement.suspensions
    return "active" if is_online else key.status.value


def sides_of(account: Account, participant: str) -> frozenset[Side]:
    """Return for whom a person can act on a request of this participant."""
    sides = set()
    if account.participant == participant and account.roles & OF_PARTICIPANT:
        sides.add(Side.PARTICIPANT)
    if Role.SECRETARIAT_OFFICER in account.roles:
        sides.add(Side.SECRETARIAT)
    return frozenset(sides)


def steps_open_to(page: KeyRequestPage, account: Account) -> frozenset[RequestStep]:
    """Return the steps that this person may take now, so far as the request goes."""
    if page.status is not page.kept.status:
        return frozenset()
    sides = sides_of(account, page.kept.participant)
    return frozenset(step for step in RequestStep if key_request.can_take(page.progress, step, account.id, sides))
