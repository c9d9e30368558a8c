"""The one log: every checkpoint the gateway relies on must continue the one it saw before.

    last seen (on disk) ──── consistency proof ────> new checkpoint        longer: becomes the last seen
    new checkpoint ───────── consistency proof ────> last seen             shorter: an older answer of the same log

Two signed checkpoints of one size with two roots are a fork, and proof enough. A consistency proof that does not hold
may also be a fault on the way: it is asked for again, and the third time it is an alarm. Both notes are then kept in
`fork.json` beside the state, for others to compare.

The hub signs a checkpoint a moment before it shows the log up to it, and after a crash the moment may last. So a proof
that it cannot give yet is waited for; only a log that stays shorter than it was for `ROLLBACK_SECONDS` is an alarm.
"""

import asyncio
import base64
import json
import time
from collections.abc import Sequence
from pathlib import Path

from hub.client.client import HubClient
from hub.client.errors import RefusedError
from hub.core import checkpoint as checkpoints
from hub.core import receipt as receipts
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError, ProofError
from hub.core.merkle import EMPTY_ROOT, verify_consistency
from hub.sdk.errors import LogBehindError, LogForkError, LogRollbackError, UntrustedAnswerError
from hub.sdk.state import Disk, State
from keys import note
from keys.errors import KeysError
from keys.note import VerifierKey

LAST = "last-checkpoint"
PATIENCE = 3
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
ROLLBACK_SECONDS = 120.0
_REMEMBERED = 256


class LogHistory:
    """Judges checkpoints, in the order they come."""

    def __init__(self, state: State, disk: Disk, client: HubClient, *, directory: Path) -> None:
        self._state = state
        self._disk = disk
        self._client = client
        self._directory = directory
        self._turn = asyncio.Lock()
        self._doubts = 0
        self._behind_since: float | None = None
        self._admitted: dict[tuple[int, bytes], None] = {}
        self.size = 0

    async def admit(self, signed: bytes, log: VerifierKey) -> Checkpoint:
        """Return the checkpoint in a note, once it is proven to belong to the log that was seen before.

        Raises:
            UntrustedAnswerError: the log's key did not sign it, or the proof does not hold.
            LogBehindError: the hub cannot prove it yet.
            LogForkError, LogRollbackError: the log is not one.
            ClientError: the hub could not be asked.
        """
        checkpoint = open_checkpoint(signed, log)
        async with self._turn:
            if (checkpoint.size, checkpoint.root) not in self._admitted:
                await self._compare(checkpoint, signed, log)
                self._remember(checkpoint)
        return checkpoint

    async def _compare(self, checkpoint: Checkpoint, signed: bytes, log: VerifierKey) -> None:
        kept = await self._disk.do(self._state.kept, LAST)
        last = None if kept is None else checkpoints.parse(note.parse(kept).text)  # our own disk; the key may be newer
        if last is None or kept is None:
            await self._disk.do(self._state.keep, LAST, signed)
            self.size = checkpoint.size
            return
        self.size = last.size
        if checkpoint.size == last.size and checkpoint.root != last.root:
            raise self._forked(kept, signed, (), last.size, checkpoint.size)
        if checkpoint.size != last.size:
            await self._prove(last, checkpoint, (kept, signed), log)
        if checkpoint.size > last.size:
            await self._disk.do(self._state.keep, LAST, signed)
            self.size = checkpoint.size

    async def _prove(self, last: Checkpoint, new: Checkpoint, notes: tuple[bytes, bytes], log: VerifierKey) -> None:
        first, second = sorted((last, new), key=lambda checkpoint: checkpoint.size)
        if first.size == 0:
            if first.root != EMPTY_ROOT:
                raise self._forked(*notes, (), last.size, new.size)
            return
        proof = await self._ask_for_proof(first.size, second.size)
        if proof is None:
            await self._check_length(last, log)
            raise LogBehindError
        try:
            verify_consistency(
                first=first.size, first_root=first.root, second=second.size, second_root=second.root, proof=proof
            )
        except ProofError:
            self._doubts += 1
            if self._doubts >= PATIENCE:
                raise self._forked(*notes, proof, last.size, new.size) from None
            raise UntrustedAnswerError("consistency proof") from None
        self._doubts, self._behind_since = 0, None

    async def _ask_for_proof(self, first: int, second: int) -> Sequence[bytes] | None:
        """Return the proof, waiting a little for the hub to show its log; None if it does not."""
        for pause in (*PAUSES, 0.0):
            try:
                return await self._client.consistency_proof(first, second)
            except RefusedError:
                await asyncio.sleep(pause)
        return None

    async def _check_length(self, last: Checkpoint, log: VerifierKey) -> None:
        """Stop where the hub's own newest checkpoint has been shorter than the last one seen for too long."""
        newest = open_checkpoint(await self._client.checkpoint(), log)
        if newest.size >= last.size:
            self._behind_since = None
            return
        now = time.monotonic()
        self._behind_since = self._behind_since or now
        if now - self._behind_since >= ROLLBACK_SECONDS:
            raise LogRollbackError(seen=last.size, shown=newest.size)

    def _forked(self, kept: bytes, signed: bytes, proof: Sequence[bytes], seen: int, shown: int) -> LogForkError:
        evidence = {
            "seen": kept.decode(),
            "shown": signed.decode(),
            "proof": [base64.b64encode(hashed).decode() for hashed in proof],
        }
        path = self._directory / "fork.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(evidence, ensure_ascii=False, indent=2), encoding="utf-8")
        return LogForkError(seen=seen, shown=shown)

    def _remember(self, checkpoint: Checkpoint) -> None:
        self._admitted[checkpoint.size, checkpoint.root] = None
        while len(self._admitted) > _REMEMBERED:
            del self._admitted[next(iter(self._admitted))]


def open_checkpoint(signed: bytes, log: VerifierKey) -> Checkpoint:
    """Return the checkpoint of a note that the log's key signed.

    Raises:
        UntrustedAnswerError: it is none.
    """
    try:
        return receipts.open_checkpoint(signed, log)
    except (HubError, KeysError) as error:
        raise UntrustedAnswerError(f"checkpoint: {error.code}") from None
