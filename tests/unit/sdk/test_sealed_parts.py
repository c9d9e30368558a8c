"""Parts are sealed to the newest keys of exactly the recipients, and opened by any key they were sealed to."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from hub.core import sealed_part
from hub.core.envelope import Envelope
from hub.sdk.errors import SignerUnavailableError, UnacceptableError
from hub.sdk.ports import Part
from hub.sdk.sealing.sealed_parts import PartsRefusedError, SealedParts
from hub.sdk.settings.key_files import PatientSigner
from keys import sealed
from keys.encryption_key import EncryptionKey
from keys.errors import KeyDeviceError
from keys.jwk import PrivateKey
from tests.support.records import unsigned
from tests.support.trust import ORIGIN, make_trust

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
OLD, NEW, OTHER = (EncryptionKey.generate() for _ in range(3))
TRUST = make_trust(now=NOW, openers={"tj-molme": [OLD, NEW], "tj-mvd": [OTHER]}).list
TEXT = Part(media_type="text/plain", content="Учебные сведения".encode())
TO = ["tj-molme", "tj-mvd"]


def at_site(participant: str, *keys: EncryptionKey) -> SealedParts:
    return SealedParts(lambda: TRUST, keys, participant=participant, origin=ORIGIN)


def make(parts: Any, **changes: Any) -> Envelope:
    made = {"hub": ORIGIN, "id": "m-1", "to": tuple(TO), "sent_at": NOW, "version": "1.1", "subject": "B-1"}
    return unsigned("entry-ban", {"sealed": parts}, **made | changes)


SEALED = at_site("ru-guvm").seal([TEXT, replace(TEXT, content=b"\0\1")], TO, "m-1", NOW)


def test_the_recipients_open_what_was_sealed_and_the_hub_has_nothing_against_it():
    for keys in ([NEW], [OLD, NEW], [OTHER]):
        found = at_site("tj-molme", *keys).open(make(SEALED))
        assert [(part.media_type, part.content) for part in found] == [
            ("text/plain", TEXT.content),
            ("text/plain", b"\0\1"),
        ]
    assert sealed_part.check(make(SEALED), TO, TRUST, NOW) == []
    assert [part["recipients"] for part in SEALED] == [[NEW.kid, OTHER.kid]] * 2
    assert "Учебные" not in str(SEALED)


def test_a_part_tells_nothing_of_its_content():
    assert repr(TEXT) == "Part(media_type='text/plain')"


def test_a_message_without_parts_has_none():
    assert at_site("tj-molme", NEW).open(make([], record={})) == ()


def test_our_own_messages_are_for_others_to_open():
    assert at_site("ru-guvm").open(make(SEALED)) == ()


@pytest.mark.parametrize(
    ("envelope", "keys", "code"),
    [
        (make(SEALED), [OLD], "sealed-for-others"),
        (make(SEALED), [], "sealed-for-others"),
        (make(SEALED, id="m-2"), [NEW], "sealed-not-opened"),
        (make(SEALED, sender="kz-mvd"), [NEW], "sealed-not-opened"),
        (make([{**SEALED[0], "sha256": "0" * 64}]), [NEW], "sealed-digest"),
        (
            make([{**SEALED[0], "ciphertext": "{}", "sha256": sealed_part.sha256(b"{}").hexdigest()}]),
            [NEW],
            "sealed-malformed",
        ),
    ],
)
def test_what_does_not_open_is_not_taken(envelope, keys, code):
    with pytest.raises(UnacceptableError) as caught:
        at_site("tj-molme", *keys).open(envelope)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("parts", "to", "code"),
    [
        ([TEXT] * 9, TO, "sealed-too-many"),
        ([Part(media_type="image/png", content=bytes(sealed.MAX_PLAIN + 1))], TO, "sealed-too-large"),
        ([TEXT], ["tj-molme", "kz-mvd"], "encryption-key-missing"),
        ([TEXT], ["@council"], "encryption-key-missing"),
        ([TEXT], [], "sealed-keys"),
        ([TEXT], ["tj-mvd", "tj-mvd"], "sealed-keys"),
    ],
)
def test_what_cannot_be_sealed_is_told_before_anything_is_signed(parts, to, code):
    with pytest.raises(PartsRefusedError) as caught:
        at_site("ru-guvm").seal(parts, to, "m-1", NOW)

    assert (caught.value.problem.code, caught.value.problem.pointer) == (code, "/sealed")


class Away(PrivateKey):
    """A key in a module that does not answer."""

    __slots__ = ()

    def sign(self, _message):
        raise KeyDeviceError(why="DeviceRemoved")


def test_a_module_that_is_away_makes_the_gateway_try_again():
    key = PrivateKey.generate()
    patient = PatientSigner(key)

    assert (patient.alg, patient.kid, patient.public) == (key.alg, key.kid, key.public)
    assert patient.sign(b"x") == key.sign(b"x")
    with pytest.raises(SignerUnavailableError, match="DeviceRemoved"):
        PatientSigner(Away.generate()).sign(b"x")
