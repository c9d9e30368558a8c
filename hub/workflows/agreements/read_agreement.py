"""Show an agreement: every version as its parties approved it, each with the proof of its place in the log.

Together with the consents this tells anybody, without trusting the hub, by which version a message was judged at any
time, and whose approval stood behind it: also of a message that was refused.
"""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.agreement import Agreement
from hub.core.receipt import encode_hash
from hub.store import log, register
from hub.store.connection import Connection
from hub.store.register import LoggedAgreement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.prove_log import prove_inclusions
from hub.workflows.trust.agreement_consents import has_part, read_consents


async def read_agreement(exchange: Exchange, name: str, *, reader: str | None) -> dict[str, Any] | None:
    """Return an agreement with its released versions; None: there is none, or `reader` has no part in it.

    Args:
        exchange: the exchange.
        name: the agreement.
        reader: the participant that asks; None: the hub's own operator.
    """
    judgement, today = exchange.judgement, exchange.clock.now().date()
    known = judgement.register.versions(name)
    if not known or (reader is not None and not has_part(reader, known, judgement)):
        return None
    async with exchange.pool.acquire() as conn:
        released, note = await log.read_release(conn)
        logged = [each for each in await register.read_versions(conn, name) if each.index < released]
        proofs = await prove_inclusions(exchange, conn, [each.index for each in logged], released)
        versions = [
            {
                **_show(known[each.version - 1], today),
                "consents": await _consents(conn, known[each.version - 1], judgement),
                **_prove(each, proof),
            }
            for each, proof in zip(logged, proofs, strict=True)
            if each.version <= len(known)
        ]
    judging = judgement.register.judging(name, today)
    return {
        "id": name,
        "judging": None if judging is None else judging.version,
        "in_force": judging is not None and judging.is_in_force(today),
        "checkpoint": note.decode("utf-8"),
        "versions": versions,
    }


def _show(agreement: Agreement, today: date) -> dict[str, Any]:
    return {
        "version": agreement.version,
        "status": agreement.status,
        "effective_from": agreement.effective_from,
        "valid_from": agreement.valid_from,
        "valid_until": agreement.valid_until,
        "protocol": None if agreement.protocol is None else agreement.protocol.status,
        "missing": list(agreement.missing_on(today)),
        "deadline_profile": agreement.profile_on(today),
    }


async def _consents(conn: Connection, agreement: Agreement, judgement: Judgement) -> list[dict[str, Any]]:
    return [
        {"state": each.state, "participant": each.participant, "index": each.index, "at": instant.format(each.at)}
        for each in await read_consents(conn, agreement, judgement)
    ]


def _prove(logged: LoggedAgreement, proof: Sequence[bytes]) -> dict[str, Any]:
    return {
        "logged_at": leaves.parse(logged.leaf).at,
        "sha256": sha256(logged.body).hexdigest(),
        "document": logged.body.decode("utf-8"),
        "index": logged.index,
        "leaf": logged.leaf.decode("ascii"),
        "proof": [encode_hash(each) for each in proof],
    }
