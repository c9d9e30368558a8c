"""Sealed parts at the member's site: closed before a record is signed, opened after it was verified.

An adapter hands parts over in clear text beside its record and gets them so; the record itself only ever holds the
ciphertext. Parts are sealed to the newest encryption key in force of each recipient, and opened with whichever of our
own keys they were sealed to: the old ones stay configured until nothing sealed to them is under way.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from hub.core import sealed_part
from hub.core.envelope import Envelope
from hub.sdk.errors import UnacceptableError
from hub.sdk.ports import Part, Problem
from keys import sealed
from keys.encryption_key import EncryptionKey
from keys.errors import SealedError
from keys.jwk import PublicKey
from keys.trustlist import TrustList


class PartsRefusedError(Exception):
    """Parts cannot be sealed; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class SealedParts:
    """Seals and opens for one participant at one hub; `trust` gives the trust list in force."""

    def __init__(
        self, trust: Callable[[], TrustList], keys: Sequence[EncryptionKey], *, participant: str, origin: str
    ) -> None:
        self._trust = trust
        self._keys = tuple(keys)
        self._participant = participant
        self._origin = origin

    def seal(
        self, parts: Sequence[Part], to: Sequence[str], message_id: str, now: datetime
    ) -> Sequence[Mapping[str, Any]]:
        """Return the record's list of sealed parts.

        Raises:
            PartsRefusedError: there are too many, one is too large, or a recipient has no encryption key.
            TrustError: there is no trust list that may be relied on.
        """
        if len(parts) > sealed_part.MOST:
            raise PartsRefusedError(_TOO_MANY)
        trust = self._trust()
        keys = [_key_of(name, trust, now) for name in to]
        context = sealed_part.context(hub=self._origin, sender=self._participant, message_id=message_id)
        try:
            return [_seal(part, keys, context) for part in parts]
        except SealedError as error:
            raise PartsRefusedError(_problem(error.code, error.ru, error.en)) from None

    def open(self, envelope: Envelope) -> tuple[Part, ...]:
        """Return the parts of a verified message in clear text; none of our own, which are sealed for others.

        Raises:
            UnacceptableError: one of them does not open.
        """
        if envelope.sender == self._participant:
            return ()
        context = sealed_part.context_of(envelope)
        return tuple(self._open(part, context) for part in envelope.record.get(sealed_part.MEMBER, ()))

    def _open(self, part: Mapping[str, Any], context: bytes) -> Part:
        raw = part["ciphertext"].encode("ascii")
        if sha256(raw).hexdigest() != part["sha256"]:
            raise UnacceptableError("sealed-digest", ru=_OTHER_BYTES.ru, en=_OTHER_BYTES.en)
        try:
            content = sealed.open(raw, self._keys, context=context)
        except SealedError as error:
            raise UnacceptableError(error.code, ru=error.ru, en=error.en) from None
        return Part(media_type=part["media_type"], content=content)


def _seal(part: Part, keys: Sequence[PublicKey], context: bytes) -> Mapping[str, Any]:
    raw = sealed.seal(part.content, keys, context=context)
    return {
        "ciphertext": raw.decode("ascii"),
        "sha256": sha256(raw).hexdigest(),
        "media_type": part.media_type,
        "recipients": [key.thumbprint for key in keys],
    }


def _key_of(recipient: str, trust: TrustList, now: datetime) -> PublicKey:
    found = sealed_part.newest_key(trust, recipient, now)
    if found is None:
        raise PartsRefusedError(
            _problem(
                "encryption-key-missing",
                f"У получателя {recipient} нет действующего ключа шифрования. Попросите его внести такой ключ.",
                f"The recipient {recipient} has no encryption key in force. Ask that one be enrolled.",
            )
        )
    return found.public


def _problem(code: str, ru: str, en: str) -> Problem:
    return Problem(code=code, pointer=f"/{sealed_part.MEMBER}", ru=ru, en=en)


_TOO_MANY = _problem(
    "sealed-too-many",
    f"Запечатанных частей больше {sealed_part.MOST}. Объедините их.",
    f"There are more than {sealed_part.MOST} parts to seal. Put some together.",
)
_OTHER_BYTES = _problem(
    "sealed-digest",
    "Сообщение не принято: дайджест запечатанной части не от неё.",
    "The message was not taken: the digest of a sealed part is not its own.",
)
