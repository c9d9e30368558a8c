"""Having the sink apply records, also when one of them is more than the adapter's process survives.

    many at once ──adapter fails──> one at a time ──same record fails `TRIES` times──> put aside, without a receipt
                                         └──page done──> many at once

Without this, one record could stop all that follow it. What was put aside waits for a person: its sender is told
nothing, as nothing was decided. Where record after record ends so, the adapter itself is at fault, and nothing more is
put aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.sdk.adapter_process.process import AdapterProcess
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import AdapterFailedError
from hub.sdk.ports import Delivery, Outcome, Problem
from hub.sdk.verification import Verified

PART = 200
TRIES = 5
CRASHES_IN_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one record: processed, refused by the national system with a problem, or more than it survived."""

    problem: Problem | None = None
    crashed: bool = False

    @property
    def code(self) -> str | None:
        """Why it goes to quarantine; None where it was processed."""
        if self.crashed:
            return AdapterFailedError.code
        return None if self.problem is None else self.problem.code


class Application:
    """Applies records through one adapter."""

    def __init__(self, adapter: AdapterProcess) -> None:
        self._adapter = adapter
        self._careful: set[Lane] = set()
        self._tries: dict[tuple[str, str], int] = {}
        self._crashes = 0

    def most(self, lane: Lane) -> int:
        """Return how many records may go to the sink in one call now."""
        return 1 if lane in self._careful else PART

    def page_done(self, lane: Lane) -> None:
        """Note that all of a page is behind us."""
        self._careful.discard(lane)

    async def apply(self, lane: Lane, records: Sequence[Verified]) -> list[Fate]:
        """Apply records in order; returns one fate each.

        Raises:
            SystemUnavailableError: the national system does not answer.
            AdapterFailedError: the adapter broke its contract; try again, from now on one at a time.
        """
        if not records:
            return []
        try:
            outcomes = await self._adapter.apply([_delivery(record) for record in records])
        except AdapterFailedError:
            self._careful.add(lane)
            if len(records) > 1 or not self._is_given_up(records[0]):
                raise
            return [Fate(crashed=True)]
        self._crashes = 0
        self._tries.clear()
        return [_fate(outcome) for outcome in outcomes]

    def _is_given_up(self, record: Verified) -> bool:
        key = (record.envelope.id, record.envelope.sender)
        self._tries[key] = self._tries.get(key, 0) + 1
        if self._tries[key] < TRIES or self._crashes >= CRASHES_IN_ROW:
            return False
        del self._tries[key]
        self._crashes += 1
        return True


def _fate(outcome: Outcome) -> Fate:
    return Fate(problem=outcome.problem)


def _delivery(verified: Verified) -> Delivery:
    envelope = verified.envelope
    return Delivery(
        message_id=envelope.id,
        index=verified.index,
        sender=envelope.sender,
        type=envelope.type,
        version=envelope.version,
        subject=envelope.subject,
        reply_to=envelope.reply_to,
        accepted_at=verified.accepted_at,
        record=envelope.record,
        parts=verified.parts,
    )
