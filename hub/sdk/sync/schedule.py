"""The schedule at the member's site: what was stated of syncs, proven to stand in the log, and kept for bad days.

Statements are fetched once and then from where the last page ended. The calendars by which runs are counted are those
that the hub shows; without them those of this release. A hub that lies about days can shift a run, and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from hub.client.client import HubClient
from hub.core import leaf as leaves
from hub.core.deadline import calendar
from hub.core.schedule import agreed
from hub.core.schedule.agreed import Agreed, Schedule
from hub.core.schedule.slot import Local
from hub.core.statement import Stated
from hub.sdk.state import Disk, State
from hub.sdk.trust_list.statements import StatementKeeper
from hub.sdk.trust_list.trust import TrustKeeper
from keys import strict_json
from keys.trustlist import TrustList
from schemas import calendars
from schemas.catalogue import Catalogue

KEPT = "schedule"
KIND = "schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A sync that this member runs, and how its days are counted."""

    agreed: Agreed
    local: Local


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the schedule comes from, and by whom its statements are judged."""

    client: HubClient
    statements: StatementKeeper
    trust: TrustKeeper
    catalogue: Catalogue


class ScheduleKeeper:
    """Knows the syncs of one participant."""

    def __init__(self, state: State, disk: Disk, sources: Sources, *, participant: str) -> None:
        self._state = state
        self._disk = disk
        self._from = sources
        self._participant = participant
        self._next = 0
        self._stated: list[Stated] = []
        self._calendars: Mapping[str, Mapping[str, Any]] = {}
        self._judged: tuple[TrustList | None, Sequence[Stated], Schedule] = (None, (), {})

    async def restore(self) -> None:
        """Take up what was kept."""
        kept = await self._disk.do(self._state.kept, KEPT)
        if kept is not None:
            value = cast("dict[str, Any]", strict_json.loads(kept))
            self._next, self._stated = value["next"], [_parse(each) for each in value["statements"]]
            self._calendars = {each["state"]: each for each in value["calendars"]}

    async def refresh(self) -> bool:
        """Fetch what was stated since; return whether anything was.

        Raises:
            TryLaterError, ClientError: the hub could not be asked, or did not prove what it said; what is known stays.
            StopError: the hub's log is not one.
        """
        log = self._from.trust.current().log_verifier
        found, after = await self._from.statements.read_kind(KIND, after=self._next, log=log)
        if found:
            self._stated, self._next = [*self._stated, *found], after
        days = await self._read_calendars() if self.mine() else self._calendars
        if found or days != self._calendars:
            self._calendars = days
            await self._disk.do(self._state.keep, KEPT, self._format())
        return bool(found)

    def mine(self) -> list[Own]:
        """Return the syncs that this member runs now, by name.

        Raises:
            TrustError: nobody can be believed now.
        """
        trust = self._from.trust.current()
        if self._judged[0] is not trust or self._judged[1] is not self._stated:
            self._judged = (trust, self._stated, agreed.gather(self._stated, trust))
        running = [each.running for _, each in sorted(self._judged[2].items())]
        local = self._local(trust)
        return [Own(agreed=each, local=local) for each in running if each and each.plan.sender == self._participant]

    async def _read_calendars(self) -> Mapping[str, Mapping[str, Any]]:
        return {each["state"]: each for each in await self._from.client.read_calendars()}

    def _local(self, trust: TrustList) -> Local:
        """Return how this member counts its days; of no state: UTC, Monday to Friday."""
        state = str(trust.state_of(self._participant))
        entry = self._from.catalogue.code_list("states").index.get(state)
        document = self._calendars.get(state) or calendars.load().get(state)
        return Local(
            zone=ZoneInfo("UTC" if entry is None else entry.more["time_zone"]),
            calendar=None if document is None else calendar.from_json(document),
        )

    def _format(self) -> bytes:
        stated: Sequence[object] = [_format(each) for each in self._stated]
        return strict_json.dumps(
            {"next": self._next, "statements": stated, "calendars": list(self._calendars.values())}
        )


def _format(stated: Stated) -> dict[str, object]:
    leaf = leaves.format(stated.leaf).decode("ascii")
    return {"token": stated.token.decode("ascii"), "leaf": leaf, "index": stated.index}


def _parse(value: Mapping[str, Any]) -> Stated:
    leaf = leaves.parse(value["leaf"].encode("ascii"))
    return Stated(token=value["token"].encode("ascii"), leaf=leaf, index=value["index"])
