"""The vault: the one way in and out for message bytes. Tables hold ciphertext; only the vault makes and opens it.

    vault.seal(envelope, record_type, month)  ->  what is stored
    vault.open(stored.body)                   ->  the envelope, byte for byte

A record is encrypted under a data key of its own, which is wrapped by the key of its retention class and end month, or
by one of the keys `open` and `hold` (`hub.core.retention`, `keys.at_rest`). The ciphertext is bound to sender and id.
The wrapping keys are in memory: neither way costs a query or a file.
"""

from collections.abc import Mapping

from hub.core import retention
from hub.core.envelope import Envelope
from hub.core.errors import DamagedError, EncryptionKeyError, ErasedError
from hub.core.retention import Term
from hub.store.messages import StoredBody
from keys import at_rest
from keys.at_rest import Ciphertext, WrappingKey
from keys.errors import CiphertextError
from keys.keyring import Keyring
from schemas.record_type import RecordType

RETRY_AFTER = 5


class Vault:
    """The keyring of this process and what it is used for. `fault` is why it is not to be trusted with new records."""

    def __init__(self, keyring: Keyring, classes: Mapping[str, Term]) -> None:
        self.classes = classes
        self.keyring = keyring
        self.fault: str | None = None
        self._fit: int | None = None
        self._found: dict[tuple[str, int | None, int], WrappingKey] = {}

    def take(self, keyring: Keyring) -> None:
        """Use a newer state of the keyring from now on."""
        self.keyring, self.fault, self._fit, self._found = keyring, None, None, {}

    def distrust(self, fault: str) -> None:
        """Take no new records: what is on the disk is not what is in memory, so they might never be read again."""
        self.fault, self._fit = fault, None

    def missing(self, month: int) -> list[str]:
        """Return the keys that records accepted in this month may need, and that are not there."""
        return [name for name in retention.needed(self.classes, month) if name not in self.keyring.wrapping]

    def require_fit(self, month: int) -> None:
        """Refuse new records unless every key that one of this month may need is there.

        Raises:
            EncryptionKeyError: one is not, or the keyring on the disk cannot be read.
        """
        if month == self._fit:
            return
        if self.fault is not None or self.missing(month):
            raise EncryptionKeyError(retry_after=RETRY_AFTER)
        self._fit = month

    def seal(self, envelope: Envelope, record_type: RecordType, month: int) -> Ciphertext:
        """Return an envelope that is accepted in this month as it is stored.

        Raises:
            EncryptionKeyError: the key of its end month is not there; `require_fit` would have said so.
        """
        term = self.classes[record_type.retention]
        end = retention.end_of(term, envelope.type, envelope.record, accepted=month, now=month)
        key = self._found.get((term.name, end, month)) or self._find(term.name, end, month)
        return at_rest.encrypt(envelope.raw, _context(envelope.sender, envelope.id), key)

    def _find(self, term: str, end: int | None, month: int) -> WrappingKey:
        key = self._key(_name(term, end, month))
        self._found[term, end, month] = key
        return key

    def key_for(self, envelope: Envelope, record_type: RecordType, *, accepted: int, now: int) -> str:
        """Return the name of the key for an envelope that was accepted in one month, as seen from another."""
        term = self.classes[record_type.retention]
        end = retention.end_of(term, envelope.type, envelope.record, accepted=accepted, now=now)
        return _name(term.name, end, now)

    def key_of_month(self, name: str, month: int) -> WrappingKey:
        """Return the key of what is no record, but is kept from this month on as long as a retention class says.

        Raises:
            EncryptionKeyError: it is not there.
        """
        end = retention.end_of(self.classes[name], name, {}, accepted=month, now=month)
        return self._key(_name(name, end, month))

    def open(self, stored: StoredBody) -> bytes:
        """Return the envelope.

        Raises:
            ErasedError: it was erased, or its key was destroyed.
            DamagedError: it was changed, or belongs to another message.
            EncryptionKeyError: its key is not in the keyring, though it should be.
        """
        if stored.key is None:  # plain, from before records were encrypted
            return stored.body
        if stored.wrapped is None or stored.key in self.keyring.destroyed:
            raise ErasedError
        try:
            return at_rest.decrypt(_ciphertext(stored), _context(stored.sender, stored.id), self._key(stored.key))
        except CiphertextError:
            raise DamagedError from None

    def find(self, stored: StoredBody) -> bytes | None:
        """Return the envelope, None if it was erased.

        Raises:
            DamagedError, EncryptionKeyError: as `open`.
        """
        try:
            return self.open(stored)
        except ErasedError:
            return None

    def rewrap(self, stored: StoredBody, name: str) -> Ciphertext:
        """Return the same ciphertext with its data key wrapped by the key `name`; a plain envelope is encrypted.

        Raises:
            ErasedError, DamagedError, EncryptionKeyError: as `open`.
        """
        context, new = _context(stored.sender, stored.id), self._key(name)
        if stored.key is None:
            return at_rest.encrypt(stored.body, context, new)
        if stored.wrapped is None or stored.key in self.keyring.destroyed:
            raise ErasedError
        try:
            return at_rest.rewrap(_ciphertext(stored), context, self._key(stored.key), new)
        except CiphertextError:
            raise DamagedError from None

    def _key(self, name: str) -> WrappingKey:
        try:
            return self.keyring.wrapping[name]
        except KeyError:
            raise EncryptionKeyError(retry_after=RETRY_AFTER) from None


def _name(term: str, end: int | None, now: int) -> str:
    return retention.key_name(retention.OPEN, now) if end is None else retention.key_name(term, end)


def _context(sender: str, message_id: str) -> bytes:
    """Return what the ciphertext is bound to: the message, by what names it for ever."""
    return f"{sender}\0{message_id}".encode()


def _ciphertext(stored: StoredBody) -> Ciphertext:
    return Ciphertext(key=stored.key or "", wrapped=stored.wrapped or b"", body=stored.body)
