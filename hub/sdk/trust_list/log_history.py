"""The one log: every checkpoint the gateway relies on must continue the one it saw before.

    last seen (on disk) ──── consistency proof ────> new checkpoint        longer: becomes the last seen
    new checkpoint ───────── consistency proof ────> last seen             shorter: an older answer of the same log

Two signed checkpoints of one size with two roots are a fork, and proof enough. A consistency proof that does not hold
may also be a fault on the way: it is asked for again, and the third time it is an alarm. Both notes are then kept in
`fork.json` beside the state, for others to compare.

The hub signs a checkpoint a moment before it shows the log up to it, and after a crash the moment may last. But a proof
within what it shows it owes at once: one that it keeps back for `ROLLBACK_SECONDS` is an alarm too, whoever brought the
checkpoint, for nothing but the log's key can have signed it. Only while the hub answers otherwise does this time count:
a hub that is down is no fork. What it has shown once, to us or to a witness that cosigned it, it must always show: a
log that is shorter than that has been rolled back, which is an alarm at once.
"""

import asyncio
import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.client.client import HubClient
from hub.client.errors import ClientError, RefusedError
from hub.core import checkpoint as checkpoints
from hub.core import receipt as receipts
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError, ProofError
from hub.core.merkle import EMPTY_ROOT, verify_consistency
from hub.sdk.errors import LogBehindError, LogForkError, LogRollbackError, LogUnprovenError, UntrustedAnswerError
from hub.sdk.state import Disk, State
from keys import note
from keys.errors import KeysError, NoteUnverifiedError
from keys.note import VerifierKey

LAST = "last-checkpoint"
SHOWN = "shown-checkpoint"
COSIGNED = "cosigned-checkpoint"
PATIENCE = 3
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
ROLLBACK_SECONDS = 30.0
COUNTED_SECONDS = 15.0
"""What counts at most of the time between two answers: in between, the hub may have been down."""
MOST_UNPROVEN = 16
_REMEMBERED = 256


@dataclass(slots=True, kw_only=True)
class Waiting:
    """How long the hub has not done what it must, as far as it was there to be asked."""

    note: bytes = b""
    seconds: float = 0.0
    asked: float | None = None

    def is_over(self) -> bool:
        """Count the time since it was asked last; tell whether that is too long."""
        now = time.monotonic()
        self.seconds += 0.0 if self.asked is None else min(now - self.asked, COUNTED_SECONDS)
        self.asked = now
        return self.seconds >= ROLLBACK_SECONDS


class LogHistory:
    """Judges checkpoints, in the order they come."""

    def __init__(self, state: State, disk: Disk, client: HubClient, *, directory: Path) -> None:
        self._state = state
        self._disk = disk
        self._client = client
        self._directory = directory
        self._turn = asyncio.Lock()
        self._doubts: dict[tuple[int, bytes], int] = {}
        self._behind: Waiting | None = None
        self._admitted: dict[tuple[int, bytes], None] = {}
        self._signed: dict[int, tuple[bytes, bytes]] = {}
        self._unproven: dict[tuple[int, bytes], Waiting] = {}
        self._shown = -1
        self.size = 0

    @property
    def unproven(self) -> tuple[bytes, ...]:
        """The signed checkpoints whose proof the hub keeps back; each is to be brought again until it comes."""
        return tuple(waiting.note for waiting in self._unproven.values())

    async def admit(self, signed: bytes, *logs: VerifierKey, shown: bool = False) -> Checkpoint:
        """Return the checkpoint in a note, once it is proven to belong to the log that was seen before.

        `logs` are the keys that may have signed it. `shown` says that the hub has shown its log up to there, to us or
        to a witness, so that it must do so now.

        Raises:
            UntrustedAnswerError: the log's key did not sign it, or the proof does not hold.
            LogBehindError: the hub has not proven it yet.
            LogForkError, LogUnprovenError, LogRollbackError: the log is not one.
            ClientError: the hub could not be asked.
        """
        checkpoint = open_checkpoint(signed, *logs)
        async with self._turn:
            await self._require_one(checkpoint, signed)
            if (checkpoint.size, checkpoint.root) not in self._admitted:
                await self._compare(checkpoint, signed, logs, shown=shown)
                self._remember(checkpoint)
            if shown and checkpoint.size > self._shown:
                await self._keep_shown(checkpoint, signed)
        return checkpoint

    async def _require_one(self, checkpoint: Checkpoint, signed: bytes) -> None:
        """Stop where the log's key has signed two roots of one size, proven or not."""
        if not self._signed:
            for name in (COSIGNED, SHOWN, LAST):
                kept = await self._kept(name)
                if kept is not None:
                    self._signed[kept[0].size] = kept[0].root, kept[1]
        root, known = self._signed.setdefault(checkpoint.size, (checkpoint.root, signed))
        if root != checkpoint.root:
            raise self._forked((known, signed), (), checkpoint.size, checkpoint.size)

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

    async def _compare(
        self, checkpoint: Checkpoint, signed: bytes, logs: Sequence[VerifierKey], *, shown: bool
    ) -> None:
        kept = await self._kept(LAST)
        if kept is None:
            await self._keep(checkpoint, signed, LAST, *([SHOWN] if shown else []))
            return
        last, seen = kept
        self.size = last.size
        if checkpoint.size == last.size and checkpoint.root != last.root:
            raise self._forked((seen, signed), (), last.size, checkpoint.size)
        if checkpoint.size != last.size and not await self._prove(last, checkpoint, (seen, signed)):
            newest = await self._check_length(last, logs, (checkpoint, signed) if shown else None)
            if newest >= max(last.size, checkpoint.size):
                self._count_unproven(checkpoint, signed, last, seen)
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
        self._behind = None
        return True

    async def _ask_for_proof(self, first: int, second: int) -> Sequence[bytes] | None:
        """Return the proof, waiting a little for the hub to show its log; None if it does not."""
        pauses = () if self._unproven else PAUSES  # what is owed already is not waited for
        for pause in (*pauses, 0.0):
            try:
                return await self._client.consistency_proof(first, second)
            except RefusedError:
                await asyncio.sleep(pause)
            except ClientError:  # whether it is down, or only keeps this back, the next question tells
                return None
        return None

    async def _check_length(
        self, last: Checkpoint, logs: Sequence[VerifierKey], shown: tuple[Checkpoint, bytes] | None
    ) -> int:
        """Return the size that the hub shows; stop where that is shorter than before, or too long than it signed."""
        signed = await self._client.checkpoint()
        newest = open_checkpoint(signed, *logs)
        for seen in (shown, await self._kept(SHOWN)):
            if seen is not None and newest.size < seen[0].size:
                raise self._rolled_back(seen, (newest, signed))
        if newest.size >= last.size:
            self._behind = None
            return newest.size
        self._behind = self._behind or Waiting()
        if self._behind.is_over():
            raise self._rolled_back(await self._kept(LAST) or (newest, signed), (newest, signed))
        return newest.size

    def _count_unproven(self, checkpoint: Checkpoint, signed: bytes, last: Checkpoint, seen: bytes) -> None:
        """Count how long the hub has kept back a proof that it owes; those counted first are decided first."""
        place = checkpoint.size, checkpoint.root
        if place not in self._unproven and len(self._unproven) < MOST_UNPROVEN:
            self._unproven[place] = Waiting(note=signed)
        if place in self._unproven and self._unproven[place].is_over():
            self._write_evidence((seen, signed), ())
            raise LogUnprovenError(seen=last.size, shown=checkpoint.size, notes=(seen, signed))

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
        place = checkpoint.size, checkpoint.root
        self._admitted[place] = None
        self._doubts.pop(place, None)
        self._unproven.pop(place, None)
        for known in (self._admitted, self._doubts, self._signed):
            while len(known) > _REMEMBERED:
                del known[next(iter(known))]  # type: ignore[arg-type]


def open_checkpoint(signed: bytes, *logs: VerifierKey) -> Checkpoint:
    """Return the checkpoint of a note that one of the log's keys signed.

    Raises:
        UntrustedAnswerError: it is none.
    """
    refused: HubError | KeysError = NoteUnverifiedError()
    for log in logs:
        try:
            return receipts.open_checkpoint(signed, log)
        except NoteUnverifiedError:
            continue
        except (HubError, KeysError) as error:
            refused = error
    raise UntrustedAnswerError(f"checkpoint: {refused.code}") from None
