"""Notices of the hub: made twice they are the same, and a warning is due at its time."""

from datetime import UTC, datetime, timedelta

import pytest

from hub.core import envelope, notice
from hub.core.errors import RoleNotAllowedError
from hub.core.notice import Notice

NOW = datetime(2026, 11, 21, 9, 0, 0, 250, tzinfo=UTC)


def test_the_same_notice_has_the_same_bytes_and_another_one_another_id():
    one = Notice(name="suspension/7/own", to="ru-guvm", at=NOW, record={"kind": "key-suspended"})
    other = Notice(name="suspension/7/own", to="kz-mvd", at=NOW, record={"kind": "key-suspended"})
    read = [envelope.parse(each.payload("mig.example/test"), b"") for each in (one, other)]

    assert one.payload("mig.example/test") == one.payload("mig.example/test")
    assert read[0].id != read[1].id
    assert (read[0].sender, read[0].to, read[0].type, read[0].record["at"]) == (
        "hub",
        ("ru-guvm",),
        "hub-notice",
        "2026-11-21T09:00:00Z",
    )


@pytest.mark.parametrize(
    ("sender", "record_type", "allowed"),
    [
        ("hub", "hub-notice", True),
        ("hub", "receipt", True),
        ("hub", "entry-ban", False),
        ("ru-guvm", "hub-notice", False),
        ("ru-guvm", "entry-ban", True),
        ("ru-guvm", "receipt", True),
    ],
)
def test_only_the_hub_sends_notices_and_only_those_and_receipts(sender: str, record_type: str, allowed: bool):
    if allowed:
        notice.check_sender(sender, record_type)
    else:
        with pytest.raises(RoleNotAllowedError):
            notice.check_sender(sender, record_type)


@pytest.mark.parametrize(
    ("left", "due"),
    [(31, None), (30, 30), (7.5, 30), (7, 7), (1.5, 7), (1, 1), (0.1, 1), (0, None), (-1, None)],
)
def test_the_last_warning_that_became_due_counts(left: float, due: int | None):
    assert notice.warning_due(NOW + timedelta(days=left), NOW) == due


@pytest.mark.parametrize(("left", "late"), [(6.1, False), (6, True), (0.1, True), (0, False)])
def test_a_status_is_late_some_hours_before_its_end(left: float, late: bool):
    assert notice.is_status_late(NOW + timedelta(hours=left), NOW) is late
