"""Make a leaf, once: its bytes are what the log holds from then on."""

from dataclasses import dataclass

from hub.core import leaf as leaves
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.workflows.log.candidate import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the leaves of one group share: the log's name, the time and the trust epoch under its lock."""

    hub: str
    at: str
    trust: int


def make_message_leaf(moment: Moment, candidate: Candidate) -> bytes:
    """Return the leaf by which the hub takes responsibility for an envelope."""
    envelope = candidate.envelope
    return leaves.format(
        MessageLeaf(
            hub=moment.hub,
            id=envelope.id,
            sender=envelope.sender,
            to=candidate.recipients,
            sha256=envelope.sha256,
            at=moment.at,
            trust=moment.trust,
            agreement=candidate.agreements,
        )
    )


def make_act_leaf(moment: Moment, *, name: str, subject: str, sha256: str, salt: str) -> bytes:
    """Return the leaf of an act; `sha256` (hex) of the document that states it, `salt` random (hex)."""
    return leaves.format(
        ActLeaf(
            hub=moment.hub,
            act=name,
            subject=subject,
            sha256=sha256,
            at=moment.at,
            trust=moment.trust,
            salt=salt,
        )
    )
