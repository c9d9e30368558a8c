"""The gateway as a witness: it compares what everybody was shown of the log, and cosigns what continues.

    hub's newest checkpoint, the named one, other witnesses' cosigned notes ──each──> the log seen before?  else alarm
    the named one ──consistency proof from the last one cosigned──> kept on disk ──> cosigned ──> sent to the hub

Never are two checkpoints cosigned of which one does not continue the other: the proof comes first, then the disk, then
the signature goes out (C2SP tlog-witness). A state directory restored from an older copy forgets what was cosigned;
what the hub and the others still show of our own cosignatures is taken as remembered.

A hub that shows two logs can keep two groups of gateways apart for as long as they hear of each other from it alone:
`publish_file` and `peers` let notes go another way. Without them at most one of two logs reaches the quorum, and the
other gateways say that theirs does not.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from hub.client.errors import ClientError
from hub.client.log_answers import Witnessing
from hub.client.published import read_published
from hub.core import checkpoint as checkpoints
from hub.core import witness as witnesses
from hub.core.errors import HubError, ProofError
from hub.core.merkle import verify_consistency
from hub.core.witness import Witnessed
from hub.sdk.errors import StopError, TrustError, UntrustedAnswerError, WitnessingBehindError
from hub.sdk.site import Site
from hub.sdk.state import State
from hub.telemetry import Event
from keys import note
from keys.errors import KeysError
from keys.jwk import Signer
from keys.note import Note
from keys.trustlist import TrustList

COSIGNED = "cosigned-checkpoint"
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
    """One gateway's watch over the log."""

    def __init__(self, site: Site, state: State, post: Post) -> None:
        self._site = site
        self._state = state
        self._post = post
        self._waiting: tuple[int, float] | None = None
        self.cosigned = 0
        self.witnessed = 0

    async def step(self) -> bool:
        """Compare everything that can be had, then cosign the named checkpoint if it is due.

        Raises:
            StopError: the log is not one; the hub was shown the proof.
            UntrustedAnswerError: a note or a proof is not what it should be.
            WitnessingBehindError: the quorum has not come for too long.
            TrustError, ClientError: there is nothing to go by now.
        """
        trust = self._site.trust.current()
        shown = await self._site.client.witnessing()
        published = [raw for peer in self._post.peers if (raw := await read_published(peer)) is not None]
        newest = await self._site.client.checkpoint()  # last: an honest hub shows at least what others have seen
        theirs = [each for each in (shown.witnessed, *shown.cosigned, *published) if each is not None]
        try:
            await self._admit(newest, trust)
            said = [await self._compare(raw, trust) for raw in dict.fromkeys(theirs)]
            if shown.named is not None:
                await self._cosign(shown.named, trust)
        except StopError as alarm:
            await self._tell(alarm, newest, theirs)
            raise
        self._check_quorum(shown, said, trust)
        return False

    async def _compare(self, raw: bytes, trust: TrustList) -> Witnessed:
        """Check that a note others cosigned is of the log that we saw."""
        said = _check(raw, trust)
        await self._admit(raw, trust)
        own = self._own_line(trust)
        if own is not None and self._site.participant in said.by:
            kept = await self._last()
            if kept is None or _size(kept) < said.checkpoint.size:  # our state is older than what we signed
                await self._keep(_with_lines(raw, [self._site.origin, own]))
        return said

    async def _cosign(self, raw: bytes, trust: TrustList) -> None:
        own, key = self._own_line(trust), self._post.key
        said = _check(raw, trust)
        if own is None or key is None:
            return
        last = await self._last()
        size = said.checkpoint.size
        if last is not None and size <= _size(last):
            if size == _size(last) and self._site.participant not in said.by:
                await self._send(last)  # the hub did not get it, or has forgotten it
            return
        await self._admit(raw, trust)
        if last is not None:
            await self._prove(last, raw)
        cosigned = note.cosign(_with_lines(raw, [self._site.origin]), own, key, self._site.clock.now())
        await self._keep(cosigned)
        await self._send(cosigned)

    async def _prove(self, last: bytes, raw: bytes) -> None:
        """Check directly, from the last one cosigned: nothing that was seen between the two has a say."""
        first, second = (checkpoints.parse(note.parse(each).text) for each in (last, raw))
        proof = await self._site.client.consistency_proof(first.size, second.size)
        try:
            verify_consistency(
                first=first.size, first_root=first.root, second=second.size, second_root=second.root, proof=proof
            )
        except ProofError:
            raise UntrustedAnswerError("consistency proof") from None

    def _own_line(self, trust: TrustList) -> str | None:
        """Return the name under which our cosignatures are known; None where we are no witness.

        Raises:
            TrustError: the trust list lists another key for us.
        """
        if self._post.key is None:
            return None
        listed = trust.witnesses.get(self._site.participant)
        if listed is None or listed.public_key.x != self._post.key.public.x:
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
            await self._site.disk.do(_publish, self._post.publish_file, cosigned)
        await self._site.client.cosign(cosigned)
        self.cosigned = _size(cosigned)
        _logger.info(Event.COSIGNED, size=self.cosigned)

    async def _admit(self, raw: bytes, trust: TrustList) -> None:
        """Prove that a checkpoint belongs to the log that we saw; a proof that fails is asked for again, at once."""
        for pause in PAUSES:
            try:
                await self._site.history.admit(raw, trust.log_verifier, shown=True)
            except UntrustedAnswerError:
                await asyncio.sleep(pause)
            else:
                return
        await self._site.history.admit(raw, trust.log_verifier, shown=True)

    async def _tell(self, alarm: StopError, newest: bytes, theirs: Sequence[bytes]) -> None:
        """Publish what we were shown, and show the hub what its log should contain: where it does not, it stops."""
        if self._post.publish_file is not None:
            await self._site.disk.do(_publish, self._post.publish_file, newest)
        for raw in dict.fromkeys([*alarm.notes, *theirs]):
            with suppress(ClientError):
                await self._site.client.cosign(raw)

    def _check_quorum(self, shown: Witnessing, said: Iterable[Witnessed], trust: TrustList) -> None:
        """Say so where named checkpoints wait too long: ours may be the log that most witnesses were not shown."""
        self.witnessed = max([self.witnessed, *(each.checkpoint.size for each in said if each.enough)])
        named = 0 if shown.named is None else _size(shown.named)
        possible = any(trust.participants[name].state != trust.root.excluded_state for name in trust.witnesses)
        if named <= self.witnessed or not possible:
            self._waiting = None
            return
        since = self._waiting[1] if self._waiting is not None else time.monotonic()
        self._waiting = (named, since)
        if time.monotonic() - since > BEHIND_SECONDS:
            raise WitnessingBehindError(named=named, witnessed=self.witnessed)


def _check(raw: bytes, trust: TrustList) -> Witnessed:
    try:
        return witnesses.check(raw, trust)
    except (HubError, KeysError) as error:
        raise UntrustedAnswerError(f"cosigned note: {error.code}") from None


def _size(raw: bytes) -> int:
    return checkpoints.parse(note.parse(raw).text).size


def _with_lines(raw: bytes, names: Sequence[str]) -> bytes:
    """Return the note with the signatures of these names alone."""
    opened: Note = note.parse(raw)
    lines = tuple(line for line in opened.signatures if line.name in names)
    return note.format(replace(opened, signatures=lines))


def _publish(path: Path, cosigned: bytes) -> None:
    """Replace the published file whole; anybody may read it."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_bytes(cosigned)
    temporary.chmod(0o644)
    temporary.replace(path)
