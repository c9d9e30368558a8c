"""What a security server answers instead of passing a message on, and what it asks of the client (PR-REST §4.6).

    XRoadError
    ├── XRoadUnavailableError   no answer, or none that can be read: the same again, later
    │   └── XRoadTooLargeError  the answer is larger than allowed: ask for less
    └── XRoadFaultError         an error of X-Road by its type; `action` says what to do

A type begins with where it happened: `Client` (this request), `Server.ClientProxy` (own security server),
`Server.ServerProxy` (that of the provider). Neither error carries a secret, a message text or a value of a record.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Action(StrEnum):
    """What an error asks of the client."""

    RETRY = "retry"  # wait and send the same again
    PERSON = "person"  # it will not mend itself: a person has to look


_ASK_PROVIDER = "ask the provider's administrator to allow this client the service"
_ASK_OWN = "ask the administrator of the own security server"
_SETTINGS = "look at client and service in the settings"

ACTIONS: Mapping[str, tuple[Action, str]] = {
    "AccessDenied": (Action.PERSON, _ASK_PROVIDER),
    "UnknownService": (Action.PERSON, _SETTINGS),
    "UnknownMember": (Action.PERSON, _SETTINGS),
    "InvalidClientIdentifier": (Action.PERSON, _SETTINGS),
    "BadRequest": (Action.PERSON, _SETTINGS),
    "MissingHeaderField": (Action.PERSON, _SETTINGS),
    "InvalidRequest": (Action.PERSON, _SETTINGS),
    "ServiceType": (Action.PERSON, _SETTINGS),
    "SslAuthenticationFailed": (Action.PERSON, "look at the client certificate; it may have expired"),
    "InvalidSignatureValue": (Action.PERSON, _ASK_OWN),
    "CannotCreateSignature": (Action.PERSON, _ASK_OWN),
    "IncorrectValidationInfo": (Action.PERSON, _ASK_OWN),
    "TimestampingFailed": (Action.RETRY, _ASK_OWN),
    "LoggingFailed": (Action.RETRY, _ASK_OWN),
    "OutdatedGlobalConf": (Action.RETRY, _ASK_OWN),
    "ServiceDisabled": (Action.RETRY, "the provider has switched the service off for a while"),
    "ServiceFailed": (Action.RETRY, "the provider's service fails"),
    "NetworkError": (Action.RETRY, "the provider cannot be reached"),
    "IOError": (Action.RETRY, "the provider cannot be reached"),
    "HttpError": (Action.RETRY, "the provider's service fails"),
    "DatabaseError": (Action.RETRY, "a security server has trouble of its own"),
    "InternalError": (Action.RETRY, "a security server has trouble of its own"),
    "MaintenanceMode": (Action.RETRY, "the provider's security server is under maintenance"),
}
"""By the parts of a type from the last on. Of those not listed `Client…` asks for a person, `Server…` for a retry."""

_WHERE = frozenset({"Client", "Server", "ClientProxy", "ServerProxy"})
_TYPE = re.compile(r"[A-Za-z0-9_.]{1,120}")
_DETAIL = re.compile(r"[0-9A-Fa-f-]{8,64}")


class XRoadError(Exception):
    """X-Road did not do what it was asked for; `cause` and `person` are for the gateway (`NationalSystemError`)."""

    cause = ""
    person = False


class XRoadUnavailableError(XRoadError):
    """The security server cannot be used now; `detail` never holds a secret or a record."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class XRoadTooLargeError(XRoadUnavailableError):
    """The answer is larger than allowed; where it is of one document, a person has to look."""

    cause = "AnswerTooLarge"
    person = True


class XRoadFaultError(XRoadError):
    """The security server answered with an error of X-Road; `detail` is the number under which its log knows it."""

    def __init__(self, type_: str, detail: str = "") -> None:
        self.type = type_ if _TYPE.fullmatch(type_) else "unreadable"
        self.action, self.remedy = _action(self.type)
        self.cause = ".".join(part for part in self.type.split(".") if part in ACTIONS or part in _WHERE)
        self.person = self.action is Action.PERSON
        self.detail = detail if _DETAIL.fullmatch(detail) else ""
        where = f" ({self.detail})" if self.detail else ""
        needs = "; a person has to look" if self.action is Action.PERSON else ""
        super().__init__(f"X-Road: {self.type}{where}: {self.remedy}{needs}")


def _action(type_: str) -> tuple[Action, str]:
    for part in reversed(type_.split(".")):
        if part in ACTIONS:
            return ACTIONS[part]
    if type_.startswith("Client"):
        return Action.PERSON, _SETTINGS
    return Action.RETRY, "X-Road has trouble"
