"""One version of an agreement as the register holds it, with its executive protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Where an agreement or a protocol stands; the codes of `agreement-statuses`."""

    NEGOTIATION = "negotiation"
    INITIALLED = "initialled"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one clause of an agreement carries: record types, purposes, competent senders and recipients.

    `exit_bans` says whether it names bans on exit, too; else only bans on entry travel under it.
    """

    types: frozenset[str]
    purposes: frozenset[str]
    senders: frozenset[str]
    recipients: frozenset[str]
    exit_bans: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """From when on the agreement holds for a class of persons; None: not yet known.

    `nationalities` (alpha-3) are those for whom it holds from the beginning all the same.
    """

    subject_class: str
    applies_from: date | None
    nationalities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """An executive protocol: it names competent authorities, crossing points and terms once it is in force."""

    status: Status
    signed_on: date | None
    in_force_from: date | None
    authorities: tuple[str, ...] = ()
    crossing_points: tuple[str, ...] = ()
    deadline_profile: str | None = None

    def is_in_force(self, on: date) -> bool:
        """Say whether it supplies anything on this legal date."""
        return self.status is Status.IN_FORCE and (self.in_force_from is None or self.in_force_from <= on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of an agreement; `digest` is SHA-256 (hex) of the document that states it.

    It judges from `effective_from` on, or at once; `ratified_by` are the parties that have ratified it. Where
    `clocks_to_secretariat` is false, the secretariat learns totals of late replies, but of no single case.
    """

    id: str
    version: int
    status: str
    parties: frozenset[str]
    valid_from: date | None
    valid_until: date | None
    reference_only: bool
    allows: tuple[Allowance, ...]
    digest: str
    kind: str = ""
    signed_on: date | None = None
    effective_from: date | None = None
    ratified_by: frozenset[str] = frozenset()
    obligations: tuple[Obligation, ...] = ()
    protocol: Protocol | None = None
    deadline_profile: str | None = None
    clocks_to_secretariat: bool = False

    def is_in_force(self, on: date) -> bool:
        """Say whether it authorises anything on this legal date."""
        begun = self.valid_from is None or self.valid_from <= on
        ended = self.valid_until is not None and self.valid_until < on
        return self.status == Status.IN_FORCE and begun and not ended and not self.reference_only

    def profile_on(self, on: date) -> str | None:
        """Return the id of the deadline profile: the protocol's once that is in force, else the agreement's own."""
        protocol = self.protocol
        if protocol is not None and protocol.is_in_force(on) and protocol.deadline_profile is not None:
            return protocol.deadline_profile
        return self.deadline_profile

    def missing_on(self, on: date) -> tuple[str, ...]:
        """Return what the executive protocol does not supply yet: of authorities, crossing points and terms.

        An agreement that has no executive protocol misses nothing.
        """
        protocol = self.protocol
        if protocol is None:
            return ()
        supplied = protocol.is_in_force(on)
        parts = {
            "competent_authorities": protocol.authorities,
            "crossing_points": protocol.crossing_points,
            "terms": protocol.deadline_profile,
        }
        return tuple(name for name, part in parts.items() if not (supplied and part))

    @property
    def named(self) -> frozenset[str]:
        """The participants that its clauses name."""
        return frozenset().union(*(clause.senders | clause.recipients for clause in self.allows))


def from_json(value: Mapping[str, Any], digest: str) -> Agreement:
    """Read a document of the register that fits `schemas/agreements/agreement.schema.json`."""
    return Agreement(
        id=value["id"],
        version=value["version"],
        status=value["status"],
        parties=frozenset(value["parties"]),
        valid_from=_date(value["valid_from"]),
        valid_until=_date(value["valid_until"]),
        reference_only=value["reference_only"],
        allows=tuple(_allowance(item) for item in value["allows"]),
        digest=digest,
        kind=value["kind"],
        signed_on=_date(value["signed_on"]),
        effective_from=_date(value.get("effective_from")),
        ratified_by=frozenset(item["party"] for item in value.get("ratifications", ())),
        obligations=tuple(_obligation(item) for item in value.get("obligations", ())),
        protocol=_protocol(value["executive_protocol"]),
        deadline_profile=value["deadline_profile"],
        clocks_to_secretariat=value.get("clocks_to_secretariat", False),
    )


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _allowance(value: Mapping[str, Any]) -> Allowance:
    return Allowance(
        types=frozenset(value["types"]),
        purposes=frozenset(value["purposes"]),
        senders=frozenset(value["senders"]),
        recipients=frozenset(value["recipients"]),
        exit_bans=value.get("exit_bans", False),
    )


def _obligation(value: Mapping[str, Any]) -> Obligation:
    return Obligation(
        subject_class=value["subject_class"],
        applies_from=_date(value["applies_from"]),
        nationalities=frozenset(value.get("nationalities", ())),
    )


def _protocol(value: Mapping[str, Any] | None) -> Protocol | None:
    if value is None:
        return None
    return Protocol(
        status=Status(value["status"]),
        signed_on=_date(value["signed_on"]),
        in_force_from=_date(value["in_force_from"]),
        authorities=tuple(item["participant"] for item in value.get("competent_authorities", ())),
        crossing_points=tuple(item["code"] for item in value.get("crossing_points", ())),
        deadline_profile=value.get("deadline_profile"),
    )
