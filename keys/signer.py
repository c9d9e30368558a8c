"""Where a key lives, and how it is opened from there: one way for the hub, the gateway and the command line.

    /etc/cis-gateway/signing.pem                    a key file: PKCS#8, mode 0600, with a passphrase or without
    credential:signing-key                          a credential of the systemd service: the same content
    pkcs11:token=cis;object=signing?…               a key in a hardware module, which never leaves it (RFC 7512)

What comes back is a `Signer` whoever holds the key. Encryption keys open from files and credentials only, as few
modules agree keys on X25519.
"""

import importlib
from dataclasses import dataclass
from pathlib import Path

from keys import credential, keyfile, pkcs11_uri, secret_file
from keys.encryption_key import EncryptionKey
from keys.errors import KeyDeviceModuleError, KeyDevicePinError, KeySpecError
from keys.jwk import PrivateKey, Signer
from keys.pkcs11_uri import Pkcs11Uri

__all__ = ["Places", "Signer", "check", "open", "open_encryption"]

_MAX_PIN = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What this machine adds to a spec: the folder of the service's credentials, and the PKCS#11 library."""

    credentials: Path | None = None
    module: Path | None = None


NOWHERE = Places()


def check(spec: str) -> str:
    """Return the spec if it can name a key; nothing is opened.

    Raises:
        KeySpecError: it cannot.
    """
    if not spec or "\0" in spec:
        raise KeySpecError(why_ru="оно пусто", why_en="it is empty")
    if spec.startswith(pkcs11_uri.SCHEME):
        pkcs11_uri.parse(spec)
    elif spec.startswith(credential.SCHEME) and not credential.is_name(spec.removeprefix(credential.SCHEME)):
        raise KeySpecError(why_ru="недопустимое имя удостоверения", why_en="the credential's name is not allowed")
    return spec


def is_path(spec: str) -> bool:
    """Tell whether the spec names a file."""
    return not spec.startswith((pkcs11_uri.SCHEME, credential.SCHEME))


def open(spec: str | Path, passphrase: bytes | None, places: Places = NOWHERE) -> Signer:  # noqa: A001
    """Open a signing key where it lives.

    Args:
        spec: what names it; see above.
        passphrase: of the key file or credential; of a PKCS#11 key the PIN, unless its URI has a `pin-source`.
        places: what this machine adds.

    Raises:
        KeyPlaceError: it cannot be had; the subclass and its code say why.
    """
    text = check(str(spec))
    if text.startswith(pkcs11_uri.SCHEME):
        return _open_device(pkcs11_uri.parse(text), passphrase, places)
    return _open_pem(text, passphrase, places, PrivateKey)


def open_encryption(spec: str | Path, passphrase: bytes | None, places: Places = NOWHERE) -> EncryptionKey:
    """Open the private half of an encryption key.

    Raises:
        KeyPlaceError: as `open`; also for a PKCS#11 URI.
    """
    text = check(str(spec))
    if text.startswith(pkcs11_uri.SCHEME):
        raise KeySpecError(why_ru="ключ X25519 не в модуле", why_en="X25519 keys are not taken from modules")
    return _open_pem(text, passphrase, places, EncryptionKey)


def _open_pem(spec: str, passphrase: bytes | None, places: Places, kind: type[keyfile.Kind]) -> keyfile.Kind:
    if spec.startswith(credential.SCHEME):
        name = spec.removeprefix(credential.SCHEME)
        content = credential.read(name, places.credentials, limit=keyfile.MAX_BYTES)
        return keyfile.parse(content, passphrase, kind, place=spec)
    return keyfile.read_kind(Path(spec), passphrase, kind)


def _open_device(uri: Pkcs11Uri, passphrase: bytes | None, places: Places) -> Signer:
    module = uri.module or places.module
    if module is None:
        raise KeyDeviceModuleError(why_ru="module-path не задан", why_en="module-path is not set")
    pin = _pin(uri, passphrase, places)
    try:
        device = importlib.import_module("keys.pkcs11_signer")
    except ImportError:
        raise KeyDeviceModuleError(why_ru="нет python-pkcs11", why_en="python-pkcs11 is missing") from None
    found: Signer = device.Pkcs11Signer(uri, module, pin)
    return found


def _pin(uri: Pkcs11Uri, passphrase: bytes | None, places: Places) -> bytes:
    pin = passphrase
    if uri.pin_file is not None:
        pin = secret_file.read(uri.pin_file, limit=_MAX_PIN)
    elif uri.pin_credential is not None:
        pin = credential.read(uri.pin_credential, places.credentials, limit=_MAX_PIN)
    pin = (pin or b"").rstrip(b"\r\n")
    if not 0 < len(pin) <= _MAX_PIN:
        raise KeyDevicePinError(why_ru="он не задан или слишком длинный", why_en="it is missing or too long")
    return pin
