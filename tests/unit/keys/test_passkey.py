"""Passkeys: an answer holds for its site, its challenge and its key alone, with the person verified."""

import json
import secrets
from dataclasses import replace

import pytest

from keys import passkey
from keys.errors import PasskeyError
from keys.passkey import LONGEST_ANSWER, Passkey, Site
from tests.support.passkeys import PRESENT, Authenticator

SITE = Site(origin="http://localhost:8081")
CHALLENGE = secrets.token_bytes(32)


def register(device: Authenticator, challenge: bytes = CHALLENGE) -> Passkey:
    """Return the passkey of a device."""
    options = passkey.registration_options(
        SITE, challenge, account=b"1" * 16, login="probe", name="Проба", known=(b"other",)
    )
    return passkey.check_registration(device.register(options), SITE, CHALLENGE)


def sign_in(device: Authenticator, kept: Passkey, challenge: bytes = CHALLENGE, site: Site = SITE) -> int:
    """Return the count of a sign-in."""
    return passkey.check_sign_in(device.sign_in(passkey.sign_in_options(SITE, challenge)), site, CHALLENGE, kept)


def test_a_passkey_is_made_and_signs_in():
    device = Authenticator()
    kept = register(device)

    assert kept.id == device.id
    assert sign_in(device, kept) == 1
    assert sign_in(device, replace(kept, sign_count=1)) == 2


def test_a_browser_is_asked_for_a_verified_person_and_a_key_that_it_can_find_itself():
    options = json.loads(
        passkey.registration_options(SITE, CHALLENGE, account=b"1", login="probe", name="Проба", known=())
    )

    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["rp"]["id"] == "localhost"
    assert json.loads(passkey.sign_in_options(SITE, CHALLENGE))["userVerification"] == "required"


def test_an_answer_tells_its_challenge_and_its_key():
    device = Authenticator()
    made = device.register(passkey.registration_options(SITE, CHALLENGE, account=b"1", login="p", name="p", known=()))
    answer = device.sign_in(passkey.sign_in_options(SITE, CHALLENGE))

    assert passkey.challenge_of(made, registration=True) == CHALLENGE
    assert passkey.challenge_of(answer) == CHALLENGE
    assert passkey.id_of(answer) == device.id


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"site": "evil.example"}, {"flags": PRESENT}])
def test_an_answer_for_another_site_or_by_nobody_verified_is_refused(wrong):
    device = Authenticator()
    kept = register(device)

    with pytest.raises(PasskeyError):
        register(Authenticator(**wrong))
    with pytest.raises(PasskeyError):
        sign_in(Authenticator(id=device.id, key=device.key, **wrong), kept)


def test_an_answer_to_another_challenge_is_refused():
    device = Authenticator()
    kept = register(device)

    with pytest.raises(PasskeyError):
        register(Authenticator(), secrets.token_bytes(32))
    with pytest.raises(PasskeyError):
        sign_in(device, kept, secrets.token_bytes(32))


def test_another_key_of_the_same_name_is_refused():
    kept = register(Authenticator())

    with pytest.raises(PasskeyError):
        sign_in(Authenticator(id=kept.id), kept)


def test_a_copied_passkey_is_found_by_its_count():
    device = Authenticator()
    kept = replace(register(device), sign_count=7)

    with pytest.raises(PasskeyError):
        sign_in(device, kept)


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", '{"id":"x"}', "\ud800", "x" * (LONGEST_ANSWER + 1)])
def test_what_is_no_answer_is_refused_everywhere(answer):
    kept = Passkey(id=b"1", public_key=b"2", sign_count=0)
    doors = (
        lambda: passkey.check_registration(answer, SITE, CHALLENGE),
        lambda: passkey.check_sign_in(answer, SITE, CHALLENGE, kept),
        lambda: passkey.challenge_of(answer),
        lambda: passkey.challenge_of(answer, registration=True),
        lambda: passkey.id_of(answer),
    )

    for door in doors:
        with pytest.raises(PasskeyError):
            door()


def test_an_address_without_a_host_belongs_to_no_site():
    assert Site(origin="localhost").id == ""
