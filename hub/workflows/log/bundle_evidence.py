"""Bundle the evidence for one message: all that proves it to a third party, offline (see `hub.core.evidence`).

Nothing is stored for it: receipts and proofs are made again from the log, with the log key of today.
"""

import contextlib
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from hub.core import approval as approvals
from hub.core import checkpoint as checkpoints
from hub.core import delegation as delegations
from hub.core import envelope as envelopes
from hub.core import evidence
from hub.core.errors import HubError, IntegrityError
from hub.core.evidence import Bundle, Cosigned, Proven, Stated, TrustChain
from hub.core.receipt import Receipt
from hub.core.statement import Stated as Logged
from hub.core.verification import leaf_of
from hub.core.verification.log import log_keys
from hub.core.verification.trust import read_roots
from hub.core.verification.witness import check_witnessed
from hub.store import log, messages, statements, suspensions, witness
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import make_receipt, prove_inclusions
from hub.workflows.log.read_message import find_message
from keys import approval, jws, note
from keys.errors import ApprovalError, KeysError
from keys.jws import Unverified
from keys.statement import Kind, kind_of
from keys.trustlist import TrustList


async def bundle_evidence(
    exchange: Exchange, *, participant: str, message_id: str, sender: str | None
) -> dict[str, Any]:
    """Return the bundle for a message that the participant sent or received, as it is written.

    Raises:
        MissingError: there is none, it is not the participant's, or the id is two senders' and `sender` is not given.
        ErasedError: its retention is over.
    """
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        message = await find_message(conn, participant, message_id, sender, released)
        proven = Proven(
            envelope=exchange.vault.open(message.body),
            receipt=await make_receipt(
                exchange, conn, index=message.index, group_size=message.group_size, leaf=message.leaf
            ),
        )
        answers = await _answers(exchange, conn, message.index, released)
        stated = await _statements(exchange, conn, proven, message.sender)
        judgement = exchange.judgement
        bundle = Bundle(
            message=proven,
            receipts=tuple(answers),
            statements=tuple(stated),
            trust=TrustChain(
                roots=judgement.roots,
                participants=judgement.documents["participants"],
                status=judgement.documents["status"],
                suspensions=tuple(await _suspensions(exchange, conn, [proven, *answers], stated, released)),
            ),
            witnessed=await _witnessed(exchange, conn, proven.receipt),
        )
    return evidence.to_json(bundle)


async def _answers(exchange: Exchange, conn: Connection, index: int, released: int) -> list[Proven]:
    """Return what recipients said of the message, without what was erased."""
    return [
        Proven(
            envelope=answer,
            receipt=await make_receipt(
                exchange, conn, index=stored.index, group_size=stored.group_size, leaf=stored.leaf
            ),
        )
        for stored in await messages.read_receipts(conn, index=index, released=released)
        if (answer := exchange.vault.find(stored.body)) is not None
    ]


async def _statements(exchange: Exchange, conn: Connection, message: Proven, sender: str) -> list[Stated]:
    """Return what a contact person's message rests on: the delegations in force, and the approval if there was one."""
    token = jws.read(message.envelope, envelopes.TYP)
    if token.kid in exchange.judgement.trust.keys:
        return []
    index, digest = message.receipt.index, approval.digest(token.payload)
    found = await statements.read_of_message(conn, index=index, participant=sender, payload_sha256=digest)
    chosen = _choose(message, token, found, exchange.judgement.trust)
    return [await _stated(exchange, conn, each) for each in chosen]


def _choose(message: Proven, token: Unverified, found: Sequence[Logged], trust: TrustList) -> list[Logged]:
    """Leave out the delegations of other persons, older ones, and approvals that do not vouch."""
    known = delegations.gather(_of(Kind.DELEGATION, found), trust)
    needed = approvals.need(token.payload, envelopes.parse(token.payload, message.envelope), known[token.kid], known)
    _, at = leaf_of(message)
    places = {known[token.kid].place.index}
    with contextlib.suppress(ApprovalError):
        given = approvals.find(needed, _of(Kind.APPROVAL, found), trust, at)
        places |= {given.place.index, known[given.kid].place.index}
    return [each for each in found if each.index in places]


def _of(kind: Kind, found: Sequence[Logged]) -> list[Logged]:
    return [each for each in found if kind_of(each.token) is kind]


async def _stated(exchange: Exchange, conn: Connection, logged: Logged) -> Stated:
    place = await statements.find(conn, sha256(logged.token).hexdigest())
    if place is None:
        raise IntegrityError
    receipt = await make_receipt(exchange, conn, index=place.index, group_size=place.group_size, leaf=place.leaf)
    return Stated(statement=logged.token, receipt=receipt)


async def _suspensions(
    exchange: Exchange, conn: Connection, signed: Sequence[Proven], stated: Sequence[Stated], released: int
) -> list[Stated]:
    """Return the suspensions of keys that signed something in the bundle and that the trust list does not know yet."""
    kids = {jws.read(each.envelope, envelopes.TYP).kid for each in signed}
    kids |= {jws.read(each.statement, kind_of(each.statement)).kid for each in stated}
    found = []
    for kid, said in exchange.judgement.suspensions.items():
        place = await suspensions.find(conn, said.sha256) if kid in kids else None
        if place is not None and place.group_size <= released:
            receipt = await make_receipt(
                exchange, conn, index=place.index, group_size=place.group_size, leaf=place.leaf
            )
            found.append(Stated(statement=said.token, receipt=receipt))
    return sorted(found, key=lambda one: one.receipt.index)


async def _witnessed(exchange: Exchange, conn: Connection, receipt: Receipt) -> Cosigned | None:
    """Return the first checkpoint with the message that witnesses cosigned, None while there is none.

    A witness may have another key by now, and the log too: where the first one no longer holds, the newest will.
    """
    newest = await witness.read_newest_witnessed(conn)
    for raw in (await witness.read_witnessed(conn, receipt.index + 1), newest.note if newest else None):
        if raw is None:
            continue
        size = checkpoints.parse(note.parse(raw).text).size
        if size <= receipt.index:
            continue
        (proof,) = await prove_inclusions(exchange, conn, [receipt.index], size)
        cosigned = Cosigned(checkpoint=raw, proof=tuple(proof))
        judgement = exchange.judgement
        with contextlib.suppress(HubError, KeysError):
            check_witnessed(cosigned, receipt, judgement.trust, log_keys(read_roots(judgement.roots)))
            return cosigned
    return None
