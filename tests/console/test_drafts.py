"""Preparing, approving, signing and sending records in the console, without a browser: what pages say and refuse."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest

from hub.core.errors import UnavailableError, UnprocessableError
from hub.workflows.drafts import sign_draft
from hub.workflows.drafts.prepare_record import Wanted, prepare_record
from keys import jws
from tests.console.seeding import follow_all
from tests.console.seeding_signing import confirm_transfer, plan_transfer
from tests.console.served import Served
from tests.console.signers import Signer, make_signer, new_case
from tests.integration.hubs import REQUEST
from tests.support.trust import make_key

AUTHOR, APPROVER, OTHER_SIDE = "tj-mvd.liaison", "tj-mvd.approver", "kz-mvd.liaison"
ACCEPT = {"decision": "accepted"}
REFUSE = {"decision": "refused", "reason": "R01", "reason_ru": "Не установлено.", "reason_en": "Not established."}


@pytest.fixture
async def author(served: Served) -> AsyncIterator[Signer]:
    """The liaison who prepares."""
    async with served.client(AUTHOR, lang="en") as client:
        yield await make_signer(served, AUTHOR, client)


@pytest.fixture
async def approver(served: Served) -> AsyncIterator[Signer]:
    """The person who signs after him."""
    async with served.client(APPROVER, lang="en") as client:
        yield await make_signer(served, APPROVER, client)


async def prepared(served: Served, author: Signer, name: str, form: dict[str, str] = ACCEPT) -> tuple[str, str]:
    """Prepare a decision in a new case whose evidence was opened; return the addresses of case and draft."""
    case = await new_case(served, name)
    await author.look(case)
    answered = await author.post(f"{case}/decision", form)
    assert answered.status == 303, answered.page
    return case, answered.location


async def approved(served: Served, author: Signer, approver: Signer, name: str) -> tuple[str, str]:
    """As `prepared`, with the first signature; the approver has opened the evidence too."""
    case, draft = await prepared(served, author, name)
    answered = await author.approve(draft)
    assert answered.status == 303, answered.page
    await approver.look(case)
    return case, draft


async def test_a_decision_is_approved_by_one_person_and_signed_by_another(
    served: Served, author: Signer, approver: Signer
):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-1")
    assert "Waits for the second signature" in await author.get(draft)

    assert (await approver.sign(draft)).status == 303
    page = await approver.get(draft)
    assert "Accepted." in page
    assert "What will be signed" not in page, "the content goes once the record is in the log"


async def test_nobody_gives_both_signatures(served: Served, author: Signer, approver: Signer):
    case = await new_case(served, "KZ-DRAFT-2")
    await approver.look(case)
    draft = (await approver.post(f"{case}/decision", ACCEPT)).location
    await approver.approve(draft)
    answered = await approver.sign(draft)

    assert answered.status == 422
    assert "another person" in answered.page


async def test_without_the_first_signature_the_second_is_not_taken(served: Served, author: Signer, approver: Signer):
    case, draft = await prepared(served, author, "KZ-DRAFT-3")
    await approver.look(case)

    answered = await approver.sign(draft)
    assert answered.status == 422
    assert "first signature" in answered.page


async def test_a_liaison_cannot_give_the_second_signature(served: Served, author: Signer, approver: Signer):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-4")

    assert (await author.sign(draft)).status == 403


async def test_unopened_decisive_evidence_blocks_both_signatures(served: Served, author: Signer, approver: Signer):
    case = await new_case(served, "KZ-DRAFT-5")
    draft = (await author.post(f"{case}/decision", ACCEPT)).location
    assert "Open the decisive evidence" in await author.get(draft)
    assert (await author.approve(draft)).status == 422

    await author.look(case)
    assert "Open the decisive evidence" not in await author.get(draft)
    await author.approve(draft)
    assert (await approver.sign(draft)).status == 422


async def test_the_case_of_a_minor_waits_for_its_review(served: Served, author: Signer, approver: Signer):
    case = await new_case(served, "KZ-DRAFT-6", born=2015)
    await author.look(case)
    draft = (await author.post(f"{case}/decision", ACCEPT)).location
    assert "concerns a minor" in await author.get(draft)
    assert (await author.approve(draft)).status == 422
    assert (await author.post(f"{draft}/review", {})).status == 403

    assert (await approver.post(f"{draft}/review", {})).status == 303
    assert (await author.approve(draft)).status == 303


async def test_an_edit_leaves_the_approval_behind(served: Served, author: Signer, approver: Signer):
    case, draft = await approved(served, author, approver, "KZ-DRAFT-7")
    before = await author.payload(draft)
    edited = await author.post(f"{case}/decision", {**REFUSE, "draft": draft.rpartition("/")[2], "revision": "1"})

    assert edited.location == draft
    assert await author.payload(draft) != before
    assert "First signature: not given yet" in await approver.get(draft)
    assert (await approver.sign(draft)).status == 422


async def test_whoever_signs_what_was_edited_meanwhile_sees_what_changed(
    served: Served, author: Signer, approver: Signer
):
    case, draft = await approved(served, author, approver, "KZ-DRAFT-17")
    token = (await approver.envelope(draft)).decode()
    await author.post(f"{case}/decision", {**REFUSE, "draft": draft.rpartition("/")[2], "revision": "1"})
    answered = await approver.post(f"{draft}/sign", {"token": token, "revision": "1"})

    assert answered.status == 409
    assert "What the last edit changed" in answered.page
    assert "Not established." in answered.page


async def test_markup_and_four_thousand_letters_show_safely_and_marks_of_direction_are_told(
    served: Served, author: Signer
):
    case = await new_case(served, "KZ-DRAFT-18")
    answered = await author.post(f"{case}/decision", {**REFUSE, "reason_ru": "а\u202eб"})
    assert answered.status == 422
    assert 'id="reason_ru-fault"' in answered.page

    long = ("<script>alert(1)</script>" + "Ж" * 4000)[:4000]
    answered = await author.post(f"{case}/decision", {**REFUSE, "reason_ru": long})
    assert answered.status == 303, answered.page
    page = await author.get(answered.location)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;ЖЖЖ" in page
    assert "<script>alert" not in page
    assert (await author.post(f"{case}/decision", {**REFUSE, "reason_ru": "Ж" * 4001})).status == 413


async def test_anothers_draft_cannot_be_edited_by_its_id(served: Served, author: Signer):
    case, draft = await prepared(served, author, "KZ-DRAFT-19")
    other = await new_case(served, "KZ-DRAFT-20")
    form = {**REFUSE, "draft": draft.rpartition("/")[2], "revision": "1"}
    assert (await author.post(f"{other}/decision", form)).status == 409, "the draft is of another case"
    for wrong in ({"draft": "x"}, {"revision": "-1"}, {"draft": "00000000-0000-7000-8000-000000000000"}):
        assert (await author.post(f"{case}/decision", {**form, **wrong})).status in {404, 422}
    assert "Not established" not in await author.get(draft)


async def test_of_two_who_decide_at_once_the_second_sees_what_the_first_wrote(
    served: Served, author: Signer, approver: Signer
):
    case, draft = await prepared(served, author, "KZ-DRAFT-8")
    answered = await approver.post(f"{case}/decision", REFUSE)

    assert answered.status == 409
    assert "What is different" in answered.page
    assert draft in answered.page
    assert "Not established." in answered.page, "what was typed is kept"


async def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(served: Served, author: Signer):
    case = await new_case(served, "KZ-DRAFT-9")
    answered = await author.post(f"{case}/decision", {"decision": "refused", "reason": "R99"})
    assert answered.status == 422
    assert 'id="reason_ru-fault"' in answered.page or 'id="reason-fault"' in answered.page
    assert 'value="R99" selected' in answered.page

    answered = await author.post(f"{case}/decision", {**REFUSE, "decision": "accepted"})
    assert answered.status == 422, "an acceptance has no reasons, and none that was typed is dropped unseen"
    assert 'id="reason-fault"' in answered.page

    answered = await author.post(f"{case}/decision", {})
    assert answered.status == 422
    assert 'id="decision-fault"' in answered.page


async def test_a_returned_draft_comes_back_with_its_note_and_its_fields(
    served: Served, author: Signer, approver: Signer
):
    case, draft = await approved(served, author, approver, "KZ-DRAFT-10")
    assert (await approver.post(f"{draft}/return", {"why": "", "revision": "1"})).status == 422
    note = "Срок <b>не</b> указан \u202e"
    assert (await approver.post(f"{draft}/return", {"why": note, "revision": "1"})).status == 303

    page = await author.get(f"{case}/decision")
    assert "Срок &lt;b&gt;не&lt;/b&gt; указан" in page
    assert 'value="accepted" checked' in page
    assert (await author.approve(draft)).status == 409, "a returned draft is mended first"


async def test_other_bytes_another_kind_and_a_strangers_key_are_refused(
    served: Served, author: Signer, approver: Signer
):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-11")
    payload = json.loads(await approver.payload(draft))
    other = jws.sign(json.dumps(payload, indent=1).encode(), approver.key, "cis-record+jws")
    statement, stranger = await approver.statement(draft), make_key("console", "stranger")
    foreign = jws.sign(await approver.payload(draft), stranger, "cis-record+jws")

    answers = [
        await approver.post(f"{draft}/sign", {"token": each.decode(), "revision": "1"})
        for each in (other, statement, foreign)
    ]
    answers.append(await approver.post(f"{draft}/sign", {"revision": "1"}))
    assert [each.status for each in answers] == [422] * 4
    assert (await approver.sign(draft)).status == 303, "nothing of it was kept"


async def test_after_a_lost_connection_the_same_bytes_go_out_and_no_others(
    served: Served, author: Signer, approver: Signer, monkeypatch: pytest.MonkeyPatch
):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-12")
    real, sent = sign_draft.submit, list[bytes]()

    async def lose(exchange, committer, token):
        sent.append(token)
        await real(exchange, committer, token)
        raise UnavailableError(retry_after=1)

    with monkeypatch.context() as patch:
        patch.setattr(sign_draft, "submit", lose)
        assert (await approver.sign(draft)).status == 303
    assert "there is no receipt yet" in await approver.get(draft)
    assert (await approver.sign(draft)).status in {409, 422}
    assert (await approver.post(f"{draft}/drop", {"revision": "1"})).status == 409

    assert (await approver.post(f"{draft}/send", {})).status == 303
    assert "Accepted." in await approver.get(draft)
    assert len(sent) == 1


async def test_what_the_hub_refuses_waits_as_before(served: Served, author: Signer, approver: Signer, monkeypatch):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-13")

    async def refuse(*_):
        raise sign_draft.OtherBytesError

    with monkeypatch.context() as patch:
        patch.setattr(sign_draft, "submit", refuse)
        assert (await approver.sign(draft)).status == 422
    assert "Waits for the second signature" in await approver.get(draft)


async def test_a_dropped_draft_makes_room_for_another(served: Served, author: Signer):
    case, draft = await prepared(served, author, "KZ-DRAFT-14")
    assert (await author.post(f"{draft}/drop", {"revision": "1"})).status == 303
    assert "dropped" in await author.get(draft)

    assert (await author.post(f"{case}/decision", REFUSE)).status == 303


async def test_one_person_asks_for_information_and_extends_the_term(served: Served, author: Signer):
    case = await new_case(served, "KZ-DRAFT-15")
    until = {"until": "2027-01-20", "reason": "registers_checked"}
    extension = await author.post(f"{case}/extension", until)
    assert extension.status == 303, extension.page
    assert (await author.sign(extension.location)).status == 303
    assert "Accepted." in await author.get(extension.location)

    question = {"question": "identity", "question_ru": "Уточните имя.", "answer_by": "2026-12-01"}
    asked = await author.post(f"{case}/request-information", question)
    assert asked.status == 303, asked.page
    assert (await author.sign(asked.location)).status == 303
    assert "Accepted." in await author.get(asked.location)


async def test_a_transfer_is_answered_and_a_person_handed_over(served: Served, author: Signer):
    transfer, handover = "/readmission/kz-mvd/KZ-SIGN-0002/transfer", "/readmission/kz-mvd/KZ-SIGN-0003/handover"
    assert "аэропорт Душанбе" in await author.get(transfer)
    other = {"answer": "counter_proposal", "reason": "no_transport", "crossing_point": "Фатехабад", "transport": "road"}
    answered = await author.post(transfer, {**other, "planned_at": "2027-01-14T10:00"})
    assert answered.status == 303, answered.page
    assert json.loads(await author.payload(answered.location))["record"]["proposal"]["planned_at"] == (
        "2027-01-14T05:00:00Z"
    ), "typed by the clock of Dushanbe"

    act = {"number": "А-1/2026", "handed_over_at": "2026-11-21T10:00", "crossing_point": "Фатехабад"}
    people = {"handed_by": "Образцов П. П.", "handed_position": "инспектор", "received_by": "Пробный О. Т."}
    answered = await author.post(handover, {**act, **people})
    assert answered.status == 422
    assert 'id="received_position-fault"' in answered.page
    answered = await author.post(handover, {**act, **people, "received_position": "инспектор", "property": "сумка"})
    assert answered.status == 303, answered.page
    page = await author.get(answered.location)
    assert "Тестов-1" in page
    assert "сумка" in page


async def test_anothers_drafts_and_cases_look_like_none(served: Served, author: Signer):
    case, draft = await prepared(served, author, "KZ-DRAFT-16")
    async with served.client("ru-guvm.liaison") as stranger:
        for path in (draft, f"{draft}/bytes", f"{case}/decision", "/drafts/none", "/readmission/kz-mvd/NONE/decision"):
            async with stranger.get(path) as answer:
                assert answer.status == 404, path


async def test_a_step_that_the_case_does_not_allow_is_said_so(served: Served, author: Signer):
    assert "does not allow this step now" in await author.get("/readmission/kz-mvd/KZ-SIGN-0001/handover")


@pytest.fixture
async def other_side(served: Served) -> AsyncIterator[Signer]:
    """The liaison of the side that asked."""
    async with served.client(OTHER_SIDE, lang="en") as client:
        yield await make_signer(served, OTHER_SIDE, client)


async def test_the_side_that_asked_plans_the_transfer_anew(served: Served, other_side: Signer):
    await plan_transfer(served.hub, "KZ-DRAFT-21")
    await follow_all(served.hub)
    plan = {"planned_at": "2027-02-01T09:30", "crossing_point": "Достык", "transport": "rail"}
    answered = await other_side.post("/readmission/kz-mvd/KZ-DRAFT-21/transfer", plan)
    assert answered.status == 303, answered.page

    assert (await other_side.sign(answered.location)).status == 303
    assert "Accepted." in await other_side.get(answered.location)


async def test_the_handover_act_of_one_side_is_countersigned_by_the_other(
    served: Served, author: Signer, other_side: Signer
):
    await confirm_transfer(served.hub, "KZ-DRAFT-22", await plan_transfer(served.hub, "KZ-DRAFT-22"))
    await follow_all(served.hub)
    page = "/readmission/kz-mvd/KZ-DRAFT-22/handover"
    people = {"handed_by": "Образцов П. П.", "handed_position": "инспектор"}
    people |= {"received_by": "Пробный О. Т.", "received_position": "инспектор"}
    act = {"number": "А-2/2026", "handed_over_at": "2026-11-20T10:00", "crossing_point": "Достык", **people}
    first = await other_side.post(page, act)
    assert (await other_side.sign(first.location)).status == 303
    await follow_all(served.hub)

    assert "The other side has signed the act" in await author.get(page)
    second = await author.post(page, {"remarks_ru": "Замечаний нет."})
    assert second.status == 303, second.page
    assert (await author.sign(second.location)).status == 303
    assert "Accepted." in await author.get(second.location)


async def test_a_form_that_is_sent_after_the_session_ended_leads_back_to_its_page(served: Served, author: Signer):
    case, draft = await prepared(served, author, "KZ-DRAFT-23")
    async with served.client() as nobody:
        for path, back in (
            (f"{draft}/approve", draft),
            (f"{draft}/sign", draft),
            (f"{case}/decision", f"{case}/decision"),
        ):
            async with nobody.post(path, data={}, allow_redirects=False) as answer:
                assert answer.status == 303
                assert answer.headers["Location"] == f"/sign-in?next={quote(back, safe='')}"


async def test_an_approval_of_yesterday_has_to_be_given_again(served: Served, author: Signer, approver: Signer):
    _, draft = await approved(served, author, approver, "KZ-DRAFT-24")
    async with served.hub.exchange.pool.acquire() as conn:
        await conn.execute("UPDATE draft SET approved_at = approved_at - interval '25 hours' WHERE status = 'approved'")

    assert "First signature: not given yet" in await approver.get(draft)
    assert (await approver.sign(draft)).status == 422
    assert (await author.approve(draft)).status == 303
    assert (await approver.sign(draft)).status == 303


def request_of(case: str, **person: Any) -> Wanted:
    """Return a request of Tajikistan to Kazakhstan."""
    sides = {"requesting_authority": "tj-mvd", "requested_authority": "kz-mvd"}
    record = {**REQUEST, **sides, "case_id": case, "person": {**REQUEST["person"], **person}}
    routing: dict[str, Any] = {"agreement": "kz-tj-readmission", "purpose": "readmission", "subject": case}
    return Wanted(type="readmission-request", record=record, to=["kz-mvd"], **routing)


async def test_a_request_about_a_minor_waits_for_its_review_too(served: Served, author: Signer, approver: Signer):
    born = {"birth": {"date": {"year": 2014}}}
    draft = await prepare_record(served.hub.exchange, author.account, request_of("TJ-DRAFT-1", **born))
    assert "concerns a minor" in await author.get(f"/drafts/{draft}")
    assert (await author.sign(f"/drafts/{draft}")).status == 422

    await approver.post(f"/drafts/{draft}/review", {})
    assert (await author.sign(f"/drafts/{draft}")).status == 303
    assert "Accepted." in await author.get(f"/drafts/{draft}")


async def test_a_request_that_discloses_a_refugee_is_not_even_prepared(served: Served, author: Signer):
    refugee = {"nationalities": [{"code": "XXB"}]}
    with pytest.raises(UnprocessableError) as refused:
        await prepare_record(served.hub.exchange, author.account, request_of("TJ-DRAFT-2", **refugee))

    assert [each.code for each in refused.value.faults] == ["review-required"]
