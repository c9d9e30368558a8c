"""Outages that the secretariat announces: clocks stand still meanwhile, in every process."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.core.deadline.case_event import CaseEvent
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.trust.log_statement import log_statement
from hub.workflows.trust.read_trust import refresh_judgement
from keys import outage
from keys.errors import StatementSignerError
from keys.outage import Outage
from tests.integration import suspensions
from tests.integration.hubs import Hub
from tests.support.hub import now


def said(hub: Hub, since: datetime, until: datetime | None = None, *, by: str = "cis-ec", **changes: Any) -> bytes:
    members = {"hub": hub.trust.list.hub, "participant": by, "since": since, "until": until, "at": now(), **changes}
    return outage.sign(Outage(**members), hub.trust.keys[by])


async def log(hub: Hub, token: bytes) -> None:
    await log_statement(hub.exchange, hub.process.committer, token)


def reply_clock(hub: Hub) -> dict[str, Any]:
    """Return the clock of the reply in a case that began ten days ago."""
    facts = {"requested_authority": "tj-mvd", "procedure": "ordinary", "subject_class": "own_national"}
    began = now() - timedelta(days=10)
    event = CaseEvent(type="readmission-request", sender="kz-mvd", index=1, at=began, delivered_at=began, facts=facts)
    parties = ("kz-mvd", "tj-mvd")
    found = count_terms(hub.exchange, [event], agreement="kz-tj-readmission", parties=parties)
    return next(each.to_json() for each in found if each.clock.parameter.name == "reply")


async def test_clocks_stand_still_while_an_outage_lasts_and_go_on_after_it(node: Hub, second_node: Hub):
    plain = reply_clock(node)
    since = now() - timedelta(days=3)
    await log(node, said(node, since))
    await refresh_judgement(second_node.exchange)
    assert (reply_clock(node)["state"], reply_clock(second_node)["state"]) == ("stopped", "stopped")

    await log(node, said(node, since, now() - timedelta(hours=1)))
    ended = reply_clock(node)
    assert ended["state"] == plain["state"] == "running"
    assert ended["due_on"] > plain["due_on"]
    assert any("объявленный перерыв" in line for line in ended["explanation"]["ru"])


async def test_nobody_but_the_secretariat_announces_one(node: Hub):
    for wrong in (said(node, now(), by="ru-guvm"), said(node, now(), participant="ru-guvm")):
        with pytest.raises(StatementSignerError):
            await log(node, wrong)
    assert node.exchange.judgement.outages == ()


async def test_an_announcement_by_a_key_that_was_stolen_by_then_stops_nothing(node: Hub):
    await log(node, said(node, now()))
    assert len(node.exchange.judgement.outages) == 1
    await suspensions.accept(node, suspensions.statement(node, "cis-ec", since=now() - timedelta(hours=1)))
    assert node.exchange.judgement.outages == ()
