"""Read what messages are judged by: the newest trust list and register of agreements, verified from the anchor."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import structlog

from hub.core import agreement as agreements
from hub.core import delegation
from hub.core.agreement import Agreement, Register
from hub.core.schedule import agreed
from hub.store import log, register, statements, suspensions
from hub.store.connection import Connection
from hub.store.register import StoredAgreement
from hub.telemetry import Event
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.trust.secretariat_statements import gather_calendars, gather_outages
from keys import strict_json, suspended_list, trustlist
from keys.trustlist import KeyStatus

_logger = structlog.get_logger()


async def read_judgement(conn: Connection, *, anchor: str, now: datetime) -> Judgement:
    """Read and verify the trust list, and read the register.

    Raises:
        TrustListError: a document is missing, or they do not hold together.
    """
    epoch = await log.read_trust_epoch(conn)  # first: what is read after it can only be newer
    documents = await register.read_trust_documents(conn)
    roots = await register.read_roots(conn)
    trust = trustlist.load(
        root=roots_from(anchor, roots),
        participants=documents.get("participants", b""),
        status=documents.get("status", b""),
        anchor=anchor,
        now=now,
    )
    versions = await register.read_agreements(conn)
    listed, active = trust.keys, [key.kid for key in trust.keys.values() if key.status is KeyStatus.ACTIVE]
    logged = await suspensions.read_logged(conn, active)
    trust, applied = suspended_list.apply(trust, logged, roots=roots)
    return Judgement(
        epoch=epoch,
        roots=tuple(roots),
        trust=trust,
        register=make_register(versions),
        documents=documents,
        suspensions=applied,
        standing=tuple(suspended_list.standing(listed, logged, applied)),
        delegations=delegation.gather(await statements.read_delegations(conn), trust),
        calendars=gather_calendars(await statements.read_calendar_changes(conn), trust),
        outages=gather_outages(await statements.read_outages(conn), trust),
        schedule=agreed.gather(await statements.read_schedule(conn), trust),
    )


def roots_from(anchor: str, roots: Sequence[bytes]) -> Sequence[bytes]:
    """Return the root that the anchor names and its successors; all of them where it names none."""
    for position, root in enumerate(roots):
        if trustlist.digest(root) == anchor:
            return roots[position:]
    return roots


def make_register(versions: Sequence[StoredAgreement]) -> Register:
    """Return the register as its newest versions state it."""
    return agreements.newest(read_agreement(stored) for stored in versions)


def read_agreement(stored: StoredAgreement) -> Agreement:
    """Read the document of one version."""
    value = cast("Mapping[str, Any]", strict_json.loads(stored.body))
    return agreements.from_json(value, stored.sha256)


async def refresh_judgement(exchange: Exchange) -> None:
    """Take the newest trust list and register into use, both at once; never older ones than those in use.

    A process whose log key was replaced signs no more: nobody would believe it. It is restarted with the new key.

    Raises:
        TrustListError: they do not hold; the ones in use stay.
    """
    async with exchange.pool.acquire() as conn:
        fresh = await read_judgement(conn, anchor=exchange.anchor, now=exchange.clock.now())
    before = exchange.judgement
    if _age(fresh) < _age(before):  # another reader was faster, and has read something newer
        return
    exchange.judgement = fresh
    _tell_lifted(before, fresh)
    own = exchange.log_key.public.x
    if _log_key(before) == own != _log_key(fresh) and not exchange.stopped:
        exchange.stopped = True
        _logger.error(Event.SIGNING_STOPPED, code="log-key-changes")


def _age(judgement: Judgement) -> tuple[int, int]:
    return judgement.epoch, judgement.trust.status.version


def _log_key(judgement: Judgement) -> bytes:
    return judgement.trust.log_verifier.public_key.x


def _tell_lifted(before: Judgement, fresh: Judgement) -> None:
    """Log the keys that a newer participants document has brought back, by naming what took them out."""
    for kid in before.suspensions.keys() - fresh.suspensions.keys():
        key = fresh.trust.keys.get(kid)
        if key is not None and key.status is KeyStatus.ACTIVE:
            _logger.warning(Event.SUSPENSION_LIFTED, participant=key.participant, key=kid)
