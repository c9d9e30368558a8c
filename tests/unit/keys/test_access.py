"""Access tokens: five minutes, one hub, one kind."""

from datetime import UTC, datetime, timedelta

import pytest

from keys import access, jws, strict_json
from keys.errors import (
    AccessAudienceError,
    AccessError,
    AccessExpiredError,
    SignatureError,
    TokenTooLargeError,
    TokenTypeError,
    UnknownKeyError,
)
from keys.jwk import PrivateKey
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
HUB = "mig.example/test"
NOW = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)
CLAIMS = {
    "iss": "tj-molme",
    "aud": HUB,
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
    "jti": "j" * 22,
}
SECOND = timedelta(seconds=1)


def lookup(kid):
    """Find the one known key."""
    if kid != KEY.kid:
        raise UnknownKeyError
    return KEY.public


def issue(**changes):
    """Issue a token with these arguments changed."""
    arguments = {"issuer": "tj-molme", "audience": HUB, "now": NOW, "jti": "j" * 22} | changes
    return access.sign(KEY, **arguments)


def claims(payload: object, typ: str = access.TYP) -> bytes:
    """Return a properly signed token with any payload."""
    return jws.sign(payload if isinstance(payload, bytes) else strict_json.dumps(payload), KEY, typ)


def test_what_is_issued_opens_the_door():
    token = issue()

    assert access.verify(token, lookup, audience=HUB, now=NOW) == access.Access(
        issuer="tj-molme", kid=KEY.kid, jti="j" * 22, expires_at=NOW + timedelta(seconds=300)
    )
    assert strict_json.loads(jws.verify(token, KEY.public)) == CLAIMS


def test_it_opens_from_two_minutes_before_to_two_minutes_after_its_time():
    token = issue(lifetime=timedelta(seconds=60))

    for now in (NOW - access.SKEW, NOW, NOW + timedelta(seconds=60) + access.SKEW - SECOND):
        access.verify(token, lookup, audience=HUB, now=now)
    for now in (NOW - access.SKEW - SECOND, NOW + timedelta(seconds=60) + access.SKEW, NOW + timedelta(days=400)):
        with pytest.raises(AccessExpiredError):
            access.verify(token, lookup, audience=HUB, now=now)


def test_it_is_remembered_for_as_long_as_it_would_open():
    opened = access.verify(issue(), lookup, audience=HUB, now=NOW)

    with pytest.raises(AccessExpiredError):
        access.verify(issue(), lookup, audience=HUB, now=opened.remember_until)
    access.verify(issue(), lookup, audience=HUB, now=opened.remember_until - SECOND)


@pytest.mark.parametrize("audience", ["mig.example/production", "", HUB + " ", HUB.upper()])
def test_it_opens_no_other_hub(audience):
    with pytest.raises(AccessAudienceError):
        access.verify(issue(), lookup, audience=audience, now=NOW)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-5), timedelta(seconds=301)])
def test_none_is_issued_for_longer_than_five_minutes(lifetime):
    with pytest.raises(AccessError):
        issue(lifetime=lifetime)


@pytest.mark.parametrize("jti", ["", "short", "j" * 65, "with space", "ж" * 22])
def test_none_is_issued_with_a_name_that_cannot_be_remembered(jti):
    with pytest.raises(AccessError):
        issue(jti=jti)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not json",
        b'{"iss":"a","iss":"b"}',
        [],
        {},
        {**CLAIMS, "nbf": 1},
        {**CLAIMS, "sub": "x"},
        {name: value for name, value in CLAIMS.items() if name != "jti"},
        {**CLAIMS, "iss": 1},
        {**CLAIMS, "iss": ""},
        {**CLAIMS, "iss": "a" * 257},
        {**CLAIMS, "aud": [HUB]},
        {**CLAIMS, "aud": None},
        {**CLAIMS, "jti": "short"},
        {**CLAIMS, "jti": 12345678},
        {**CLAIMS, "jti": "j" * 22 + "\n"},
        {**CLAIMS, "iat": str(CLAIMS["iat"])},
        {**CLAIMS, "iat": CLAIMS["iat"] + 0.5},
        {**CLAIMS, "iat": True},
        {**CLAIMS, "iat": -1},
        {**CLAIMS, "exp": 253402300800},
        {**CLAIMS, "exp": CLAIMS["iat"]},
        {**CLAIMS, "exp": CLAIMS["iat"] - 1},
        {**CLAIMS, "exp": CLAIMS["iat"] + 301},
    ],
)
def test_a_token_with_other_members_is_refused_though_it_is_signed(payload):
    with pytest.raises(AccessError) as caught:
        access.verify(claims(payload), lookup, audience=HUB, now=NOW)

    assert caught.value.code == "access-malformed"


def test_no_other_kind_of_token_opens_the_door():
    with pytest.raises(TokenTypeError):
        access.verify(claims(CLAIMS, "cis-record+jws"), lookup, audience=HUB, now=NOW)
    with pytest.raises(TokenTypeError):
        jws.open(issue(), lookup, "cis-record+jws")


def test_a_token_of_an_unknown_key_or_with_a_broken_signature_is_refused():
    stranger = access.sign(PrivateKey.generate(), issuer="tj-molme", audience=HUB, now=NOW, jti="j" * 22)

    with pytest.raises(UnknownKeyError):
        access.verify(stranger, lookup, audience=HUB, now=NOW)
    with pytest.raises(SignatureError):
        access.verify(issue()[:-4] + b"AAAA", lookup, audience=HUB, now=NOW)


def test_a_giant_token_is_refused_before_it_is_read():
    with pytest.raises(TokenTooLargeError):
        access.verify(b"a" * 5000, lookup, audience=HUB, now=NOW)
