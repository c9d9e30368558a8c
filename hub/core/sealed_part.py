"""Sealed parts of a record: to which message they belong, and whom they have to be sealed for.

A record of a type that allows it has a list `sealed`: each part is ciphertext for the envelope's recipients, with its
digest and the kids of their keys. Nobody but they can open it, so what can be checked here is its form and its keys:

    the ciphertext is a sealed part, has the digest stated and is for the keys stated
    its context is this message, so that it was not taken out of another
    the keys are encryption keys in force of exactly the recipients
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import Fault
from keys import sealed
from keys.errors import KeyTrustError, SealedError
from keys.trust_participants import KeyStatus, KeyUse, ParticipantKey
from keys.trustlist import TrustList

MEMBER = "sealed"
MOST = 8


def context(*, hub: str, sender: str, message_id: str) -> bytes:
    """Return what binds a part to its message."""
    return "\0".join(("cis-sealed-part", hub, sender, message_id)).encode()


def context_of(envelope: Envelope) -> bytes:
    """Return the context of a message's parts."""
    return context(hub=envelope.hub, sender=envelope.sender, message_id=envelope.id)


def is_in_force(key: ParticipantKey, at: datetime) -> bool:
    """Tell whether parts may be sealed to this key at that time."""
    stopped = key.status is not KeyStatus.ACTIVE and key.status_at is not None and key.status_at <= at
    return key.use is KeyUse.ENCRYPTION and key.valid_from <= at < key.valid_until and not stopped


def newest_key(trust: TrustList, participant: str, at: datetime) -> ParticipantKey | None:
    """Return the encryption key of a participant to seal to: of those in force, the one that began last."""
    listed = trust.participants[participant].keys if participant in trust.participants else ()
    return max((key for key in listed if is_in_force(key, at)), key=lambda key: key.valid_from, default=None)


def check(envelope: Envelope, recipients: Collection[str], trust: TrustList, at: datetime) -> list[Fault]:
    """Return what is wrong with the sealed parts of a record that fits its schema; pointers begin at the payload."""
    parts = envelope.record.get(MEMBER, ())
    found = [_check_part(part, envelope) or _check_keys(part, recipients, trust, at) for part in parts]
    return [_place(fault, place) for place, fault in enumerate(found) if fault is not None]


def _check_part(part: Mapping[str, Any], envelope: Envelope) -> Fault | None:
    raw = part["ciphertext"].encode("ascii")
    try:
        read = sealed.read(raw)
    except SealedError as error:
        return Fault(pointer="/ciphertext", code=error.code, ru=error.ru, en=error.en)
    if sha256(raw).hexdigest() != part["sha256"]:
        return Fault(
            pointer="/sha256",
            code="sealed-digest",
            ru="Дайджест не от этого шифртекста. Запечатайте часть заново средствами шлюза.",
            en="The digest is not that of the ciphertext. Seal the part again with the gateway.",
        )
    if read.context != context_of(envelope):
        return Fault(
            pointer="/ciphertext",
            code="sealed-elsewhere",
            ru="Часть запечатана для другого сообщения. Запечатайте её заново для этого.",
            en="The part was sealed for another message. Seal it again for this one.",
        )
    if list(read.kids) != part["recipients"]:
        return Fault(
            pointer="/recipients",
            code="sealed-kids",
            ru="Перечислены не те ключи, для которых часть запечатана. Укажите их в порядке шифртекста.",
            en="The keys listed are not those it was sealed to. List them in the order of the ciphertext.",
        )
    return None


def _check_keys(part: Mapping[str, Any], recipients: Collection[str], trust: TrustList, at: datetime) -> Fault | None:
    owners = []
    for place, kid in enumerate(part["recipients"]):
        owner = _owner(kid, trust, at)
        if owner is None:
            return Fault(
                pointer=f"/recipients/{place}",
                code="sealed-key-not-valid",
                ru="Это не действующий ключ шифрования из списка доверия. Обновите список и запечатайте часть заново.",
                en="This is no encryption key in force of the trust list. Renew the list and seal the part again.",
            )
        owners.append(owner)
    if set(owners) != set(recipients):
        return Fault(
            pointer="/recipients",
            code="sealed-recipients",
            ru="Часть запечатана не для всех получателей конверта или не только для них. Запечатайте её ровно для них.",
            en="The part is not sealed to all recipients of the envelope, or to others too. Seal it to exactly them.",
        )
    return None


def _owner(kid: str, trust: TrustList, at: datetime) -> str | None:
    try:
        key = trust.key(kid)
    except KeyTrustError:
        return None
    return key.participant if is_in_force(key, at) else None


def _place(fault: Fault, place: int) -> Fault:
    return Fault(pointer=f"/record/{MEMBER}/{place}{fault.pointer}", code=fault.code, ru=fault.ru, en=fault.en)
