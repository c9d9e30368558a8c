"""What participants ask about their keys, and the steps that their requests have taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.console.key_request import OPEN, RequestStatus, RequestStep
from hub.store import queries
from hub.store.connection import Connection
from keys.trust_requests import RequestKind

_SQL = queries.load()
EVERY = tuple(RequestStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """A request as it is kept: the proof of a new key (`statement`, `vouched`), or why and since when one changes."""

    id: str
    participant: str
    kind: RequestKind
    kid: str
    statement: str | None = field(default=None, repr=False)
    vouched: str | None = field(default=None, repr=False)
    reason: str | None = None
    since: datetime | None = None
    status: RequestStatus = RequestStatus.PROPOSED
    created_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStep:
    """A step that a request took; `account`, `name` and `participant` are of who took it, None where nobody did."""

    step: RequestStep
    account: str | None
    name: str | None = None
    participant: str | None = None
    note: str = ""
    at: datetime


async def write(conn: Connection, request: KeptRequest) -> bool:
    """Keep a new request; False where the participant has another open one about this key."""
    proof = (request.statement, request.vouched, request.reason, request.since)
    what = (UUID(request.id), request.participant, request.kind, request.kid, *proof, request.created_at)
    return await conn.fetchval(_SQL["write_key_request"], *what) is not None


async def move(conn: Connection, request: KeptRequest, status: RequestStatus, at: datetime) -> bool:
    """Give a request another status; False where it has not the one any more that it was read with."""
    return await conn.fetchval(_SQL["move_key_request"], UUID(request.id), request.status, status, at) is not None


async def write_step(conn: Connection, request: str, step: KeptStep) -> None:
    """Keep the next step of a request, in the transaction that has moved it."""
    by = None if step.account is None else UUID(step.account)
    await conn.execute(_SQL["write_key_request_step"], UUID(request), step.step, by, step.note, step.at)


async def read(conn: Connection, request: str) -> KeptRequest | None:
    """Return one request."""
    row = await conn.fetchrow(_SQL["read_key_request"], UUID(request))
    return None if row is None else _request(row)


async def read_page(
    conn: Connection,
    participant: str | None,
    *,
    statuses: Sequence[RequestStatus] = EVERY,
    before: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[KeptRequest]:
    """Return requests of a participant, or of all, those that changed last first, before a time and id."""
    at, request = (before[0], UUID(before[1])) if before else (None, None)
    rows = await conn.fetch(_SQL["read_key_requests"], participant, list(statuses), at, request, limit)
    return [_request(row) for row in rows]


async def read_approved(conn: Connection) -> Sequence[KeptRequest]:
    """Return what waits for the ceremony."""
    return [_request(row) for row in await conn.fetch(_SQL["read_approved_key_requests"])]


async def read_about(conn: Connection, kid: str) -> Sequence[KeptRequest]:
    """Return all requests about a key, whoever made them."""
    return [_request(row) for row in await conn.fetch(_SQL["read_key_requests_about"], kid)]


async def read_steps(conn: Connection, request: str) -> Sequence[KeptStep]:
    """Return the steps of a request in order."""
    return [_step(row) for row in await conn.fetch(_SQL["read_key_request_steps"], UUID(request))]


async def is_account_key(conn: Connection, kid: str) -> bool:
    """Say whether an account signs with a key of this name."""
    return bool(await conn.fetchval(_SQL["is_account_key"], kid))


def _request(row: Any) -> KeptRequest:
    words = {"id": str(row["id"]), "kind": RequestKind(row["kind"]), "status": RequestStatus(row["status"])}
    return KeptRequest(**{**dict(row), **words})


def _step(row: Any) -> KeptStep:
    account = None if row["account"] is None else str(row["account"])
    return KeptStep(**{**dict(row), "step": RequestStep(row["step"]), "account": account})
