"""What waits for a participant's people, and who takes part: as the console's first pages show them."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.core.deadline.clock import end_of
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.deadline.legal_day import legal_day, zone_of
from hub.workflows.desk import read_tasks as tasks
from hub.workflows.desk.read_tasks import Urgency, read_tasks
from hub.workflows.projections import fill_desk
from hub.workflows.trust.read_participants import KeyState, list_participants, read_participant, state_of
from keys.trust_key import KeyStatus
from tests.integration.hubs import Hub
from tests.integration.workflows.test_silence import asked, follow
from tests.support.hub import now
from tests.support.readmission import KZ, TJ


async def _tasks(hub: Hub, party: str) -> Any:
    return await read_tasks(hub.exchange, party=party)


def _of(found: Any, case: str) -> list[Any]:
    return [each for each in found.tasks if each.row.key.subject == case]


async def test_a_request_waits_for_whoever_has_to_answer_it_and_for_nobody_else(shared_node: Hub):
    case, message_id = await asked(shared_node)
    (task,) = _of(await _tasks(shared_node, TJ), case)
    others = [await _tasks(shared_node, party) for party in ("by-mvd", "ru-guvm")]

    assert (task.row.key.owner, task.row.other, task.row.key.kind) == (KZ, KZ, "case")
    assert (task.row.acting, task.is_own, task.row.inbound, task.row.open) == (TJ, True, True, True)
    assert [each for found in others for each in _of(found, case)] == []

    await shared_node.submit(shared_node.reply(case, "accepted", message_id))
    await follow(shared_node)
    assert [each.row.term for each in _of(await _tasks(shared_node, TJ), case) if each.row.term == "reply"] == []


async def test_an_overdue_request_is_counted_and_what_ends_first_comes_first(shared_node: Hub, recount: Any):
    case, _ = await asked(shared_node)
    await recount(case, {"on": now().date() - timedelta(days=9), "at": now() - timedelta(days=9)})
    found = await _tasks(shared_node, TJ)
    dues = [task.row.due_at for task in found.tasks if task.row.due_at is not None]

    assert [(each.urgency, each.left is not None and each.left < 0) for each in _of(found, case)] == [
        (Urgency.OVERDUE, True)
    ]
    assert found.counts["overdue"] >= 1
    assert dues == sorted(dues)


async def test_cases_that_nobody_works_on_are_counted_up_to_a_number_and_listed_up_to_another(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(2):
        await asked(shared_node)
    monkeypatch.setattr(tasks, "SHOWN", 1)
    monkeypatch.setattr(tasks, "COUNTED", 2)
    found = await _tasks(shared_node, TJ)

    assert (len(found.tasks), found.unassigned) == (1, 2)


@pytest.mark.parametrize(
    ("in_days", "urgency"), [(0, Urgency.SOON), (1, Urgency.SOON), (9, Urgency.LATER), (None, Urgency.UNDATED)]
)
async def test_a_task_is_as_urgent_as_its_last_day_is_near(shared_node: Hub, recount: Any, in_days, urgency):
    case, _ = await asked(shared_node)
    zone = zone_of(shared_node.exchange.judgement.trust, TJ)
    today = legal_day(shared_node.exchange.judgement.trust, TJ, now())
    on = None if in_days is None else today + timedelta(days=in_days)
    await recount(case, {"on": on, "at": None if on is None else end_of(on, zone)})
    found = await _tasks(shared_node, TJ)

    assert [task.urgency for task in _of(found, case)] == [urgency]
    assert found.counts[urgency.value] >= 1


async def test_what_calendars_or_the_time_have_changed_is_counted_again(shared_node: Hub, recount: Any):
    case, _ = await asked(shared_node)
    (before,) = _of(await _tasks(shared_node, TJ), case)
    await recount(case, {"on": now().date(), "at": now() - timedelta(seconds=1)}, forget=True)
    while await fill_desk.refill(shared_node.exchange):
        pass
    (after,) = _of(await _tasks(shared_node, TJ), case)

    assert after.row.due_at == before.row.due_at


@pytest.fixture
def recount(shared_node: Hub, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a case on the desks with other last days than it has; with `forget`, as counted by other registers."""

    async def change(case: str, deadline: Any, *, forget: bool = False) -> None:
        def changed(term: Any) -> Any:
            due = None if term.clock.deadline is None else dataclasses.replace(term.clock.deadline, **deadline)
            return dataclasses.replace(term, clock=dataclasses.replace(term.clock, deadline=due))

        def count(*arguments: Any, **more: Any) -> Any:
            return [changed(term) for term in count_terms(*arguments, **more)]

        with monkeypatch.context() as patch:
            patch.setattr(fill_desk, "count_terms", count)
            if forget:
                patch.setattr(fill_desk, "judged_by", lambda _: "other")
            async with shared_node.exchange.pool.acquire() as conn, conn.transaction():
                await fill_desk.fill(conn, shared_node.exchange, [HeadKey("case", KZ, case)])

    return change


async def test_participants_stand_with_official_names_and_keys_states_first(shared_node: Hub):
    found = list_participants(shared_node.exchange)
    tajik = read_participant(shared_node.exchange, TJ)

    assert [each.state is None for each in found] == sorted(each.state is None for each in found)
    assert (tajik.state, tajik.role, tajik.worst) == ("TJ", "member", KeyState.VALID)
    assert "Таджикистан" in tajik.names["ru"]
    assert "Tajikistan" in tajik.names["en"]


async def test_a_participant_that_does_not_exist_is_missing(shared_node: Hub):
    with pytest.raises(MissingError):
        read_participant(shared_node.exchange, "xx-nobody")


@pytest.mark.parametrize(
    ("changes", "days", "state"),
    [
        ({}, 0, KeyState.VALID),
        ({}, -30, KeyState.AWAITED),
        ({}, 345, KeyState.EXPIRING),
        ({}, 3650, KeyState.EXPIRED),
        ({"status": KeyStatus.SUSPENDED}, 0, KeyState.SUSPENDED),
        ({"status": KeyStatus.REVOKED}, 0, KeyState.REVOKED),
    ],
)
async def test_a_key_stands_as_its_dates_and_its_status_say(shared_node: Hub, changes, days, state):
    at = datetime.now(UTC)
    key = next(iter(shared_node.exchange.judgement.trust.participants[TJ].keys))
    dated = dataclasses.replace(
        key, valid_from=at - timedelta(days=20), valid_until=at + timedelta(days=365), **changes
    )

    assert state_of(dated, at + timedelta(days=days)) is state
