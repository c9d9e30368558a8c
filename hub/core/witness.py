"""Witnesses: participants that cosign the log's checkpoints, so that nobody can be shown another log.

    mig.example/production
    20852163                                              the checkpoint
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — mig.example/production x08go/ZJkuBS…                the log's signature
    — tj-molme-witness 5Gp9XqXyNUc1…                      cosignatures (C2SP tlog-cosignature): hash, time, signature

A cosignature says: at this time this was the largest checkpoint I had seen of this log, and it continues all I cosigned
before. A checkpoint is *witnessed* once a strict majority of the listed witnesses has cosigned it, not counting those
of the state that hosts the hub (the root's witness policy).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import checkpoint as checkpoints
from hub.core.checkpoint import Checkpoint
from hub.core.errors import ProofError
from keys import note
from keys.errors import NoteUnverifiedError
from keys.note import VerifierKey
from keys.trustlist import TrustList

MAX_NOTE = 128 * 1024
"""Bytes of a cosigned note: more than a checkpoint under the log's and 99 witnesses' lines, whatever their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """What witnesses say of a checkpoint.

    `by` are the participants whose cosignatures hold, `at` is when the last one that was needed came (the last one of
    all where they are not enough; None without any), `enough` tells whether they are the quorum.
    """

    checkpoint: Checkpoint
    by: tuple[str, ...]
    at: datetime | None
    enough: bool


def quorum(trust: TrustList) -> int:
    """Return how many counting witnesses make a checkpoint witnessed: more than half of those listed, at least one."""
    return len(_counting(trust)) // 2 + 1


def check(raw: bytes, trust: TrustList, logs: Sequence[VerifierKey] = ()) -> Witnessed:
    """Check a cosigned note: the log's signature, and every cosignature by a listed witness.

    `logs` are the keys that have signed this log, where not only that of the root in force will do: a note stays what
    it is when the log's key changes.
    A key counts once, whoever lists it; cosignatures of witnesses that are not listed count for nothing.

    Raises:
        NoteError: it is no note, the log did not sign it, or a listed witness's cosignature is wrong.
        CheckpointMalformedError: its text is no checkpoint.
        ProofError: it is another log's.
    """
    own = frozenset(logs or (trust.log_verifier,))
    opened = note.open(raw, [*own, *set(trust.witnesses.values())])
    if own.isdisjoint(signature.key for signature in opened.signatures):
        raise NoteUnverifiedError
    checkpoint = checkpoints.parse(opened.text)
    if checkpoint.origin != trust.hub:
        raise ProofError
    times = {signature.key.public_key.x: signature.at for signature in opened.signatures if signature.at is not None}
    owners = {name: key.public_key.x for name, key in trust.witnesses.items()}
    counted = sorted(times[key] for key in _counting(trust) & times.keys())
    needed = quorum(trust)
    enough = len(counted) >= needed
    return Witnessed(
        checkpoint=checkpoint,
        by=tuple(sorted(name for name, key in owners.items() if key in times)),
        at=counted[needed - 1] if enough else max(times.values(), default=None),
        enough=enough,
    )


def _counting(trust: TrustList) -> set[bytes]:
    """Return the keys that count towards the quorum."""
    states = {name: trust.participants[name].state for name in trust.witnesses}
    excluded = trust.root.excluded_state
    return {
        key.public_key.x for name, key in trust.witnesses.items() if states[name] is None or states[name] != excluded
    }
