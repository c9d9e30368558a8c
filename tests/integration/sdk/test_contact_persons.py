"""What contact persons sign, at the gateways: taken where the log lets them, refused where not, copied to their own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.client.answers import Accepted
from hub.clock import SystemClock
from hub.core import checkpoint as checkpoints
from hub.core import envelope as envelopes
from hub.core import ids
from hub.sdk.assembly import Gateway
from hub.sdk.books.inbox import Lane
from keys import jws, note
from tests.integration.hubs import READMISSION, REPLY, REQUEST
from tests.integration.sdk.sites import Site, receive, send
from tests.support import contact_persons
from tests.support.contact_persons import person_key
from tests.support.hub import now
from tests.support.trust import Trust, make_trust

HOUR = timedelta(hours=1)
ENTROPY = iter(range(10**6))


@pytest.fixture
def real_trust() -> Trust:
    """A trust list for the environment `test`."""
    return make_trust(now=SystemClock().now(), origin="hub.test/test")


@pytest.fixture
async def tajikistan(tmp_path: Path, real_trust: Trust, real_url: str) -> AsyncIterator[Gateway]:
    """The gateway of those whose contact persons sign."""
    async with Site(tmp_path / "tj", "tj-mvd", real_trust, real_url).open() as gateway:
        yield gateway


@pytest.fixture
def kazakhstan(tmp_path: Path, real_trust: Trust, real_url: str) -> Site:
    """The site of those who receive."""
    return Site(tmp_path / "kz", "kz-mvd", real_trust, real_url)


def sign(real_trust: Trust, person: str, record: dict[str, Any], **members: Any) -> tuple[bytes, bytes]:
    """Return payload and envelope of Tajikistan, signed by its contact person."""
    payload = envelopes.format(
        **{
            "hub": real_trust.list.hub,
            "message_id": ids.make_message_id(now(), next(ENTROPY).to_bytes(10, "big")),
            "sender": "tj-mvd",
            "sent_at": now(),
            "version": "1.0",
            "subject": record["case_id"],
            "record": record,
            **READMISSION,
            "to": ["kz-mvd"],
            **members,
        }
    )
    return payload, jws.sign(payload, person_key(person), envelopes.TYP)


def request(real_trust: Trust, person: str, case: str) -> bytes:
    """Return the envelope of a readmission request."""
    record = {**REQUEST, "case_id": case, "requesting_authority": "tj-mvd", "requested_authority": "kz-mvd"}
    return sign(real_trust, person, record)[1]


async def delegate(gateway: Gateway, real_trust: Trust, person: str, **changes: Any) -> None:
    at = changes.pop("at", now() - HOUR)
    await gateway.site.client.submit_statement(contact_persons.delegate(real_trust, "tj-mvd", person, at=at, **changes))


async def submit(gateway: Gateway, token: bytes) -> Accepted:
    """Submit, and wait until readers may see it."""
    result = await gateway.site.client.submit_one(token)
    assert isinstance(result, Accepted), result
    async with asyncio.timeout(10):
        while checkpoints.parse(note.parse(await gateway.site.client.checkpoint()).text).size <= result.receipt.index:
            await asyncio.sleep(0.01)
    return result


async def test_a_recipient_takes_what_a_contact_person_signed_and_answers_it(
    tajikistan: Gateway, kazakhstan: Site, real_trust: Trust
):
    await delegate(tajikistan, real_trust, "liaison")
    await submit(tajikistan, request(real_trust, "liaison", "case-1"))
    async with kazakhstan.open() as gateway:
        await receive(gateway, Lane.ORDINARY)
        await send(gateway)
        assert gateway.inbox.counts() == {"applied": 1, "quarantine": 0}
        assert gateway.outbox.counts()["accepted"] == 1, "its receipt"

    assert kazakhstan.subjects() == ["case-1"]


async def test_the_sender_gets_a_copy_which_has_no_effect_and_no_receipt(tajikistan: Gateway, real_trust: Trust):
    await delegate(tajikistan, real_trust, "liaison")
    await submit(tajikistan, request(real_trust, "liaison", "case-2"))
    await receive(tajikistan, Lane.ORDINARY)

    assert tajikistan.inbound.copies == 1
    assert tajikistan.inbound.alarm is None
    assert tajikistan.inbox.counts() == {"applied": 1, "quarantine": 0}
    assert tajikistan.outbox.waiting() == 0
    assert tajikistan.site.adapter.restarts < 0, "the adapter was never started for it"


async def test_what_was_signed_before_a_withdrawal_is_taken_after_it(
    tajikistan: Gateway, kazakhstan: Site, real_trust: Trust
):
    await delegate(tajikistan, real_trust, "liaison")
    await submit(tajikistan, request(real_trust, "liaison", "case-3"))
    await tajikistan.site.client.submit_statement(contact_persons.withdraw(real_trust, "tj-mvd", "liaison", at=now()))
    async with kazakhstan.open() as gateway:
        await receive(gateway, Lane.ORDINARY)

        assert gateway.inbox.counts() == {"applied": 1, "quarantine": 0}


async def test_a_decision_of_two_persons_is_taken_with_its_approval(
    tajikistan: Gateway, kazakhstan: Site, real_trust: Trust
):
    for person in ("first", "second"):
        await delegate(tajikistan, real_trust, person)
    record = {**REQUEST, "case_id": "case-4"}
    payload = envelopes.format(
        hub=real_trust.list.hub,
        message_id=ids.make_message_id(now(), next(ENTROPY).to_bytes(10, "big")),
        sender="kz-mvd",
        sent_at=now(),
        version="1.0",
        subject="case-4",
        record=record,
        **READMISSION,
    )
    await submit(tajikistan, jws.sign(payload, real_trust.keys["kz-mvd"], envelopes.TYP))
    asked = envelopes.parse(payload, b"").id
    decided = {**REPLY, "case_id": "case-4", "decision": "accepted"}
    payload, token = sign(real_trust, "second", decided, type="readmission-reply", reply_to=asked)
    approval = contact_persons.approve(real_trust, "tj-mvd", "first", payload, at=now())
    await tajikistan.site.client.submit_statement(approval)
    await submit(tajikistan, token)
    async with kazakhstan.open() as gateway:
        await receive(gateway, Lane.ORDINARY)

        assert gateway.inbox.counts() == {"applied": 1, "quarantine": 0}
