"""Movers: whose head a message moves, told from the message alone."""

import dataclasses

from hub.core import head
from hub.core.mover import HeadKey, Mover, by_recipient, by_sender, member
from tests.unit.core.test_head import envelope

MESSAGE = envelope("readmission-reply", {"case_id": "C-1", "authority": "uz-migration"}, "tj-mvd", ("kz-mvd", "hub"))


def mover(**changes):
    parts = {"kind": "case", "owner": by_sender, "subject": member("case_id"), "step": lambda _head, _: ("open", 1)}
    return Mover(**{**parts, **changes})


def test_a_head_is_the_senders_the_recipients_or_of_whom_the_record_names():
    assert by_sender(MESSAGE) == "tj-mvd"
    assert by_recipient(MESSAGE) == "kz-mvd"
    assert member("authority")(MESSAGE) == "uz-migration"


def test_an_erased_record_leaves_open_whose_head_it_moved_unless_only_its_owner_sends_such():
    assert mover().owners("tj-mvd", ("kz-mvd", "hub")) == ("tj-mvd",)
    for other in (by_recipient, member("authority")):
        assert mover(owner=other).owners("tj-mvd", ("kz-mvd", "hub")) == ("tj-mvd", "kz-mvd", "hub")


def test_a_message_without_a_subject_moves_no_head(monkeypatch):
    monkeypatch.setattr(head, "MOVERS", {MESSAGE.type: mover(subject=lambda envelope: envelope.subject)})

    assert head.key_of(MESSAGE) is None
    assert head.key_of(dataclasses.replace(MESSAGE, subject="C-2")) == HeadKey("case", "tj-mvd", "C-2")
