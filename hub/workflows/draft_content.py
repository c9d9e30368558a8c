"""What a draft holds, and how it is kept: encrypted, as a record is, under a key that ends with its class.

payload   the exact bytes that will be signed
values    what was typed, so that it can be mended after it was returned
before    what was typed for the revision before, so that the second person sees what changed
note      why it was returned
token     the envelope, once it was signed and until its receipt is there
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from hub.core import retention
from hub.core.errors import DamagedError, EncryptionKeyError, ErasedError
from hub.store.drafts import KeptDraft
from hub.workflows.commit_group import RETRY_AFTER
from hub.workflows.exchange import Exchange
from keys import at_rest
from keys.at_rest import Ciphertext, WrappingKey
from keys.errors import CiphertextError

CLASS = "access"  # drafts are emptied when they are over; one that never is, ends with the accesses of its month


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The inside of a draft; `__repr__` shows nothing of it."""

    payload: bytes = field(repr=False)
    values: Mapping[str, str] = field(repr=False)
    before: Mapping[str, str] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)
    token: bytes | None = field(default=None, repr=False)


def seal(exchange: Exchange, draft: str, content: Content, now: datetime) -> Ciphertext:
    """Return the content as it is kept with the draft of this id.

    Raises:
        EncryptionKeyError: the key of this month is not there.
    """
    return at_rest.encrypt(msgspec.msgpack.encode(content), _context(draft), _key(exchange, now))


def unseal(exchange: Exchange, kept: KeptDraft) -> Content:
    """Return what a draft holds.

    Raises:
        ErasedError: it is over, or its key was destroyed.
        DamagedError: it was changed.
    """
    stored = kept.stored
    key = None if stored is None else exchange.vault.keyring.wrapping.get(stored.key)
    if stored is None or key is None:
        raise ErasedError
    try:
        return msgspec.msgpack.decode(at_rest.decrypt(stored, _context(kept.id), key), type=Content)
    except CiphertextError:
        raise DamagedError from None


def _key(exchange: Exchange, now: datetime) -> WrappingKey:
    month = retention.month_of(now)
    end = retention.end_of(exchange.vault.classes[CLASS], "draft", {}, accepted=month, now=month)
    name = retention.key_name(retention.OPEN, month) if end is None else retention.key_name(CLASS, end)
    try:
        return exchange.vault.keyring.wrapping[name]
    except KeyError:
        raise EncryptionKeyError(retry_after=RETRY_AFTER) from None


def _context(draft: str) -> bytes:
    return f"draft\0{draft}".encode("ascii")
