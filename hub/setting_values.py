"""How the text of a setting becomes its value; what is out of bounds is refused in two languages."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from keys import credential, signer
from keys.errors import KeySpecError


class WrongValueError(ValueError):
    """A parser's complaint: what the value has to be, in both languages. Never holds the value itself."""

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.ru = ru
        self.en = en


def parse_origin(text: str) -> str:
    """Return an origin: a host name in lower case, perhaps with a port, a slash, and the environment's name."""
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.:-]{0,200}[a-z0-9])?/[a-z][a-z0-9-]{0,30}", text):
        raise WrongValueError(
            "нужно имя узла и контур, например mig.example/production",
            "a host name and an environment is needed, such as mig.example/production",
        )
    return text


def parse_database_url(text: str) -> str:
    """Return an address of PostgreSQL."""
    try:
        known = urlsplit(text).scheme in {"postgresql", "postgres"}
    except ValueError:  # a bracket that is never closed
        known = False
    if not known:
        raise WrongValueError(
            "нужен адрес вида postgresql://роль@сервер/база",
            "an address such as postgresql://role@server/database is needed",
        )
    return text


def parse_listen(text: str) -> tuple[str, int]:
    """Return an address to listen on and a port; 0 is any free port."""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise WrongValueError(
            "нужны адрес и порт, например 127.0.0.1:8080", "an address and a port is needed, such as 127.0.0.1:8080"
        )
    return host.removeprefix("[").removesuffix("]"), int(port)


def parse_console_url(text: str) -> str:
    """Return the console's address, without a slash at the end; http only on this machine, where passkeys work too."""
    if not re.fullmatch(r"https://[a-z0-9][a-z0-9.-]{0,200}(:[0-9]{1,5})?|http://localhost(:[0-9]{1,5})?", text):
        raise WrongValueError(
            "нужен адрес вида https://console.mig.example или http://localhost:8081",
            "an address such as https://console.mig.example or http://localhost:8081 is needed",
        )
    return text


def parse_mailboxes(text: str) -> tuple[str, ...]:
    """Return e-mail addresses, with commas between."""
    found = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
    if not all(re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}", each) for each in found):
        raise WrongValueError(
            "нужны адреса электронной почты через запятую", "e-mail addresses with commas between are needed"
        )
    return found


def parse_mailbox(text: str) -> str:
    """Return one e-mail address."""
    found = parse_mailboxes(text)
    if len(found) != 1:
        raise WrongValueError("нужен один адрес электронной почты", "one e-mail address is needed")
    return found[0]


def parse_webhook(text: str) -> str:
    """Return the web address of notices; http only on this machine."""
    if not re.fullmatch(r"(https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?)(/[^\s#]{0,500})?", text):
        raise WrongValueError(
            "нужен адрес вида https://notices.mig.example/hub или http://localhost:9000",
            "an address such as https://notices.mig.example/hub or http://localhost:9000 is needed",
        )
    return text


def parse_digest(text: str) -> str:
    """Return a SHA-256 in lower-case hex, without the prefix `sha256:` and the blanks between groups it may have."""
    digits = bare_digest(text)
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise WrongValueError("нужны 64 шестнадцатеричные цифры SHA-256", "the 64 hex digits of a SHA-256 are needed")
    return digits


def bare_digest(text: str) -> str:
    """Return a digest, or its beginning, as it is compared: as people read it aloud, it has blanks and capitals."""
    return "".join(text.split()).lower().removeprefix("sha256:")


def means_digest(text: str) -> bool:
    """Tell whether what may be a digest or a file is meant as a digest."""
    return text.lower().startswith("sha256:") or re.fullmatch(r"[0-9a-f]{32,}", bare_digest(text)) is not None


def parse_thumbprint(text: str) -> str:
    """Return the thumbprint of a key (RFC 7638), which is 43 characters of base64url."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", text):
        raise WrongValueError(
            "нужен отпечаток ключа: 43 знака, как его печатает hub keys show",
            "a key's thumbprint is needed: 43 characters, as hub keys show prints it",
        )
    return text


def parse_flag(text: str) -> bool:
    """Return yes or no."""
    if text not in {"0", "1", "false", "true"}:
        raise WrongValueError("нужно 0 или 1", "0 or 1 is needed")
    return text in {"1", "true"}


def parse_path(text: str) -> Path:
    """Return an absolute path; a relative one starts where the process was started."""
    if "\0" in text:
        raise WrongValueError("нужен путь", "a path is needed")
    return Path(text).absolute()


def parse_key(text: str) -> Path | str:
    """Return where a key is: a path, `credential:NAME`, or a PKCS#11 URI as it is."""
    try:
        return parse_path(text) if signer.is_path(text) else signer.check(text)
    except KeySpecError as error:
        raise WrongValueError(error.ru.rstrip("."), error.en.rstrip(".")) from None


def parse_secret(text: str) -> Path | str:
    """Return where a secret is that no hardware module holds: a path, or `credential:NAME` as it is."""
    if not text.startswith(credential.SCHEME):
        return parse_path(text)
    if not credential.is_name(text.removeprefix(credential.SCHEME)):
        raise WrongValueError("недопустимое имя удостоверения", "this is no name of a credential")
    return text


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return a parser that takes one of these words."""

    def parse(text: str) -> str:
        if text not in allowed:
            words = ", ".join(allowed)
            raise WrongValueError(f"допустимо: {words}", f"allowed: {words}")
        return text

    return parse


def some_of(*allowed: str) -> Callable[[str], tuple[str, ...]]:
    """Return a parser that takes some of these words, with commas between, in the order given."""
    one = one_of(*allowed)
    return lambda text: tuple(dict.fromkeys(one(word.strip()) for word in text.split(",")))


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser that takes a whole number in these bounds."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 12 or not low <= int(text) <= high:
            raise WrongValueError(f"нужно целое число от {low} до {high}", f"a number from {low} to {high} is needed")
        return int(text)

    return parse
