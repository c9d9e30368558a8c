"""Drafts of records, the keys that accounts sign with, and what officers looked at before they decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.mover import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from keys.at_rest import Ciphertext

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """A public key (JWK, as text) that an account signs with."""

    kid: str
    account: str
    jwk: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft as it is kept; `stored` is None once it is over. `key` names its case, `sha256` (hex) its payload."""

    id: str
    participant: str
    key: HeadKey | None
    type: str
    revision: int
    status: str
    author: str
    approver: str | None
    approved_at: datetime | None
    signer: str | None
    message: str
    sha256: str
    index: int | None
    changed_at: datetime
    stored: Ciphertext | None = field(repr=False)


def _draft(row: Any) -> KeptDraft:
    is_over = row["wrapped"] is None
    return KeptDraft(
        id=str(row["id"]),
        participant=row["participant"],
        key=None if row["kind"] is None else HeadKey(row["kind"], row["owner"], row["subject"]),
        type=row["type"],
        revision=row["revision"],
        status=row["status"],
        author=str(row["author"]),
        approver=_text(row["approver"]),
        approved_at=row["approved_at"],
        signer=_text(row["signer"]),
        message=str(row["message"]),
        sha256=row["sha256"].hex(),
        index=row["index"],
        changed_at=row["changed_at"],
        stored=None if is_over else Ciphertext(key=row["key"], wrapped=row["wrapped"], body=row["body"]),
    )


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _parts(stored: Ciphertext) -> tuple[str, bytes, bytes]:
    return stored.key, stored.wrapped, stored.body


async def write_key(conn: Connection, key: KeptKey) -> bool:
    """Keep a key; False where somebody else has it."""
    return (
        await conn.fetchval(_SQL["write_signing_key"], key.kid, UUID(key.account), key.jwk, key.created_at) is not None
    )


async def read_keys(conn: Connection, account: str) -> Sequence[KeptKey]:
    """Return the keys of an account, newest first."""
    return [_key(row) for row in await conn.fetch(_SQL["read_signing_keys"], UUID(account))]


async def read_keys_of(conn: Connection, participant: str) -> Sequence[KeptKey]:
    """Return the keys of a participant's people, newest first."""
    return [_key(row) for row in await conn.fetch(_SQL["read_new_signing_keys"], participant)]


def _key(row: Any) -> KeptKey:
    return KeptKey(**{**dict(row), "account": str(row["account"])})


async def write(conn: Connection, draft: KeptDraft, stored: Ciphertext) -> bool:
    """Keep a new draft; False where another one is open for this step of its case."""
    written = await conn.fetchval(
        _SQL["write_draft"],
        *(UUID(draft.id), draft.participant, *(draft.key or (None, None, None)), draft.type),
        *(UUID(draft.author), UUID(draft.message), bytes.fromhex(draft.sha256), draft.changed_at, *_parts(stored)),
    )
    return written is not None


async def change(conn: Connection, draft: KeptDraft, stored: Ciphertext) -> bool:
    """Keep another content of the revision after `draft.revision`; False where somebody else was first."""
    written = await conn.fetchval(
        _SQL["change_draft"],
        *(UUID(draft.id), draft.revision, UUID(draft.author), UUID(draft.message)),
        *(bytes.fromhex(draft.sha256), draft.changed_at, *_parts(stored)),
        *(draft.participant, draft.type, *(draft.key or (None, None, None))),
    )
    return written is not None


async def approve(conn: Connection, draft: KeptDraft, account: str, at: datetime) -> bool:
    """Note that a revision was approved; False where it is another one by now. So do those below."""
    return await conn.fetchval(_SQL["approve_draft"], UUID(draft.id), draft.revision, UUID(account), at) is not None


async def give_back(conn: Connection, draft: KeptDraft, stored: Ciphertext, at: datetime) -> bool:
    """Return a draft to its author, with a note in it."""
    found = await conn.fetchval(_SQL["return_draft"], UUID(draft.id), draft.revision, at, *_parts(stored))
    return found is not None


async def keep_signed(conn: Connection, draft: KeptDraft, account: str, stored: Ciphertext, at: datetime) -> bool:
    """Keep the envelope before it is sent."""
    place = (UUID(draft.id), draft.revision, UUID(account), at)
    return await conn.fetchval(_SQL["keep_signed_draft"], *place, *_parts(stored)) is not None


async def unsign(conn: Connection, draft: KeptDraft, status: str, stored: Ciphertext, at: datetime) -> bool:
    """Forget an envelope that was refused."""
    place = (UUID(draft.id), draft.revision, status, at)
    return await conn.fetchval(_SQL["unsign_draft"], *place, *_parts(stored)) is not None


async def end(conn: Connection, draft: KeptDraft, status: str, index: int | None, at: datetime) -> bool:
    """Empty a draft: its record was accepted, or it was dropped."""
    return await conn.fetchval(_SQL["end_draft"], UUID(draft.id), draft.revision, status, index, at) is not None


async def read(conn: Connection, draft: str) -> KeptDraft | None:
    """Return one draft."""
    row = await conn.fetchrow(_SQL["read_draft"], UUID(draft))
    return None if row is None else _draft(row)


async def read_open(conn: Connection, participant: str, limit: int) -> Sequence[KeptDraft]:
    """Return the open drafts of a participant, those that changed last first."""
    return [_draft(row) for row in await conn.fetch(_SQL["read_open_drafts"], participant, limit)]


async def read_of_case(conn: Connection, participant: str, key: HeadKey) -> Sequence[KeptDraft]:
    """Return the open drafts of a participant in a case."""
    return [_draft(row) for row in await conn.fetch(_SQL["read_case_drafts"], participant, *key)]


async def count_approved(conn: Connection, participant: str) -> int:
    """Return how many drafts of a participant wait for a second signature."""
    return int(await conn.fetchval(_SQL["count_approved_drafts"], participant))


async def open_evidence(conn: Connection, account: str, index: int, item: int, at: datetime) -> None:
    """Note that an account has opened an item of evidence."""
    await conn.execute(_SQL["open_evidence"], UUID(account), index, item, at)


async def read_opened(conn: Connection, account: str, indexes: Sequence[int]) -> frozenset[tuple[int, int]]:
    """Return which items (place of the record, place in it) an account has opened."""
    rows = await conn.fetch(_SQL["read_opened_evidence"], UUID(account), list(indexes))
    return frozenset((row["index"], row["item"]) for row in rows)


async def review_safeguards(conn: Connection, participant: str, key: HeadKey, account: str, at: datetime) -> None:
    """Note that a case was reviewed for a participant."""
    await conn.execute(_SQL["review_safeguards"], participant, key.owner, key.subject, UUID(account), at)


async def are_safeguards_reviewed(conn: Connection, participant: str, key: HeadKey) -> bool:
    """Tell whether a case was reviewed for a participant."""
    return bool(await conn.fetchval(_SQL["are_safeguards_reviewed"], participant, key.owner, key.subject))
