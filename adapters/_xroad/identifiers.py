"""Identifiers of members, subsystems and services: `INSTANCE/CLASS/MEMBER/SUBSYSTEM[/SERVICE]`.

Each part is UTF-8, percent-encoded on its own (PR-REST §4.2). Parts hold no separators, no `%`, no path steps, no
control or invisible characters (PR-REST §4.8); what does is refused, not mended.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_LONGEST = 255
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,=@%-]+")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0:;/\\%\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")


class IdentifierError(ValueError):
    """A text is no X-Road identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A member's subsystem: who asks, or whose service it is."""

    instance: str
    member_class: str
    member: str
    subsystem: str

    def __str__(self) -> str:
        return "/".join(map(_encode, self.parts))

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Return the four parts, decoded."""
        return self.instance, self.member_class, self.member, self.subsystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of a subsystem; its version, where there is one, stands in the path behind it."""

    client: Client
    code: str

    def __str__(self) -> str:
        return f"{self.client}/{_encode(self.code)}"


def parse_client(text: str) -> Client:
    """Return the client of `INSTANCE/CLASS/MEMBER/SUBSYSTEM`.

    Raises:
        IdentifierError: a part is missing, empty, too many, or holds what no part may hold.
    """
    instance, member_class, member, subsystem = _parts(text, 4)
    return Client(instance=instance, member_class=member_class, member=member, subsystem=subsystem)


def parse_service(text: str) -> Service:
    """Return the service of `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE`.

    Raises:
        IdentifierError: as above.
    """
    *client, code = _parts(text, 5)
    return Service(client=parse_client("/".join(map(_encode, client))), code=code)


def _parts(text: str, count: int) -> list[str]:
    parts = text.split("/")
    if len(parts) != count:
        raise IdentifierError(f"an identifier of {count} parts is needed, separated by slashes")
    return [_decode(part) for part in parts]


def _decode(part: str) -> str:
    if not _PLAIN.fullmatch(part) or _ESCAPE.search(part):
        raise IdentifierError("a part of an identifier is percent-encoded UTF-8")
    try:
        plain = unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise IdentifierError("a part of an identifier is percent-encoded UTF-8") from None
    if _FORBIDDEN.search(plain) or plain in {".", ".."} or len(plain) > _LONGEST:
        raise IdentifierError("a part of an identifier holds a character that no identifier may hold")
    return plain


def _encode(part: str) -> str:
    return quote(part, safe="")
