"""Change the register of agreements: a new version is logged and judges every message accepted after it.

    document ──fits its schema, follows the last version by a legal move──> approved by its parties ──> logged

The parties approve beforehand, by consents in the log over the document's digest (`keys.consent`). Neither the
secretariat nor the operator brings an agreement into force, or changes one in force, without them. What a hub begins
with comes with the release: it is logged as version 1 of each agreement, for everybody to read.
"""

import contextlib
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from hub.core import agreement as agreements
from hub.core.agreement import Agreement, consent, life_cycle
from hub.core.errors import (
    ConflictError,
    Fault,
    ForbiddenError,
    SchemaViolationError,
    UnavailableError,
    UnprocessableError,
)
from hub.store import register
from hub.store.connection import Connection
from hub.store.register import StoredAgreement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.trust.agreement_consents import read_consents, states_of
from hub.workflows.trust.read_trust import refresh_judgement
from keys import strict_json
from schemas import agreements as agreement_documents
from schemas import deadline_profiles

ROUNDS = 3


class AgreementVersionError(ConflictError):
    """The version does not follow the one in the register."""

    code = "agreement-version"
    ru = "Версия соглашения не следует за последней. Ожидалась версия {expected}."
    en = "The agreement's version does not follow the last one. Version {expected} was expected."


class ConsentMissingError(ForbiddenError):
    """Not every party has approved the version."""

    code = "agreement-consent-missing"
    ru = "Версию не одобрили стороны: {parties}. Стороны подписывают hub agreement approve, затем повторите."
    en = "These parties have not approved the version: {parties}. They sign by hub agreement approve, then repeat."


async def change_agreement(exchange: Exchange, committer: GroupCommitter, document: dict[str, Any]) -> None:
    """Log a new version of an agreement and judge by it from then on.

    Raises:
        SchemaViolationError: the document is no agreement.
        AgreementVersionError: it is not the next version.
        UnprocessableError: it cannot follow the last one, or does not hold together.
        ConsentMissingError: its parties have not approved it.
        UnavailableError: the trust list or the register kept changing; try again.
    """
    for _ in range(ROUNDS):
        judgement = exchange.judgement
        stored, after = check_version(document, judgement)
        await _check_consents(exchange, judgement, after)
        if await _log(exchange, committer, stored, judgement.epoch):
            return
    raise UnavailableError(retry_after=RETRY_AFTER)


async def seed_agreements(exchange: Exchange, committer: GroupCommitter, documents: Sequence[dict[str, Any]]) -> int:
    """Log the first version of every agreement that the register does not know; return how many."""
    seeded = 0
    for document in documents:
        if document["id"] not in exchange.judgement.register:
            with contextlib.suppress(AgreementVersionError):  # another process was first
                stored = _store({**document, "version": 1}, exchange.judgement)
                await _log(exchange, committer, stored, None)
                seeded += 1
    return seeded


def check_version(document: dict[str, Any], judgement: Judgement) -> tuple[StoredAgreement, Agreement]:
    """Return the version as it would be kept, if it is the next one and holds together; consents are not asked for.

    Raises:
        SchemaViolationError: the document is no agreement.
        AgreementVersionError: it is not the next version.
        UnprocessableError: it cannot follow the last one, or does not hold together.
    """
    violations = agreement_documents.check(document)
    if violations:
        raise SchemaViolationError([Fault(pointer=v.pointer, code=v.code, ru=v.ru, en=v.en) for v in violations])
    stored = _store(document, judgement)
    after = agreements.from_json(document, stored.sha256)
    before, states = judgement.register.get(after.id), states_of(judgement)
    if faults := life_cycle.check(before, after, states=states, profiles=deadline_profiles.load().keys()):
        raise UnprocessableError(faults)
    return stored, after


def digest_of(document: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) by which the register, and its parties' consents, name a version."""
    return sha256(strict_json.dumps(document)).hexdigest()


def _store(document: dict[str, Any], judgement: Judgement) -> StoredAgreement:
    """Return the version as it is kept, if it is the next one."""
    known = judgement.register.get(document["id"])
    expected = 1 if known is None else known.version + 1
    if document["version"] != expected:
        raise AgreementVersionError(expected=expected)
    body = strict_json.dumps(document)
    return StoredAgreement(id=document["id"], version=document["version"], sha256=sha256(body).hexdigest(), body=body)


async def _check_consents(exchange: Exchange, judgement: Judgement, after: Agreement) -> None:
    """Check that its parties have approved the version."""
    before, states = judgement.register.get(after.id), states_of(judgement)
    async with exchange.pool.acquire() as conn:
        approved = [each.state for each in await read_consents(conn, after, judgement)]
    if missing := consent.needed(before, after, states).missing(approved):
        raise ConsentMissingError(parties=", ".join(missing))


async def _log(exchange: Exchange, committer: GroupCommitter, stored: StoredAgreement, epoch: int | None) -> bool:
    """Log the version; False where what it was judged by has changed meanwhile."""

    async def apply(conn: Connection, index: int) -> None:
        await register.write_agreement(conn, stored, index)
        await register.raise_trust_epoch(conn)

    act = Act(
        name="agreement",
        subject=f"{stored.id}/{stored.version}",
        sha256=stored.sha256,
        salt=secrets.token_hex(16),
        epoch=epoch,
    )
    try:
        outcome = await committer.append(Entry(act=act, apply=apply))
    except ConflictError:
        raise AgreementVersionError(expected=stored.version + 1) from None  # another process was first
    finally:
        await refresh_judgement(exchange)
    return isinstance(outcome, Accepted)
