"""Every error of the hub, grouped by what the caller should do next.

    HubError
    ├── MalformedError        400  mend the bytes and send again
    ├── UnauthenticatedError  401  show who you are
    ├── ForbiddenError        403  you may not; change the agreement, the role or the key, not the message
    ├── MissingError          404  there is none, or it is not yours: both look the same
    ├── SlowBodyError         408  send less at once, or over a better connection
    ├── ConflictError         409  something else was first
    ├── GoneError             410  it was there; its retention is over
    ├── TooLargeError         413  send less at once
    ├── MediaTypeError        415  send another media type
    ├── UnprocessableError    422  mend the record and send again
    ├── OverloadedError       429  wait, then send again
    ├── UnavailableError      503  in doubt, or out of service: send the same bytes again later
    └── IntegrityError        500  the hub stops by itself: its own state is not what it should be

Each class has a stable `code`, never used for anything else, and two sentences in Russian and English: what was wrong,
and what to do. No error ever carries personal data; `detail` fields are identifiers of the exchange only.
"""

from hub.core.errors.absent import (
    ErasedError,
    GoneError,
    MissingError,
)
from hub.core.errors.allowed import (
    AgreementNotInForceError,
    AgreementUnknownError,
    BodyOutsiderError,
    EntriesNotAllowedError,
    ExpiredError,
    ForbiddenError,
    OperatorOnlyError,
    PairNotAllowedError,
    PurposeNotAllowedError,
    RoleNotAllowedError,
    SenderMismatchError,
    SentAtError,
    SubjectClassError,
    TypeNotAllowedError,
    UnauthenticatedError,
    WitnessUnknownError,
    WrongHubError,
)
from hub.core.errors.bans import (
    ExitBanNotAllowedError,
    RestrictedDetailError,
)
from hub.core.errors.conflict import (
    CaseMoveError,
    CasePartiesError,
    CheckpointNotNamedError,
    ConflictError,
    DeemedAcceptedError,
    DocumentRevisionError,
    HandoverError,
    HoldError,
    IdConflictError,
    NothingHeldError,
    ReceiptConflictError,
    ReplyToError,
    RevisionError,
    SilenceError,
    TermOverError,
)
from hub.core.errors.drafting import (
    ApprovalWantedError,
    DraftTakenError,
    OtherBytesError,
    OwnHoldError,
    SamePersonError,
    SigningBlockedError,
    SigningKeyError,
    SigningKeyMalformedError,
    SigningKeyTakenError,
)
from hub.core.errors.key_requests import (
    KeyRequestPersonError,
    KeyRequestRefusedError,
    KeyRequestStepError,
)
from hub.core.errors.malformed import (
    CheckpointMalformedError,
    EnvelopeMalformedError,
    LeafMalformedError,
    MalformedError,
    ParameterError,
    ProofError,
    ReceiptMalformedError,
)
from hub.core.errors.outage import (
    DamagedError,
    EncryptionKeyError,
    IntegrityError,
    OverloadedError,
    TrustExpiredError,
    UnavailableError,
)
from hub.core.errors.people import (
    AccountMalformedError,
    CodeWrongError,
    ConfirmationWantedError,
    FormForgedError,
    InvitationError,
    LastWayInError,
    LoginTakenError,
    OwnAccountError,
    PasswordWeakError,
    SignInError,
)
from hub.core.errors.record import (
    AttachmentDigestError,
    RecipientReasonError,
    RecipientUnknownError,
    SchemaViolationError,
    TypeUnknownError,
    UnprocessableError,
    VersionUnknownError,
)
from hub.core.errors.refusal import (
    Fault,
    HubError,
)
from hub.core.errors.request import (
    MediaTypeError,
    MethodError,
    SlowBodyError,
    TooLargeError,
    TooManyLinesError,
)

__all__ = [
    "AccountMalformedError",
    "AgreementNotInForceError",
    "AgreementUnknownError",
    "ApprovalWantedError",
    "AttachmentDigestError",
    "BodyOutsiderError",
    "CaseMoveError",
    "CasePartiesError",
    "CheckpointMalformedError",
    "CheckpointNotNamedError",
    "CodeWrongError",
    "ConfirmationWantedError",
    "ConflictError",
    "DamagedError",
    "DeemedAcceptedError",
    "DocumentRevisionError",
    "DraftTakenError",
    "EncryptionKeyError",
    "EntriesNotAllowedError",
    "EnvelopeMalformedError",
    "ErasedError",
    "ExitBanNotAllowedError",
    "ExpiredError",
    "Fault",
    "ForbiddenError",
    "FormForgedError",
    "GoneError",
    "HandoverError",
    "HoldError",
    "HubError",
    "IdConflictError",
    "IntegrityError",
    "InvitationError",
    "KeyRequestPersonError",
    "KeyRequestRefusedError",
    "KeyRequestStepError",
    "LastWayInError",
    "LeafMalformedError",
    "LoginTakenError",
    "MalformedError",
    "MediaTypeError",
    "MethodError",
    "MissingError",
    "NothingHeldError",
    "OperatorOnlyError",
    "OtherBytesError",
    "OverloadedError",
    "OwnAccountError",
    "OwnHoldError",
    "PairNotAllowedError",
    "ParameterError",
    "PasswordWeakError",
    "ProofError",
    "PurposeNotAllowedError",
    "ReceiptConflictError",
    "ReceiptMalformedError",
    "RecipientReasonError",
    "RecipientUnknownError",
    "ReplyToError",
    "RestrictedDetailError",
    "RevisionError",
    "RoleNotAllowedError",
    "SamePersonError",
    "SchemaViolationError",
    "SenderMismatchError",
    "SentAtError",
    "SignInError",
    "SigningBlockedError",
    "SigningKeyError",
    "SigningKeyMalformedError",
    "SigningKeyTakenError",
    "SilenceError",
    "SlowBodyError",
    "SubjectClassError",
    "TermOverError",
    "TooLargeError",
    "TooManyLinesError",
    "TrustExpiredError",
    "TypeNotAllowedError",
    "TypeUnknownError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnprocessableError",
    "VersionUnknownError",
    "WitnessUnknownError",
    "WrongHubError",
]
