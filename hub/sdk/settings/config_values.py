"""What a value of the gateway's configuration may be: one parser per kind, complaints in both languages."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from hub.core import ids
from hub.sdk.books.inbox import Lane
from keys import pkcs11_uri, signer
from keys.errors import KeySpecError

RECORD_TYPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PERSON = re.compile(r"[a-z0-9-]{1,64}")
KID = re.compile(r"[A-Za-z0-9_-]{43}")
ALWAYS, SCHEDULED = "always", "scheduled"
MAX_PLACES = 32
MAX_KEYS = 16
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

Parse = Callable[[Any, Path], Any]
"""Takes a value of the file and the file's folder; returns what the gateway uses, or raises `WrongValueError`."""


class WrongValueError(ValueError):
    """What a value has to be, in both languages; never the value itself."""

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.ru = ru
        self.en = en


def text(pattern: str, ru: str, en: str) -> Parse:
    """Return a parser of texts that match a pattern."""

    def parse(value: Any, _folder: Path) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise WrongValueError(ru, en)
        return value

    return parse


module = text(
    r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*",
    "нужно имя модуля, например adapters.tj_files",
    "a module's name is needed, such as adapters.tj_files",
)
origin = text(
    r"[a-z0-9]([a-z0-9.:-]{0,200}[a-z0-9])?/[a-z][a-z0-9-]{0,30}",
    "нужно имя узла и контур, например mig.example/production",
    "a host name and an environment is needed, such as mig.example/production",
)
pull = text(f"{ALWAYS}|{SCHEDULED}", 'нужно "always" или "scheduled"', '"always" or "scheduled" is needed')
digest = text(r"[0-9a-f]{64}", "нужны 64 шестнадцатеричные цифры SHA-256", "64 hexadecimal digits are needed")


def participant(value: Any, _folder: Path) -> str:
    """Return a participant's id."""
    if not ids.is_participant_id(value):
        raise WrongValueError(
            "нужен код участника, например tj-molme", "a participant's id is needed, such as tj-molme"
        )
    return str(value)


def path(value: Any, folder: Path) -> Path:
    """Return a path, relative to the configuration's folder."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise WrongValueError("нужен путь к файлу или папке", "a path to a file or folder is needed")
    return (folder / value).absolute()


def file(value: Any, folder: Path) -> Path:
    """Return the path of a file that exists."""
    found = path(value, folder)
    if not found.is_file():
        raise WrongValueError(f"файла {found} нет", f"there is no file {found}")
    return found


def key(value: Any, folder: Path) -> Path | str:
    """Return where a key is: a file that exists, `credential:NAME`, or a PKCS#11 URI."""
    if not isinstance(value, str) or signer.is_path(value):
        return file(value, folder)
    try:
        return signer.check(value)
    except KeySpecError as error:
        raise WrongValueError(error.ru.rstrip("."), error.en.rstrip(".")) from None


def secret(value: Any, folder: Path) -> Path | str:
    """Return where a secret is that no hardware module holds: a file that exists, or `credential:NAME`."""
    found = key(value, folder)
    if isinstance(found, str) and found.startswith(pkcs11_uri.SCHEME):
        raise WrongValueError("нужен файл или credential:ИМЯ", "a file or credential:NAME is needed")
    return found


def key_list(value: Any, folder: Path) -> tuple[Path | str, ...]:
    """Return where several keys are, each once."""
    if not isinstance(value, list) or len(value) > MAX_KEYS:
        raise WrongValueError(f"нужен список до {MAX_KEYS} ключей", f"a list of up to {MAX_KEYS} keys is needed")
    return tuple(dict.fromkeys(secret(each, folder) for each in value))


def _split(value: Any) -> SplitResult:
    """Return the parts of an address; none where it is no address."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
        sound = re.fullmatch(r"[A-Za-z0-9._:-]*", parts.hostname or "") and parts.port != 0
    except ValueError:  # a bracket that is never closed, a port that is no number or too large
        return urlsplit("")
    return parts if sound else urlsplit("")


def url(value: Any, _folder: Path) -> str:
    """Return the hub's address: https, or http on this same machine."""
    parts = _split(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise WrongValueError(
            "нужен адрес вида https://mig.example", "an address such as https://mig.example is needed"
        )
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise WrongValueError("http допустим только на этой же машине", "http is allowed on this same machine only")
    return str(value).rstrip("/")


def places(value: Any, folder: Path) -> tuple[str, ...]:
    """Return where others publish: addresses as of `url`, or paths."""
    if not isinstance(value, list) or len(value) > MAX_PLACES or not all(isinstance(each, str) for each in value):
        raise WrongValueError(
            f"нужен список до {MAX_PLACES} адресов или путей",
            f"a list of up to {MAX_PLACES} addresses or paths is needed",
        )
    return tuple(url(each, folder) if "://" in each else str(path(each, folder)) for each in value)


def proxy(value: Any, _folder: Path) -> str:
    """Return the address of an HTTP proxy."""
    parts = _split(value)
    if parts.scheme != "http" or not parts.hostname:
        raise WrongValueError(
            "нужен адрес вида http://proxy.example:3128", "an address such as http://proxy.example:3128 is needed"
        )
    return str(value)


def lanes(value: Any, _folder: Path) -> tuple[Lane, ...]:
    """Return the lanes to read, each once."""
    if not isinstance(value, list) or not value or not all(lane in list(Lane) for lane in value):
        raise WrongValueError('нужен список из "urgent", "ordinary"', 'a list of "urgent", "ordinary" is needed')
    return tuple(dict.fromkeys(Lane(lane) for lane in value))


def kids(value: Any, _folder: Path) -> tuple[str, ...]:
    """Return thumbprints of keys (RFC 7638, SHA-256), each once."""
    if not isinstance(value, list) or not all(isinstance(kid, str) and KID.fullmatch(kid) for kid in value):
        raise WrongValueError(
            "нужен список отпечатков ключей, как их печатает hub keys show",
            "a list of key thumbprints is needed, as `hub keys show` prints them",
        )
    return tuple(dict.fromkeys(value))


def persons(value: Any, _folder: Path) -> tuple[str, ...]:
    """Return opaque ids of the member's own people, each once."""
    if not isinstance(value, list) or not all(isinstance(each, str) and PERSON.fullmatch(each) for each in value):
        raise WrongValueError(
            'нужен список условных кодов сотрудников, например ["officer-7"]',
            'a list of opaque ids of your people is needed, such as ["officer-7"]',
        )
    return tuple(dict.fromkeys(value))


def record_types(value: Any, _folder: Path) -> tuple[str, ...]:
    """Return record types, each once."""
    if not isinstance(value, list) or not all(isinstance(each, str) and RECORD_TYPE.fullmatch(each) for each in value):
        raise WrongValueError(
            'нужен список видов записей, например ["readmission-reply"]',
            'a list of record types is needed, such as ["readmission-reply"]',
        )
    return tuple(dict.fromkeys(value))


def number(low: int, high: int) -> Parse:
    """Return a parser of whole numbers within bounds."""

    def parse(value: Any, _folder: Path) -> int:
        if type(value) is not int or not low <= value <= high:
            raise WrongValueError(
                f"нужно целое число от {low} до {high}", f"a whole number from {low} to {high} is needed"
            )
        return value

    return parse


def seconds(low: float, high: float) -> Parse:
    """Return a parser of seconds within bounds, whole or not."""

    def parse(value: Any, _folder: Path) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise WrongValueError(
                f"нужно число секунд от {low:g} до {high:g}", f"a number of seconds from {low:g} to {high:g} is needed"
            )
        return float(value)

    return parse


def table(value: Any, _folder: Path) -> Mapping[str, Any]:
    """Return a table as it is."""
    if not isinstance(value, dict):
        raise WrongValueError("нужна таблица", "a table is needed")
    return value
