"""Sealed parts as the hub sees them: their form, their message and their keys."""

import datetime
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from hub.core import sealed_part
from hub.core.envelope import Envelope
from keys import sealed
from keys.encryption_key import EncryptionKey
from keys.trust_participants import KeyStatus
from tests.support.records import unsigned
from tests.support.trust import make_trust

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
OLD, NEW, OTHER, STRANGER = (EncryptionKey.generate() for _ in range(4))
TRUST = make_trust(now=NOW, openers={"tj-molme": [OLD, NEW], "tj-mvd": [OTHER]}).list
TO = ("tj-molme", "tj-mvd")


def make_part(*keys: EncryptionKey, message_id: str = "m-1", **changes: Any) -> dict[str, Any]:
    context = sealed_part.context(hub="h", sender="ru-guvm", message_id=message_id)
    raw = sealed.seal(b"plain", [key.public for key in keys], context=context)
    part = {
        "ciphertext": raw.decode(),
        "sha256": hashlib.sha256(raw).hexdigest(),
        "media_type": "text/plain",
        "recipients": [key.kid for key in keys],
    }
    return part | changes


def make(*parts: dict[str, Any]) -> Envelope:
    return unsigned(
        "entry-ban", {"sealed": list(parts)}, hub="h", id="m-1", to=TO, sent_at=NOW, version="1.1", subject="B-1"
    )


def codes(*parts: dict[str, Any], to: tuple[str, ...] = TO, trust=TRUST, at=NOW) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in sealed_part.check(make(*parts), to, trust, at)]


def test_a_record_without_sealed_parts_has_no_faults():
    assert sealed_part.check(replace(make(), record={}), TO, TRUST, NOW) == []


def test_parts_for_all_recipients_are_right_by_the_old_keys_and_the_new():
    assert codes(make_part(NEW, OTHER), make_part(OTHER, OLD), make_part(OLD, NEW, OTHER)) == []


@pytest.mark.parametrize(
    ("keys", "to"), [((NEW,), TO), ((NEW, OTHER), ("tj-molme",)), ((OTHER,), ("tj-molme",)), ((OLD, NEW), TO)]
)
def test_a_part_is_for_exactly_the_recipients(keys, to):
    assert codes(make_part(*keys), to=to) == [("/record/sealed/0/recipients", "sealed-recipients")]


def test_a_key_of_nobody_is_named_by_its_place():
    assert codes(make_part(NEW, OTHER), make_part(NEW, STRANGER)) == [
        ("/record/sealed/1/recipients/1", "sealed-key-not-valid")
    ]


@pytest.mark.parametrize("at", [NOW - 3 * HOUR, NOW + datetime.timedelta(days=301)])
def test_a_key_seals_only_while_it_is_valid(at):
    assert codes(make_part(OLD, OTHER), at=at) == [("/record/sealed/0/recipients/0", "sealed-key-not-valid")]


@pytest.mark.parametrize(("since", "found"), [(-HOUR, ["sealed-key-not-valid"]), (HOUR, [])])
def test_a_suspended_key_seals_no_more(since, found):
    stopped = replace(TRUST.keys[NEW.kid], status=KeyStatus.SUSPENDED, status_at=NOW + since)
    trust = replace(TRUST, keys={**TRUST.keys, NEW.kid: stopped})

    assert [code for _, code in codes(make_part(NEW, OTHER), trust=trust)] == found


def test_a_signing_key_seals_nothing():
    kid = next(key.kid for key in TRUST.participants["tj-mvd"].keys)

    assert codes(make_part(NEW, OTHER, recipients=[NEW.kid, kid])) == [("/record/sealed/0/recipients", "sealed-kids")]
    assert not sealed_part.is_in_force(TRUST.keys[kid], NOW)


@pytest.mark.parametrize(
    ("part", "place", "code"),
    [
        (make_part(NEW, OTHER, ciphertext='{"clear":"text"}'), "ciphertext", "sealed-malformed"),
        (make_part(NEW, OTHER, sha256="0" * 64), "sha256", "sealed-digest"),
        (make_part(NEW, OTHER, message_id="m-2"), "ciphertext", "sealed-elsewhere"),
        (make_part(NEW, OTHER, recipients=[OTHER.kid, NEW.kid]), "recipients", "sealed-kids"),
    ],
)
def test_what_a_part_says_of_itself_is_true(part, place, code):
    assert codes(part) == [(f"/record/sealed/0/{place}", code)]


def test_parts_are_sealed_to_the_newest_key_in_force():
    def newest(participant, at=NOW):
        found = sealed_part.newest_key(TRUST, participant, at)
        return None if found is None else found.kid

    assert newest("tj-molme") == NEW.kid
    assert newest("tj-molme", NOW - 3 * HOUR / 2) == OLD.kid
    assert newest("tj-molme", NOW - 5 * HOUR) is None
    assert newest("kz-mvd") is None
    assert newest("nobody") is None
