"""Accounts, sessions, passwords, slowed guessing and the audit's chain: the pure rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.core.console import lock_out
from hub.core.console.account import Level, Limits, Session, is_login, is_name
from hub.core.console.audit import BEGINNING, AuditEntry, Deed, chain, first_broken
from hub.core.console.password import is_weak

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["anna", "anna.probe", "a1", "demo-liaison-tj", "x_y"])
def test_a_login_is_small_letters_and_digits(text):
    assert is_login(text)


@pytest.mark.parametrize("text", ["", "a", "Anna", "анна", "a..b", ".ab", "ab-", "a b", "ab\n", "a" * 65])
def test_what_is_no_login_is_refused(text):
    assert not is_login(text)


@pytest.mark.parametrize(("text", "fits"), [("Анна Пробная", True), ("", False), (" x", False), ("a\u202eb", False),
                                            ("a\nb", False), ("я" * 200, True), ("я" * 201, False)])  # fmt: skip
def test_a_name_is_one_visible_line(text, fits):
    assert is_name(text) is fits


def session(**changes) -> Session:
    """Return a session that was opened and used now."""
    return replace(
        Session(id="1", digest=b"", account="2", level=Level.PASSKEY, opened_at=NOW, seen_at=NOW, agent=""), **changes
    )


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({}, True),
        ({"seen_at": NOW - timedelta(minutes=29, seconds=59)}, True),
        ({"seen_at": NOW - timedelta(minutes=30)}, False),
        ({"opened_at": NOW - timedelta(hours=11, minutes=59)}, True),
        ({"opened_at": NOW - timedelta(hours=12)}, False),
    ],
)
def test_a_session_ends_when_it_rests_or_lasts_too_long(changes, is_open):
    assert session(**changes).is_open(NOW, Limits()) is is_open


def test_the_use_of_a_session_is_noted_once_a_minute():
    assert not session().is_stale(NOW + timedelta(seconds=59))
    assert session().is_stale(NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("длинный пароль 1", False),
        ("короткий", True),
        ("aaaaaaaaaaaaaaaaab", True),
        ("my ANNA.probe is here", True),
        ("x y z w v u " * 22, True),
    ],
)
def test_a_password_is_long_of_several_characters_and_without_the_login(password, weak):
    assert is_weak(password, "anna.probe") is weak


def test_waiting_grows_from_nothing_to_a_quarter_of_an_hour():
    waits = [lock_out.wait_after(failures) for failures in range(lock_out.LOCKED_AT)]

    assert waits[: lock_out.FREE] == [timedelta()] * lock_out.FREE
    assert waits[lock_out.FREE] == timedelta(seconds=1)
    assert waits == sorted(waits)
    assert waits[-1] == lock_out.LONGEST


def test_one_has_to_wait_only_so_long_and_is_locked_in_the_end():
    assert not lock_out.has_to_wait(50, None, NOW)
    assert lock_out.has_to_wait(7, NOW, NOW + timedelta(seconds=3.9))
    assert not lock_out.has_to_wait(7, NOW, NOW + timedelta(seconds=4))
    assert not lock_out.is_locked(99)
    assert lock_out.is_locked(100)


def entries(count: int) -> list[AuditEntry]:
    """Return a chain."""
    made, previous = [], BEGINNING
    for number in range(1, count + 1):
        deed = Deed(account="a", participant="tj-mvd", action="sign-in", object=str(number))
        previous = chain(previous, number, NOW, deed)
        made.append(AuditEntry(number=number, at=NOW, deed=deed, digest=previous))
    return made


def test_a_chain_holds_as_a_whole_and_in_parts():
    made = entries(5)

    assert first_broken([]) is None
    assert first_broken(made) is None
    assert first_broken(made[3:], after=3, previous=made[2].digest) is None


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW + timedelta(microseconds=1)},
        {"number": 4},
        {"digest": bytes(32)},
        *({"deed": Deed(**{"account": "a", "participant": "tj-mvd", "action": "sign-in", "object": "3", **each})}
          for each in ({"account": None}, {"participant": "ru-guvm"}, {"action": "x"}, {"object": "4"}, {"outcome": "x"})),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_an_entry_is_found(change):
    made = entries(5)
    made[2] = replace(made[2], **change)

    assert first_broken(made) == 3


def test_an_entry_that_is_missing_is_found():
    made = entries(5)

    assert first_broken(made[:1] + made[2:]) == 2
    assert first_broken(made[1:]) == 1
