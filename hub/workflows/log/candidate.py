"""What passed every check of a submission and waits for a place in the log."""

from dataclasses import dataclass

from hub.core.contact_person import Signer
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from schemas.record_type import RecordType


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An envelope that passed every check but the log's: `epoch` is the trust epoch it was verified under.

    `recipients` are participants after groups were expanded, `omitted` those of a group who may not receive it,
    `agreements` the digests of the agreement versions applied, `kid` the key that signed. `signer` is the contact
    person whose key that is; None: it is the participant's own. `after` is the id of the revision that a reduced ban
    was held against.
    """

    envelope: Envelope
    record_type: RecordType
    recipients: tuple[str, ...]
    omitted: tuple[str, ...]
    agreements: tuple[str, ...]
    warnings: tuple[Fault, ...]
    kid: str
    epoch: int
    signer: Signer | None = None
    after: str | None = None

    @property
    def inboxes(self) -> tuple[str, ...]:
        """Whose inboxes it goes to: what a contact person signed to the sender's own, too, for its gateway to see."""
        return self.recipients if self.signer is None else (*self.recipients, self.envelope.sender)

    @property
    def needed(self) -> str | None:
        """The digest of the payload, where another contact person has to have approved it."""
        needed = None if self.signer is None else self.signer.needed
        return None if needed is None else needed.digest
