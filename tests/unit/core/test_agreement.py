"""Agreements: each condition refuses with its own code, in this order; what is left is allowed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import agreement
from hub.core.agreement import Agreement, Allowance
from hub.core.errors import (
    AgreementNotInForceError,
    AgreementUnknownError,
    HubError,
    PairNotAllowedError,
    PurposeNotAllowedError,
    RoleNotAllowedError,
    TypeNotAllowedError,
)
from schemas import agreements as documents

TODAY = date(2026, 11, 21)


def make(**changes: Any) -> Agreement:
    members: dict[str, Any] = {
        "id": "test",
        "version": 1,
        "status": "in_force",
        "parties": frozenset({"RU", "TJ"}),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "reference_only": False,
        "allows": (
            clause(types={"entry-ban"}, purposes={"entry-control"}, recipients={"tj-mvd"}),
            clause(types={"entry-ban"}, purposes={"interior"}, recipients={"tj-molme"}),
            clause(types={"entry-ban"}, purposes={"entry-control"}, senders={"tj-mvd"}, recipients={"ru-guvm"}),
        ),
        "digest": "00" * 32,
    }
    return Agreement(**{**members, **changes})


def clause(**members: Any) -> Allowance:
    defaults = {"types": set(), "purposes": set(), "senders": {"ru-guvm"}, "recipients": set()}
    return Allowance(**{name: frozenset(value) for name, value in {**defaults, **members}.items()})


def permit(known: Agreement | None = None, **changes: Any) -> tuple[Agreement, tuple[str, ...]]:
    asked: dict[str, Any] = {
        "agreement_id": "test",
        "record_type": "entry-ban",
        "purpose": "entry-control",
        "sender": "ru-guvm",
        "recipients": ("tj-mvd",),
        "on": TODAY,
    }
    return agreement.permit(agreement.newest([known or make()]), **{**asked, **changes})


def test_what_an_agreement_in_force_says_is_allowed():
    known = make()

    assert permit(known) == (known, ("tj-mvd",))


def test_recipients_whom_no_clause_names_are_left_out():
    assert permit(recipients=("tj-molme", "tj-mvd", "kz-mvd"))[1] == ("tj-mvd",)


def test_recipients_of_several_clauses_are_allowed_in_the_order_asked():
    both = make(
        allows=(
            clause(types={"entry-ban"}, purposes={"entry-control"}, recipients={"tj-mvd"}),
            clause(types={"entry-ban"}, purposes={"entry-control"}, recipients={"tj-molme"}),
        )
    )

    assert permit(both, recipients=("tj-molme", "tj-mvd"))[1] == ("tj-molme", "tj-mvd")


@pytest.mark.parametrize(
    ("known", "asked", "error"),
    [
        (make(), {"agreement_id": "other"}, AgreementUnknownError),
        (make(), {"agreement_id": None}, AgreementUnknownError),
        (make(status="negotiation"), {}, AgreementNotInForceError),
        (make(status="suspended"), {}, AgreementNotInForceError),
        (make(reference_only=True), {}, AgreementNotInForceError),
        (make(valid_from=date(2026, 11, 22)), {}, AgreementNotInForceError),
        (make(valid_until=date(2026, 11, 20)), {}, AgreementNotInForceError),
        (make(), {"record_type": "readmission-request"}, TypeNotAllowedError),
        (make(), {"purpose": "statistics"}, PurposeNotAllowedError),
        (make(), {"purpose": "interior"}, PairNotAllowedError),
        (make(), {"sender": "kz-mvd"}, PairNotAllowedError),
        (make(), {"sender": "tj-mvd"}, PairNotAllowedError),
        (make(), {"recipients": ("kz-mvd",)}, PairNotAllowedError),
        (make(), {"recipients": ()}, PairNotAllowedError),
    ],
)
def test_each_condition_refuses_with_its_own_error(known, asked, error):
    with pytest.raises(error) as caught:
        permit(known, **asked)

    assert caught.type is error
    assert caught.value.text("ru") != caught.value.text("en")


def test_the_first_thing_that_stands_against_a_message_is_named():
    wrong: dict[str, Any] = {"record_type": "receipt", "purpose": "statistics", "sender": "kz-mvd"}
    codes = []
    for known, mend in (
        (make(status="signed"), {}),
        (make(), {"record_type": "entry-ban"}),
        (make(), {"purpose": "entry-control"}),
        (make(), {"sender": "ru-guvm"}),
    ):
        with pytest.raises(HubError) as caught:
            permit(known, **wrong)
        codes.append(caught.value.code)
        wrong |= mend
        if not mend:
            continue

    assert codes == ["agreement-not-in-force", "type-not-allowed", "purpose-not-allowed", "pair-not-allowed"]


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 12, 31)])
def test_the_first_and_the_last_day_belong_to_an_agreement(on):
    assert make().is_in_force(on)


def test_an_agreement_without_dates_is_in_force_while_its_status_says_so():
    assert make(valid_from=None, valid_until=None).is_in_force(date(1, 1, 1))


@given(st.permutations([(name, version) for name in ("a", "b") for version in (1, 2, 3)]))
def test_the_register_holds_the_highest_version_of_each_agreement(order):
    register = agreement.newest(make(id=name, version=version) for name, version in order)

    assert {name: found.version for name, found in register.items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize("document", documents.load(), ids=lambda document: document["id"])
def test_every_agreement_of_the_project_can_be_read(document):
    read = agreement.from_json(document, "digest")

    assert (read.id, read.status, read.digest) == (document["id"], document["status"], "digest")
    assert [sorted(clause.recipients) for clause in read.allows] == [
        sorted(clause["recipients"]) for clause in document["allows"]
    ]


def test_dates_are_read_as_dates():
    (document, *_) = documents.load()
    read = agreement.from_json({**document, "valid_from": "2026-03-01", "valid_until": None}, "digest")

    assert (read.valid_from, read.valid_until) == (date(2026, 3, 1), None)


@pytest.mark.parametrize("role", ["observer", "body", "secretariat", "hub"])
def test_only_members_exchange_data_on_persons(role):
    with pytest.raises(RoleNotAllowedError) as caught:
        agreement.check_roles({"ru-guvm": "member", "x-y": role}, person_data=True)

    assert "x-y" in caught.value.text("ru")
    agreement.check_roles({"ru-guvm": "member", "x-y": role}, person_data=False)
    agreement.check_roles({"ru-guvm": "member", "tj-mvd": "member"}, person_data=True)


def test_a_changed_status_is_all_it_takes():
    """The Russia to Tajikistan readmission agreement waits for exactly this."""
    waiting = make(status="negotiation")
    with pytest.raises(AgreementNotInForceError):
        permit(waiting)

    assert permit(replace(waiting, version=2, status="in_force"))[1] == ("tj-mvd",)
