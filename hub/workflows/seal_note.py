"""Keep a short text of people encrypted, under the key of its month; after that key's end nobody reads it."""

from datetime import datetime

from hub.core import retention
from hub.core.errors import DamagedError, EncryptionKeyError, ErasedError
from hub.workflows.commit_group import RETRY_AFTER
from hub.workflows.exchange import Exchange
from keys import at_rest
from keys.at_rest import Ciphertext
from keys.errors import CiphertextError

CLASS = "access"  # what people write for themselves ends with the accesses of its month


def seal_note(exchange: Exchange, context: str, text: str, now: datetime) -> Ciphertext:
    """Return a text as it is kept; `context` names its row, and no other row's name opens it.

    Raises:
        EncryptionKeyError: the key of this month is not there.
    """
    month = retention.month_of(now)
    end = retention.end_of(exchange.vault.classes[CLASS], "note", {}, accepted=month, now=month)
    name = retention.key_name(retention.OPEN, month) if end is None else retention.key_name(CLASS, end)
    key = exchange.vault.keyring.wrapping.get(name)
    if key is None:
        raise EncryptionKeyError(retry_after=RETRY_AFTER)
    return at_rest.encrypt(text.encode("utf-8"), context.encode("utf-8"), key)


def unseal_note(exchange: Exchange, context: str, stored: Ciphertext) -> str:
    """Return what was kept.

    Raises:
        ErasedError: its key has ended.
        DamagedError: it was changed.
    """
    key = exchange.vault.keyring.wrapping.get(stored.key)
    if key is None:
        raise ErasedError
    try:
        return at_rest.decrypt(stored, context.encode("utf-8"), key).decode("utf-8")
    except CiphertextError:
        raise DamagedError from None
