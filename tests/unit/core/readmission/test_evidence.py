"""Evidence: what each tier brings about, and which replies need an explanation."""

import pytest

from hub.core.readmission import evidence
from hub.core.readmission.evidence import Effect


def request(*tiers: str, subject: str = "own_national", forged: bool = False, interview: bool = False):
    items = [{"tier": tier, "item": "other_indication", "forged": forged} for tier in tiers]
    return {"subject_class": subject, "evidence": items, "interview_requested": interview}


@pytest.mark.parametrize(
    ("tiers", "subject", "effect", "strongest"),
    [
        (["N2B", "N1"], "own_national", Effect.ESTABLISHED, "N1"),
        (["N2B", "N2A"], "former_national", Effect.PRESUMED, "N2A"),
        (["N2B"], "own_national", Effect.VERIFICATION, "N2B"),
        (["N3"], "own_national", Effect.INTERVIEW, None),
        ([], "own_national", Effect.INTERVIEW, None),
        (["T2", "T1"], "stateless", Effect.ESTABLISHED, "T1"),
        (["N1", "T2"], "third_country_national", Effect.PRESUMED, "T2"),
        (["T1"], "own_national", Effect.INTERVIEW, None),
    ],
)
def test_the_strongest_tier_that_bears_on_the_person_counts(tiers, subject, effect, strongest):
    weight = evidence.weigh(request(*tiers, subject=subject))

    assert (weight.effect, weight.tier) == (effect, strongest)
    assert weight.ru
    assert weight.en


def test_evidence_that_comes_later_counts():
    assert evidence.weigh(request("N2B"), [{"tier": "N1", "item": "identity_card"}]).effect is Effect.ESTABLISHED


def test_a_forged_document_proves_nothing():
    assert evidence.weigh(request("N1", forged=True)).effect is Effect.INTERVIEW


@pytest.mark.parametrize(
    ("effect", "reasons", "interviewed", "code"),
    [
        (Effect.ESTABLISHED, [{"code": "R01", "text": {"ru": "Нет"}}], True, "refusal-against-proof"),
        (Effect.ESTABLISHED, [{"code": "R01"}, {"code": "R02"}], False, None),
        (Effect.ESTABLISHED, [{"code": "R10"}], False, None),
        (Effect.ESTABLISHED, [{"code": "R05"}], False, "refusal-against-proof"),
        (Effect.PRESUMED, [{"code": "R11"}, {"code": "R01"}], False, "presumption-not-disproved"),
        (Effect.PRESUMED, [{"code": "R01", "text": {"ru": "Опровергнуто"}}], False, None),
        (Effect.VERIFICATION, [{"code": "R01"}], False, None),
        (Effect.INTERVIEW, [{"code": "R01"}], False, "refusal-without-interview"),
        (Effect.INTERVIEW, [{"code": "R01"}], True, None),
        (Effect.INTERVIEW, [{"code": "R05"}], False, None),
        (Effect.ESTABLISHED, [], False, None),
    ],
)
def test_a_refusal_against_the_evidence_needs_an_explanation(effect, reasons, interviewed, code):
    faults = evidence.question_reply(effect, {"reasons": reasons}, was_interviewed=interviewed)

    assert [fault.code for fault in faults] == ([] if code is None else [code])


def test_the_place_of_the_reason_is_named():
    reasons = [{"code": "R11"}, {"code": "R01"}]
    (fault,) = evidence.question_reply(Effect.ESTABLISHED, {"reasons": reasons}, was_interviewed=False)

    assert fault.pointer == "/reasons/1"


def test_an_acceptance_needs_none():
    assert evidence.question_reply(Effect.INTERVIEW, {"decision": "accepted"}, was_interviewed=False) == []


def test_odd_evidence_of_a_request_is_warned_of():
    assert evidence.question_request(request("N1")) == []
    assert [each.pointer for each in evidence.question_request(request("N1", forged=True))] == [
        "/evidence/0",
        "/evidence",
    ]
    assert [each.code for each in evidence.question_request(request("T1", interview=True))] == []
    assert [each.code for each in evidence.question_request(request("T1"))] == ["interview-needed"]
