"""Accounts as values."""

from hub.core.console.account import GIVEN, AccountStatus


def test_roles_and_states_go_by_the_words_of_the_policy_table():
    assert {role.value for role in GIVEN} == {
        "liaison", "approver", "administrator", "secretariat-officer",
        "observer-reader", "integrator", "auditor", "operator",
    }  # fmt: skip
    assert [str(status) for status in AccountStatus] == ["invited", "active", "locked"]
