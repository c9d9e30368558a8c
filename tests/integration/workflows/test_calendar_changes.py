"""The secretariat changes working days: logged, followed by every process, and by nobody else's word."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.core.deadline.calendar import DayKind
from hub.core.deadline.override import CalendarChangeError
from hub.core.errors import MissingError
from hub.workflows.trust.log_statement import log_statement
from hub.workflows.trust.read_trust import refresh_judgement
from keys import calendar_change
from keys.calendar_change import CalendarChange, ChangedDay
from keys.errors import KeysError, StatementHubError, StatementSignerError
from tests.integration import suspensions
from tests.integration.hubs import Hub, connected
from tests.integration.workflows.audited import audit
from tests.support.hub import now

DAY = timedelta(days=1)


def tomorrow() -> date:
    return now().date() + DAY


def said(hub: Hub, version: str, day: date | None = None, *, by: str = "cis-ec", **changes: Any) -> bytes:
    members: dict[str, Any] = {
        "hub": hub.trust.list.hub,
        "participant": by,
        "state": "TJ",
        "version": version,
        "source": "test data",
        "until": None,
        "days": (ChangedDay(date=day or tomorrow(), works=False, ru="День пробы", en="Day of test data"),),
        "at": datetime.now(UTC).replace(microsecond=0),
    }
    key = changes.pop("key", hub.trust.keys[by])
    return calendar_change.sign(CalendarChange(**{**members, **changes}), key)


async def log(hub: Hub, token: bytes) -> None:
    await log_statement(hub.exchange, hub.process.committer, token)


async def test_every_process_counts_by_a_change_and_its_version_is_told(node: Hub, second_node: Hub):
    await log(node, said(node, "2027.1"))
    await refresh_judgement(second_node.exchange)
    for hub in (node, second_node):
        calendar = hub.exchange.judgement.calendars["TJ"]
        assert (calendar.version, calendar.kind(tomorrow())) == ("2027.1", DayKind.HOLIDAY)
    assert node.exchange.judgement.calendars["KZ"].version == "2026.1"


async def test_the_audit_of_the_log_counts_a_change_among_what_judges(node: Hub):
    await log(node, said(node, "2027.1"))
    async with connected(node.dsn) as conn:
        report = await audit(conn, node)

    assert report.finding is None, report.finding


@pytest.mark.parametrize(
    ("version", "changes", "error"),
    [
        ("2026.1", {}, CalendarChangeError),
        ("2099.1", {"days_from_now": 0}, CalendarChangeError),
        ("2099.1", {"by": "ru-guvm"}, StatementSignerError),
        ("2099.1", {"participant": "ru-guvm"}, StatementSignerError),
        ("2099.1", {"hub": "other.example/test"}, StatementHubError),
        ("2099.1", {"state": "XX"}, MissingError),
    ],
)
async def test_nobody_else_changes_a_calendar_and_nothing_reaches_back(
    shared_node: Hub, version: str, changes: dict[str, Any], error: type[Exception]
):
    members = dict(changes)
    with pytest.raises(error):
        await log(shared_node, said_with(shared_node, version, members))
    assert shared_node.exchange.judgement.calendars["TJ"].version == "2026.1"


def said_with(hub: Hub, version: str, changes: dict[str, Any]) -> bytes:
    stranger = changes.pop("hub", None)
    if stranger is None:
        return said(hub, version, now().date() + changes.pop("days_from_now", 1) * DAY, **changes)
    change = calendar_change.read(said(hub, version))[1]
    members = {name: getattr(change, name) for name in calendar_change.MEMBERS}
    return calendar_change.sign(CalendarChange(**{**members, "hub": stranger}), hub.trust.keys["cis-ec"])


async def test_a_change_by_a_key_that_was_stolen_by_then_counts_for_nobody(node: Hub):
    await log(node, said(node, "2027.1"))
    stolen = suspensions.statement(node, "cis-ec", since=now() - timedelta(hours=1))
    await suspensions.accept(node, stolen)
    assert node.exchange.judgement.calendars["TJ"].version == "2026.1"
    with pytest.raises(KeysError):
        await log(node, said(node, "2027.2"))
    assert json.dumps(node.exchange.judgement.calendars["TJ"].version) == '"2026.1"'
