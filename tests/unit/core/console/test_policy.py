"""The policy table: what it says is allowed, everything else is denied."""

from dataclasses import replace

import pytest

from hub.core.console import policy
from hub.core.console.account import GIVEN, Account, AccountStatus, Role
from hub.core.console.policy import Ownership, ownership_of
from schemas import console_policy

TABLE = policy.parse(console_policy.load())
ACCOUNT = Account(
    id="1", login="probe", participant="tj-mvd", name="Проба", roles=frozenset({Role.LIAISON}), lang="ru", zone="UTC",
    status=AccountStatus.ACTIVE,
)  # fmt: skip


def small(**changes) -> dict:
    """Return a small table."""
    holders = {role: ["member"] for role in GIVEN}
    action = {"titles": {"ru": "а", "en": "a"}, "may": {"both": ["own"], "liaison": ["party"]}}
    return {"groups": {"both": ["liaison", "approver"]}, "holders": holders, "actions": {"act": action}} | changes


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("ownership", list(Ownership))
def test_only_what_the_table_names_is_allowed(role, ownership):
    table = policy.parse(small())
    account = replace(ACCOUNT, roles=frozenset({role}))

    allowed = {(Role.LIAISON, Ownership.OWN), (Role.APPROVER, Ownership.OWN), (Role.LIAISON, Ownership.PARTY)}
    assert table.may(account, "act", ownership) is ((role, ownership) in allowed)
    assert not table.may(account, "unknown", ownership)
    assert not table.may_ever(account, "unknown")


def test_an_account_with_two_roles_may_what_either_may():
    table = policy.parse(small())
    both = replace(ACCOUNT, roles=frozenset({Role.LIAISON, Role.AUDITOR}))

    assert table.may_ever(both, "act")
    assert not table.may_ever(None, "act")


def test_ownership_is_asked_of_the_object():
    parties = frozenset({"tj-mvd", "kz-mvd"})

    assert ownership_of(ACCOUNT, "tj-mvd", parties) is Ownership.OWN
    assert ownership_of(ACCOUNT, "kz-mvd", parties) is Ownership.PARTY
    assert ownership_of(ACCOUNT, "ru-guvm") is Ownership.FOREIGN
    assert ownership_of(None, None, frozenset()) is Ownership.FOREIGN
    assert ownership_of(replace(ACCOUNT, participant=None), None) is Ownership.FOREIGN


@pytest.mark.parametrize(
    "wrong",
    [
        {"groups": {"both": ["chief"]}},
        {"holders": {"liaison": ["member"]}},
        {"actions": {"act": {"titles": {}, "may": {"chief": ["own"]}}}},
        {"actions": {"act": {"titles": {}, "may": {"liaison": ["mine"]}}}},
    ],
)
def test_a_table_with_what_there_is_not_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        policy.parse(small(**wrong))


def test_people_of_the_secretariat_hold_no_role_of_an_authority():
    authority = {Role.LIAISON, Role.APPROVER}

    assert {role for role in GIVEN if TABLE.can_hold(role, "secretariat")}.isdisjoint(authority)
    assert not TABLE.can_hold(Role.SECRETARIAT_OFFICER, "member")
    assert {role for role in GIVEN if TABLE.can_hold(role, None)} == {
        Role.OPERATOR, Role.ADMINISTRATOR, Role.INTEGRATOR, Role.AUDITOR,
    }  # fmt: skip
    assert not TABLE.can_hold(Role.VISITOR, "member")


def test_who_has_not_signed_in_sees_the_door_alone():
    allowed = {action for action in TABLE.titles if TABLE.may_ever(None, action)}

    training = {"components", "training", "training-clock"}  # pages that are there only in a training environment
    by_secret_address = {"calendar-file"}
    assert allowed == {"start", "asset", "language", "help", "sign-in"} | training | by_secret_address


def test_every_action_has_its_title_in_both_languages():
    assert [action for action, titles in TABLE.titles.items() if not titles["ru"] or not titles["en"]] == []
