"""What every workflow works with: the pool, the catalogue, the log's key, and what messages are judged by."""

import asyncio
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.clock import Clock
from hub.core import delegation
from hub.core.agreement import Register
from hub.core.deadline.calendar import WorkingCalendar
from hub.core.deadline.case_event import CaseEvent
from hub.core.delegation import Granted
from hub.core.merkle import Frontier
from hub.core.quota import Quotas
from hub.core.schedule.agreed import Schedule
from hub.store.connection import Pool
from hub.telemetry import Metrics
from hub.workflows.vault import Vault
from keys.jwk import Signer
from keys.suspension import Logged, Suspension
from keys.trustlist import ParticipantKey, TrustList
from schemas.catalogue import Catalogue


class Permission(NamedTuple):
    """To whom a message may go: recipients after groups were expanded, who of a group may not, agreements applied."""

    recipients: tuple[str, ...]
    omitted: tuple[str, ...]
    agreements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a submission is judged by, taken together so that it cannot change half-way: trust list and register.

    `roots` are the signed roots from the first one on; `documents` the trust list's signed notes by kind, as they are
    served; `epoch` counts the changes of either, so that a group can tell under the log's lock whether a verdict is
    still of today. `trust` is the list as it is now: keys that were suspended since its documents are out of force in
    it, by `suspensions` (kid to statement); `standing` are all statements about these keys that no document has
    decided, with the times of their leaves. `delegations` are the newest statements about contact persons' keys, by
    kid. `calendars` are the working days of each state (alpha-2), `outages` those that were announced, `schedule` the
    scheduled syncs by name. `permitted` remembers what was permitted, as the same senders send again and again.
    """

    epoch: int
    roots: tuple[bytes, ...]
    trust: TrustList
    register: Register
    documents: Mapping[str, bytes]
    suspensions: Mapping[str, Suspension] = field(default_factory=dict)
    standing: tuple[Logged, ...] = ()
    delegations: Mapping[str, Granted] = field(default_factory=dict)
    calendars: Mapping[str, WorkingCalendar] = field(default_factory=dict)
    outages: tuple[CaseEvent, ...] = ()
    schedule: Schedule = field(default_factory=dict)
    permitted: dict[Hashable, Permission] = field(default_factory=dict, repr=False, compare=False)

    def signing_key(self, kid: str, at: datetime) -> ParticipantKey:
        """Return the key that could sign for a participant at that time: its own, or that of a contact person.

        Suspensions stand in `trust` already. What a contact person may sign is for `hub.core.contact_person` to judge.

        Raises:
            KeyTrustError: there is none, or it could not.
        """
        if kid in self.trust.keys or kid not in self.delegations:
            return self.trust.signing_key(kid, at)
        return delegation.find(kid, self.delegations, self.trust, at).key()


STATEMENT_RATE, STATEMENT_BURST = 0.2, 20  # suspensions and releases that one key may sign: a second, at once
STRANGER_RATE, STRANGER_BURST = 2, 20  # statements by keys that this process does not know: a second, at once
TURNS = 2  # submissions checked in one pass of the event loop


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One process's view of the exchange. `judgement` changes only as a whole; `stopped` is set once and for good.

    `origin` is the log's name with the environment in it; `vault` is the one way in and out for message bytes; `shift`
    moves PostgreSQL's clock in a training environment; `cut` is the log size up to which this process knows all full
    tiles to be kept; `turns` is what submissions wait for before their checks; `own` is this process's memory of the
    log, `proven` the roots known to belong to it, by size (see `own_log`).
    """

    origin: str
    pool: Pool
    catalogue: Catalogue
    log_key: Signer
    clock: Clock
    metrics: Metrics
    judgement: Judgement
    vault: Vault
    quotas: Quotas = field(default_factory=lambda: Quotas(rate=0, burst=1))
    statement_quotas: Quotas = field(default_factory=lambda: Quotas(rate=STATEMENT_RATE, burst=STATEMENT_BURST))
    stranger_quotas: Quotas = field(default_factory=lambda: Quotas(rate=STRANGER_RATE, burst=STRANGER_BURST))
    group_limit: int = 256
    waiting_limit: int = 8192
    anchor: str = ""
    stopped: bool = False
    cut: int = 0
    own: Frontier = field(default_factory=Frontier.empty)
    proven: dict[int, bytes] = field(default_factory=dict)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TURNS))
    tiles: dict[object, list[bytes]] = field(default_factory=dict)
    syncs: dict[tuple[str, str], datetime] = field(default_factory=dict)  # participant, lane: noted last

    @property
    def shift(self) -> timedelta:
        """How far the clock of a training environment is ahead of the database's."""
        return self.clock.shift()
