"""What the queue can answer instead of doing, each with the action its description prescribes to the client.

    SmevError
    ├── SmevUnavailableError   no answer, or none in SOAP: the gateway tries again later
    └── SmevFaultError         a fault of the service; `action` says what to do

Neither carries a secret or a value of a record.
"""

from collections.abc import Mapping
from enum import StrEnum


class Action(StrEnum):
    """What a fault asks of the client."""

    RETRY = "retry"  # wait and send the same again
    DONE = "done"  # it has happened before
    RENEW = "renew"  # send again under a new message id
    FIX = "fix"  # the content is wrong: a person has to look
    OPERATOR = "operator"  # the connection or its registration is wrong: a person has to look


FAULTS: Mapping[str, Action] = {
    "SMEVFailure": Action.RETRY,
    "QuoteLimitExceeded": Action.RETRY,
    "DestinationOverflow": Action.RETRY,
    "MessageIsAlreadySent": Action.DONE,
    "TargetMessageIsNotFound": Action.DONE,
    "StaleMessageId": Action.RENEW,
    "InvalidMessageIdFormat": Action.RENEW,
    "EndOfLifeReached": Action.FIX,
    "InvalidContent": Action.FIX,
    "UnknownMessageType": Action.FIX,
    "BusinessDataTypeIsNotSupported": Action.FIX,
    "AttachmentSizeLimitExceeded": Action.FIX,
    "AttachmentContentMiscoordination": Action.FIX,
    "IncorrectResponseContentType": Action.FIX,
    "TransactionCodeInvalid": Action.FIX,
    "RecipientIsNotFound": Action.OPERATOR,
    "SenderIsNotRegistered": Action.OPERATOR,
    "SignatureVerificationFault": Action.OPERATOR,
    "AccessDenied": Action.OPERATOR,
}
"""The faults of the exchange schemas 1.1. One that is not listed is treated as `SMEVFailure`: retry."""


class SmevError(Exception):
    """The queue did not do what it was asked for."""


class SmevUnavailableError(SmevError):
    """The queue cannot be used now; `detail` never holds a secret or a record."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class SmevFaultError(SmevError):
    """The queue answered with a fault."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self.action = FAULTS.get(name, Action.RETRY)
