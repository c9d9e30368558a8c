"""The two small ports between a gateway and a national system.

An adapter implements `Source` (what the national system has to say) and `Sink` (what it has to be told). It runs in a
child process of the gateway, knows neither key nor hub, and is called with plain values:

    national system  --Source.changes-->  gateway  --signed envelopes-->  hub
    national system  <--Sink.apply------  gateway  <--verified records--  hub

The gateway owns everything else: signing, outbox, cursors, retries, verification, receipts.
Both ports are synchronous: the adapter is alone in its process, and blocking there blocks nobody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something beside a record that only its recipients may read; the gateway seals and opens it."""

    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record that the national system wants to send.

    `origin` says where it stands in the national system (a file with row, a queue message), in the adapter's own words;
    it stays at the member's site and comes back with the outcome, so that a problem can be shown in its place.
    `parts` are sealed to the recipients; the record's member `sealed` is the gateway's to write.
    """

    type: str
    version: str
    subject: str | None
    to: Sequence[str]
    agreement: str | None
    purpose: str
    record: Mapping[str, Any]
    reply_to: str | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Changes after a cursor, and the cursor to ask with next time.

    The gateway stores both in one transaction. Asking with `cursor` tells the adapter that everything up to it is safe:
    only then may it acknowledge a queue or move a file away. An empty batch may carry a new cursor.
    """

    changes: Sequence[Change]
    cursor: str
    more: bool = False


class Verdict(StrEnum):
    """What became of a change that the gateway sent."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a record was refused: a stable code, the place in the record, and a sentence in both languages."""

    code: str
    pointer: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The outcome of one `Change`, told to the source once it is final.

    `problems` say why it was refused; where it was accepted they are warnings, for a person to look at.
    """

    origin: Mapping[str, Any]
    message_id: str
    verdict: Verdict
    problems: Sequence[Problem] = ()


class Source(Protocol):
    """Reads changes from the national system."""

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return at most `limit` changes after `cursor` (None: from the beginning, the baseline first).

        Asked twice with one cursor it returns the same changes, as long as the national system has not changed.

        Raises:
            SourceUnavailableError: the national system does not answer; the gateway asks again later.
        """
        ...

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Take note of final outcomes: write a report, answer a queue. May be called twice with the same outcome."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One verified record for the national system; `parts` are what was sealed in it, opened, in its order."""

    message_id: str
    index: int
    sender: str
    type: str
    version: str
    subject: str | None
    reply_to: str | None
    accepted_at: str
    record: Mapping[str, Any]
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the national system made of a delivery: None is success, a problem goes back as a `rejected` receipt."""

    message_id: str
    problem: Problem | None = None


class Sink(Protocol):
    """Writes records into the national system."""

    def apply(self, deliveries: Sequence[Delivery]) -> Sequence[Outcome]:
        """Apply records in the order given; one outcome each. Applying a delivery again changes nothing.

        Raises:
            SinkUnavailableError: the national system does not answer; nothing was decided, the gateway tries again.
        """
        ...

    def erase(self, subjects: Sequence[str]) -> None:
        """Remove what the national system holds about these subjects (expired, corrected or erased records)."""
        ...


class NationalSystemError(Exception):
    """The national system cannot be used now; the gateway backs off and tries again.

    Args:
        detail: what happened, in words; it stays in the adapter's process.
        cause: how the system's protocol names the trouble (`Server.ClientProxy.AccessDenied`), for whoever runs the
            gateway: Latin letters, digits, dots and hyphens. It comes from a list, never from a record.
        person: it will not mend itself.
    """

    def __init__(self, detail: str, *, cause: str = "", person: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.cause = cause
        self.person = person


class SourceUnavailableError(NationalSystemError):
    """The national system cannot be read now."""


class SinkUnavailableError(NationalSystemError):
    """The national system cannot be written now."""


class AdapterSettingsError(Exception):
    """A setting of the adapter is missing or wrong; `make_adapter` raises it, and the gateway does not start."""

    code = "adapter-setting-invalid"

    def __init__(self, *, setting: str, ru: str, en: str) -> None:
        super().__init__(en)
        self.setting = setting
        self.ru = ru
        self.en = en


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an adapter's settings leave open, for whoever sets up the gateway; `hub gateway check` tells it."""

    setting: str
    ru: str
    en: str


class Adapter(Protocol):
    """What an adapter package offers as `adapters.<xx>.make_adapter(settings)`.

    It may have `notes`, a sequence of `Note`.
    """

    @property
    def source(self) -> Source:
        """The reading side."""
        ...

    @property
    def sink(self) -> Sink:
        """The writing side."""
        ...
