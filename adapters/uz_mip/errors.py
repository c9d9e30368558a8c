"""What the platform can answer instead of doing, and what that asks of the adapter.

    MipError
    ├── MipUnavailableError   no answer, or none that can be used: the gateway tries again later
    │   └── MipTooLargeError  the answer is larger than allowed: ask for less
    └── MipRefusedError       the platform will never take this document: a person has to look

Neither carries a secret or a value of a record.
"""

from http import HTTPStatus

FINAL = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""Statuses that another attempt would not change. All others are tried again."""


class MipError(Exception):
    """The platform did not do what it was asked for; `person` says that this will not mend itself."""

    person = False


class MipUnavailableError(MipError):
    """The platform cannot be used now."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class MipTooLargeError(MipUnavailableError):
    """The answer is larger than allowed; where it is of one document, a person has to look."""

    person = True


class MipRefusedError(MipError):
    """The platform refuses a document; `reason` is its code, or the status where it gave none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
