"""Passkeys (WebAuthn): what a browser is asked for, and whether its answer holds.

A passkey confirms who sits there, with the person verified by the device (PIN, finger, face); it signs nothing for the
exchange. The address of the console is part of every answer: one that was given to another site does not hold here.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import structs
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.parse_authentication_credential_json import parse_authentication_credential_json
from webauthn.helpers.parse_client_data_json import parse_client_data_json
from webauthn.helpers.parse_registration_credential_json import parse_registration_credential_json

from keys.errors import PasskeyError

NAME = "CIS migration information exchange"
LONGEST_ANSWER = 16 * 1024
_SURE = structs.UserVerificationRequirement.REQUIRED
_MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The console as browsers know it: `https://console.example`."""

    origin: str

    @property
    def id(self) -> str:
        """Return its host, which passkeys belong to."""
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """What is kept of a passkey: its id, its public key (COSE), how often it was used as it says itself."""

    id: bytes
    public_key: bytes
    sign_count: int


def registration_options(
    site: Site, challenge: bytes, *, account: bytes, login: str, name: str, known: tuple[bytes, ...]
) -> str:
    """Return what a browser is asked for to make a new passkey, as JSON; `known` are those that it has already."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=NAME,
        user_id=account,
        user_name=login,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=_SURE
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return webauthn.options_to_json(options)


def sign_in_options(site: Site, challenge: bytes) -> str:
    """Return what a browser is asked for to sign in by any passkey that it has for this site, as JSON."""
    options = webauthn.generate_authentication_options(rp_id=site.id, challenge=challenge, user_verification=_SURE)
    return webauthn.options_to_json(options)


def check_registration(answer: str, site: Site, challenge: bytes) -> Passkey:
    """Return the passkey that was made.

    Raises:
        PasskeyError: the answer does not hold for this site and challenge.
    """
    _require_short(answer)
    try:
        found = webauthn.verify_registration_response(
            credential=parse_registration_credential_json(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _MALFORMED:
        raise PasskeyError from None
    return Passkey(id=found.credential_id, public_key=found.credential_public_key, sign_count=found.sign_count)


def challenge_of(answer: str, *, registration: bool = False) -> bytes:
    """Return the challenge that an answer is to, as it says itself.

    Raises:
        PasskeyError: it is no answer.
    """
    _require_short(answer)
    try:
        parsed = (
            parse_registration_credential_json(answer) if registration else parse_authentication_credential_json(answer)
        )
        return parse_client_data_json(parsed.response.client_data_json).challenge
    except _MALFORMED:
        raise PasskeyError from None


def id_of(answer: str) -> bytes:
    """Return the id of the passkey that an answer comes from, as it says itself.

    Raises:
        PasskeyError: it is no answer.
    """
    _require_short(answer)
    try:
        return parse_authentication_credential_json(answer).raw_id
    except _MALFORMED:
        raise PasskeyError from None


def check_sign_in(answer: str, site: Site, challenge: bytes, passkey: Passkey) -> int:
    """Return how often the passkey was used now, as it says.

    Raises:
        PasskeyError: the answer does not hold for this site, challenge and passkey; or the passkey was copied.
    """
    _require_short(answer)
    try:
        found = webauthn.verify_authentication_response(
            credential=parse_authentication_credential_json(answer),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _MALFORMED:
        raise PasskeyError from None
    return found.new_sign_count


def _require_short(answer: str) -> None:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyError
