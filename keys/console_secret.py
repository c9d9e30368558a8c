"""The secret of the console: it encrypts the secrets of one-time codes, and binds forms and challenges to their use.

It is drawn once, kept in the database wrapped by the master key, and unwrapped in memory alone. What is encrypted or
bound under it holds for its context only.
"""

import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256

from keys.at_rest import KEY_BYTES, WrappingKey
from keys.derivation import derive
from keys.errors import CiphertextError
from keys.master_key import MasterKey

_CONTEXT = b"cis-console-secret"


class ConsoleSecret:
    """The secret, as the processes of the console have it in memory. `repr` shows nothing of it."""

    __slots__ = ("_material", "_sealing", "_tokens")

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError("the console's secret has 32 bytes")
        self._material = material
        self._sealing = WrappingKey("console", derive(material, b"cis-console seal"))
        self._tokens = derive(material, b"cis-console token")

    def __repr__(self) -> str:
        return "ConsoleSecret()"

    @classmethod
    def generate(cls) -> "ConsoleSecret":
        """Return a new one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def wrap(self, master: MasterKey) -> bytes:
        """Return it as it is kept."""
        return master.wrap(self._material, _CONTEXT)

    def seal(self, value: bytes, context: str) -> bytes:
        """Return a small secret, encrypted; it opens in this context only."""
        return self._sealing.wrap(value, context.encode("utf-8"))

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed.

        Raises:
            CiphertextError: it was changed, or sealed in another context or by another secret.
        """
        return self._sealing.unwrap(sealed, context.encode("utf-8"))

    def token(self, purpose: str, value: bytes) -> bytes:
        """Return 32 bytes that only the holder of this secret can make of the value, for this purpose."""
        return hmac.digest(self._tokens, purpose.encode("utf-8") + b"\0" + value, sha256)


def unwrap(wrapped: bytes, master_id: str, masters: Sequence[MasterKey]) -> ConsoleSecret:
    """Return the kept secret.

    Raises:
        CiphertextError: none of these master keys wrapped it, or it was changed.
    """
    for master in masters:
        if master.id == master_id:
            return ConsoleSecret(master.unwrap(wrapped, _CONTEXT))
    raise CiphertextError
