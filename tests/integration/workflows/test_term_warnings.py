"""Terms of cases and reviews of bans are told to whom they concern: once per stage, and with nothing of a person."""

import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from hub.core import envelope as envelopes
from hub.core import notice
from hub.core.agreement.register import Register
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.delivery.read_inbox import read_inbox
from hub.workflows.log.release_log import release_rest
from hub.workflows.notices import warn_terms
from hub.workflows.notices.send_notice import Herald
from hub.workflows.notices.warn_terms import TermWarner
from hub.workflows.projections import project
from hub.workflows.projections.bans import Bans
from hub.workflows.projections.cases import Cases
from keys import jws
from tests.integration.hubs import Hub, make_message_id
from tests.support.hub import now
from tests.support.readmission import KZ, TJ
from tests.support.records import example

AGREEMENT, UNVERIFIED, VERIFIED = "kz-tj-readmission", "cis-bilateral-default", "ru-ch-2009"
ISSUER = "kg-migration"
MEMBERS = {"kind", "at", "stage", "case_kind", "owner", "case_id", "clock", "started_by", "acting", "verified"}
ENDING = {"due_on", "days", "unit", "effect"}


@dataclasses.dataclass
class Ahead:
    """A clock so many days ahead."""

    days: int

    def now(self) -> Any:
        """Return the time that is to come."""
        return now() + timedelta(days=self.days)


def later(hub: Hub, days: int, profile: str = UNVERIFIED, *, mute: bool = False) -> TermWarner:
    """Return who warns some days later, with the agreement's terms taken from a profile."""
    register = hub.exchange.judgement.register
    changed = dataclasses.replace(register[AGREEMENT], deadline_profile=profile)
    fresh = dataclasses.replace(hub.exchange.judgement.trust, expires_at=now() + timedelta(days=365))
    judgement = dataclasses.replace(hub.exchange.judgement, register=Register([changed]), trust=fresh)
    exchange = dataclasses.replace(hub.exchange, clock=Ahead(days), judgement=judgement)
    return TermWarner(Herald(exchange, hub.process.committer, None if mute else hub.trust.keys["hub"]))


async def follow(hub: Hub) -> None:
    """Let the projections reach the end of the log."""
    await release_rest(hub.exchange)
    for projection in (Cases(), Bans()):
        while not (await project.follow(hub.exchange, projection))[1]:
            pass


async def ask(hub: Hub, *, delivered: bool = True) -> tuple[str, str, int]:
    """Let Kazakhstan ask Tajikistan; return the case, the request's id and its place."""
    case, message_id = f"W-{hub.next_number()}", make_message_id()
    answer = await hub.submit(hub.request(case, message_id=message_id))
    if delivered:
        await hub.submit(hub.said(TJ, "processed", answer.receipt))
    await follow(hub)
    return case, message_id, answer.receipt.index


async def told(hub: Hub, recipient: str) -> list[Mapping[str, Any]]:
    """Return what the hub said to a participant of terms."""
    await release_rest(hub.exchange)
    page = await read_inbox(hub.exchange, recipient=recipient, lane="urgent", after=0, limit=500)
    served = [message["envelope"].encode() for message in page.to_json()["messages"] if "envelope" in message]
    read = [envelopes.parse(jws.read(token, envelopes.TYP).payload, token) for token in served]
    return [each.record for each in read if each.type == notice.TYPE]


def of_reply(records: list[Mapping[str, Any]]) -> list[tuple[str, int | None]]:
    """Return the stages of the reply's term, in the order in which they were told."""
    return [(each["stage"], each.get("days")) for each in records if each.get("clock") == "reply"]


async def test_both_parties_are_told_before_the_end_and_at_it_once_each(node: Hub):
    case, _, index = await ask(node)
    for days in (0, 20, 27, 27, 31, 40, 40):
        await later(node, days).step()
    for party in (KZ, TJ):
        said = await told(node, party)
        assert of_reply(said) == [("due-soon", 5), ("overdue", None)]
        assert all(set(each) <= MEMBERS | ENDING for each in said), "nothing of a person"
    first, last = [each for each in await told(node, TJ) if each["clock"] == "reply"]

    assert (first["owner"], first["case_id"], first["case_kind"], first["started_by"]) == (KZ, case, "case", index)
    assert (first["acting"], first["unit"], first["verified"]) == (TJ, "calendar_day", False)
    assert first["due_on"] == last["due_on"] >= (now() + timedelta(days=30)).date().isoformat()
    assert last["effect"] == "remind"
    assert await told(node, "ru-guvm") == []


async def test_of_two_warnings_that_became_due_the_last_one_is_told(node: Hub):
    await ask(node)
    due = date.fromisoformat((await _first_due(node))[:10])
    await later(node, (due - legal_day(node.exchange.judgement.trust, TJ, now())).days).step()

    assert ("due-soon", 1) in of_reply(await told(node, KZ))
    assert ("due-soon", 5) not in of_reply(await told(node, KZ))[1:]


async def _first_due(hub: Hub) -> str:
    """Return the last day of the reply's term, as the first warning says it."""
    await later(hub, 27).step()
    return str(next(each["due_on"] for each in await told(hub, KZ) if each["clock"] == "reply"))


async def test_a_verified_term_says_so_and_silence_without_registration_is_overdue(node: Hub):
    await ask(node)
    await later(node, 40, VERIFIED).step()
    (said,) = [each for each in await told(node, TJ) if each["clock"] == "reply"]

    assert (said["stage"], said["verified"], said["effect"]) == ("overdue", True, "overdue")


async def test_a_delivery_that_nobody_proves_is_told_and_a_met_term_is_not(node: Hub):
    await ask(node, delivered=False)
    await later(node, 6).step()
    assert of_reply(await told(node, KZ)) == of_reply(await told(node, TJ)) == [("undelivered", None)]

    case, request, index = await ask(node)
    await node.submit(node.reply(case, "refused", request))
    await follow(node)
    await later(node, 40).step()
    assert [each for each in await told(node, KZ) if (each["started_by"], each["clock"]) == (index, "reply")] == []


async def test_cases_are_gone_through_a_stretch_at_a_step(node: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warn_terms, "CASES_A_STEP", 2)
    for _ in range(3):
        await ask(node)
    warner = later(node, 40)
    counts = []
    for _ in range(4):
        await warner.step()
        counts.append(len(of_reply(await told(node, KZ))))

    assert counts == [2, 3, 3, 3]


async def test_without_a_key_terms_wait_and_after_a_crash_nobody_is_told_twice(
    node: Hub, monkeypatch: pytest.MonkeyPatch
):
    await ask(node)
    assert await later(node, 40, mute=True).step() == 0
    assert await told(node, KZ) == []

    async def crash(_herald: Herald, _what: str) -> bool:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(Herald, "tell", crash)
        with pytest.raises(ConnectionResetError):
            await later(node, 40).step()
    await later(node, 40).step()
    assert of_reply(await told(node, KZ)) == [("overdue", None)]


async def test_the_issuer_of_a_ban_is_told_of_its_review_and_nobody_else(node: Hub):
    today = now().date()
    changes = {"grounds": ["OVERSTAY"], "review_due": (today + timedelta(days=10)).isoformat()}
    lasting = {"period": {"kind": "indefinite", "start_on": today.isoformat()}}
    for ban_id, revision in (("W-1", 1), ("W-1", 2)):
        record = {**changes, **lasting, "ban_id": ban_id, "revision": revision}
        await node.submit(node.ban(sender=ISSUER, to=["tj-mvd"], record=record, version="1.2", subject=ban_id))
    await follow(node)
    for days in (0, 1, 11, 12):
        await later(node, days).step()
    said = await told(node, ISSUER)

    assert [(each["kind"], each["stage"], each["ban_id"]) for each in said] == [
        ("ban-review-term", "due-soon", "W-1"),
        ("ban-review-term", "overdue", "W-1"),
    ]
    assert {(each["owner"], each["due_on"], each["verified"]) for each in said} == {
        (ISSUER, changes["review_due"], False)
    }
    assert await told(node, "tj-mvd") == []


async def test_a_review_that_waits_is_told_to_the_one_who_asked_and_to_the_issuer_until_it_is_answered(node: Hub):
    calm = {"agreement": "cis-2000", "purpose": "entry-control", "subject": "TJ-W-1"}
    ban = node.ban(sender=ISSUER, to=["tj-molme"], record={"ban_id": "W-2", "grounds": ["OVERSTAY"]}, version="1.2")
    await node.submit(ban)
    review = {
        "review_id": "TJ-W-1",
        "ban": {"issuer": ISSUER, "ban_id": "W-2"},
        "requesting_authority": "tj-molme",
        "applicant": "person",
        "causes": ["force_majeure"],
        "consent": True,
        "requested_on": "2026-11-21",
    }
    asked = await node.submit(node.sign("tj-molme", review, type="ban-review-request", to=[ISSUER], **calm))
    await follow(node)
    await later(node, 6).step()
    await node.submit(node.said(ISSUER, "processed", asked.receipt))
    await follow(node)
    await later(node, 27).step()
    for party in ("tj-molme", ISSUER):
        said = [each for each in await told(node, party) if each["kind"] == "case-term"]
        assert [(each["stage"], each["clock"], each["case_kind"], each["case_id"]) for each in said] == [
            ("undelivered", "ban-review", "ban-review", "TJ-W-1"),
            ("due-soon", "ban-review", "ban-review", "TJ-W-1"),
        ]
        assert {each["acting"] for each in said} == {ISSUER}
    assert await told(node, "kz-mvd") == []


async def test_a_data_subjects_request_is_told_at_each_of_those_who_do_not_answer(node: Hub):
    """The two who were asked have clocks of their own; whoever answers is left in peace."""
    asked, number = {"to": [TJ, ISSUER], "agreement": "cis-2000", "purpose": "entry-control"}, "KZ-D-2026-0001"
    record = example("data-subject-request", "access", request_id=number, requesting_authority=KZ)
    request = make_message_id()
    sent = await node.submit(
        node.sign(KZ, record, type="data-subject-request", subject=number, message_id=request, **asked)
    )
    for by in asked["to"]:
        await node.submit(node.said(by, "processed", sent.receipt))
    answer = example("data-subject-answer", "not-held", request_id=number, requesting_authority=KZ)
    routing = {**asked, "to": [KZ], "type": "data-subject-answer", "subject": number, "reply_to": request}
    await node.submit(node.sign(ISSUER, answer, **routing))
    await follow(node)

    before = await later(node, 2).step()
    first, again = await later(node, 60).step(), await later(node, 60).step()
    records = [each for each in await told(node, KZ) if each.get("case_id") == number]

    assert (before, first, again) == (0, 1, 0)
    assert [(each["case_kind"], each["stage"], each["clock"], each["acting"]) for each in records] == [
        ("request", "overdue", "data-subject", TJ)
    ]
    assert [each["stage"] for each in await told(node, TJ) if each.get("case_id") == number] == ["overdue"]
    assert not [each for each in await told(node, ISSUER) if each.get("case_id") == number]
