"""The one log: every checkpoint the gateway relies on must continue the one it saw before.

    last seen (on disk) ──── consistency proof ────> new checkpoint        longer: becomes the last seen
    new checkpoint ───────── consistency proof ────> last seen             shorter: an older answer of the same log

Two signed checkpoints of one size with two roots are a fork, and proof enough. A consistency proof that does not hold
may also be a fault on the way: it is asked for again, and the third time it is an alarm. Both notes are then kept in
`fork.json` beside the state, for others to compare.

The hub signs a checkpoint a moment before it shows the log up to it, and after a crash the moment may last. So a proof
that it cannot give yet is waited for, at most `ROLLBACK_SECONDS`. What it has shown once, to us or to a witness that
cosigned it, it must always show: a log that is shorter than that has been rolled back, which is an alarm at once.
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
SHOWN = "shown-checkpoint"
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
        self._doubts: dict[tuple[int, bytes], int] = {}
        self._behind_since: float | None = None
        self._admitted: dict[tuple[int, bytes], None] = {}
        self._shown = -1
        self.size = 0

    async def admit(self, signed: bytes, log: VerifierKey, *, shown: bool = False) -> Checkpoint:
        """Return the checkpoint in a note, once it is proven to belong to the log that was seen before.

        `shown` says that the hub has shown its log up to there, to us or to a witness, so that it must do so now.

        Raises:
            UntrustedAnswerError: the log's key did not sign it, or the proof does not hold.
            LogBehindError: the hub cannot prove it yet.
            LogForkError, LogRollbackError: the log is not one.
            ClientError: the hub could not be asked.
        """
        checkpoint = open_checkpoint(signed, log)
        async with self._turn:
            if (checkpoint.size, checkpoint.root) not in self._admitted:
                await self._compare(checkpoint, signed, log, shown=shown)
                self._remember(checkpoint)
            if shown and checkpoint.size > self._shown:
                await self._keep_shown(checkpoint, signed)
        return checkpoint

    async def _keep_shown(self, checkpoint: Checkpoint, signed: bytes) -> None:
        kept = await self._kept(SHOWN)
        if kept is None or kept[0].size < checkpoint.size:
            await self._keep(checkpoint, signed, SHOWN)
        else:
            self._shown = kept[0].size

    async def _keep(self, checkpoint: Checkpoint, signed: bytes, *names: str) -> None:
        """Keep a checkpoint under these names, in one step."""
        await self._disk.do(self._state.keep_all, dict.fromkeys(names, signed))
        self.size = checkpoint.size if LAST in names else self.size
        self._shown = checkpoint.size if SHOWN in names else self._shown

    async def _kept(self, name: str) -> tuple[Checkpoint, bytes] | None:
        """Return a checkpoint from our own disk with its note; the key that signed it may be an older one."""
        kept = await self._disk.do(self._state.kept, name)
        return None if kept is None else (checkpoints.parse(note.parse(kept).text), kept)

    async def _compare(self, checkpoint: Checkpoint, signed: bytes, log: VerifierKey, *, shown: bool) -> None:
        kept = await self._kept(LAST)
        if kept is None:
            await self._keep(checkpoint, signed, LAST, *([SHOWN] if shown else []))
            return
        last, seen = kept
        self.size = last.size
        if checkpoint.size == last.size and checkpoint.root != last.root:
            raise self._forked((seen, signed), (), last.size, checkpoint.size)
        if checkpoint.size != last.size and not await self._prove(last, checkpoint, (seen, signed)):
            await self._check_length(last, log, (checkpoint, signed) if shown else None)
            raise LogBehindError
        if checkpoint.size > last.size:
            await self._keep(checkpoint, signed, LAST, *([SHOWN] if shown else []))

    async def _prove(self, last: Checkpoint, new: Checkpoint, notes: tuple[bytes, bytes]) -> bool:
        """Say whether the hub could prove that the shorter one is the beginning of the longer one."""
        first, second = sorted((last, new), key=lambda checkpoint: checkpoint.size)
        if first.size == 0:
            if first.root != EMPTY_ROOT:
                raise self._forked(notes, (), last.size, new.size)
            return True
        proof = await self._ask_for_proof(first.size, second.size)
        if proof is None:
            return False
        try:
            verify_consistency(
                first=first.size, first_root=first.root, second=second.size, second_root=second.root, proof=proof
            )
        except ProofError:
            doubted = new.size, new.root
            self._doubts[doubted] = self._doubts.get(doubted, 0) + 1
            if self._doubts[doubted] >= PATIENCE:
                raise self._forked(notes, proof, last.size, new.size) from None
            raise UntrustedAnswerError("consistency proof") from None
        self._doubts.pop((new.size, new.root), None)
        self._behind_since = None
        return True

    async def _ask_for_proof(self, first: int, second: int) -> Sequence[bytes] | None:
        """Return the proof, waiting a little for the hub to show its log; None if it does not."""
        for pause in (*PAUSES, 0.0):
            try:
                return await self._client.consistency_proof(first, second)
            except RefusedError:
                await asyncio.sleep(pause)
        return None

    async def _check_length(self, last: Checkpoint, log: VerifierKey, shown: tuple[Checkpoint, bytes] | None) -> None:
        """Stop where the hub's newest checkpoint is shorter than one it showed, or too long than one it signed."""
        signed = await self._client.checkpoint()
        newest = open_checkpoint(signed, log)
        for seen in (shown, await self._kept(SHOWN)):
            if seen is not None and newest.size < seen[0].size:
                raise self._rolled_back(seen, (newest, signed))
        if newest.size >= last.size:
            self._behind_since = None
            return
        now = time.monotonic()
        self._behind_since = self._behind_since or now
        if now - self._behind_since >= ROLLBACK_SECONDS:
            raise self._rolled_back(await self._kept(LAST) or (newest, signed), (newest, signed))

    def _forked(self, notes: tuple[bytes, bytes], proof: Sequence[bytes], seen: int, shown: int) -> LogForkError:
        self._write_evidence(notes, proof)
        return LogForkError(seen=seen, shown=shown, notes=notes)

    def _rolled_back(self, seen: tuple[Checkpoint, bytes], shown: tuple[Checkpoint, bytes]) -> LogRollbackError:
        notes = seen[1], shown[1]
        self._write_evidence(notes, ())
        return LogRollbackError(seen=seen[0].size, shown=shown[0].size, notes=notes)

    def _write_evidence(self, notes: tuple[bytes, bytes], proof: Sequence[bytes]) -> None:
        evidence = {
            "seen": notes[0].decode(),
            "shown": notes[1].decode(),
            "proof": [base64.b64encode(hashed).decode() for hashed in proof],
        }
        path = self._directory / "fork.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(evidence, ensure_ascii=False, indent=2), encoding="utf-8")

    def _remember(self, checkpoint: Checkpoint) -> None:
        self._admitted[checkpoint.size, checkpoint.root] = None
        for known in (self._admitted, self._doubts):
            while len(known) > _REMEMBERED:
                del known[next(iter(known))]


def open_checkpoint(signed: bytes, log: VerifierKey) -> Checkpoint:
    """Return the checkpoint of a note that the log's key signed.

    Raises:
        UntrustedAnswerError: it is none.
    """
    try:
        return receipts.open_checkpoint(signed, log)
    except (HubError, KeysError) as error:
        raise UntrustedAnswerError(f"checkpoint: {error.code}") from None
