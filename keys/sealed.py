"""Sealed parts: what only the named recipients may read, as JWE in its general JSON serialization (RFC 7516 §7.2.1).

    {"protected": "…",      exactly {"typ":"cis-sealed+jwe","alg":"ECDH-ES+A256KW","enc":"A256GCM"}
     "aad": "…",            the context: to which message the part belongs
     "recipients": [{"header": {"kid": …, "epk": {"kty":"OKP","crv":"X25519","x": …}}, "encrypted_key": …}, …],
     "iv": "…", "ciphertext": "…", "tag": "…"}

Nothing else is taken: no other algorithm, no compression, no other member, one spelling. The context is authenticated
with the content, so that a part taken out of one message opens in no other. The library (joserfc) does the RFC's steps;
what reaches it has been read strictly before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from keys import base64url, curve, strict_json
from keys.encryption_key import EncryptionKey
from keys.errors import (
    SealedError,
    SealedForOthersError,
    SealedOpenError,
    SealedRecipientsError,
    SealedTooLargeError,
    StrictJsonError,
)
from keys.public_key import ECDH_ES, PublicKey

TYP = "cis-sealed+jwe"
ENC = "A256GCM"
MAX_PLAIN = 256 * 1024
MAX_SEALED = 384 * 1024
MAX_RECIPIENTS = 16
MAX_CONTEXT = 512

_HEADER = {"typ": TYP, "alg": ECDH_ES, "enc": ENC}
_PROTECTED = base64url.encode(strict_json.dumps(_HEADER)).decode("ascii")
_MEMBERS = ("protected", "aad", "recipients", "iv", "ciphertext", "tag")
_EPK = ("kty", "crv", "x")
_WRAPPED = 40  # bytes of a 32-byte key wrapped by AES-KW


class _Registry(jwe.JWERegistry):
    max_ciphertext_length = MAX_SEALED


_REGISTRY = _Registry(algorithms=[ECDH_ES, ENC])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed part that has been read, not opened: to which keys, and for which context."""

    kids: tuple[str, ...]
    context: bytes
    _object: Mapping[str, Any] = field(repr=False, compare=False)


def seal(plain: bytes, recipients: Sequence[PublicKey], *, context: bytes) -> bytes:
    """Seal a part to the owners of these encryption keys.

    Raises:
        SealedTooLargeError: it is longer than 256 KiB.
        SealedRecipientsError: there are not 1 to 16 different X25519 keys.
        SealedError: the context is empty or longer than 512 bytes.
    """
    if len(plain) > MAX_PLAIN:
        raise SealedTooLargeError(limit=MAX_PLAIN)
    if not 0 < len(context) <= MAX_CONTEXT:
        raise SealedError(place="aad")
    kids = {key.thumbprint for key in recipients if key.alg == ECDH_ES}
    if not 0 < len(recipients) <= MAX_RECIPIENTS or len(kids) != len(recipients):
        raise SealedRecipientsError(limit=MAX_RECIPIENTS)
    message = jwe.GeneralJSONEncryption(dict(_HEADER), plain, None, context)
    for key in recipients:
        message.add_recipient({"kid": key.thumbprint}, OKPKey.import_key(_public(key.x)))
    made = cast("Mapping[str, Any]", jwe.encrypt_json(message, None, registry=_REGISTRY))
    wrapped = [_entry(one["header"], one["encrypted_key"]) for one in made["recipients"]]
    return strict_json.dumps({**{name: made[name] for name in _MEMBERS}, "recipients": wrapped})


def read(sealed: bytes) -> Sealed:
    """Read a sealed part without opening it.

    Raises:
        SealedTooLargeError: it is longer than 384 KiB.
        SealedError: it is none of ours.
    """
    if len(sealed) > MAX_SEALED:
        raise SealedTooLargeError(limit=MAX_SEALED)
    try:
        value = strict_json.loads(sealed)
    except StrictJsonError:
        _refuse("JSON")
    members = _object(value, _MEMBERS, "JSON")
    if members["protected"] != _PROTECTED:
        _refuse("protected")
    context = _bytes(members, "aad", MAX_CONTEXT)
    for name, length in (("iv", 12), ("tag", 16)):
        if len(_bytes(members, name, length)) != length:
            _refuse(name)
    _bytes(members, "ciphertext", MAX_PLAIN, least=0)
    kids = _recipients(members["recipients"])
    if strict_json.dumps(members) != sealed:  # one part has one spelling
        _refuse("JSON")
    return Sealed(kids=kids, context=context, _object=members)


def open(  # noqa: A001  (always called as sealed.open)
    sealed: bytes, private_keys: Sequence[EncryptionKey], *, context: bytes
) -> bytes:
    """Open a part with whichever of these keys it was sealed to.

    Raises:
        SealedForOthersError: it was sealed to none of them.
        SealedOpenError: it was changed, or belongs to another context.
        SealedError: it is none of ours.
    """
    part = read(sealed)
    if part.context != context:
        raise SealedOpenError
    held = {key.kid: key for key in private_keys}
    place = next((place for place, kid in enumerate(part.kids) if kid in held), None)
    if place is None:
        raise SealedForOthersError
    ours = {**part._object, "recipients": [part._object["recipients"][place]]}  # noqa: SLF001  (of this module)
    key = OKPKey.import_key(cast("Any", held[part.kids[place]].to_private_jwk()))
    try:
        plain = jwe.decrypt_json(cast("Any", ours), key, registry=_REGISTRY).plaintext
    except (JoseError, InvalidTag, InvalidUnwrap, ValueError):
        raise SealedOpenError from None
    return plain or b""


def _entry(header: Mapping[str, Any], encrypted_key: str) -> dict[str, Any]:
    epk = {name: header["epk"][name] for name in _EPK}
    return {"header": {"kid": header["kid"], "epk": epk}, "encrypted_key": encrypted_key}


def _public(x: bytes) -> Any:
    return {"kty": "OKP", "crv": "X25519", "x": base64url.encode(x).decode("ascii")}


def _recipients(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_RECIPIENTS:
        _refuse("recipients")
    kids = tuple(_recipient(item) for item in value)
    if len(set(kids)) != len(kids):
        _refuse("recipients")
    return kids


def _recipient(value: object) -> str:
    entry = _object(value, ("header", "encrypted_key"), "recipients")
    header = _object(entry["header"], ("kid", "epk"), "header")
    ephemeral = _object(header["epk"], _EPK, "epk")
    if (ephemeral["kty"], ephemeral["crv"]) != ("OKP", "X25519"):
        _refuse("epk")
    point = _bytes(ephemeral, "x", 32)
    if len(point) != 32 or not curve.is_sound_x25519(point):
        _refuse("epk")
    if len(_bytes(header, "kid", 32)) != 32:
        _refuse("kid")
    if len(_bytes(entry, "encrypted_key", _WRAPPED)) != _WRAPPED:
        _refuse("encrypted_key")
    return str(header["kid"])


def _object(value: object, names: Sequence[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or tuple(value) != tuple(names):
        _refuse(place)
    return value


def _bytes(members: Mapping[str, Any], name: str, most: int, *, least: int = 1) -> bytes:
    value = members[name]
    if not isinstance(value, str) or len(value) > most * 2:
        _refuse(name)
    try:
        decoded = base64url.decode(value.encode("ascii"))
    except ValueError:  # UnicodeEncodeError too
        _refuse(name)
    return decoded if least <= len(decoded) <= most else _refuse(name)


def _refuse(place: str) -> NoReturn:
    raise SealedError(place=place)
