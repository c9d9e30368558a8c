"""Versions of an agreement: which one judges, how one may follow another, whose approval it needs."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import agreement
from hub.core.agreement import Agreement, Allowance, Obligation, Protocol, consent, life_cycle
from hub.core.agreement.version import Status
from hub.core.errors import RoleNotAllowedError, SubjectClassError

TODAY = date(2026, 11, 21)
STATES = {"ru-guvm": "RU", "tj-mvd": "TJ", "tj-molme": "TJ", "kz-mvd": "KZ", "tm-sms": "TM", "cis-ec": None}
PROFILES = ("ru-ch-2009",)


def clause(*, senders: set[str] | None = None, recipients: set[str] | None = None) -> Allowance:
    return Allowance(
        types=frozenset({"entry-ban"}),
        purposes=frozenset({"entry-control"}),
        senders=frozenset({"ru-guvm"} if senders is None else senders),
        recipients=frozenset({"tj-mvd"} if recipients is None else recipients),
    )


def make(**changes: Any) -> Agreement:
    members: dict[str, Any] = {
        "id": "test",
        "version": 1,
        "status": "in_force",
        "parties": frozenset({"RU", "TJ"}),
        "signed_on": date(2026, 1, 1),
        "valid_from": date(2026, 2, 1),
        "valid_until": None,
        "reference_only": False,
        "allows": (clause(),),
        "digest": "00" * 32,
    }
    return Agreement(**{**members, **changes})


def protocol(**changes: Any) -> Protocol:
    members: dict[str, Any] = {
        "status": Status.IN_FORCE,
        "signed_on": date(2026, 3, 1),
        "in_force_from": date(2026, 4, 1),
        "authorities": ("ru-guvm", "tj-mvd"),
        "crossing_points": ("RU-TEST-1",),
        "deadline_profile": "ru-ch-2009",
    }
    return Protocol(**{**members, **changes})


def test_the_newest_version_whose_day_has_come_judges():
    first, second = make(), make(version=2, effective_from=TODAY + timedelta(days=3))
    register = agreement.newest([second, first])

    assert register["test"] is second
    assert register.judging("test", TODAY) is first
    assert register.judging("test", TODAY + timedelta(days=3)) is second
    assert register.judging("other", TODAY) is None
    assert agreement.newest([second]).judging("test", TODAY) is None
    assert register.versions("test") == (first, second)
    assert register.versions("other") == ()
    assert (list(register), len(register)) == (["test"], 1)


def test_the_protocols_terms_count_once_it_is_in_force():
    known = make(protocol=protocol(), deadline_profile="cis-bilateral-default")

    assert known.profile_on(date(2026, 3, 31)) == "cis-bilateral-default"
    assert known.profile_on(date(2026, 4, 1)) == "ru-ch-2009"
    assert make(protocol=protocol(deadline_profile=None), deadline_profile="x").profile_on(TODAY) == "x"
    assert make(deadline_profile="x").profile_on(TODAY) == "x"


def test_what_a_protocol_supplies_is_missing_until_it_is_in_force():
    everything = ("competent_authorities", "crossing_points", "terms")

    assert make().missing_on(TODAY) == ()
    assert make(protocol=protocol()).missing_on(TODAY) == ()
    assert make(protocol=protocol(status=Status.SIGNED)).missing_on(TODAY) == everything
    assert make(protocol=protocol()).missing_on(date(2026, 3, 31)) == everything
    assert make(protocol=protocol(crossing_points=(), in_force_from=None)).missing_on(TODAY) == ("crossing_points",)


def test_a_bilateral_agreement_in_force_may_name_an_observer():
    named = make(parties=frozenset({"RU", "TM"}), allows=(clause(recipients={"tm-sms"}),))
    roles = {"ru-guvm": "member", "tm-sms": "observer"}

    found = agreement.named_by(agreement.newest([named]), "test", TODAY)
    agreement.check_roles(roles, person_data=True, named=found)
    for other in (replace(named, status="signed"), replace(named, parties=frozenset({"RU", "TM", "KZ"}))):
        assert agreement.named_by(agreement.newest([other]), "test", TODAY) == frozenset()
    assert agreement.named_by(agreement.newest([named]), None, TODAY) == frozenset()
    with pytest.raises(RoleNotAllowedError):
        agreement.check_roles(roles, person_data=True)


@pytest.mark.parametrize(
    ("begins", "nationality", "held"),
    [
        (None, "AFG", False),
        (TODAY + timedelta(days=1), "AFG", False),
        (TODAY, "AFG", True),
        (None, "UZB", True),
    ],
)
def test_an_agreement_may_hold_for_a_class_of_persons_later(begins: date | None, nationality: str, held: bool):
    later = Obligation(subject_class="third_country_national", applies_from=begins, nationalities=frozenset({"UZB"}))
    known = make(obligations=(later,))
    agreement.check_subject_class(known, "own_national", ["TJK"], on=TODAY)
    if held:
        agreement.check_subject_class(known, "third_country_national", [nationality], on=TODAY)
        return
    with pytest.raises(SubjectClassError) as caught:
        agreement.check_subject_class(known, "third_country_national", [nationality], on=TODAY)
    assert "test" in caught.value.text("ru")


def codes(before: Agreement | None, after: Agreement) -> set[tuple[str, str]]:
    faults = life_cycle.check(before, after, states=STATES, profiles=PROFILES)
    return {(fault.pointer, fault.code) for fault in faults}


@given(st.sampled_from(list(Status)), st.sampled_from(list(Status)))
def test_only_legal_moves_are_made(old: Status, new: Status):
    refused = ("/status", "agreement-move") in codes(make(status=old), make(status=new, version=2))
    assert refused == (old is Status.TERMINATED or (new != old and new not in life_cycle.MOVES[old]))


def test_an_illegal_move_names_the_allowed_ones():
    (fault,) = life_cycle.check(make(status="negotiation", signed_on=None), make(), states=STATES, profiles=PROFILES)
    assert (fault.pointer, fault.code) == ("/status", "agreement-move")
    assert "initialled, signed" in fault.ru
    (fault,) = life_cycle.check(make(status="terminated"), make(status="terminated"), states=STATES, profiles=())
    assert "—" in fault.en


def test_a_first_version_and_an_amendment_may_follow():
    assert codes(None, make()) == set()
    assert codes(make(), make(version=2, allows=())) == set()
    assert codes(make(protocol=protocol(status=Status.SIGNED)), make(protocol=protocol())) == set()


@pytest.mark.parametrize(
    ("before", "after", "pointer", "code"),
    [
        (make(), make(parties=frozenset({"RU", "KZ"}), allows=()), "/parties", "agreement-parties-changed"),
        (make(), make(kind="exchange"), "/parties", "agreement-parties-changed"),
        (make(protocol=protocol()), make(), "/executive_protocol", "agreement-protocol-lost"),
        (
            make(protocol=protocol(status=Status.NEGOTIATION)),
            make(protocol=protocol()),
            "/executive_protocol/status",
            "agreement-move",
        ),
        (None, make(status="ratified"), "/ratifications", "agreement-ratification"),
        (None, make(signed_on=date(2027, 1, 1)), "/valid_from", "agreement-dates"),
        (None, make(valid_until=date(2026, 1, 15)), "/valid_from", "agreement-dates"),
        (None, make(valid_from=None), "/valid_from", "agreement-dates"),
        (None, make(signed_on=None), "/signed_on", "agreement-dates"),
        (None, make(reference_only=True), "/allows", "agreement-reference-only"),
        (None, make(allows=(clause(recipients={"kz-mvd"}),)), "/allows/0", "agreement-participant-foreign"),
        (None, make(deadline_profile="other"), "/deadline_profile", "deadline-profile-unknown"),
        (
            None,
            make(protocol=protocol(deadline_profile="other")),
            "/executive_protocol/deadline_profile",
            "deadline-profile-unknown",
        ),
        (
            None,
            make(status="signed", protocol=protocol()),
            "/executive_protocol/status",
            "agreement-protocol-early",
        ),
        (
            None,
            make(protocol=protocol(signed_on=None)),
            "/executive_protocol/in_force_from",
            "agreement-dates",
        ),
        (
            None,
            make(protocol=protocol(status=Status.SIGNED, signed_on=date(2026, 5, 1))),
            "/executive_protocol/in_force_from",
            "agreement-dates",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(before: Any, after: Agreement, pointer: str, code: str):
    assert codes(before, after) == {(pointer, code)}


def test_every_party_has_ratified_where_the_status_says_so():
    assert codes(None, make(status="ratified", ratified_by=frozenset({"RU", "TJ"}))) == set()


def test_others_may_join_a_multilateral_agreement():
    three = make(parties=frozenset({"RU", "TJ", "KZ"}))
    assert codes(three, replace(three, parties=frozenset({"RU", "TJ", "KZ", "UZ"}))) == set()


def test_both_parties_approve_what_comes_into_force():
    needed = consent.needed(make(status="signed"), make(), STATES)

    assert needed.missing([]) == ("RU", "TJ")
    assert needed.missing(["RU"]) == ("TJ",)
    assert needed.missing(["RU", "TJ"]) == ()
    assert needed.missing(["RU", "KZ"]) == ("TJ",)


def test_a_party_that_takes_no_part_yet_approves_all_the_same():
    needed = consent.needed(None, make(), {"ru-guvm": "RU"})
    assert needed.missing(["RU"]) == ("TJ",)


def test_of_many_parties_those_approve_that_take_part():
    three = make(parties=frozenset({"RU", "TJ", "KZ", "UZ"}))
    assert consent.needed(make(), three, STATES).missing(["RU", "TJ"]) == ()
    with_kz = replace(three, allows=(clause(recipients={"kz-mvd", "cis-ec"}),))
    assert consent.needed(three, with_kz, STATES).missing(["RU", "TJ"]) == ("KZ",)
    assert consent.needed(None, replace(three, allows=()), STATES).missing(["UZ"]) == ("KZ", "RU", "TJ")


def test_one_party_may_suspend_or_denounce_and_nobody_else():
    for status in ("suspended", "terminated"):
        needed = consent.needed(make(), make(status=status), STATES)
        assert needed.missing([]) == ("RU", "TJ")
        assert needed.missing(["KZ"]) == ("RU", "TJ")
        assert needed.missing(["TJ"]) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, make(status="negotiation")),
        (make(status="negotiation"), make(status="signed")),
        (None, make(reference_only=True, allows=())),
        (make(reference_only=True, allows=()), make(status="terminated", reference_only=True, allows=())),
    ],
)
def test_a_version_that_allows_nothing_needs_nobody(before: Any, after: Agreement):
    assert consent.needed(before, after, STATES).missing([]) == ()


def test_a_state_approves_by_a_participant_that_the_version_names():
    assert consent.may_approve("tj-mvd", make(), STATES)
    assert not consent.may_approve("tj-molme", make(), STATES)
    assert consent.may_approve("tj-molme", make(allows=()), STATES)
    assert not consent.may_approve("kz-mvd", make(), STATES)
    assert not consent.may_approve("cis-ec", make(), STATES)
    assert not consent.may_approve("stranger", make(), STATES)


def test_what_a_document_says_of_protocol_and_classes_is_read():
    document = {
        **_document(),
        "obligations": [{"subject_class": "stateless", "applies_from": None, "nationalities": ["AFG"]}],
        "executive_protocol": {
            "status": "in_force",
            "signed_on": "2026-03-01",
            "in_force_from": "2026-04-01",
            "competent_authorities": [{"participant": "ru-guvm", "types": []}],
            "crossing_points": [{"code": "RU-TEST-1", "ru": "Тест", "en": "Test"}],
            "deadline_profile": "ru-ch-2009",
        },
        "ratifications": [{"party": "RU", "on": "2026-01-05"}],
        "effective_from": "2026-05-01",
    }
    read = agreement.from_json(document, "00")

    assert read.protocol == protocol(authorities=("ru-guvm",))
    assert read.obligations[0].nationalities == frozenset({"AFG"})
    assert (read.effective_from, read.ratified_by) == (date(2026, 5, 1), frozenset({"RU"}))
    assert agreement.from_json(_document(), "00").protocol is None


def _document() -> dict[str, Any]:
    empty = dict.fromkeys(("signed_on", "valid_from", "valid_until", "executive_protocol", "deadline_profile"))
    return {
        "id": "test",
        "version": 1,
        "kind": "readmission",
        "status": "in_force",
        "parties": ["RU", "TJ"],
        "reference_only": False,
        "allows": [],
        **empty,
    }
