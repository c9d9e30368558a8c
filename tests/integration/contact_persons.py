"""Contact persons at a hub of the tests: their statements logged, their envelopes made."""

from datetime import datetime
from typing import Any

from hub.core.receipt import Receipt
from hub.workflows.trust import log_statement
from keys import jws
from keys.errors import KeysError
from tests.integration.hubs import READMISSION, REPLY, REQUEST, Hub
from tests.support import contact_persons
from tests.support.contact_persons import person_key
from tests.support.hub import now


async def log(hub: Hub, token: bytes) -> Receipt:
    """Submit a statement; a refusal is raised."""
    return await log_statement.log_statement(hub.exchange, hub.process.committer, token)


async def code_of_logging(hub: Hub, token: bytes) -> str:
    """Submit a statement; return the code of its refusal, `accepted` without one."""
    try:
        await log(hub, token)
    except (KeysError, log_statement.ConflictError) as refused:
        return str(refused.code)
    return "accepted"


async def delegate(hub: Hub, person: str, participant: str = "tj-mvd", **changes: Any) -> Receipt:
    """Log a delegation of the participant's contact person."""
    at: datetime = changes.pop("at", now())
    return await log(hub, contact_persons.delegate(hub.trust, participant, person, at=at, **changes))


async def withdraw(hub: Hub, person: str, participant: str = "tj-mvd", **changes: Any) -> Receipt:
    """Log the withdrawal of a delegation."""
    at: datetime = changes.pop("at", now())
    return await log(hub, contact_persons.withdraw(hub.trust, participant, person, at=at, **changes))


async def approve(hub: Hub, person: str, envelope: bytes, participant: str = "tj-mvd", **changes: Any) -> Receipt:
    """Log the person's approval of what an envelope holds."""
    payload, at = payload_of(envelope), changes.pop("at", now())
    return await log(hub, contact_persons.approve(hub.trust, participant, person, payload, at=at, **changes))


def payload_of(envelope: bytes) -> bytes:
    """Return the exact bytes that were signed as the envelope's payload."""
    return jws.read(envelope, "cis-record+jws").payload


def request_by(hub: Hub, person: str, case: str, **members: Any) -> bytes:
    """Return a readmission request of Tajikistan to Kazakhstan, signed by its contact person."""
    record = {
        **REQUEST,
        "case_id": case,
        "requesting_authority": "tj-mvd",
        "requested_authority": "kz-mvd",
    }
    routing = {**READMISSION, "to": ["kz-mvd"], "key": person_key(person), **members}
    return hub.sign("tj-mvd", record, **routing)


def reply_by(hub: Hub, person: str, case: str, reply_to: str, **members: Any) -> bytes:
    """Return Tajikistan's acceptance of a readmission request, signed by its contact person."""
    routing = {**READMISSION, "to": ["kz-mvd"], "type": "readmission-reply", "reply_to": reply_to}
    record = {**REPLY, "case_id": case, "decision": "accepted"}
    return hub.sign("tj-mvd", record, **{**routing, "key": person_key(person), **members})
