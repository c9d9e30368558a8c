"""Accounts as values."""

from hub.core.console.account import AccountStatus, Role


def test_roles_and_states_go_by_the_words_of_the_policy_table():
    assert {role.value for role in Role} == {
        "liaison", "approver", "administrator", "secretariat-officer",
        "observer-reader", "integrator", "auditor", "operator",
    }  # fmt: skip
    assert [str(status) for status in AccountStatus] == ["active", "locked", "closed"]
