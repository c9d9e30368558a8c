"""Cases whose next step is Tajikistan's to take: a decision, an answer to a plan, a handover act; one of a minor."""

from typing import Any

from tests.integration.hubs import READMISSION, REQUEST, Hub, make_message_id

DECIDED, PLANNED, AGREED, OF_A_MINOR = "KZ-SIGN-0001", "KZ-SIGN-0002", "KZ-SIGN-0003", "KZ-SIGN-0004"
FRAME: dict[str, Any] = {
    "requesting_authority": "kz-mvd",
    "authority": {"name": "Испытательный орган", "participant": "kz-mvd"},
}
PLAN = {"planned_at": "2027-01-12T06:00:00Z", "crossing_point": "аэропорт Душанбе", "transport": "air"}


async def seed_signing(hub: Hub) -> None:
    """Put the cases into the hub, each as far as Kazakhstan's own records bring it."""
    await submit_request(hub, DECIDED)
    await submit_request(hub, OF_A_MINOR, born=2015)
    await plan_transfer(hub, PLANNED)
    await confirm_transfer(hub, AGREED, await plan_transfer(hub, AGREED))


async def confirm_transfer(hub: Hub, case: str, notice: str) -> None:
    """Let Tajikistan confirm a planned transfer."""
    answer = {"case_id": case, "answered_on": "2026-11-20", "answer": "confirmed", "reasons": []}
    by = {"authority": {"name": "Испытательный орган", "participant": "tj-mvd"}, "requesting_authority": "kz-mvd"}
    routing = {**READMISSION, "to": ["kz-mvd"], "type": "transfer-response", "reply_to": notice}
    await hub.submit(hub.sign("tj-mvd", {**answer, **by}, **routing))


async def submit_request(hub: Hub, case: str, *, born: int = 1990) -> str:
    """Submit a request of Kazakhstan, delivered to Tajikistan; return its id."""
    message_id, person = make_message_id(), dict(REQUEST["person"])
    person["birth"] = {**person["birth"], "date": {"year": born, "month": 3, "day": 15}}
    answer = await hub.submit(hub.request(case, message_id=message_id, record={"person": person}))
    await hub.submit(hub.said("tj-mvd", "processed", answer.receipt))
    return message_id


async def plan_transfer(hub: Hub, case: str) -> str:
    """Bring a case to a planned transfer; return the id of the notice."""
    request = await submit_request(hub, case)
    held = {"travel_document": {"status": "held"}}
    await hub.submit(hub.reply(case, "accepted", request, record=held))
    notice, record = make_message_id(), {"case_id": case, **FRAME, "notified_on": "2026-11-20", "plan": PLAN}
    await hub.submit(hub.sign("kz-mvd", record, **{**READMISSION, "type": "transfer-notice", "message_id": notice}))
    return notice
