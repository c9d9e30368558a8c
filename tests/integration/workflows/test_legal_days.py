"""Whose day counts: that of the authority that acts, in the zone of its state, and not that of UTC."""

import dataclasses
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from hub.core import envelope as envelopes
from hub.core.agreement.register import Register
from hub.core.errors import AgreementNotInForceError
from hub.workflows.bans.read_bans import read_one
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.bans import Bans
from hub.workflows.projections.project import Projector
from hub.workflows.submission.check_envelope import permit
from keys import jws
from tests.integration.hubs import Hub

LATE = datetime(2026, 4, 30, 21, 30, tzinfo=UTC)
"""Half past midnight of 1 May in Moscow, half past two in Dushanbe."""


@pytest.mark.parametrize(
    ("participant", "hour", "day"),
    [
        ("ru-guvm", 20, 30),
        ("ru-guvm", 21, 1),
        ("tj-mvd", 18, 30),
        ("tj-mvd", 19, 1),
        ("cis-ec", 23, 30),
        ("xx-nobody", 23, 30),
    ],
)
def test_a_day_begins_by_the_zone_of_the_authoritys_state(shared_node: Hub, participant, hour, day):
    at = datetime(2026, 4, 30, hour, tzinfo=UTC)

    assert legal_day(shared_node.trust.list, participant, at).day == day


async def test_a_ban_is_over_when_its_last_day_is_over_at_its_issuer(shared_node: Hub):
    period = {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2026-04-30"}
    for issuer in ("ru-guvm", "kg-migration"):
        record = {"ban_id": "DAY-1", "period": period}
        await shared_node.submit(shared_node.ban(sender=issuer, record=record, subject="DAY-1"))
    await release_rest(shared_node.exchange)
    projector = Projector(shared_node.exchange, [Bans()])
    async with shared_node.exchange.pool.acquire() as conn:
        size = await conn.fetchval("SELECT size FROM log_release")
    while (await project.read_positions(shared_node.exchange, [Bans()]))["bans"] < size:
        await projector.step()

    async def status(at: datetime) -> str:
        clock: Any = SimpleNamespace(now=lambda: at)
        exchange = dataclasses.replace(shared_node.exchange, clock=clock)
        found, _ = await read_one(exchange, reader="tj-mvd", issuer="ru-guvm", ban_id="DAY-1", on=None)
        return found.standing.status

    assert await status(LATE.replace(hour=20)) == "active"
    assert await status(LATE) == "expired"


def test_an_agreement_is_in_force_from_midnight_at_the_sender(shared_node: Hub):
    judgement = shared_node.exchange.judgement
    known = dataclasses.replace(judgement.register["cis-2000"], valid_from=date(2026, 5, 1))
    changed = dataclasses.replace(judgement, register=Register([known]), permitted={})
    kind = shared_node.exchange.catalogue.record_type("entry-ban", "1.0")
    token = shared_node.ban(sender="tj-mvd", to=["ru-guvm"])
    envelope = envelopes.parse(jws.read(token, envelopes.TYP).payload, token)

    with pytest.raises(AgreementNotInForceError):
        permit(envelope, kind, changed, LATE.replace(hour=18))
    assert permit(envelope, kind, changed, LATE.replace(hour=19)).recipients == ("ru-guvm",)
