"""A consent: what a party signs about one version of an agreement, and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from keys import consent, statement
from keys.consent import Consent
from keys.errors import KeysError, SignatureError, StatementError
from keys.statement import Kind
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
OTHER = private_keys.from_seed(b"\1" * 32)
SAID = Consent(
    hub="mig.example/test",
    participant="tj-mvd",
    agreement="ru-tj-readmission",
    version=2,
    document_sha256="ab" * 32,
    at=datetime(2026, 11, 21, 9, tzinfo=UTC),
)


def test_what_was_signed_is_read_and_verified():
    unread, said = consent.read(consent.sign(SAID, KEY))

    unread.verify(KEY.public)
    assert said == SAID
    with pytest.raises(SignatureError):
        unread.verify(OTHER.public)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 0},
        {"version": True},
        {"version": "2"},
        {"version": 1_000_001},
        {"agreement": "RU-TJ"},
        {"agreement": "a" * 65},
        {"document_sha256": "ab"},
        {"participant": "TJ"},
        {"hub": ""},
        {"at": "2026-11-21"},
        {"extra": 1},
    ],
)
def test_a_member_of_another_form_is_refused(change: dict[str, Any]):
    token = statement.sign({**consent.format(SAID), **change}, KEY, Kind.CONSENT)
    with pytest.raises(StatementError):
        consent.read(token)


def test_another_statement_is_no_consent():
    with pytest.raises(KeysError):
        consent.read(statement.sign(consent.format(SAID), KEY, Kind.APPROVAL))
