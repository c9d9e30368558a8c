"""The gateway as a witness: it compares what everybody was shown of the log, and cosigns what continues.

    hub's newest checkpoint, the named one, other witnesses' cosigned notes ──each──> the log seen before?  else alarm
    the named one ──consistency proof from the last one cosigned──> kept on disk ──> cosigned ──> sent to the hub

A note is judged by whichever key of the log signed it. One that cannot be judged is told and passed over: nobody's
nonsense keeps this witness from its work. One that the log's key signed and that is not proven yet does, until it is,
or is an alarm (`log_history`).

Never are two checkpoints cosigned of which one does not continue the other: the proof comes first, then the disk, then
the signature goes out (C2SP tlog-witness). A state directory restored from an older copy forgets what was cosigned;
what the hub, the others and our own published file still show of our own cosignatures is taken as remembered.

A hub that shows two logs can keep two groups of gateways apart for as long as they hear of each other from it alone:
`publish_file` and `peers` let notes go another way. Without them at most one of two logs reaches the quorum, and the
other gateways say that theirs does not.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from hub.client.errors import ClientError
from hub.client.published import read_published
from hub.core import witness as witnesses
from hub.core.errors import HubError, ProofError
from hub.core.merkle import verify_consistency
from hub.core.witness import Witnessed
from hub.sdk.errors import (
    LogBehindError,
    StateUnwritableError,
    StopError,
    TrustError,
    UntrustedAnswerError,
    WitnessingBehindError,
)
from hub.sdk.site import Site
from hub.sdk.state import State
from hub.sdk.trust_list.log_history import COSIGNED
from hub.sdk.witnessing.witness_notes import point_of, publish, read_cosigned, split, with_lines
from hub.telemetry import Event
from keys import note
from keys.errors import KeysError
from keys.jwk import Signer
from keys.note import VerifierKey
from keys.trustlist import TrustList

BEHIND_SECONDS = 60.0
PAUSES = (0.05, 0.2)
_logger = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a gateway does as a witness: its key, where it publishes its newest cosigned note, where others do."""

    key: Signer | None = None
    publish_file: Path | None = None
    peers: tuple[str, ...] = ()


class Witness:
    """One gateway's watch over the log. `passed_over` counts the notes of the last look that could not be judged."""

    def __init__(self, site: Site, state: State, post: Post) -> None:
        self._site = site
        self._state = state
        self._post = post
        self._waiting_since: float | None = None
        self._nonsense: frozenset[bytes] = frozenset()
        self._told = False
        self._theirs: Sequence[bytes] = ()
        self.cosigned = 0
        self.witnessed = 0

    @property
    def passed_over(self) -> int:
        """How many notes of the last look could not be judged."""
        return len(self._nonsense)

    async def step(self) -> bool:
        """Compare everything that can be had, then cosign the named checkpoint if it is due.

        Raises:
            StopError: the log is not one; the hub was shown the proof.
            UntrustedAnswerError: what the hub itself shows as its newest or named checkpoint is none.
            LogBehindError: a checkpoint is not proven yet, so that nothing is cosigned.
            WitnessingBehindError: the quorum has not come for too long.
            TrustError, ClientError: there is nothing to go by now.
        """
        trust = self._site.trust.current()
        shown = await self._site.client.witnessing()
        published = await self._read_published()
        newest = await self._site.client.checkpoint()  # last: an honest hub shows at least what others have seen
        theirs = [each for each in (shown.witnessed, *shown.cosigned, *published) if each is not None]
        self._theirs = [newest, *theirs]
        try:
            said = await self._judge_all([newest, *([] if shown.named is None else [shown.named]), *theirs], trust)
            named = None if shown.named is None else said.get(shown.named)
            if shown.named is not None and named is not None:
                await self._cosign(shown.named, named, trust)
        except StopError as alarm:
            await self.tell(alarm)
            raise
        if newest not in said or (named is None and shown.named is not None):
            raise UntrustedAnswerError("checkpoint")
        self._check_quorum(named, said.values(), trust)
        return False

    async def tell(self, alarm: StopError) -> None:
        """Publish what contradicts, and show the hub what its log should contain: where it does not, it stops. Once."""
        if self._told:
            return
        self._told = True
        if self._post.publish_file is not None and alarm.notes:
            with suppress(StateUnwritableError):
                await self._site.disk.do(publish, self._post.publish_file, tuple(dict.fromkeys(alarm.notes)))
        for raw in dict.fromkeys([*alarm.notes, *self._theirs]):
            with suppress(ClientError):
                await self._site.client.cosign(raw)

    async def _read_published(self) -> list[bytes]:
        """Return the notes that others publish, and what we published: it may remember more than our state."""
        own = () if self._post.publish_file is None else (str(self._post.publish_file),)
        found = await asyncio.gather(*(read_published(place) for place in (*self._post.peers, *own)))
        return [each for raw in found if raw is not None for each in split(raw)]

    async def _judge_all(self, notes: Iterable[bytes], trust: TrustList) -> dict[bytes, Witnessed]:
        """Return what is said by those notes that are of the log that we saw; what is no note of it is passed over.

        Raises:
            LogBehindError: a proof is missing; all were looked at.
            StopError: there is another log.
        """
        said: dict[bytes, Witnessed] = {}
        nonsense: dict[bytes, str] = {}
        behind: LogBehindError | None = None
        last = await self._last()
        for raw in dict.fromkeys([*notes, *([] if last is None else [last]), *self._site.history.unproven]):
            try:
                said[raw] = await self._judge(raw, trust)
            except LogBehindError as error:  # the history counts how long
                behind = error
            except UntrustedAnswerError as error:
                nonsense[raw] = error.what
        for raw in nonsense.keys() - self._nonsense:
            _logger.warning(Event.NOTE_PASSED_OVER, code=nonsense[raw].rpartition(" ")[2])
        self._nonsense = frozenset(nonsense)
        if behind is not None:
            raise behind
        return said

    async def _judge(self, raw: bytes, trust: TrustList) -> Witnessed:
        """Check that a note is of the log that we saw, before anything else that stands on it is looked at.

        Raises:
            UntrustedAnswerError: it is no note of the log, or carries a wrong cosignature.
            LogBehindError: its proof is still missing.
            StopError: it is of another log.
        """
        await self._remember_own(raw, trust)
        await self._admit(raw)
        try:
            return witnesses.check(raw, trust, self._site.trust.log_keys)
        except (HubError, KeysError) as error:
            raise UntrustedAnswerError(f"cosigned note: {error.code}") from None

    async def _remember_own(self, raw: bytes, trust: TrustList) -> None:
        """Keep a larger checkpoint under our own cosignature: our state is older than what we signed."""
        own = self._listed(trust)
        point = None if own is None else read_cosigned(raw, own)
        if own is None or point is None or point.origin != self._site.origin:
            return
        last = await self._last()
        if last is None or point_of(last).size < point.size:
            await self._keep(with_lines(raw, [self._site.origin, own.name]))

    async def _cosign(self, raw: bytes, said: Witnessed, trust: TrustList) -> None:
        own, key = self._own_line(trust), self._post.key
        if own is None or key is None:
            return
        last = await self._last()
        size = said.checkpoint.size
        if last is not None and size <= point_of(last).size:
            if note.parse(last).text == note.parse(raw).text and self._site.participant not in said.by:
                # the hub did not get it, or has forgotten it
                await self._send(with_lines(raw, [self._site.origin, own], last))
            return
        if last is not None:
            await self._prove(last, raw)
        cosigned = note.cosign(with_lines(raw, [self._site.origin]), own, key, self._site.clock.now())
        await self._keep(cosigned)
        await self._send(cosigned)

    async def _prove(self, last: bytes, raw: bytes) -> None:
        """Check directly, from the last one cosigned: nothing that was seen between the two has a say."""
        first, second = point_of(last), point_of(raw)
        proof = await self._site.client.consistency_proof(first.size, second.size)
        try:
            verify_consistency(
                first=first.size, first_root=first.root, second=second.size, second_root=second.root, proof=proof
            )
        except ProofError:
            raise UntrustedAnswerError("consistency proof") from None

    def _listed(self, trust: TrustList) -> VerifierKey | None:
        """Return our witness key as the trust list has it; None where we are no witness, or it lists another key."""
        listed = trust.witnesses.get(self._site.participant)
        same = listed is not None and self._post.key is not None and listed.public_key.x == self._post.key.public.x
        return listed if same else None

    def _own_line(self, trust: TrustList) -> str | None:
        """Return the name under which our cosignatures are known; None where we are no witness.

        Raises:
            TrustError: the trust list lists another key for us.
        """
        if self._post.key is None:
            return None
        listed = self._listed(trust)
        if listed is None:
            raise TrustError(
                ru="Ключ свидетеля не тот, что в списке доверия. Укажите внесённый ключ или внесите этот в список.",
                en="The witness key is not the one in the trust list. Use the listed one, or have this one listed.",
            )
        return listed.name

    async def _last(self) -> bytes | None:
        return await self._site.disk.do(self._state.kept, COSIGNED)

    async def _keep(self, cosigned: bytes) -> None:
        await self._site.disk.do(self._state.keep, COSIGNED, cosigned)

    async def _send(self, cosigned: bytes) -> None:
        if self._post.publish_file is not None:
            await self._site.disk.do(publish, self._post.publish_file, (cosigned,))
        await self._site.client.cosign(cosigned)
        self.cosigned = point_of(cosigned).size
        _logger.info(Event.COSIGNED, size=self.cosigned)

    async def _admit(self, raw: bytes) -> None:
        """Prove that a checkpoint belongs to the log that we saw; a proof that fails is asked for again, at once."""
        logs = self._site.trust.log_keys
        for pause in PAUSES:
            try:
                await self._site.history.admit(raw, *logs, shown=True)
            except UntrustedAnswerError as error:
                if error.what != "consistency proof":
                    raise
                await asyncio.sleep(pause)
            else:
                return
        await self._site.history.admit(raw, *logs, shown=True)

    def _check_quorum(self, named: Witnessed | None, said: Iterable[Witnessed], trust: TrustList) -> None:
        """Say so where named checkpoints wait too long: ours may be the log that most witnesses were not shown."""
        self.witnessed = max([self.witnessed, *(each.checkpoint.size for each in said if each.enough)])
        size = 0 if named is None else named.checkpoint.size
        possible = any(trust.participants[name].state != trust.root.excluded_state for name in trust.witnesses)
        if size <= self.witnessed or not possible:
            self._waiting_since = None
            return
        now = time.monotonic()
        self._waiting_since = now if self._waiting_since is None else self._waiting_since
        if now - self._waiting_since > BEHIND_SECONDS:
            raise WitnessingBehindError(named=size, witnessed=self.witnessed)
