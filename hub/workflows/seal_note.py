"""Keep what people write for themselves encrypted, under the key of its month; after that key's end nobody reads it."""

from datetime import datetime

from hub.core import retention
from hub.core.errors import DamagedError, ErasedError
from hub.workflows.exchange import Exchange
from keys import at_rest
from keys.at_rest import Ciphertext
from keys.errors import CiphertextError

CLASS = "access"  # what people write for themselves ends with the accesses of its month


def seal_note(exchange: Exchange, context: str, text: str, now: datetime) -> Ciphertext:
    """Return a text as it is kept; for `context` and errors see `seal_content`."""
    return seal_content(exchange, context, text.encode("utf-8"), now)


def unseal_note(exchange: Exchange, context: str, stored: Ciphertext) -> str:
    """Return the text that was kept; for errors see `unseal_content`."""
    return unseal_content(exchange, context, stored).decode("utf-8")


def seal_content(exchange: Exchange, context: str, content: bytes, now: datetime) -> Ciphertext:
    """Return bytes as they are kept; `context` names their row, and no other row's name opens them.

    Raises:
        EncryptionKeyError: the key of this month is not there.
    """
    key = exchange.vault.key_of_month(CLASS, retention.month_of(now))
    return at_rest.encrypt(content, context.encode("utf-8"), key)


def unseal_content(exchange: Exchange, context: str, stored: Ciphertext) -> bytes:
    """Return the bytes that were kept.

    Raises:
        ErasedError: its key has ended.
        DamagedError: it was changed.
    """
    key = exchange.vault.keyring.wrapping.get(stored.key)
    if key is None:
        raise ErasedError
    try:
        return at_rest.decrypt(stored, context.encode("utf-8"), key)
    except CiphertextError:
        raise DamagedError from None
