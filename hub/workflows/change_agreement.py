"""Change the register of agreements: a new version is logged and judges every message accepted after it."""

import contextlib
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from hub.core.errors import ConflictError, Fault, SchemaViolationError
from hub.store import register
from hub.store.connection import Connection
from hub.store.register import StoredAgreement
from hub.workflows.arrange_group import Act, Entry
from hub.workflows.commit_group import GroupCommitter
from hub.workflows.exchange import Exchange
from hub.workflows.read_trust import refresh_judgement
from keys import strict_json
from schemas import agreements as agreement_documents


class AgreementVersionError(ConflictError):
    """The version does not follow the one in the register."""

    code = "agreement-version"
    ru = "Версия соглашения не следует за последней. Ожидалась версия {expected}."
    en = "The agreement's version does not follow the last one. Version {expected} was expected."


async def change_agreement(exchange: Exchange, committer: GroupCommitter, document: dict[str, Any]) -> None:
    """Log a new version of an agreement and judge by it from then on.

    Raises:
        SchemaViolationError: the document is no agreement.
        AgreementVersionError: it is not the next version.
    """
    violations = agreement_documents.check(document)
    if violations:
        raise SchemaViolationError([Fault(pointer=v.pointer, code=v.code, ru=v.ru, en=v.en) for v in violations])
    known = exchange.judgement.register.get(document["id"])
    expected = 1 if known is None else known.version + 1
    if document["version"] != expected:
        raise AgreementVersionError(expected=expected)
    body = strict_json.dumps(document)
    stored = StoredAgreement(id=document["id"], version=document["version"], sha256=sha256(body).hexdigest(), body=body)

    async def apply(conn: Connection, index: int) -> None:
        await register.write_agreement(conn, stored, index)
        await register.raise_trust_epoch(conn)

    act = Act(
        name="agreement",
        subject=f"{stored.id}/{stored.version}",
        sha256=stored.sha256,
        salt=secrets.token_hex(16),
    )
    try:
        await committer.append(Entry(act=act, apply=apply))
    except ConflictError:
        raise AgreementVersionError(expected=expected + 1) from None  # another process was first
    finally:
        await refresh_judgement(exchange)


async def seed_agreements(exchange: Exchange, committer: GroupCommitter, documents: Sequence[dict[str, Any]]) -> int:
    """Log the first version of every agreement that the register does not know; return how many."""
    seeded = 0
    for document in documents:
        if document["id"] not in exchange.judgement.register:
            with contextlib.suppress(AgreementVersionError):  # another process was first
                await change_agreement(exchange, committer, {**document, "version": 1})
                seeded += 1
    return seeded
