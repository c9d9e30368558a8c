"""The fault table: each outside step of submission fails, or fails after having happened.

Whatever it was, the sender hears "in doubt" at worst, the same bytes settle it, there is one leaf, and the whole log
still verifies (Sunlight's `TestSequenceErrors`).
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from asyncpg.transaction import Transaction

from hub.core import receipt as receipts
from hub.core.errors import HubError, UnavailableError
from hub.store import log, messages
from hub.store.failures import InDoubtError
from hub.workflows.log import commit_group, release_log
from hub.workflows.submission import submit
from hub.workflows.submission.submit import Answer
from tests.integration.hubs import Hub, code_of, connected, held_lock
from tests.integration.log_check import check_log
from tests.support.hub import now

LONG_AGO = timedelta(days=31)
STEPS: dict[str, tuple[object, str]] = {
    "begin": (log, "begin_group"),
    "read": (log, "read_group_state"),
    "write": (commit_group, "write_group"),
    "commit": (log, "commit_group"),
    "release": (log, "release"),
    "sign": (commit_group, "sign_checkpoint"),
}
ERRORS = {
    "connection lost": asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    "server gone": ConnectionResetError(104, "Connection reset by peer"),
    "deadlock": asyncpg.DeadlockDetectedError("deadlock detected"),
    "number taken": asyncpg.UniqueViolationError("duplicate key value violates unique constraint"),
    "disk full": asyncpg.DiskFullError("could not extend file"),
    "a mistake of ours": RuntimeError("this should not happen"),
}


class Fault:
    """Breaks a function once, before or after it did its work."""

    def __init__(self, real: Callable[..., Any], error: Exception, *, after: bool) -> None:
        self._real = real
        self._error = error
        self._after = after
        self.struck = False

    def install(self, monkeypatch: pytest.MonkeyPatch, place: object, name: str) -> None:
        """Put a function in the real one's place, so that it binds like one."""
        if asyncio.iscoroutinefunction(self._real):

            async def broken(*args: Any, **named: Any) -> Any:
                self._strike(when_after=False)
                result = await self._real(*args, **named)
                self._strike(when_after=True)
                return result

        else:

            def broken(*args: Any, **named: Any) -> Any:  # type: ignore[misc]
                self._strike(when_after=False)
                result = self._real(*args, **named)
                self._strike(when_after=True)
                return result

        monkeypatch.setattr(place, name, broken)

    def _strike(self, *, when_after: bool) -> None:
        if not self.struck and when_after is self._after:
            self.struck = True
            raise self._error


async def settle(hub: Hub, token: bytes) -> tuple[str, bytes]:
    """Submit until there is a yes; return how the first try ended, and the receipt."""
    async with asyncio.timeout(20):
        (first,) = await hub.submit_all([token])
        result = first
        while not isinstance(result, Answer):
            assert code_of(result) == "in-doubt", result
            (result,) = await hub.submit_all([token])
    return code_of(first), receipts.format(result.receipt)


@pytest.mark.parametrize("after", [False, True], ids=["fails", "fails after having happened"])
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", ["connection lost", "a mistake of ours"])
async def test_a_broken_step_leaves_one_leaf_and_a_whole_log(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch, step: str, error: str, *, after: bool
):
    place, name = STEPS[step]
    token, before = shared_node.ban(), await checked(shared_node)
    fault = Fault(getattr(place, name), ERRORS[error], after=after)
    fault.install(monkeypatch, place, name)
    first, receipt = await settle(shared_node, token)
    monkeypatch.undo()

    assert first in {"accepted", "in-doubt"}
    assert first == "accepted" or step != "release"
    assert await shared_node.receipt(token) == receipt
    assert await checked(shared_node) == before + 1
    assert fault.struck or step == "release"


@pytest.mark.parametrize("error", [name for name in ERRORS if name != "number taken"])
async def test_each_kind_of_failure_is_in_doubt_and_nothing_worse(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch, error: str
):
    token = shared_node.ban()
    Fault(commit_group.write_group, ERRORS[error], after=True).install(monkeypatch, commit_group, "write_group")
    (first,) = await shared_node.submit_all([token])

    assert isinstance(first, UnavailableError)
    assert first.facts["retry_after"]
    assert await shared_node.receipt(token)


async def test_numbers_taken_since_they_were_read_are_read_again(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    Fault(commit_group.write_group, ERRORS["number taken"], after=True).install(
        monkeypatch, commit_group, "write_group"
    )

    assert (await settle(shared_node, shared_node.ban()))[0] == "accepted"


async def test_a_value_that_cannot_be_stored_costs_only_its_own_envelope(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    real, poison = commit_group.write_group, shared_node.ban()

    async def write(conn: Any, arrangement: Any, state: Any) -> None:
        if any(entry.candidate.envelope.raw == poison for _, entry in arrangement.winners):
            raise asyncpg.CharacterNotInRepertoireError("invalid byte sequence")
        await real(conn, arrangement, state)

    monkeypatch.setattr(commit_group, "write_group", write)
    before = await checked(shared_node)
    found = await shared_node.submit_all([shared_node.ban(), poison, shared_node.ban()])

    assert [code_of(each) for each in found] == ["accepted", "malformed", "accepted"]
    assert await checked(shared_node) == before + 2


async def test_a_backend_ended_while_it_waits_for_the_lock_is_in_doubt(shared_node: Hub):
    token = shared_node.ban()
    async with held_lock(shared_node.dsn) as admin, asyncio.timeout(20):
        pending = asyncio.create_task(shared_node.submit_all([token]))
        while not await admin.fetchval(WAITING):
            await asyncio.sleep(0.01)
        await admin.fetchval(END_WAITING)
        (first,) = await pending

    assert code_of(first) == "in-doubt"
    assert (await settle(shared_node, token))[0] == "accepted"
    await checked(shared_node)


WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%log_head%'
"""
END_WAITING = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%log_head%'
"""


async def test_a_backend_ended_just_before_the_commit_is_in_doubt(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    real, token = commit_group.write_group, shared_node.ban()
    before = await checked(shared_node)

    async def write(conn: Any, arrangement: Any, state: Any) -> None:
        await real(conn, arrangement, state)
        pid = conn.get_server_pid()
        async with connected(shared_node.dsn) as admin:
            await admin.execute("SELECT pg_terminate_backend($1, 5000)", pid)

    with monkeypatch.context() as patched:
        patched.setattr(commit_group, "write_group", write)
        (first,) = await shared_node.submit_all([token])

    assert code_of(first) == "in-doubt"
    assert (await settle(shared_node, token))[0] == "accepted"
    assert await checked(shared_node) == before + 1


WARNING = "DO $$ BEGIN RAISE WARNING 'canceling wait for synchronous replication'; END $$"


@contextlib.contextmanager
def unconfirmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every commit happen, with the warning that PostgreSQL gives beside its success when the standby is silent."""
    group, transaction = log.commit_group, Transaction._Transaction__commit

    async def commit_group(conn: Any) -> None:
        await conn.execute(WARNING)
        await group(conn)

    async def commit(self: Any) -> None:
        await self._connection.execute(WARNING)
        await transaction(self)

    with monkeypatch.context() as patched:
        patched.setattr(log, "commit_group", commit_group)
        patched.setattr(Transaction, "_Transaction__commit", commit)
        yield


async def test_a_commit_that_the_standby_did_not_confirm_is_in_doubt_though_it_happened(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    token, before = shared_node.ban(), await checked(shared_node)
    with unconfirmed(monkeypatch):
        (first,) = await shared_node.submit_all([token])

    assert code_of(first) == "in-doubt"
    assert await checked(shared_node) == before + 1
    assert (await settle(shared_node, token))[0] == "accepted"
    assert await checked(shared_node) == before + 1


async def test_what_a_crash_left_is_not_released_before_the_standby_confirms_it(
    node: Hub, monkeypatch: pytest.MonkeyPatch
):
    """Nor is the receipt of such a message given to who sends it again."""
    token = node.ban()
    with unconfirmed(monkeypatch):
        first = await node.submit_all([token])
        again = await node.submit_all([token])
        trust = replace(node.exchange.judgement.trust, expires_at=now())
        monkeypatch.setattr(node.exchange, "judgement", replace(node.exchange.judgement, trust=trust))
        refused = await node.submit_all([token])
        with pytest.raises(InDoubtError):
            await release_log.release_rest(node.exchange)

    assert [code_of(each) for each in (*first, *again, *refused)] == ["in-doubt"] * 3
    assert await node.receipt(token)


async def test_a_commit_that_was_a_rollback_is_not_taken_for_one(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    """After an error inside it, PostgreSQL answers COMMIT with ROLLBACK and no error."""
    real, token = commit_group.write_group, shared_node.ban()
    before = await checked(shared_node)

    async def write(conn: Any, arrangement: Any, state: Any) -> None:
        await real(conn, arrangement, state)
        with contextlib.suppress(asyncpg.PostgresError):
            await conn.execute("SELECT 1 / 0")

    with monkeypatch.context() as patched:
        patched.setattr(commit_group, "write_group", write)
        (first,) = await shared_node.submit_all([token])

    assert code_of(first) == "in-doubt"
    assert await checked(shared_node) == before
    assert (await settle(shared_node, token))[0] == "accepted"


@pytest.mark.parametrize(
    ("place", "name"),
    [(log, "read_duplicates"), (log, "read_release"), (messages, "read_accepted_leaf"), (submit, "make_receipt")],
)
async def test_a_failure_while_an_old_receipt_is_made_again_is_in_doubt(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch, place: object, name: str
):
    """In a submission by lines it costs one line, not the answer."""
    token = shared_node.ban()
    receipt = await shared_node.receipt(token)
    Fault(getattr(place, name), ERRORS["connection lost"], after=False).install(monkeypatch, place, name)
    expired = shared_node.ban(sent_at=now() - LONG_AGO) if name == "read_duplicates" else token
    found = await shared_node.submit_all([expired, shared_node.ban()])

    assert code_of(found[0]) == ("sent-at-out-of-range" if name == "read_duplicates" else "in-doubt")
    assert code_of(found[1]) == "accepted"
    assert await shared_node.receipt(token) == receipt


async def test_a_failure_while_a_stale_verdict_is_renewed_is_in_doubt(
    shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    token = shared_node.ban()
    judgement = shared_node.exchange.judgement
    stale = submit.refresh_judgement
    Fault(stale, ERRORS["connection lost"], after=False).install(monkeypatch, submit, "refresh_judgement")
    shared_node.exchange.judgement = replace(judgement, epoch=judgement.epoch - 1)
    found = await shared_node.submit_all([token, b"nonsense"])

    assert [code_of(each) for each in found] == ["in-doubt", "token-malformed"]
    assert (await settle(shared_node, token))[0] == "accepted"


async def test_a_caller_who_goes_away_leaves_his_envelope_in_the_log(shared_node: Hub):
    token = shared_node.ban()
    async with held_lock(shared_node.dsn):
        pending = asyncio.create_task(shared_node.submit_all([token]))
        await asyncio.sleep(0.05)
        pending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pending
    before = await checked(shared_node)

    assert await shared_node.receipt(token)
    assert await checked(shared_node) <= before + 1


async def test_a_hub_with_too_much_waiting_says_when_to_come_again(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared_node.exchange, "waiting_limit", 3)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks, held_lock(shared_node.dsn):
        pending = tasks.create_task(shared_node.submit_all([shared_node.ban() for _ in range(9)]))
        await asyncio.sleep(0.05)

    found = pending.result()
    codes = [code_of(each) for each in found]
    assert codes.count("rate-limited") >= 3
    assert set(codes) == {"accepted", "rate-limited"}
    assert all(each.facts["retry_after"] for each in found if isinstance(each, HubError))
    await checked(shared_node)


async def checked(hub: Hub) -> int:
    """Release what is left, re-verify the whole log, and return its size."""
    await release_log.release_rest(hub.exchange)
    async with connected(hub.dsn) as conn:
        return await check_log(conn, hub.site)
