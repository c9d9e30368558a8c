"""The settings of an SFTP server, read and checked before anything is sent."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncssh

from adapters._files.sftp_link import Server
from hub.sdk.ports import AdapterSettingsError

_BUDGET_SECONDS = 20
"""How long the files of one call may take: a call of the gateway has a minute."""
_NEEDED = ("sftp_user", "sftp_host_key", "sftp_key_file")


def read_server(values: Mapping[str, Any]) -> Server | None:
    """Return the server of the settings; None when they name none.

    Raises:
        AdapterSettingsError: a setting is missing or wrong; values are never quoted.
    """
    if values["sftp_host"] is None:
        return None
    for name in _NEEDED:
        if values[name] is None:
            raise AdapterSettingsError(
                setting=name,
                ru=f"Задан sftp_host, но не задана настройка «{name}». Задайте её.",
                en=f"sftp_host is set and {name!r} is missing. Set it.",
            )
    return Server(
        host=values["sftp_host"],
        port=values["sftp_port"],
        user=values["sftp_user"],
        root=values["sftp_folder"],
        host_keys=_read_host_keys(values["sftp_host_key"]),
        key=_read_key(values["sftp_key_file"], values["sftp_key_passphrase"]),
        seconds=values["sftp_timeout_seconds"],
        budget_seconds=max(_BUDGET_SECONDS, values["sftp_timeout_seconds"]),
    )


def _read_host_keys(text: str) -> list[asyncssh.SSHKey]:
    try:
        keys = [asyncssh.import_public_key(line) for line in text.splitlines() if line.strip()]
    except (asyncssh.KeyImportError, ValueError):
        keys = []
    if not keys:
        raise AdapterSettingsError(
            setting="sftp_host_key",
            ru="Настройка адаптера «sftp_host_key» неверна: нужен открытый ключ сервера, например «ssh-ed25519 AAAA…».",
            en="The setting 'sftp_host_key' is wrong: the server's public key is needed, such as 'ssh-ed25519 AAAA…'.",
        )
    return keys


def _read_key(path: Path, passphrase: str | None) -> asyncssh.SSHKey:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid not in {0, os.geteuid()}:
        raise AdapterSettingsError(
            setting="sftp_key_file",
            ru="Файл «sftp_key_file» доступен другим или это ссылка. Оставьте доступ только владельцу (права 0600).",
            en="The file 'sftp_key_file' is open to others, or a link. Leave it to its owner alone (mode 0600).",
        )
    try:
        return asyncssh.import_private_key(path.read_bytes(), passphrase)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError):
        raise AdapterSettingsError(
            setting="sftp_key_file",
            ru="«sftp_key_file» — не ключ SSH, или sftp_key_passphrase не подходит (с паролем — PKCS#8). Проверьте.",
            en="'sftp_key_file' is no SSH key, or sftp_key_passphrase does not open it (encrypted: PKCS#8). Check it.",
        ) from None
