"""Heads: which message moves which, and how."""

from datetime import UTC, datetime
from typing import Any

import pytest

from hub.core import head
from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, ReplyToError, RevisionError
from hub.core.head import Head, HeadKey
from tests.support.records import unsigned

BAN = {"ban_id": "T-1", "revision": 1, "status": "active"}
CASE = {"case_id": "C-1"}


def envelope(
    kind: str,
    record: dict[str, Any],
    sender: str,
    to: tuple[str, ...],
    number: int = 1,
    *,
    reply_to: int | None = None,
) -> Envelope:
    replying = None if reply_to is None else f"id-{reply_to}"
    sent_at = datetime(2026, 11, 21, tzinfo=UTC)
    return unsigned(kind, record, id=f"id-{number}", sender=sender, to=to, sent_at=sent_at, reply_to=replying)


def request(number: int = 1) -> Envelope:
    return envelope("readmission-request", CASE, "kz-mvd", ("tj-mvd",), number)


def reply(decision: str, number: int = 2, sender: str = "tj-mvd", reply_to: int | None = 1) -> Envelope:
    return envelope("readmission-reply", {**CASE, "decision": decision}, sender, ("kz-mvd",), number, reply_to=reply_to)


def test_a_ban_is_its_issuers_and_a_case_the_requesting_authoritys():
    assert head.key_of(envelope("entry-ban", BAN, "ru-guvm", ("tj-mvd",))) == ("ban", "ru-guvm", "T-1")
    assert head.key_of(request()) == ("case", "kz-mvd", "C-1")
    assert head.key_of(reply("accepted")) == ("case", "kz-mvd", "C-1")


@pytest.mark.parametrize("kind", ["hub-notice", "receipt"])
def test_other_records_move_no_head(kind):
    assert head.key_of(envelope(kind, {}, "tj-mvd", ("cis-ec",))) is None


def test_a_ban_moves_by_its_revisions():
    key = HeadKey("ban", "ru-guvm", "T-1")
    first = head.step(key, None, envelope("entry-ban", BAN, "ru-guvm", ("tj-mvd", "kz-mvd"), 1))
    lifted = {**BAN, "revision": 4, "status": "lifted"}
    second = head.step(key, first, envelope("entry-ban", lifted, "ru-guvm", ("tj-mvd",), 2))

    assert first == Head(key=key, state="active", version=1, parties=("ru-guvm", "tj-mvd", "kz-mvd"), last="id-1")
    assert second == Head(key=key, state="lifted", version=4, parties=("ru-guvm", "tj-mvd", "kz-mvd"), last="id-2")
    with pytest.raises(RevisionError):
        head.step(key, second, envelope("entry-ban", BAN, "ru-guvm", ("tj-mvd",), 3))


def test_a_case_counts_its_moves():
    key = HeadKey("case", "kz-mvd", "C-1")
    asked = head.step(key, None, request())
    refused = head.step(key, asked, reply("refused"))
    renewed = head.step(key, refused, request(3))

    assert [(each.state, each.version, each.last) for each in (asked, refused, renewed)] == [
        ("submitted", 1, "id-1"),
        ("refused", 2, "id-2"),
        ("submitted", 3, "id-3"),
    ]
    with pytest.raises(CaseMoveError):
        head.step(key, asked, reply("accepted", sender="uz-mvd"))


def test_a_reply_answers_the_last_request_of_its_case():
    """An answer to a request that was refused and renewed is not taken for one to the renewed request."""
    key = HeadKey("case", "kz-mvd", "C-1")
    renewed = head.step(key, head.step(key, head.step(key, None, request()), reply("refused")), request(3))

    for other in (1, 2, None):
        with pytest.raises(ReplyToError):
            head.step(key, renewed, reply("accepted", 4, reply_to=other))
    assert head.step(key, renewed, reply("accepted", 4, reply_to=3)).state == "accepted"
