"""The messages that the peer sends in a run, right and wrong ones: fictitious records made from published examples."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from hub.conform.trust import ORIGIN, PeerKey, TrustSite
from hub.core import envelope as envelopes
from hub.core import ids
from hub.settings import StartError
from keys import base64url, jws, strict_json
from schemas import agreements, files

LONG, LONGEST = "@long", 2000
FIRST_YEAR = 1960  # of the months that summaries speak of, a month each
KINDS = Path(__file__).parent / "kinds.json"


class Flaw(StrEnum):
    """What is wrong with a message, and is logged all the same: a client relies on its own checks."""

    NONE = "none"
    ORDER = "order"  # nothing but the order of its revisions
    SIGNATURE = "signature"
    SCHEMA = "schema"
    SENDER = "sender"
    HUB = "hub"
    KEY_ENDED = "key-ended"
    KEY_REVOKED = "key-revoked"
    KEY_UNKNOWN = "key-unknown"


_KEYS: Mapping[Flaw, PeerKey] = {
    Flaw.KEY_ENDED: PeerKey.ENDED,
    Flaw.KEY_REVOKED: PeerKey.REVOKED,
    Flaw.KEY_UNKNOWN: PeerKey.UNKNOWN,
}


class KindUnknownError(StartError):
    """There are no scenarios for this type of record."""

    def __init__(self, known: str) -> None:
        super().__init__(
            "conform-kind-unknown",
            f"Для этого вида записей сценариев нет. Задайте в --type один из: {known}.",
            f"There are no scenarios for this type of record. Name one in --type: {known}.",
        )


class NobodySpeaksError(StartError):
    """No agreement of the register lets anybody send the participant records of this type."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "conform-kind-nobody",
            f"Записи вида {name} этому участнику по соглашениям никто не отправляет. Задайте в --type другой вид.",
            f"By the agreements nobody sends this participant records of type {name}. Name another in --type.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a record of one type is made: its example, and the members that vary.

    `subject`, `owner`, `addressee`, `area` and `month` name those that say what the record is about, whose it is, to
    whom it goes, of which state and of which month it speaks; `author` the authority that signs, `day` the day of it.
    None: there is no such member. `answers` is the type of the request that it answers, which the participant has sent.
    `agreement` None: one of the register that allows the type between the two.
    """

    type: str
    version: str
    example: str
    subject: str | None
    owner: str | None
    text: tuple[str, ...]
    changes: Mapping[str, Any]
    peers: tuple[str, ...]
    agreement: str | None
    purpose: str | None
    revisions: bool
    addressee: str | None = None
    area: str | None = None
    month: str | None = None
    author: str | None = None
    day: str | None = None
    answers: str | None = None
    longest: int = LONGEST

    def peer_of(self, participant: str) -> str:
        """Return who speaks to a participant.

        Raises:
            NobodySpeaksError: no agreement lets anybody send it such records.
        """
        found = (name for name in self.peers if name[:2] != participant[:2] and self.way(name, participant))
        peer = next(found, None)
        if peer is None:
            raise NobodySpeaksError(self.type)
        return peer

    def way(self, peer: str, participant: str) -> tuple[str, str] | None:
        """Return under which agreement, and for which purpose, records go from one to the other; None: under none."""
        if self.agreement is not None and self.purpose is not None:
            return self.agreement, self.purpose
        allowed = (
            (str(document["id"]), str(each["purposes"][0]))
            for document in agreements.load()
            if document["status"] == "in_force"
            for each in document["allows"]
            if self.type in each["types"] and peer in each["senders"] and participant in each["recipients"]
        )
        return next(allowed, None)


def read_kinds() -> Mapping[str, Kind]:
    """Return the types of records that scenarios can be played with."""
    found: Any = strict_json.loads(KINDS.read_bytes())
    return {name: _kind(name, members) for name, members in found.items()}


def _kind(name: str, members: Mapping[str, Any]) -> Kind:
    given: dict[str, Any] = {**members, "text": tuple(members["text"]), "peers": tuple(members["peers"])}
    return Kind(type=name, **given)


def find_kind(name: str) -> Kind:
    """Return one of them.

    Raises:
        KindUnknownError: there is none.
    """
    kinds = read_kinds()
    if name not in kinds:
        raise KindUnknownError(", ".join(kinds))
    return kinds[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of the peer: the signed token, and by what its answers name it."""

    id: str
    sender: str
    token: bytes = field(repr=False)
    flaw: Flaw
    asked: bytes | None = field(default=None, repr=False)
    """The request of the participant that this one answers, which has to be in the log before."""

    @property
    def name(self) -> tuple[str, str]:
        """Sender and id, which together are unique."""
        return self.sender, self.id


@dataclass(slots=True)
class Writer:
    """Writes the messages of one run: from the peer to the participant under test."""

    site: TrustSite
    kind: Kind
    participant: str
    written: int = 0
    months: dict[str, int] = field(default_factory=dict)

    def write(
        self, now: datetime, *, flaw: Flaw = Flaw.NONE, subject: str = "", revision: int = 1, text: str = ""
    ) -> Message:
        """Return a message; `subject` joins the revisions of one record."""
        self.written += 1
        now = now.replace(microsecond=0)
        name = subject or f"{self.site.peer[:2].upper()}-CONFORM-{self.written}-{secrets.token_hex(4)}"
        message_id = ids.make_message_id(now, secrets.token_bytes(10))
        sender = self.site.peer
        agreement, purpose = self.kind.way(sender, self.participant) or ("", "")
        asked = None if self.kind.answers is None else self._ask(find_kind(self.kind.answers), name, now)
        payload = envelopes.format(
            hub=ORIGIN.replace("/test", "/other") if flaw is Flaw.HUB else ORIGIN,
            message_id=message_id,
            sender="uz-migration" if flaw is Flaw.SENDER else sender,
            to=[self.participant],
            sent_at=now - timedelta(seconds=1),
            type=self.kind.type,
            version=self.kind.version,
            subject=None if self.kind.subject is None else name,
            reply_to=None if asked is None else asked.id,
            agreement=agreement,
            purpose=purpose,
            record=self._record(name, flaw, revision, text) | self._dated(now),
        )
        token = jws.sign(payload, self.site.keys[_KEYS.get(flaw, PeerKey.GOOD)], envelopes.TYP)
        owner = "uz-migration" if flaw is Flaw.SENDER else sender
        token = break_signature(token) if flaw is Flaw.SIGNATURE else token
        return Message(
            id=message_id, sender=owner, token=token, flaw=flaw, asked=None if asked is None else asked.token
        )

    def _ask(self, kind: Kind, subject: str, now: datetime) -> Message:
        """Return the request by the participant itself that a message of the peer answers."""
        site = replace(self.site, peer=self.participant, keys={PeerKey.GOOD: self.site.own})
        return Writer(site, kind, self.site.peer).write(now - timedelta(seconds=1), subject=subject)

    def _dated(self, now: datetime) -> dict[str, str]:
        return {} if self.kind.day is None else {self.kind.day: now.date().isoformat()}

    def _record(self, subject: str, flaw: Flaw, revision: int, text: str) -> dict[str, Any]:
        kind = self.kind
        path = files.ROOT / kind.type / kind.version / "examples" / f"{kind.example}.json"
        record: Any = strict_json.loads(path.read_bytes())
        record |= {**kind.changes, **self._about(subject), **({"revision": revision} if kind.revisions else {})}
        if kind.author is not None:
            record[kind.author] = {**record[kind.author], "participant": self.site.peer}
        if text == LONG:
            text = "Ы" * kind.longest
        if text:
            *above, last = kind.text
            place = record
            for member in above:
                place = place[member]
            place[last] = text
        if flaw is Flaw.SCHEMA:
            record["unheard-of"] = 1
        return dict(record)

    def _about(self, subject: str) -> dict[str, Any]:
        """Return the members that say what a record is about, whose it is, and to whom it goes."""
        kind, peer = self.kind, self.site.peer
        number = self.months.setdefault(subject, len(self.months))
        month = {"type": "month", "value": f"{FIRST_YEAR + number // 12}-M{number % 12 + 1:02}"}
        given = (
            (kind.subject, subject),
            (kind.owner, peer),
            (kind.addressee, self.participant),
            (kind.area, peer[:2].upper()),
            (kind.month, month),
        )
        return {name: value for name, value in given if name is not None}


def break_signature(token: bytes) -> bytes:
    """Return the token with one bit of its signature turned."""
    body, _, signature = token.rpartition(b".")
    raw = bytearray(base64url.decode(signature))
    raw[20] ^= 1
    return body + b"." + base64url.encode(bytes(raw))
