"""Access to the platform: a token from its identity server, bought with the credentials of a file.

    {"consumer_key": "…", "consumer_secret": "…", "username": "…", "password": "…"}     readable by its owner alone

The token is kept in memory until the platform refuses it; then a new one is fetched, once.
"""

import base64
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from adapters._parts.http_exchange import HttpExchange, HttpUnavailableError
from adapters.uz_mip.errors import MipUnavailableError
from hub.sdk.ports import AdapterSettingsError
from keys import strict_json

_MEMBERS = ("consumer_key", "consumer_secret", "username", "password")
_MOST = 64 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,4096}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who the participant is at the identity server."""

    basic: str = field(repr=False)
    form: bytes = field(repr=False)


def read(path: Path) -> Credentials:
    """Read the file of the credentials.

    Raises:
        AdapterSettingsError: it is not as described above, or others may read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise AdapterSettingsError(setting="credentials_file", ru=_LOOSE[0], en=_LOOSE[1])
        with path.open("rb") as file:
            value = strict_json.loads(file.read(_MOST))
    except (OSError, strict_json.StrictJsonError):
        value = None
    if not isinstance(value, dict) or set(value) != set(_MEMBERS) or not all(map(_is_text, value.values())):
        raise AdapterSettingsError(setting="credentials_file", ru=_SHAPE[0], en=_SHAPE[1])
    pair = f"{value['consumer_key']}:{value['consumer_secret']}".encode()
    grant = {"grant_type": "password", "username": value["username"], "password": value["password"]}
    return Credentials(basic=base64.b64encode(pair).decode(), form=urlencode(grant).encode())


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


class TokenKeeper:
    """The access token in use."""

    def __init__(self, identity_server: HttpExchange, credentials: Credentials) -> None:
        self._server = identity_server
        self._credentials = credentials
        self._token: str | None = None

    def header(self) -> str:
        """Return the value of `Authorization`, with a token fetched where there is none.

        Raises:
            MipUnavailableError: the identity server gives none.
        """
        if self._token is None:
            self._token = self._fetch()
        return f"Bearer {self._token}"

    def drop(self) -> None:
        """Forget a token that the platform refuses."""
        self._token = None

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    def _fetch(self) -> str:
        headers = {
            "Authorization": f"Basic {self._credentials.basic}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        try:
            answer = self._server.send("POST", self._server.path, headers, self._credentials.form)
        except HttpUnavailableError as error:
            raise MipUnavailableError(error.detail) from None
        if answer.status != HTTPStatus.OK:
            raise MipUnavailableError(f"the identity server gives no token ({answer.status})")
        try:
            value = strict_json.loads(answer.body)
        except strict_json.StrictJsonError:
            value = None
        token = value.get("access_token") if isinstance(value, dict) else None
        if not isinstance(token, str) or _TOKEN.fullmatch(token) is None:
            raise MipUnavailableError("the identity server answers without a token")
        return token


_LOOSE = (
    "Файл с учётными данными доступен не только владельцу. Выполните chmod 600.",
    "The file of the credentials can be read by others than its owner. Run chmod 600.",
)
_SHAPE = (
    f"Файл с учётными данными не читается: нужен объект JSON с полями {', '.join(_MEMBERS)}.",
    f"The file of the credentials cannot be read: a JSON object with {', '.join(_MEMBERS)} is needed.",
)
