"""Agreements in tests: their parties consent to a version, and it is published."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hub.workflows.agreements.change_agreement import change_agreement, digest_of
from hub.workflows.trust.log_statement import log_statement
from keys import consent
from keys.consent import Consent
from schemas import agreements
from tests.integration.hubs import Hub

RU_TJ = "ru-tj-readmission"
BOTH = ("ru-guvm", "tj-mvd")


def read(name: str = RU_TJ) -> dict[str, Any]:
    """Return an agreement as it comes with the release."""
    return next(each for each in agreements.load() if each["id"] == name)


def in_force(version: int, name: str = RU_TJ, **changes: Any) -> dict[str, Any]:
    """Return the readmission agreement between Russia and Tajikistan as it would be in force, perhaps by another name."""
    dates = {"signed_on": "2025-12-01", "valid_from": "2026-01-01"}
    return {**read(), "id": name, "version": version, "status": "in_force", **dates, **changes}


def consent_of(hub: Hub, participant: str, document: dict[str, Any], /, **changes: Any) -> bytes:
    """Return a participant's signed consent to a version; `changes` change what it says."""
    members: dict[str, Any] = {
        "hub": hub.trust.list.hub,
        "participant": participant,
        "agreement": document["id"],
        "version": document["version"],
        "document_sha256": digest_of(document),
        "at": datetime.now(UTC).replace(microsecond=0),
    }
    key = changes.pop("key", hub.trust.keys[participant])
    return consent.sign(Consent(**{**members, **changes}), key)


async def approve(hub: Hub, document: dict[str, Any], by: Sequence[str] = BOTH) -> None:
    """Have these participants consent to a version."""
    for participant in by:
        await log_statement(hub.exchange, hub.process.committer, consent_of(hub, participant, document))


async def agree(hub: Hub, document: dict[str, Any], by: Sequence[str] = BOTH) -> None:
    """Have these participants consent to a version, and publish it."""
    await approve(hub, document, by)
    await change_agreement(hub.exchange, hub.process.committer, document)


async def enter_into_force(hub: Hub, **changes: Any) -> dict[str, Any]:
    """Have the agreement between Russia and Tajikistan signed, then in force by consent of both; return the last."""
    signed = {**read(), "version": 2, "status": "signed", "signed_on": "2025-12-01"}
    await change_agreement(hub.exchange, hub.process.committer, signed)
    document = in_force(3, **changes)
    await agree(hub, document)
    return document
