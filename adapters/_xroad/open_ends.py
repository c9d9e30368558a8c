"""What the settings of a connection leave open: `hub gateway check` tells it before the first record travels."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from adapters._xroad.rest_client import HashCheck
from hub.sdk.ports import Note


def notes(values: Mapping[str, Any]) -> Sequence[Note]:
    """Return notes on the way to the security server and on the comparing of answers."""
    server = urlsplit(values["security_server"])
    beside = _is_beside(server.hostname or "")
    told = {
        _PLAIN: server.scheme == "http" and not beside,
        _NAMELESS: server.scheme == "https" and values["certificate"] is None,
        _UNCOMPARED: HashCheck(values["request_hash"]) is HashCheck.PRESENT and not beside,
    }
    return [note for note, applies in told.items() if applies]


def _is_beside(host: str) -> bool:
    """Say whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_PLAIN = Note(
    setting="security_server",
    ru="адрес http://: записи о лицах идут к серверу безопасности открыто. Укажите https:// и authorities.",
    en="an http:// address: records about persons go to the security server in clear. Set https:// and authorities.",
)
_NAMELESS = Note(
    setting="certificate",
    ru="не задана: сервер безопасности не отличит адаптер от другой программы в той же сети.",
    en="it is not set: the security server cannot tell the adapter from another program in the same network.",
)
_UNCOMPARED = Note(
    setting="request_hash",
    ru="present: адаптер сам не сверяет, на его ли запрос пришёл ответ; это делает только сервер безопасности.",
    en="present: the adapter does not compare itself whether an answer is to its request; only the security server "
    "does.",
)
