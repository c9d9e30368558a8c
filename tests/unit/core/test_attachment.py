"""Descriptors of attachments: their keys, their parties, their files."""

from datetime import UTC, datetime

import pytest

from hub.core import attachment
from hub.core.attachment import MARGIN, TERM
from hub.core.leaf import MessageLeaf
from schemas import catalogue
from tests.support.records import example, wrap

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SENDER, RECIPIENT = "ru-guvm", "tj-molme"


def described(name="photograph", *, sender=SENDER, to=(RECIPIENT,), **changes):
    return wrap(attachment.TYPE, example(attachment.TYPE, name, **changes), sender=sender, to=to)


def codes(faults):
    return [fault.code for fault in faults]


def test_a_descriptor_has_one_key_for_each_file_and_no_file_twice():
    assert attachment.check(described().record) == []
    assert attachment.check(described("two-files").record) == []
    files = described().record["files"]

    assert codes(attachment.check(described(files=files * 2).record)) == ["attachment-keys", "attachment-twice"]


def leaf(sha256="ab" * 32, to=(RECIPIENT,)):
    return MessageLeaf(hub="-", id="-", sender=SENDER, to=to, sha256=sha256, at="-", trust=1, agreement=())


@pytest.mark.parametrize(
    ("envelope", "found", "wanted"),
    [
        (described(), leaf(), []),
        (described(sender=RECIPIENT, to=(SENDER,)), leaf(), []),
        (described(), None, ["record-unknown"]),
        (described(), leaf("cd" * 32), ["record-unknown"]),
        (described(sender="kz-mvd"), leaf(), ["record-unknown"]),
        (described(to=(RECIPIENT, "kz-mvd")), leaf(), ["attachment-outsider"]),
    ],
)
def test_a_descriptor_is_of_the_parties_of_its_record(envelope, found, wanted):
    assert codes(attachment.check_parties(envelope, found)) == wanted


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ((48231, NOW, False), []),
        ((48231, NOW - TERM + MARGIN, False), []),
        ((48231, NOW - TERM, True), []),
        ((48231, NOW - TERM, False), ["attachment-missing"]),
        ((48230, NOW, True), ["attachment-missing"]),
        (None, ["attachment-missing"]),
    ],
)
def test_the_files_are_there_as_stated_and_will_not_go_before_the_message_is_released(known, wanted):
    envelope = described()
    (digest,) = attachment.digests(envelope)
    faults = attachment.check_uploads(envelope, {} if known is None else {digest: known}, NOW)

    assert codes(faults) == wanted


def test_the_types_that_may_be_declared_are_those_that_are_checked():
    listed = {entry.code for entry in catalogue.load().code_list("attachment-media-types").entries}

    assert listed == set(attachment.SIGNS)
    assert max(len(sign) for signs in attachment.SIGNS.values() for sign in signs) <= attachment.HEAD


@pytest.mark.parametrize(
    ("media_type", "head", "fits"),
    [
        ("application/pdf", b"%PDF-1.7", True),
        ("image/png", b"\x89PNG\r\n\x1a\n", True),
        ("image/tiff", b"MM\x00*\x00\x00", True),
        ("image/jpeg", b"<html>", False),
        ("application/pdf", b"MZ\x90\x00", False),
        ("text/html", b"<html>", False),
    ],
)
def test_a_file_begins_as_its_type_does(media_type, head, fits):
    assert attachment.is_of_type(media_type, head) is fits
    assert (attachment.type_of(head) == media_type) is fits


def test_a_mark_is_read_as_it_is_printed_and_as_people_type_it():
    mark = bytes(range(100, 116))

    assert attachment.in_groups(mark) == "6465 6667 6869 6a6b 6c6d 6e6f 7071 7273"
    for typed in (
        attachment.in_groups(mark),
        attachment.in_groups(mark).upper(),
        mark.hex(),
        " 6465-6667" + mark.hex()[8:],
    ):
        assert attachment.read_mark(typed) == mark


@pytest.mark.parametrize("typed", ["", "64", "zz" * 16, "00" * 17, "٠" * 32])
def test_what_is_no_mark_is_none(typed: str):
    assert attachment.read_mark(typed) is None
