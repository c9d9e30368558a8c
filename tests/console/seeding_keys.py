"""A request of Tajikistan for a new key, which waits for its second person; and how such requests are made."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hub.core.console.account import Account
from hub.core.console.key_request import RequestStep
from hub.store import key_requests
from hub.store.key_requests import KeptRequest, KeptStep
from keys import enrolment, enrolment_file
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.jwk import PrivateKey
from keys.trust_requests import RequestKind
from tests.integration.hubs import Hub
from tests.support.hub import now
from tests.support.trust import make_key

SAMPLE = "00000000-0000-7000-8000-0000000000e1"
TJ = "tj-mvd"


def make_proof(hub: Hub, key: PrivateKey, *, by: PrivateKey | None = None, **changed: Any) -> Enrolment:
    """Return Tajikistan's request for a key; `by` vouches for it, `changed` are other members than usual."""
    at = now()
    usual = {"hub": hub.exchange.judgement.trust.hub, "participant": TJ, "public": key.public, "use": KeyUse.SIGNING}
    claim = Claim(**{**usual, "valid_from": at, "valid_until": at + timedelta(days=365), "at": at, **changed})
    vouched = None if by is None else enrolment.request(claim, by)
    return Enrolment(statement=enrolment.request(claim, key), vouched=vouched)


def make_file(hub: Hub, key: PrivateKey, **changed: Any) -> bytes:
    """Return the file of such a request; Tajikistan's key in force vouches, unless `by` says otherwise."""
    return enrolment_file.format(make_proof(hub, key, **{"by": hub.trust.keys[TJ], **changed}))


async def seed_keys(hub: Hub, accounts: Mapping[str, Account]) -> None:
    """Let Tajikistan's integrator have proposed a key."""
    key, at = make_key("console", "proposed"), hub.exchange.clock.now()
    proof = enrolment_file.members(make_proof(hub, key, by=hub.trust.keys[TJ]))
    kept = KeptRequest(
        id=SAMPLE,
        participant=TJ,
        kind=RequestKind.ENROL,
        kid=key.kid,
        statement=proof["statement"],
        vouched=proof["vouched"],
        created_at=at,
        changed_at=at,
    )
    step = KeptStep(step=RequestStep.PROPOSE, account=accounts[f"{TJ}.integrator"].id, at=at)
    async with hub.exchange.pool.acquire() as conn, conn.transaction():
        assert await key_requests.write(conn, kept)
        await key_requests.write_step(conn, SAMPLE, step)
