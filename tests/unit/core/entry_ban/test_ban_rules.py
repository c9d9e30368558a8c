"""What a ban must say of itself, what is odd about it, and whose identity it may name."""

import pytest

from hub.core import entry_ban
from hub.core.entry_ban import rules, secrecy
from tests.unit.core.entry_ban.bans import ban, envelope

PENDING = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}
RESTRICTED = {
    "severity": "restricted",
    "grounds": ["RESTRICTED"],
    "decision": {"number": "-", "date": "2026-01-10", "legal_basis": {"law": "-", "article": "-"}},
}
RENAMED = {"names": [{"role": "primary"}, {"role": "previous"}], "nationalities": []}


def errors(version="1.2", **changes):
    return [(fault.pointer, fault.code) for fault in rules.check(ban(**changes), sender="ru-guvm", version=version)]


def warnings(version="1.2", **changes):
    return [(fault.pointer, fault.code) for fault in rules.warn(ban(**changes), version=version)]


def test_a_right_ban_is_neither_wrong_nor_odd():
    assert errors() == []
    assert warnings() == []


def test_only_the_issuer_may_send_a_ban():
    assert errors(issuer="kz-mvd") == [("/issuer", "issuer-mismatch")]


@pytest.mark.parametrize(
    ("period", "status", "found"),
    [
        ({"start_on": "2026-03-02", "end_on": "2029-03-01"}, "active", []),
        ({"start_on": "2026-03-02", "end_on": "2026-03-02"}, "active", []),
        ({"start_on": "2026-03-02", "end_on": "2026-03-01"}, "active", ["period-ends-before-start"]),
        ({"end_on": "2026-03-01"}, "active", []),
        ({"start_on": "2026-03-02"}, "active", []),
        ({"start_event": "exit"}, "pending_start", []),
        ({"start_event": "exit", "end_on": "2026-03-01"}, "pending_start", ["pending-with-end"]),
        ({"start_event": "decision_date"}, "pending_start", ["pending-from-decision"]),
        ({"kind": "indefinite", "end_on": "2029-03-01"}, "active", ["endless-with-end"]),
        ({"kind": "until_condition", "end_on": "2029-03-01"}, "lifted", ["endless-with-end"]),
        ({"start_on": "2026-03-02", "start_event": "exit"}, "pending_start", ["pending-with-start"]),
        ({}, "pending_start", ["pending-without-event"]),
        ({"kind": "duration", "duration": "P99Y", "start_event": "exit"}, "pending_start", []),
        ({"kind": "duration", "duration": "P9999D", "start_event": "exit"}, "pending_start", []),
        ({"kind": "duration", "duration": "P100Y", "start_event": "exit"}, "pending_start", ["duration-too-long"]),
        ({"kind": "duration", "duration": "P1189M", "start_event": "exit"}, "pending_start", ["duration-too-long"]),
        ({"end_on": "2026-11-20"}, "expired", []),
        ({"end_on": "2026-11-21"}, "expired", ["expired-before-end"]),
        ({}, "expired", []),
    ],
)
def test_a_period_must_fit_itself_and_the_status(period, status, found):
    assert [code for _, code in errors(period={"kind": "fixed", **period}, status=status)] == found


def test_a_superseded_ban_names_another_one():
    assert errors(status="superseded", superseded_by="T-2") == []
    assert errors(status="superseded", superseded_by="T-1") == [("/superseded_by", "superseded-by-itself")]
    assert errors(superseded_by="T-2") == [("/superseded_by", "superseded-by-unneeded")]


def test_the_detail_of_a_restricted_ground_does_not_go_with_the_ban():
    assert errors("1.1", **RESTRICTED, sealed=[{}]) == [("/sealed", "detail-unasked")]
    assert errors("1.1", **RESTRICTED) == []


@pytest.mark.parametrize(
    ("member", "told", "pointer"),
    [
        ("decision", {"number": "T-1"}, "/decision/number"),
        ("decision", {"legal_basis": {"law": "Т-ФЗ", "article": "-"}}, "/decision/legal_basis/law"),
        ("decision", {"legal_basis": {"law": "-", "article": "11"}}, "/decision/legal_basis/article"),
        ("decision", {"legal_basis": {"law": "-", "article": "-", "part": "2"}}, "/decision/legal_basis/part"),
        ("decision", {"authority": {"name": "Орган", "unit": "Отдел"}}, "/decision/authority/unit"),
        ("offence", {"law": "Т-ФЗ", "article": "11"}, "/offence"),
        ("period", {"kind": "until_condition", "condition": {"ru": "До события."}}, "/period/condition"),
        ("change", {"cause": "review", "on": "2026-05-01", "decision_number": "T-2"}, "/change/decision_number"),
        ("change", {"cause": "review", "on": "2026-05-01", "note": {"ru": "Выздоровел."}}, "/change/note"),
    ],
)
def test_a_restricted_ban_does_not_tell_its_ground_by_its_decision_or_in_words(member, told, pointer):
    changes = {**RESTRICTED, member: {**RESTRICTED.get(member, {}), **told}}

    assert errors(**changes) == [(pointer, "restricted-ground-told")]


def test_the_number_of_an_amnesty_tells_no_ground_and_stays():
    change = {"cause": "amnesty", "on": "2026-05-01", "decision_number": "T-3"}

    assert errors(**RESTRICTED, change=change) == []
    telling = ban(**{**TELLING, "change": {**change, "note": {"ru": "Выздоровел."}}})
    assert secrecy.conceal(telling)["change"] == change


def test_a_restricted_ban_names_no_other_ground():
    for grounds in (["OTHER"], ["RESTRICTED", "RU-27-12"]):
        assert errors(**{**RESTRICTED, "grounds": grounds}) == [("/grounds", "restricted-ground-named")]


def test_a_ban_is_not_linked_to_itself():
    other, itself = ({"issuer": name, "ban_id": "T-1", "relation": "same_person"} for name in ("kz-mvd", "ru-guvm"))

    assert errors(links=[other]) == []
    assert errors(links=[other, itself]) == [("/links/1/ban_id", "link-to-itself")]


def test_a_renamed_person_keeps_the_ban_by_a_record_with_evidence():
    proven = {"identity_changes": [{"evidence": "marriage_certificate"}]}

    assert errors(subject=RENAMED, **proven) == []
    assert errors(subject=RENAMED) == [("/subject/names", "identity-evidence-missing")]
    assert warnings(subject=RENAMED) == []


def test_versions_that_cannot_hold_the_evidence_are_warned_of_it():
    for version in ("1.0", "1.1"):
        assert errors(version, subject=RENAMED) == []
        assert warnings(version, subject=RENAMED) == [("/subject/names", "identity-evidence-missing")]


def test_a_misused_identity_is_named_as_far_as_its_owner_agreed():
    consent = {"given_on": "2026-11-01", "categories": ["names", "birth"]}

    assert errors(misused_identity={"consent": consent, "victim": {"names": [{}], "birth": {}}}) == []
    assert errors(
        misused_identity={"consent": consent, "victim": {"names": [{}], "parents": [{}], "address": "-"}}
    ) == [
        ("/misused_identity/victim/address", "consent-missing"),
        ("/misused_identity/victim/parents", "consent-missing"),
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"period": {**PENDING, "start_on": "2026-03-02", "end_on": "2029-03-01"}}, []),
        ({"period": {**PENDING, "start_on": "2026-03-02", "end_on": "2029-03-02"}}, ["period-end-differs"]),
        (
            {"period": {**PENDING, "kind": "fixed", "start_on": "2026-03-02", "end_on": "2030-03-01"}},
            ["period-end-differs"],
        ),
        ({"period": PENDING}, ["start-unknown"]),
        ({"period": PENDING, "status": "pending_start"}, []),
        ({"period": {"kind": "indefinite"}}, []),
        ({"period": {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2026-11-20"}}, ["period-over"]),
        ({"period": {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2026-11-20"}, "status": "expired"}, []),
        ({"review_due": "2026-11-21"}, []),
        ({"review_due": "2026-11-20"}, ["review-overdue"]),
        ({"revision": 2}, ["change-unsaid"]),
        ({"revision": 2, "change": {"cause": "other", "on": "2026-11-20"}}, []),
        ({"sealed": [{}]}, ["sealed-unasked"]),
    ],
)
def test_what_is_odd_is_said_and_refuses_nothing(changes, found):
    assert [code for _, code in warnings(**changes)] == found
    assert errors(**changes) == []


@pytest.mark.parametrize("kind", sorted(entry_ban.RULES))
def test_every_record_about_bans_has_rules(kind, known_example):
    sender, to, record = known_example(kind)

    assert list(entry_ban.RULES[kind](envelope(kind, record, sender, to=to, version="1.2"))) == []


def test_the_rules_of_bans_are_reached_by_their_type():
    record = ban(revision=3, subject={"documents": [{}]})

    assert [fault.code for fault in entry_ban.WARNINGS["entry-ban"](envelope("entry-ban", record))] == ["change-unsaid"]


TELLING = {
    "severity": "restricted",
    "grounds": ["RU-27-12", "OTHER"],
    "reason_text": {"ru": "Испытательная причина"},
    "offence": {"article": "1"},
    "decision": {
        "number": "T-1",
        "date": "2026-01-10",
        "authority": {"name": "Испытательный орган", "unit": "Испытательный отдел"},
        "legal_basis": {"law": "38-FZ", "article": "11", "part": "2"},
        "court_ordered": False,
    },
    "period": {"kind": "until_condition", "condition": {"ru": "до выздоровления"}, "start_on": "2026-03-02"},
    "change": {"cause": "review", "on": "2026-05-01", "decision_number": "T-2", "note": {"ru": "Выздоровел."}},
}


def test_a_concealed_ban_tells_nothing_of_its_ground_and_is_right():
    concealed = secrecy.conceal(ban(**TELLING))

    assert [fault.code for fault in secrecy.check(ban(**TELLING))] != []
    assert [*secrecy.check(concealed)] == []
    assert concealed["decision"] == {
        "number": "-",
        "date": "2026-01-10",
        "authority": {"name": "Испытательный орган"},
        "legal_basis": {"law": "-", "article": "-"},
        "court_ordered": False,
    }
    assert concealed["period"] == {"kind": "indefinite", "start_on": "2026-03-02"}
    assert concealed["change"] == {"cause": "review", "on": "2026-05-01"}
    assert concealed.keys() == {*ban(), "change"}


def test_a_restricted_ban_for_a_time_keeps_its_time_and_others_keep_all():
    period = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}

    first = ban(**{name: value for name, value in TELLING.items() if name != "change"})

    assert secrecy.conceal(ban(**{**TELLING, "period": period}))["period"] == period
    assert "change" not in secrecy.conceal(first)
    assert secrecy.conceal(ban(**{**TELLING, "severity": "migration"})) == ban(**{**TELLING, "severity": "migration"})
