"""Access tokens: how a participant shows who is reading, for five minutes at most.

A JWS of typ `cis-access+jwt` with exactly these members:

    {"iss": "tj-molme", "aud": "mig.example/production", "iat": 1795251600, "exp": 1795251900, "jti": "…"}

`verify` says that the key `kid` signed this for this hub, now. That `issuer` is the participant whose key `kid` is, is
left to the caller, who has the trust list. A token may be shown again while it lives. A door that wants each only once
has to remember its `jti` until `remember_until`: the end of the token and of the clock skew granted to it, no earlier.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from keys import jws, strict_json
from keys.errors import AccessAudienceError, AccessError, AccessExpiredError, StrictJsonError
from keys.jwk import PublicKey, Signer

TYP = "cis-access+jwt"
MAX_LIFETIME = timedelta(seconds=300)
SKEW = timedelta(seconds=120)

_MAX_TOKEN = 4096
_MEMBERS = {"iss", "aud", "iat", "exp", "jti"}
_JTI = re.compile(r"[A-Za-z0-9_-]{8,64}")
_MAX_NAME = 256
_LAST_SECOND = 253402300799  # the end of the year 9999, beyond which there is no datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What an access token says: this issuer reads, until `expires_at`."""

    issuer: str
    kid: str
    jti: str
    expires_at: datetime

    @property
    def remember_until(self) -> datetime:
        """When the token opens nothing any more: a door that takes each once remembers its `jti` until then."""
        return self.expires_at + SKEW


def sign(
    key: Signer, *, issuer: str, audience: str, now: datetime, jti: str, lifetime: timedelta = MAX_LIFETIME
) -> bytes:
    """Issue a token; `now` is the issuer's clock, `jti` 8..64 characters of base64url that were never used before.

    Raises:
        AccessError: the lifetime or the jti is out of bounds.
    """
    if not timedelta(seconds=1) <= lifetime <= MAX_LIFETIME:
        raise AccessError(member="exp")
    if not _JTI.fullmatch(jti):
        raise AccessError(member="jti")
    issued = int(now.timestamp())
    claims = {
        "iss": issuer,
        "aud": audience,
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
        "jti": jti,
    }
    return jws.sign(strict_json.dumps(claims), key, TYP)


def verify(token: bytes, lookup: Callable[[str], PublicKey], *, audience: str, now: datetime) -> Access:
    """Return what the token says, if it is signed, for this audience, and valid at `now`.

    Raises:
        SignatureError: the token does not hold.
        AccessError: it holds, but is malformed, for another hub, or not valid now.
    """
    opened = jws.open(token, lookup, TYP, limit=_MAX_TOKEN)
    claims = _claims(opened.payload)
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    jti = _text(claims, "jti")
    if not _JTI.fullmatch(jti):
        raise AccessError(member="jti")
    if not timedelta(0) < expires - issued <= MAX_LIFETIME:
        raise AccessError(member="exp")
    if _text(claims, "aud") != audience:
        raise AccessAudienceError
    if now < issued - SKEW or now >= expires + SKEW:
        raise AccessExpiredError
    return Access(issuer=_text(claims, "iss"), kid=opened.kid, jti=jti, expires_at=expires)


def _claims(payload: bytes) -> dict[str, object]:
    try:
        claims = strict_json.loads(payload)
    except StrictJsonError:
        raise AccessError(member="?") from None
    if not isinstance(claims, dict) or claims.keys() != _MEMBERS:
        raise AccessError(member="?")
    return claims


def _text(claims: dict[str, object], member: str) -> str:
    value = claims[member]
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_NAME:
        raise AccessError(member=member)
    return value


def _seconds(claims: dict[str, object], member: str) -> datetime:
    value = claims[member]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LAST_SECOND:
        raise AccessError(member=member)
    return datetime.fromtimestamp(value, UTC)
