"""The protection gate for commands: asked before a record is signed, and before a signed one is handed to the hub."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.core import envelope as envelopes
from hub.core import protection
from hub.core.errors import HubError, UnprocessableError
from hub.sdk.sealing.protection import Gate, ProtectionRegister
from hub.sdk.settings.config import GatewayConfig
from keys import jws
from keys.errors import KeysError
from schemas import catalogue
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError


def check(
    config: GatewayConfig, kind: str, version: str, about: tuple[str | None, Mapping[str, Any]], now: datetime
) -> None:
    """Check a record that is `about` a subject: the envelope's subject, and the record.

    Raises:
        UnprocessableError: it waits for an officer; why is not said.
        DamagedStateError: the register cannot be read.
    """
    try:
        record_type = catalogue.load().record_type(kind, version)
    except (UnknownRecordTypeError, UnknownVersionError):
        return  # the hub refuses it
    if Gate(register=ProtectionRegister(config.state_dir)).blocks(record_type, *about, now.date()):
        raise UnprocessableError([protection.REVIEW])


def check_envelope(config: GatewayConfig, token: bytes, now: datetime) -> None:
    """Check an envelope that was signed elsewhere.

    Raises:
        UnprocessableError, DamagedStateError: as `check`.
    """
    try:
        payload = jws.read(token, envelopes.TYP).payload
        envelopes.parse(payload, token)
    except (HubError, KeysError):
        return  # no envelope: the hub refuses it
    check_payload(config, payload, now)


def check_payload(config: GatewayConfig, payload: bytes, now: datetime) -> None:
    """Check a payload that is to be approved or signed.

    Raises:
        UnprocessableError, DamagedStateError: as `check`.
        HubError, KeysError: it is none.
    """
    envelope = envelopes.parse(payload, payload)
    check(config, envelope.type, envelope.version, (envelope.subject, envelope.record), now)
