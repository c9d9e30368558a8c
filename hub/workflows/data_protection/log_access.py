"""An access to person data is one leaf of the log, committed before anything is answered.

    who, for what, in which case, which messages were shown  ->  a document, kept encrypted  ->  its digest in the leaf

The leaf names the participant and nothing else: digest and salt tell nobody what was asked. The document can be read as
long as its retention class `access` lasts, and then by nobody. Whoever cannot log an access shows nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from hub.core import instant, retention
from hub.core.errors import ConflictError
from hub.store import access
from hub.store.access import StoredAccess
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import GroupCommitter
from keys import at_rest, strict_json
from keys.at_rest import WrappingKey

ACT = "access"
CLASS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is kept of one access: whose, for which purpose and case, and what was asked and shown.

    `facts` holds no names and no numbers of persons: counts, verdicts, places of the messages shown, the consent.
    """

    participant: str
    question: str
    purpose: str
    case: str
    facts: Mapping[str, Any]


async def log_access(exchange: Exchange, committer: GroupCommitter, said: Access) -> int:
    """Log one access; return the place of its leaf. Until this has returned, nothing may be shown.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
        EncryptionKeyError: the document cannot be encrypted, so it cannot be kept.
    """
    salt, now = secrets.token_hex(16), exchange.clock.now()
    body = strict_json.dumps(
        {
            "v": 1,
            "act": ACT,
            "participant": said.participant,
            "question": said.question,
            "purpose": said.purpose,
            "case": said.case,
            **said.facts,
            "at": instant.format(now),
            "salt": secrets.token_hex(16),
        }
    )
    key = exchange.vault.key_of_month(CLASS, retention.month_of(now))
    stored = at_rest.encrypt(body, _context(salt), key)

    async def apply(conn: Connection, index: int) -> None:
        await access.write_access(conn, index, stored)

    act = Act(name=ACT, subject=said.participant, sha256=sha256(body).hexdigest(), salt=salt, raises_epoch=False)
    outcome = await committer.append(Entry(act=act, apply=apply))
    if not isinstance(outcome, Accepted):
        raise ConflictError
    return outcome.receipt.index


def open_access(stored: StoredAccess, salt: str, keys: Mapping[str, WrappingKey]) -> bytes:
    """Return the document of an access, given its leaf's salt.

    Raises:
        KeyError: its key is not there any more.
        CiphertextError: it was changed, or belongs to another leaf.
    """
    return at_rest.decrypt(stored.stored, _context(salt), keys[stored.stored.key])


def name_leaf(what: str, leaf: int) -> str:
    """Return what a deed calls something that was shown: itself, and the place of the access in the log."""
    return f"{what} #{leaf}"


def _context(salt: str) -> bytes:
    """Return what the ciphertext is bound to: its leaf, by the salt that no other leaf has."""
    return f"{ACT}\0{salt}".encode("ascii")
