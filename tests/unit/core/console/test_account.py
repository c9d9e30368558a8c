"""Accounts as values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub.core.console.account import CONFIRMED_FOR, GIVEN, AccountStatus, Level, Session


def test_roles_and_states_go_by_the_words_of_the_policy_table():
    assert {role.value for role in GIVEN} == {
        "liaison", "approver", "administrator", "secretariat-officer",
        "observer-reader", "integrator", "auditor", "operator",
    }  # fmt: skip
    assert [str(status) for status in AccountStatus] == ["invited", "active", "locked"]


def test_a_person_is_confirmed_for_a_short_while_after_he_has_shown_who_he_is():
    opened = datetime(2026, 11, 22, 9, tzinfo=UTC)
    later = opened + timedelta(hours=2)
    session = Session(
        id="x", digest=b"", account="y", level=Level.PASSKEY, opened_at=opened, seen_at=opened, agent="tests"
    )

    assert session.is_confirmed(opened + CONFIRMED_FOR - timedelta(seconds=1))
    assert not session.is_confirmed(opened + CONFIRMED_FOR)
    assert replace(session, confirmed_at=later).is_confirmed(later)
    assert not replace(session, confirmed_at=later).is_confirmed(later + CONFIRMED_FOR)
    assert replace(session, level=Level.DEMO).is_confirmed(later), "accounts of the demo have nothing to show"
