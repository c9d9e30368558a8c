"""The participant's private keys, opened where its configuration says they live."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hub.sdk.errors import ConfigError, SignerUnavailableError
from hub.sdk.settings.config import GatewayConfig
from hub.settings import credentials_folder, is_credential
from keys import credential, secret_file, signer
from keys.encryption_key import EncryptionKey
from keys.errors import KeyDeviceError, KeysError
from keys.public_key import ED25519, PublicKey
from keys.signer import Places, Signer

MAX_PASSPHRASE = 4096
Key = TypeVar("Key", Signer, EncryptionKey)
Opener = Callable[[Path | str, bytes | None, Places], Key]


class PatientSigner:
    """A signer whose hardware module may be away for a while: then the gateway's steps try again later."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    @property
    def alg(self) -> str:
        """The JWS algorithm."""
        return self._signer.alg

    @property
    def kid(self) -> str:
        """The name of the key."""
        return self._signer.kid

    @property
    def public(self) -> PublicKey:
        """The public key."""
        return self._signer.public

    def sign(self, message: bytes) -> bytes:
        """Return the signature.

        Raises:
            SignerUnavailableError: the module did not sign.
        """
        try:
            return self._signer.sign(message)
        except KeyDeviceError as error:
            raise SignerUnavailableError(ru=error.ru, en=error.en) from None


def read_key(config: GatewayConfig) -> Signer:
    """Open the participant's signing key.

    Raises:
        ConfigError: it cannot be had.
    """
    return _open(config, "file", config.key_file, signer.open)


def read_witness_key(config: GatewayConfig) -> Signer | None:
    """Open the key that checkpoints are cosigned with; None where this gateway is no witness.

    Raises:
        ConfigError: it cannot be had, or is no Ed25519 key.
    """
    if config.witness_key_file is None:
        return None
    found = _open(config, "witness_file", config.witness_key_file, signer.open)
    if found.alg != ED25519:
        raise ConfigError(
            place="[key] witness_file",
            ru="ключ свидетеля должен быть Ed25519. Создайте такой: hub trust keygen --witness.",
            en="a witness key must be Ed25519. Make one: hub trust keygen --witness.",
        )
    return PatientSigner(found)


def read_encryption_keys(config: GatewayConfig) -> tuple[EncryptionKey, ...]:
    """Open the keys that sealed parts are opened with.

    Raises:
        ConfigError: one of them cannot be had.
    """
    opener = signer.open_encryption
    return tuple(_open(config, "encryption_files", spec, opener) for spec in config.encryption_key_files)


def _open(config: GatewayConfig, name: str, spec: Path | str, opener: Opener[Key]) -> Key:
    places = Places(credentials=credentials_folder(), module=config.pkcs11_module)
    passphrase = _passphrase(config.passphrase_file, places)
    try:
        return opener(spec, passphrase, places)
    except KeysError as error:
        raise ConfigError(place=f"[key] {name} {spec}", ru=error.text("ru"), en=error.text("en")) from None


def _passphrase(source: Path | str | None, places: Places) -> bytes | None:
    if source is None:
        return None
    try:
        if isinstance(source, Path):
            return secret_file.read_passphrase(source, given=is_credential(source))
        content = credential.read(source.removeprefix(credential.SCHEME), places.credentials, limit=MAX_PASSPHRASE)
    except KeysError as error:
        named = f" {source}" if isinstance(source, Path) else ""
        raise ConfigError(place=f"[key] passphrase_file{named}", ru=error.text("ru"), en=error.text("en")) from None
    return content.rstrip(b"\r\n")
