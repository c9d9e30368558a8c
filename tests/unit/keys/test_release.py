"""Releases: what they say, and who may say it."""

from datetime import UTC, datetime, timedelta

import pytest

from keys import release, statement
from keys.errors import StatementError, StatementHubError, StatementSignerError, StatementTimeError, TokenTypeError
from keys.jwk import PrivateKey
from keys.release import Release
from tests.support.trust import make_key, make_trust

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
trust = make_trust(now=NOW)
officer = trust.authority.officers["officer-1"]
IDS = ("01930000-0000-7000-8000-000000000004", "01930000-0000-7000-8000-000000000005")


def signed(key: PrivateKey = officer, **changes: object) -> bytes:
    """Return a release of two messages of ru-guvm."""
    members = {"hub": trust.list.hub, "participant": "ru-guvm", "messages": IDS, "at": NOW}
    return release.sign(key, **{**members, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [officer, trust.authority.officers["officer-2"], trust.keys["ru-guvm"]])
def test_what_was_signed_is_read(key: PrivateKey):
    found = release.verify(signed(key), trust.list, NOW)

    assert found == Release(
        participant="ru-guvm", messages=IDS, at=NOW, signer=key.kid, sha256=found.sha256, token=signed(key)
    )


@pytest.mark.parametrize(
    "key", [trust.keys["kz-mvd"], trust.authority.council["council-1"], trust.authority.log, make_key("any", "body")]
)
def test_nobody_else_may(key: PrivateKey):
    with pytest.raises(StatementSignerError):
        release.verify(signed(key), trust.list, NOW)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"hub": "mig.example/production"}, StatementHubError),
        ({"at": NOW + timedelta(seconds=121)}, StatementTimeError),
        ({"messages": ()}, StatementError),
        ({"messages": (IDS[0], IDS[0])}, StatementError),
        ({"messages": ("1",)}, StatementError),
        ({"messages": [f"01930000-0000-7000-8000-{number:012d}" for number in range(101)]}, StatementError),
        ({"participant": "Nobody"}, StatementError),
    ],
)
def test_what_cannot_be_said_is_refused(changes: dict[str, object], error: type[Exception]):
    with pytest.raises(error):
        release.verify(signed(**changes), trust.list, NOW)


def test_another_kind_of_statement_is_refused():
    token = statement.sign(dict.fromkeys(release.MEMBERS, "x"), officer, statement.Kind.APPROVAL)
    with pytest.raises(TokenTypeError):
        release.verify(token, trust.list, NOW)
