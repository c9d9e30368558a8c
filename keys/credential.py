"""Credentials of a systemd service: files that the service manager hands to this service alone.

    [Service]
    LoadCredential=log-key:/etc/cis-migration-hub/log.pem        # or LoadCredentialEncrypted=, sealed by the TPM

The unit's processes find them in the folder that CREDENTIALS_DIRECTORY names, and call them by name only.
"""

import re
from pathlib import Path

from keys import secret_file
from keys.errors import KeyCredentialError, KeyFileError

SCHEME = "credential:"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


def is_name(name: str) -> bool:
    """Tell whether this can be the name of a credential; nothing that could lead out of the folder can."""
    return _NAME.fullmatch(name) is not None


def read(name: str, folder: Path | None, *, limit: int) -> bytes:
    """Return what a credential holds.

    Args:
        name: what the unit calls it.
        folder: what CREDENTIALS_DIRECTORY names; None where it is not set.
        limit: the most bytes it may have.

    Raises:
        KeyCredentialError: the name is none, or there is no such credential, or others could read it.
    """
    if not is_name(name):
        raise KeyCredentialError(why_ru="недопустимое имя", why_en="the name is not allowed")
    if folder is None or not folder.is_absolute():
        raise KeyCredentialError(
            name=name, why_ru="переменная CREDENTIALS_DIRECTORY не задана", why_en="CREDENTIALS_DIRECTORY is not set"
        )
    try:
        content = secret_file.read(folder / name, limit=limit, given=True)
    except KeyFileError as error:
        raise KeyCredentialError(name=name, why_ru=error.facts["why_ru"], why_en=error.facts["why_en"]) from None
    if len(content) > limit:
        raise KeyCredentialError(name=name, why_ru=f"больше {limit} байт", why_en=f"more than {limit} bytes")
    return content
