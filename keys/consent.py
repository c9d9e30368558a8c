"""A consent: a party of an agreement approves one version of it, byte for byte, so that it may come into force.

    hub, participant            who approves, for its state, at which hub
    agreement, version          which version of which agreement, so that it is plain
    document_sha256             the document of that version
    at                          when this was signed

Signed by a signing key of the participant. The register takes a version that brings an agreement into force, or changes
one in force, only with the consents of its parties in the log: neither the secretariat nor the operator can do without.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import Signer
from keys.statement import Kind, Unread

KIND = Kind.CONSENT
MEMBERS = ("hub", "participant", "agreement", "version", "document_sha256", "at")

_AGREEMENT = re.compile(r"[a-z][a-z0-9-]{0,63}")
_MAX_VERSION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a party says about a version; `document_sha256` in hexadecimal."""

    hub: str
    participant: str
    agreement: str
    version: int
    document_sha256: str
    at: datetime


def sign(consent: Consent, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant."""
    return statement.sign(format(consent), key, KIND)


def format(consent: Consent) -> dict[str, object]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        "hub": consent.hub,
        "participant": consent.participant,
        "agreement": consent.agreement,
        "version": consent.version,
        "document_sha256": consent.document_sha256,
        "at": instant.format(consent.at),
    }


def read(token: bytes) -> tuple[Unread, Consent]:
    """Read a consent that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> Consent:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong.
    """
    version = unread.payload["version"]
    if type(version) is not int or not 0 < version <= _MAX_VERSION:
        raise StatementError(member="version")
    return Consent(
        hub=unread.text("hub"),
        participant=unread.participant(),
        agreement=unread.text("agreement", _AGREEMENT),
        version=version,
        document_sha256=unread.digest("document_sha256"),
        at=unread.instant("at"),
    )
