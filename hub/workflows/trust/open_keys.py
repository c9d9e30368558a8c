"""Open the hub's own keys where the settings say they live."""

from pathlib import Path

from hub.settings import Settings, credentials_folder, is_credential
from keys import secret_file, signer
from keys.signer import Places, Signer


def open_key(settings: Settings, name: str) -> Signer:
    """Open the key that the setting `name` names.

    Raises:
        SettingsError: it is not set.
        KeyPlaceError: the key cannot be had.
    """
    settings.need(name)
    return signer.open(getattr(settings, name), read_passphrase(settings.key_passphrase_file), places_of(settings))


def places_of(settings: Settings) -> Places:
    """Return what this machine adds to the name of a key."""
    return Places(credentials=credentials_folder(), module=settings.pkcs11_module)


def read_passphrase(path: Path | None) -> bytes | None:
    """Return the passphrase of the key files, without its line end.

    Raises:
        PassphraseFileError: the file cannot be read, or others could.
    """
    return None if path is None else secret_file.read_passphrase(path, given=is_credential(path))
