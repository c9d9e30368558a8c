"""A readmission case: which move is allowed when, to whom, and where it leads."""

import pytest

from hub.core.errors import CaseMoveError, CasePartiesError, HandoverError, ReplyToError
from hub.core.readmission import kinds
from hub.core.readmission.case_state import Stage
from hub.core.readmission.moves import MOVES
from tests.unit.core.readmission.cases import KZ, TJ, Case


def submitted() -> Case:
    case = Case()
    case.send(kinds.REQUEST, KZ)
    return case


def documented() -> Case:
    case = submitted()
    case.send(kinds.REPLY, reply_to=1)
    case.send(kinds.TRAVEL_DOCUMENT)
    return case


def agreed() -> Case:
    case = documented()
    notice = case.send(kinds.TRANSFER_NOTICE, KZ)
    case.send(kinds.TRANSFER_RESPONSE, reply_to=notice)
    return case


def transferred() -> Case:
    case = agreed()
    case.send(kinds.HANDOVER_ACT, KZ)
    case.send(kinds.HANDOVER_ACT, countersigns=case.act)
    return case


def test_a_case_goes_from_request_to_handover():
    case = submitted()
    question = case.send(kinds.INFORMATION_REQUEST)
    case.send(kinds.INFORMATION, KZ, reply_to=question)
    interview = case.send(kinds.INTERVIEW_REQUEST)
    case.send(kinds.INTERVIEW_MINUTES, reply_to=interview)
    case.send(kinds.EXTENSION)
    stages = [case.stage]
    for kind, sender, members in (
        (kinds.REPLY, TJ, {"reply_to": 1}),
        (kinds.TRAVEL_DOCUMENT, TJ, {}),
        (kinds.TRANSFER_NOTICE, KZ, {}),
        (kinds.TRANSFER_RESPONSE, TJ, {"reply_to": 9}),
        (kinds.HANDOVER_ACT, KZ, {}),
    ):
        case.send(kind, sender, **members)
        stages.append(case.stage)
    case.send(kinds.HANDOVER_ACT, countersigns=case.act)

    assert stages == [
        *("submitted", "accepted", "documented", "transfer_planned", "transfer_agreed", "handover_signed"),
    ]
    assert case.stage == "transferred"
    assert case.head is not None
    assert case.head.version == 12


def test_a_request_with_formal_defects_is_returned_and_submitted_again():
    case = submitted()
    case.send(kinds.RETURN)
    assert case.stage == "returned"
    again = case.send(kinds.REQUEST, KZ)
    with pytest.raises(ReplyToError):
        case.send(kinds.REPLY, reply_to=1)
    case.send(kinds.REPLY, reply_to=again)

    assert case.stage == "accepted"


def test_a_refused_request_may_be_renewed_and_its_new_term_extended_again():
    case = submitted()
    case.send(kinds.EXTENSION)
    case.send(kinds.REPLY, reply_to=1, decision="refused")
    assert case.stage == "refused"
    case.send(kinds.REQUEST, KZ)
    case.send(kinds.EXTENSION)

    assert case.state.extended


def test_a_refused_case_is_withdrawn_so_that_nothing_about_the_person_stays():
    case = submitted()
    case.send(kinds.REPLY, reply_to=1, decision="refused")
    with pytest.raises(CaseMoveError):
        case.send(kinds.WITHDRAWAL, TJ)
    case.send(kinds.WITHDRAWAL, KZ)

    assert case.stage == "withdrawn"


def test_the_term_is_extended_once():
    case = submitted()
    case.send(kinds.EXTENSION)
    case.send(kinds.INFORMATION_REQUEST)
    with pytest.raises(CaseMoveError) as caught:
        case.send(kinds.EXTENSION)

    assert kinds.EXTENSION not in str(caught.value.facts["allowed"])
    assert caught.value.facts["state"] == "information_requested"


@pytest.mark.parametrize("status", ["held", "issued", "to_be_issued"])
def test_whoever_holds_a_document_needs_no_other(status):
    case = submitted()
    case.send(kinds.REPLY, reply_to=1, travel_document={"status": status})

    assert case.stage == ("accepted" if status == "to_be_issued" else "documented")


def test_the_requesting_side_falls_back_to_the_standard_document_only():
    case = submitted()
    case.send(kinds.REPLY, reply_to=1)
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRAVEL_DOCUMENT, KZ)
    case.send(kinds.TRAVEL_DOCUMENT, KZ, basis="standard_document")

    assert case.stage == "documented"


def test_an_interview_asked_for_in_the_request_is_answered_to_the_request():
    case = submitted()
    with pytest.raises(ReplyToError):
        case.send(kinds.INTERVIEW_MINUTES, reply_to=7)
    case.send(kinds.INTERVIEW_MINUTES, reply_to=1)
    case.send(kinds.REPLY, reply_to=1)

    assert case.stage == "accepted"


def test_an_answer_names_the_question_it_answers():
    case = submitted()
    question = case.send(kinds.INFORMATION_REQUEST)
    case.send(kinds.EXTENSION)
    with pytest.raises(ReplyToError):
        case.send(kinds.INFORMATION, KZ, reply_to=1)
    case.send(kinds.INFORMATION, KZ, reply_to=question)

    assert case.stage == "submitted"


def test_a_counter_proposal_is_confirmed_or_answered_by_another_notice():
    case = documented()
    notice = case.send(kinds.TRANSFER_NOTICE, KZ)
    counter = case.send(kinds.TRANSFER_RESPONSE, reply_to=notice, answer="counter_proposal")
    assert case.stage == "transfer_countered"
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRANSFER_RESPONSE, KZ, reply_to=counter, answer="counter_proposal")
    case.send(kinds.TRANSFER_RESPONSE, KZ, reply_to=counter)
    assert case.stage == "transfer_agreed"
    case.send(kinds.TRANSFER_NOTICE, KZ)

    assert case.stage == "transfer_planned"


def test_a_confirmation_of_an_older_notice_is_refused():
    case = documented()
    notice = case.send(kinds.TRANSFER_NOTICE, KZ)
    case.send(kinds.TRANSFER_NOTICE, KZ)
    with pytest.raises(ReplyToError):
        case.send(kinds.TRANSFER_RESPONSE, reply_to=notice)


@pytest.mark.parametrize("reply_to", [4, 5])
def test_a_transfer_that_was_not_carried_out_is_planned_anew(reply_to):
    case = agreed()
    case.send(kinds.TRANSFER_RESPONSE, KZ, reply_to=reply_to, answer="not_carried_out")
    assert case.stage == "documented"
    case.send(kinds.TRANSFER_NOTICE, KZ)

    assert case.stage == "transfer_planned"


def test_a_transfer_that_is_only_planned_cannot_fail_yet():
    case = documented()
    notice = case.send(kinds.TRANSFER_NOTICE, KZ)
    with pytest.raises(CaseMoveError) as caught:
        case.send(kinds.TRANSFER_RESPONSE, reply_to=notice, answer="not_carried_out")

    assert caught.value.facts["move"] == "transfer-response (not_carried_out)"


def test_an_act_is_countersigned_by_the_other_side_as_it_was_signed():
    case = agreed()
    with pytest.raises(HandoverError):
        case.send(kinds.HANDOVER_ACT, countersigns={"id": "id-1", "sha256": "0" * 64})
    case.send(kinds.HANDOVER_ACT, TJ)
    first = case.act
    with pytest.raises(HandoverError):  # his own act
        case.send(kinds.HANDOVER_ACT, TJ, countersigns=first)
    with pytest.raises(HandoverError):  # another act instead of a countersignature
        case.send(kinds.HANDOVER_ACT, KZ)
    case.send(kinds.HANDOVER_ACT, TJ)
    for stale in (first, {**case.act, "sha256": first["sha256"]}, {**case.act, "id": first["id"]}):
        with pytest.raises(HandoverError):
            case.send(kinds.HANDOVER_ACT, KZ, countersigns=stale)
    case.send(kinds.HANDOVER_ACT, KZ, countersigns=case.act)

    assert case.stage == "transferred"


@pytest.mark.parametrize(("decision", "stage"), [("accepted", "taken_back"), ("refused", "claim_rejected")])
def test_whoever_was_readmitted_wrongly_is_claimed_back(decision, stage):
    case = transferred()
    claim = case.send(kinds.TAKE_BACK_CLAIM)
    with pytest.raises(ReplyToError):
        case.send(kinds.TAKE_BACK_ANSWER, KZ, reply_to=1, decision=decision)
    case.send(kinds.TAKE_BACK_ANSWER, KZ, reply_to=claim, decision=decision)

    assert case.stage == stage


@pytest.mark.parametrize("make", [submitted, documented, agreed])
def test_a_request_is_withdrawn_before_the_transfer_by_whoever_made_it(make):
    case = make()
    with pytest.raises(CaseMoveError):
        case.send(kinds.WITHDRAWAL, TJ)
    case.send(kinds.WITHDRAWAL, KZ)

    assert case.stage == "withdrawn"


@pytest.mark.parametrize("kind", sorted(kinds.CASE - {kinds.TAKE_BACK_CLAIM}))
@pytest.mark.parametrize("sender", [KZ, TJ])
def test_a_closed_case_takes_no_decision(kind, sender):
    case = transferred()
    with pytest.raises(CaseMoveError) as caught:
        case.send(kind, sender)

    assert caught.value.facts["allowed"] == kinds.TAKE_BACK_CLAIM
    for language in ("ru", "en"):
        assert kinds.TAKE_BACK_CLAIM in caught.value.text(language)


@pytest.mark.parametrize("kind", sorted(kinds.CASE))
def test_another_states_case_looks_like_none(kind):
    """Neither its state nor that it exists is told."""
    case, none = documented(), Case()
    found = []
    for each in (case, none):
        if kind == kinds.REQUEST and each is none:
            continue
        with pytest.raises(CaseMoveError) as caught:
            each.send(kind, "uz-migration", to=(KZ,))
        found.append(caught.value.facts)

    assert all(facts == {"state": "none", "move": kind, "allowed": kinds.REQUEST} for facts in found)


@pytest.mark.parametrize("to", [("uz-migration",), (KZ, "uz-migration")])
def test_records_of_a_case_go_to_its_parties_only(to):
    with pytest.raises(CasePartiesError):
        submitted().send(kinds.REPLY, reply_to=1, to=to)


def test_every_requested_authority_may_be_told_what_one_of_them_says():
    case = Case()
    case.send(kinds.REQUEST, KZ, to=(TJ, "tj-molme"))
    case.send(kinds.INFORMATION_REQUEST, "tj-molme", to=(KZ, TJ))
    with pytest.raises(CasePartiesError):
        case.send(kinds.EXTENSION, TJ, to=("tj-molme",))

    assert case.stage == "information_requested"


def test_every_stage_has_its_moves():
    assert set(MOVES) == {None, *Stage}
