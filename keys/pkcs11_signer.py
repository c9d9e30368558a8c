"""Signing keys in a hardware module (PKCS#11): the private key never leaves it.

Ed25519 is signed with CKM_EDDSA, ES256 with CKM_ECDSA over the digest, as every module knows both; their 64 bytes are
the signatures of JWS. Each signature is verified here before it goes out, so that a module which fails, or a private
key beside another's public one, is found out at home.

The library is loaded without leave to use threads of its own (C_Initialize without arguments): all calls of one module
are made one at a time, under one lock. A token is logged in to once for the whole process; sessions are never closed,
as closing one would log out all. A lost session is opened once more. A wrong PIN is never tried again: modules lock.
"""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from keys import public_key
from keys.errors import (
    KeyDeviceError,
    KeyDeviceMissingError,
    KeyDeviceModuleError,
    KeyDevicePinError,
    KeyRefusedError,
    SignatureError,
)
from keys.pkcs11_uri import Pkcs11Uri
from keys.public_key import ED25519, ES256, PublicKey

_LOCKS: dict[str, threading.RLock] = {}
_EC_PARAMETERS = {
    bytes.fromhex("06082a8648ce3d030107"): ES256,  # OID of P-256
    bytes.fromhex("06032b6570"): ED25519,  # OID of RFC 8410
    bytes.fromhex("130c656477617264733235353139"): ED25519,  # PrintableString "edwards25519" of PKCS#11 3.0
}
_PIN_ERRORS = (
    pkcs11.PinIncorrect,
    pkcs11.PinInvalid,
    pkcs11.PinLenRange,
    pkcs11.PinLocked,
    pkcs11.PinExpired,
    pkcs11.UserPinNotInitialized,
)
Answer = TypeVar("Answer")


class Pkcs11Signer:
    """A key in a token. It is a `Signer`; the PIN is never in what prints or copies it."""

    __slots__ = ("_key", "_lock", "_module", "_pin", "_public", "_refused", "_uri")

    def __init__(self, uri: Pkcs11Uri, module: Path, pin: bytes) -> None:
        """Log in to the token and find the key.

        Raises:
            KeyDeviceError: the module, the token, the key or the PIN is not right.
        """
        self._uri = uri
        self._module = str(module)
        self._pin = pin
        self._refused = False
        self._lock = _LOCKS.setdefault(self._module, threading.RLock())
        with self._lock:
            self._key, self._public = self._connect()

    @property
    def public(self) -> PublicKey:
        """The public key."""
        return self._public

    @property
    def alg(self) -> str:
        """The JWS algorithm."""
        return self._public.alg

    @property
    def kid(self) -> str:
        """The name of the key."""
        return self._public.kid

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature; safe from any thread, waits for the module.

        Raises:
            KeyDeviceError: the module did not sign; the same may succeed later.
        """
        with self._lock:
            try:
                return self._sign(message)
            except (pkcs11.PKCS11Error, KeyDeviceError):  # the session may be lost: once more in a new one
                key, public = self._connect()
                if public != self._public:
                    raise KeyDeviceMissingError(why_ru="ключ подменён", why_en="the key was replaced") from None
                self._key = key
                return _asking(lambda: self._sign(message))

    def _sign(self, message: bytes) -> bytes:
        if self.alg == ED25519:
            signature = self._key.sign(message, mechanism=Mechanism.EDDSA)
        else:
            signature = self._key.sign(hashlib.sha256(message).digest(), mechanism=Mechanism.ECDSA)
        try:
            self._public.verify(signature, message)
        except SignatureError:
            raise KeyDeviceError(why="wrong signature") from None
        return bytes(signature)

    def _connect(self) -> tuple[Any, PublicKey]:
        if self._refused:
            raise KeyDevicePinError(why_ru="он уже отвергнут", why_en="it was refused before")
        token = _asking(lambda: _find_token(self._module, self._uri))
        return _asking(lambda: _find_key(self._log_in(token), self._uri))

    def _log_in(self, token: Any) -> Any:
        try:
            return token.open(user_pin=self._pin.decode("utf-8"))
        except pkcs11.UserAlreadyLoggedIn:
            return token.open()
        except (*_PIN_ERRORS, UnicodeDecodeError):
            self._refused = True
            raise KeyDevicePinError(why_ru="он неверен", why_en="it is wrong") from None

    def __reduce__(self) -> NoReturn:
        msg = "signers are neither copied nor sent to other processes"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"Pkcs11Signer(alg={self.alg!r}, kid={self.kid!r})"


def _asking(ask: Callable[[], Answer]) -> Answer:
    """Return the module's answer; its errors are told by their names alone."""
    try:
        return ask()
    except pkcs11.PKCS11Error as error:
        raise KeyDeviceError(why=type(error).__name__) from None


def _find_token(module: str, uri: Pkcs11Uri) -> Any:
    try:
        library = pkcs11.lib(module)
    except (pkcs11.PKCS11Error, OSError):
        raise KeyDeviceModuleError(why_ru="файл не загружается", why_en="the file does not load") from None
    serial = None if uri.serial is None else uri.serial.encode("utf-8")
    tokens = list(library.get_tokens(token_label=uri.token, token_serial=serial))
    if len(tokens) != 1:
        raise KeyDeviceMissingError(why_ru=f"токенов: {len(tokens)}", why_en=f"tokens: {len(tokens)}")
    return tokens[0]


def _find_key(session: Any, uri: Pkcs11Uri) -> tuple[Any, PublicKey]:
    named: dict[Attribute, object] = {}
    if uri.object is not None:
        named[Attribute.LABEL] = uri.object
    if uri.id is not None:
        named[Attribute.ID] = uri.id
    private = _one(session, {Attribute.CLASS: ObjectClass.PRIVATE_KEY, **named})
    public = _one(session, {Attribute.CLASS: ObjectClass.PUBLIC_KEY, **named})
    return private, _read_public(public)


def _one(session: Any, attributes: dict[Attribute, object]) -> Any:
    found = list(session.get_objects(attributes))
    if len(found) != 1:
        kind = "закрытых" if attributes[Attribute.CLASS] is ObjectClass.PRIVATE_KEY else "открытых"
        name = "private" if attributes[Attribute.CLASS] is ObjectClass.PRIVATE_KEY else "public"
        raise KeyDeviceMissingError(why_ru=f"{kind} ключей: {len(found)}", why_en=f"{name} keys: {len(found)}")
    return found[0]


def _read_public(found: Any) -> PublicKey:
    if found.key_type not in (KeyType.EC, KeyType.EC_EDWARDS):
        raise KeyDeviceMissingError(why_ru="ключ другого вида", why_en="the key is of another kind")
    alg = _EC_PARAMETERS.get(bytes(found[Attribute.EC_PARAMS]))
    point = _point(bytes(found[Attribute.EC_POINT]))
    try:
        if alg == ED25519:
            return public_key.make(ED25519, point)
        if alg == ES256 and len(point) == 65 and point[0] == 4:
            return public_key.make(ES256, point[1:33], point[33:])
    except KeyRefusedError:
        pass
    raise KeyDeviceMissingError(why_ru="кривая или точка не наши", why_en="its curve or point is none of ours")


def _point(value: bytes) -> bytes:
    """Return the point in its DER OCTET STRING; some modules give it bare."""
    return value[2:] if (len(value), value[:2]) in ((34, b"\x04\x20"), (67, b"\x04\x41")) else value
