"""Read proposed versions of agreements that one has a part in: how each stands, who has consented, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.core import agreement as agreements
from hub.core.agreement import Agreement, consent
from hub.core.errors import MissingError
from hub.store import proposals
from hub.store.connection import Connection
from hub.store.proposals import StoredProposal
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.trust.agreement_consents import Consenting, Unseen, has_part, read_consents, read_unseen, states_of
from keys import strict_json


class Standing(StrEnum):
    """How a proposed version stands."""

    OPEN = "open"  # consents are missing
    APPROVED = "approved"  # it can be published
    LOGGED = "logged"  # it was published
    OVERTAKEN = "overtaken"  # another version was published under its number
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed version with its consents, and the states (alpha-2) that are still to consent.

    `before` is the version that it would follow, or did; None: it is the first. `body` is the document, byte for byte
    as it would be logged, and `digest` its SHA-256 in hexadecimal.
    """

    number: int
    agreement: str
    version: int
    standing: Standing
    at: datetime
    digest: str
    document: dict[str, Any] = field(repr=False)
    body: bytes = field(repr=False)
    before: int | None
    consents: tuple[Consenting, ...]
    missing: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Say whether something is still to be done about it."""
        return self.standing in (Standing.OPEN, Standing.APPROVED)


async def list_proposals(exchange: Exchange, *, reader: str, agreement: str | None = None) -> Sequence[Proposal]:
    """Return the proposals that wait, newest first, of one agreement or of all; a reader's own part."""
    judgement = exchange.judgement
    async with exchange.pool.acquire() as conn:
        found = [_read(each) for each in await proposals.read_standing(conn, agreement)]
        return [
            await _show(conn, stored, after, judgement)
            for stored, after in found
            if after.version > _newest(judgement, after.id)
            and has_part(reader, [*judgement.register.versions(after.id), after], judgement)
        ]


def _newest(judgement: Judgement, agreement: str) -> int:
    known = judgement.register.get(agreement)
    return 0 if known is None else known.version


async def list_unseen(exchange: Exchange, agreement: str) -> Sequence[Unseen]:
    """Return the consents of its parties to later versions of an agreement that nobody has proposed."""
    judgement = exchange.judgement
    known = judgement.register.versions(agreement)
    async with exchange.pool.acquire() as conn:
        proposed = {each.document.sha256 for each in await proposals.read_standing(conn, agreement)}
        found = await read_unseen(conn, agreement, above=known[-1].version, judgement=judgement) if known else []
    return [each for each in found if each.digest not in proposed and each.consent.state in known[-1].parties]


async def read_proposal(exchange: Exchange, agreement: str, number: int, *, reader: str) -> Proposal:
    """Return one proposal, also one that was taken back.

    Raises:
        MissingError: there is none, or the reader has no part in it.
    """
    judgement = exchange.judgement
    async with exchange.pool.acquire() as conn:
        stored = await proposals.read_one(conn, number)
        if stored is None or stored.document.id != agreement:
            raise MissingError
        _, after = _read(stored)
        if not has_part(reader, [*judgement.register.versions(agreement), after], judgement):
            raise MissingError
        return await _show(conn, stored, after, judgement)


def _read(stored: StoredProposal) -> tuple[StoredProposal, Agreement]:
    return stored, agreements.from_json(_object(stored.document.body), stored.document.sha256)


async def _show(conn: Connection, stored: StoredProposal, after: Agreement, judgement: Judgement) -> Proposal:
    known = judgement.register.versions(after.id)
    before = next((each for each in reversed(known) if each.version < after.version), None)
    consents = await read_consents(conn, after, judgement)
    missing = consent.needed(before, after, states_of(judgement)).missing([each.state for each in consents])
    return Proposal(
        number=stored.number,
        agreement=after.id,
        version=after.version,
        standing=_standing(stored, after, known, missing),
        at=stored.at,
        digest=stored.document.sha256,
        document=_object(stored.document.body),
        body=stored.document.body,
        before=None if before is None else before.version,
        consents=tuple(consents),
        missing=missing,
    )


def _standing(stored: StoredProposal, after: Agreement, known: Sequence[Agreement], missing: Sequence[str]) -> Standing:
    same = next((each for each in known if each.version == after.version), None)
    if same is not None:
        return Standing.LOGGED if same.digest == stored.document.sha256 else Standing.OVERTAKEN
    if stored.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.OPEN if missing else Standing.APPROVED


def _object(body: bytes) -> dict[str, Any]:
    document = strict_json.loads(body)
    return document if isinstance(document, dict) else {}
