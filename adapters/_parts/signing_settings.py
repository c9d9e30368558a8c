"""The settings by which an adapter signs XML and checks what comes: files of key and certificates.

    signing_key_file, signing_certificate_file, signing_passphrase    as whom to sign; without them nothing is signed
    trusted_certificates_file                                         whose signatures hold; without it none is checked

The key is the member's at its national platform. It has nothing to do with the gateway's key, which no adapter sees.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters._parts.xml_signature import Identity
from hub.sdk.ports import AdapterSettingsError, Note
from keys import certificate, keyfile
from keys.certificate import Certificate
from keys.errors import KeysError
from keys.platform_key import PlatformKey

KEY, CERTIFICATE, PASSPHRASE = "signing_key_file", "signing_certificate_file", "signing_passphrase"
TRUSTED = "trusted_certificates_file"


def read_identity(values: Mapping[str, Any]) -> Identity | None:
    """Return as whom the adapter signs; None when neither key nor certificate is set.

    Raises:
        AdapterSettingsError: one of them is missing or cannot be used, or they do not belong together.
    """
    if values[KEY] is None and values[CERTIFICATE] is None:
        return None
    for name in (KEY, CERTIFICATE):
        if values[name] is None:
            raise AdapterSettingsError(
                setting=name,
                ru=f"Ключ и сертификат подписи задаются вместе. Задайте и «{name}».",
                en=f"Key and certificate of signatures are set together. Set {name!r} too.",
            )
    key = _read_key(values[KEY], values[PASSPHRASE])
    own = next((each for each in _read_certificates(CERTIFICATE, values[CERTIFICATE]) if each.belongs_to(key)), None)
    if own is None:
        raise AdapterSettingsError(
            setting=CERTIFICATE,
            ru="В файле нет сертификата этого ключа. Укажите сертификат, выданный к ключу подписи.",
            en="The file holds no certificate of this key. Name the certificate that was issued for the signing key.",
        )
    return Identity(key=key, certificate=own)


def read_trusted(values: Mapping[str, Any]) -> Sequence[Certificate] | None:
    """Return whose signatures hold; None when the setting is not set.

    Raises:
        AdapterSettingsError: the file cannot be used.
    """
    path = values[TRUSTED]
    return None if path is None else _read_certificates(TRUSTED, path)


def notes(values: Mapping[str, Any]) -> Sequence[Note]:
    """Return what it means that a setting of signatures is not set."""
    unset = [note for note in _UNSET if values[note.setting] is None]
    return [*unset, *([_PLAIN] if values[KEY] is not None and values[PASSPHRASE] is None else [])]


_UNSET = (
    Note(
        setting=KEY,
        ru="не задана: запросы уходят без подписи, и национальная платформа может их не принять.",
        en="it is not set: requests go unsigned, and the national platform may refuse them.",
    ),
    Note(
        setting=TRUSTED,
        ru="не задана: подписи ответов не проверяются, и подмена ответа не будет замечена.",
        en="it is not set: signatures of answers are not checked, and a forged answer would not be noticed.",
    ),
)
_PLAIN = Note(
    setting=PASSPHRASE,
    ru="не задана: ключ подписи хранится без пароля.",
    en="it is not set: the signing key is kept without a passphrase.",
)


def _read_key(path: Path, passphrase: str | None) -> PlatformKey:
    try:
        return keyfile.read_kind(path, None if passphrase is None else passphrase.encode(), PlatformKey)
    except KeysError as error:
        raise AdapterSettingsError(setting=KEY, ru=error.ru, en=error.en) from None


def _read_certificates(setting: str, path: Path) -> Sequence[Certificate]:
    try:
        with path.open("rb") as file:
            return certificate.parse(file.read(certificate.MAX_BYTES + 1))
    except KeysError as error:
        raise AdapterSettingsError(setting=setting, ru=error.ru, en=error.en) from None
    except OSError as error:
        raise AdapterSettingsError(
            setting=setting,
            ru=f"Файл сертификатов не читается ({error.strerror}). Проверьте путь и права.",
            en=f"The file of certificates cannot be read ({error.strerror}). Check path and permissions.",
        ) from None
