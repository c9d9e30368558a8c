"""The console's audit: what people did, each entry bound to the one before by its digest.

    digest = SHA-256( previous digest | number, time, account, participant, action, object, outcome as JSON )

Nothing of persons stands in it: accounts and objects are identifiers of the exchange.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from hub.core import instant
from keys import strict_json

BEGINNING = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done: by whom (None: nobody who had signed in), an action of the policy, to what, and how it ended.

    `object` is an identifier (a case, a message, an account, ...), "" where the action has none; `participant`
    is the one whose people may read of it; `outcome` a word such as `done`, `refused`, `locked`.
    """

    account: str | None
    participant: str | None
    action: str
    object: str = ""
    outcome: str = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A deed in its place of the chain."""

    number: int
    at: datetime
    deed: Deed
    digest: bytes


def chain(previous: bytes, number: int, at: datetime, deed: Deed) -> bytes:
    """Return the digest of an entry that follows the one with the digest `previous`."""
    said = [
        number,
        instant.format(at),
        deed.account,
        deed.participant,
        deed.action,
        deed.object,
        deed.outcome,
    ]
    return sha256(previous + strict_json.dumps(said)).digest()


def first_broken(entries: Iterable[AuditEntry], *, after: int = 0, previous: bytes = BEGINNING) -> int | None:
    """Return the number of the first entry that is missing or was changed; None when the chain holds."""
    for number, entry in enumerate(entries, start=after + 1):
        if entry.number != number or entry.digest != chain(previous, number, entry.at, entry.deed):
            return number
        previous = entry.digest
    return None
