"""The status document: which root and which participants document are in force today, and the trust epoch.

Signed by the hub's online key, for a day at most: whoever holds back newer documents can do so only until it expires.
It names the other two by version and SHA-256 of their texts, so no two of them can be mixed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from keys import instant, strict_json
from keys.trust_reader import SHA256, Reader, read

KIND = "status"
MAX_LIFETIME = timedelta(hours=24)

_MEMBERS = ("kind", "hub", "version", "issued_at", "expires_at", "root", "participants", "trust_epoch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A document named by its version and the SHA-256 of its text, in hexadecimal."""

    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The content of a status document; `trust_epoch` grows with every suspension."""

    hub: str
    version: int
    issued_at: datetime
    expires_at: datetime
    root: Named
    participants: Named
    trust_epoch: int


def parse(text: bytes) -> Status:
    """Read a status document; strict, so that `format(parse(text)) == text`.

    Raises:
        TrustListError: it is not one.
    """
    reader = read(text, KIND, _MEMBERS)
    status = Status(
        hub=reader.text("hub"),
        version=reader.number("version"),
        issued_at=reader.instant("issued_at"),
        expires_at=reader.instant("expires_at"),
        root=_named(reader, "root"),
        participants=_named(reader, "participants"),
        trust_epoch=reader.number("trust_epoch"),
    )
    if not timedelta(0) < status.expires_at - status.issued_at <= MAX_LIFETIME:
        reader.refuse("expires_at")
    if format(status) != text:
        reader.refuse()
    return status


def format(status: Status) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the text that is signed."""
    return strict_json.dumps_lines(
        {
            "kind": KIND,
            "hub": status.hub,
            "version": status.version,
            "issued_at": instant.format(status.issued_at),
            "expires_at": instant.format(status.expires_at),
            "root": {"version": status.root.version, "sha256": status.root.sha256},
            "participants": {"version": status.participants.version, "sha256": status.participants.sha256},
            "trust_epoch": status.trust_epoch,
        }
    )


def _named(reader: Reader, name: str) -> Named:
    named = reader.nested(name, ("version", "sha256"))
    return Named(version=named.number("version"), sha256=named.text("sha256", SHA256))
