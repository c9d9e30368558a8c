"""What a draft holds, and how it is kept: encrypted, as all that people write for themselves is.

Drafts are emptied when they are over; one that never is, ends with the accesses of its month.

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

from hub.core.errors import ErasedError
from hub.store.drafts import KeptDraft
from hub.workflows.exchange import Exchange
from hub.workflows.seal_note import seal_content, unseal_content
from keys.at_rest import Ciphertext


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
    return seal_content(exchange, _context(draft), msgspec.msgpack.encode(content), now)


def unseal(exchange: Exchange, kept: KeptDraft) -> Content:
    """Return what a draft holds.

    Raises:
        ErasedError: it is over, or its key was destroyed.
        DamagedError: it was changed.
    """
    if kept.stored is None:
        raise ErasedError
    return msgspec.msgpack.decode(unseal_content(exchange, _context(kept.id), kept.stored), type=Content)


def _context(draft: str) -> str:
    return f"draft\0{draft}"
