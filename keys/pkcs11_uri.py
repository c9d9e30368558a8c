"""PKCS#11 URIs (RFC 7512): which key in which token, and where its PIN and the module's library are.

    pkcs11:token=cis-hub;object=log?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/run/keys/pin
    pkcs11:serial=0123abcd;id=%01%02;type=private

Only what names one private key is taken: `token`, `serial`, `object`, `id`, `type=private`, `module-path` and
`pin-source`. A PIN in the URI itself (`pin-value`) is refused, as URIs stand in settings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from keys.errors import KeySpecError

SCHEME = "pkcs11:"
_MAX = 1024
_ATTRIBUTE = re.compile(r"([a-z-]+)=((?:[A-Za-z0-9._~:\[\]@!$'()*+,=&/-]|%[0-9A-Fa-f]{2})+)")
_PATH = frozenset({"token", "serial", "object", "id", "type"})
_QUERY = frozenset({"module-path", "pin-source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs11Uri:
    """A private key in a token: the token by label or serial number, the key by label or identifier.

    `module` is the module's library; `pin_file` the file that holds the PIN; `pin_credential` the service credential
    that does.
    """

    token: str | None = None
    serial: str | None = None
    object: str | None = None
    id: bytes | None = None
    module: Path | None = field(default=None, repr=False)
    pin_file: Path | None = field(default=None, repr=False)
    pin_credential: str | None = field(default=None, repr=False)


def parse(text: str) -> Pkcs11Uri:
    """Read a URI.

    Raises:
        KeySpecError: it is none, or has an attribute that is not taken here.
    """
    if len(text) > _MAX or not text.startswith(SCHEME):
        _refuse("это не pkcs11: или он слишком длинный", "it is no pkcs11 URI, or too long")
    path, _, query = text.removeprefix(SCHEME).partition("?")
    named = _attributes(path, ";", _PATH)
    asked = _attributes(query, "&", _QUERY) if query else {}
    if not {"token", "serial"} & named.keys() or not {"object", "id"} & named.keys():
        _refuse("нужны token или serial и object или id", "token or serial and object or id are needed")
    if named.get("type", b"private") != b"private":
        _refuse("type может быть только private", "type can only be private")
    source = _text(asked, "pin-source")
    return Pkcs11Uri(
        token=_text(named, "token"),
        serial=_text(named, "serial"),
        object=_text(named, "object"),
        id=named.get("id"),
        module=_absolute(_text(asked, "module-path"), "module-path"),
        pin_file=None if source is None or _is_credential(source) else _absolute(_file(source), "pin-source"),
        pin_credential=source.partition(":")[2] if source is not None and _is_credential(source) else None,
    )


def _attributes(text: str, divider: str, allowed: frozenset[str]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for part in text.split(divider):
        match = _ATTRIBUTE.fullmatch(part)
        if match is None:
            _refuse("часть вида имя=значение записана неверно", "a part name=value is not well formed")
        name = match[1]
        if name == "pin-value":
            _refuse("PIN не пишут в адресе, задайте pin-source", "a PIN does not stand in the URI, use pin-source")
        if name not in allowed or name in found:
            _refuse("лишний или повторный атрибут", "an attribute is not taken here, or stands twice")
        found[name] = unquote_to_bytes(match[2])
    return found


def _text(attributes: Mapping[str, bytes], name: str) -> str | None:
    if name not in attributes:
        return None
    try:
        value = attributes[name].decode("utf-8")
    except UnicodeDecodeError:
        _refuse(f"{name} не в UTF-8", f"{name} is not UTF-8")
    if not value.isprintable():
        _refuse(f"недопустимый знак в {name}", f"{name} has a character that is not allowed")
    return value


def _is_credential(source: str) -> bool:
    return source.startswith("credential:")


def _file(source: str) -> str:
    return source.removeprefix("file://").removeprefix("file:")


def _absolute(value: str | None, name: str) -> Path | None:
    if value is None:
        return None
    if not value.startswith("/"):  # a command (`|…`) neither
        _refuse(f"{name} должен быть полным путём", f"{name} has to be an absolute path")
    return Path(value)


def _refuse(ru: str, en: str) -> NoReturn:
    raise KeySpecError(why_ru=ru, why_en=en)
