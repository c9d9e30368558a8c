"""What waits for a participant's people, and who takes part: as the console's first pages show them."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.core.deadline.case_clock import ClockState
from hub.core.errors import MissingError
from hub.workflows import read_tasks as tasks
from hub.workflows.count_terms import count_terms
from hub.workflows.legal_day import legal_day
from hub.workflows.read_participants import KeyState, list_participants, read_participant, state_of
from hub.workflows.read_tasks import Urgency, read_tasks
from keys.trust_key import KeyStatus
from tests.integration.hubs import Hub
from tests.integration.workflows.test_silence import asked, follow
from tests.support.hub import now
from tests.support.readmission import KZ, TJ


async def _tasks(hub: Hub, party: str) -> Any:
    return await read_tasks(hub.exchange, party=party)


async def test_a_request_waits_for_whoever_has_to_answer_it_and_for_nobody_else(shared_node: Hub):
    case, message_id = await asked(shared_node)
    (task,) = [each for each in (await _tasks(shared_node, TJ)).tasks if each.case_id == case]
    others = [await _tasks(shared_node, party) for party in ("by-mvd", "ru-guvm")]

    assert (task.owner, task.from_whom, task.kind) == (KZ, KZ, "case")
    assert task.term.clock.acting == TJ
    assert case not in [each.case_id for found in others for each in found.tasks]

    await shared_node.submit(shared_node.reply(case, "accepted", message_id))
    await follow(shared_node)
    left = [each for each in (await _tasks(shared_node, TJ)).tasks if each.case_id == case]
    assert [each.term.clock.parameter.name for each in left if each.term.clock.parameter.name == "reply"] == []


async def test_an_overdue_request_is_counted_and_what_ends_first_comes_first(shared_node: Hub, recount: Any):
    case, _ = await asked(shared_node)
    recount(state=ClockState.EXPIRED)
    found = await _tasks(shared_node, TJ)
    dues = [task.due_at for task in found.tasks if task.due_at is not None]

    assert case in [task.case_id for task in found.tasks if task.urgency is Urgency.OVERDUE]
    assert found.count(Urgency.OVERDUE) == len(found.tasks)
    assert dues == sorted(dues)


async def test_what_was_not_looked_at_is_told(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    for _ in range(2):
        await asked(shared_node)
    monkeypatch.setattr(tasks, "LOOKED_AT", 1)
    found = await _tasks(shared_node, TJ)

    assert not found.complete
    assert len(found.tasks) <= 1


@pytest.mark.parametrize(
    ("in_days", "urgency"), [(0, Urgency.SOON), (1, Urgency.SOON), (9, Urgency.LATER), (None, Urgency.UNDATED)]
)
async def test_a_task_is_as_urgent_as_its_last_day_is_near(shared_node: Hub, recount: Any, in_days, urgency):
    case, _ = await asked(shared_node)
    today = legal_day(shared_node.exchange.judgement.trust, TJ, now())
    recount(deadline={"on": None if in_days is None else today + timedelta(days=in_days)})
    found = await _tasks(shared_node, TJ)

    assert [task.urgency for task in found.tasks if task.case_id == case] == [urgency]


@pytest.fixture
def recount(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the clocks of the participant's own terms stand otherwise than they do."""

    def change(state: ClockState = ClockState.RUNNING, deadline: Any = None) -> None:
        def changed(term: Any) -> Any:
            due = None if term.clock.deadline is None else dataclasses.replace(term.clock.deadline, **(deadline or {}))
            return dataclasses.replace(term, clock=dataclasses.replace(term.clock, state=state, deadline=due))

        def count(*arguments: Any, **more: Any) -> Any:
            return [changed(term) for term in count_terms(*arguments, **more)]

        monkeypatch.setattr(tasks, "count_terms", count)

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
