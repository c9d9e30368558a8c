"""Whether witnesses saw the message in the log: a checkpoint with a quorum of cosignatures, and a proof under it."""

from collections.abc import Sequence
from dataclasses import replace

from hub.core import witness
from hub.core.errors import HubError
from hub.core.evidence import Cosigned
from hub.core.receipt import Receipt
from hub.core.verification.log import LogKey, check_place, open_checkpoint, read_leaf
from hub.core.verification.step import Found, Said, moment
from hub.core.witness import Witnessed
from keys import note
from keys.trustlist import TrustList


class WitnessQuorumError(HubError):
    """Too few witnesses cosigned the checkpoint that is said to be witnessed."""

    code = "witness-quorum"
    ru = "Под контрольной точкой нет подписей большинства свидетелей. Запросите пакет у узла снова."
    en = "The checkpoint is not cosigned by a majority of the witnesses. Ask the hub for the bundle again."


def check_witnessed(cosigned: Cosigned, receipt: Receipt, trust: TrustList, log: Sequence[LogKey]) -> Found:
    """Check that a receipt's leaf stands under a checkpoint that a quorum of the listed witnesses cosigned.

    Raises:
        NoteError, CheckpointMalformedError, ProofError, LogKeyRetiredError: what does not hold.
        WitnessQuorumError: they are too few.
    """
    _, at = read_leaf(receipt.leaf)
    checkpoint = open_checkpoint(cosigned.checkpoint, log, at)
    seen = _seen(cosigned.checkpoint, trust, log)
    if not seen.enough:
        raise WitnessQuorumError
    check_place(receipt.leaf, receipt.index, cosigned.proof, checkpoint)
    return _told(seen, witness.quorum(trust))


def _seen(raw: bytes, trust: TrustList, log: Sequence[LogKey]) -> Witnessed:
    """Return who cosigned, whichever of the log's keys of all times signed the checkpoint."""
    signed = {(line.name, line.key_hash) for line in note.parse(raw).signatures}
    by = next(key.verifier for key in log if (key.verifier.name, key.verifier.key_hash) in signed)
    return witness.check(raw, replace(trust, root=replace(trust.root, log=by)))


def _told(seen: Witnessed, needed: int) -> Found:
    names, size, at = ", ".join(seen.by), seen.checkpoint.size, "" if seen.at is None else moment(seen.at)
    told = Said(
        ru=f"Контрольную точку (записей журнала: {size}) подтвердили свидетели: {names} (нужно {needed}), {at}. "
        "Узел уже не может показать другой журнал, где этого сообщения нет.",
        en=f"Witnesses cosigned the checkpoint over {size} entries: {names} ({needed} needed), {at}. "
        "The hub can no longer show another log without this message.",
    )
    return Found(said=(told,))
