"""The announcement of an outage: from when until when, and not too late."""

from datetime import UTC, datetime
from typing import Any

import pytest

from keys import outage, statement
from keys.errors import StatementError
from keys.outage import Outage
from keys.statement import Kind
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
SAID = Outage(
    hub="mig.example/test",
    participant="cis-ec",
    since=datetime(2026, 11, 20, 9, tzinfo=UTC),
    until=None,
    at=datetime(2026, 11, 21, 9, tzinfo=UTC),
)


@pytest.mark.parametrize("until", [None, datetime(2026, 11, 20, 10, tzinfo=UTC)])
def test_what_was_signed_is_read_and_verified(until: datetime | None):
    said = Outage(hub=SAID.hub, participant=SAID.participant, since=SAID.since, until=until, at=SAID.at)
    unread, read = outage.read(outage.sign(said, KEY))
    unread.verify(KEY.public)
    assert read == said


@pytest.mark.parametrize(
    "change",
    [
        {"until": "2026-11-20T09:00:00Z"},
        {"until": "later"},
        {"since": "2026-10-20T09:00:00Z"},
        {"since": None},
        {"participant": "CIS"},
    ],
)
def test_what_makes_no_sense_or_comes_too_late_is_refused(change: dict[str, Any]):
    token = statement.sign({**outage.format(SAID), **change}, KEY, Kind.OUTAGE)
    with pytest.raises(StatementError):
        outage.read(token)
