"""Logs signed by one key, the hub that shows them as it likes, and a witness that looks at it; real state on disk."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hub.client.answers import Problem
from hub.client.errors import RefusedError, RetryLaterError
from hub.client.log_answers import Witnessing
from hub.core import checkpoint as checkpoints
from hub.core import merkle
from hub.core.checkpoint import Checkpoint
from hub.core.merkle import Frontier
from hub.sdk.state import Disk, State
from hub.sdk.trust_list.log_history import LogHistory
from hub.sdk.witnessing.witness import Post, Witness
from keys import note
from keys.jwk import PrivateKey
from tests.support.trust import ORIGIN, make_trust

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OWN = "tj-mvd"
TRUST = make_trust((OWN, "kz-mvd", "hub"), now=NOW)
LEAVES = tuple(b"leaf %d" % number for number in range(40))
OTHER = (*LEAVES[:5], *(b"other %d" % number for number in range(35)))
REFUSED = RefusedError(Problem(status=400, code="parameter-invalid", detail="", texts={}))
DOWN = RetryLaterError("status 503")


def signed(leaves: Sequence[bytes], key: PrivateKey = TRUST.log) -> bytes:
    """Return the checkpoint of a log with these leaves."""
    root = Frontier.empty().append(map(merkle.leaf_hash, leaves)).root()
    return note.sign(checkpoints.format(Checkpoint(origin=ORIGIN, size=len(leaves), root=root)), ORIGIN, key)


def prove(leaves: Sequence[bytes], first: int, second: int) -> tuple[bytes, ...]:
    """Return the consistency proof, after the definition (RFC 9162 §2.1.4.1)."""

    def root(hashes: Sequence[bytes]) -> bytes:
        return Frontier.empty().append(hashes).root()

    def part(size: int, hashes: Sequence[bytes], *, whole: bool) -> list[bytes]:
        if size == len(hashes):
            return [] if whole else [root(hashes)]
        half = 1 << (len(hashes) - 1).bit_length() - 1
        if size <= half:
            return [*part(size, hashes[:half], whole=whole), root(hashes[half:])]
        return [*part(size - half, hashes[half:], whole=False), root(hashes[:half])]

    return tuple(part(first, [merkle.leaf_hash(leaf) for leaf in leaves[:second]], whole=True))


@dataclass(kw_only=True)
class ShownHub:
    """A hub as a gateway sees it: what it names and shows as newest, and which proofs it keeps back."""

    named: bytes | None = None
    newest: bytes = b""
    cosigned: tuple[bytes, ...] = ()
    leaves: Sequence[bytes] = LEAVES
    keeps_back: Callable[[int, int], Exception | None] = lambda _first, _second: None
    down: bool = False
    taken: list[bytes] = field(default_factory=list)

    def show(self, leaves: Sequence[bytes], key: PrivateKey = TRUST.log) -> None:
        """Name this log's end, and show it as the newest checkpoint."""
        self.named = self.newest = signed(leaves, key)

    async def witnessing(self) -> Witnessing:
        """As the client's."""
        return Witnessing(named=self.named, witnessed=None, cosigned=self.cosigned)

    async def checkpoint(self) -> bytes:
        """As the client's."""
        if self.down:
            raise DOWN
        return self.newest

    async def consistency_proof(self, first: int, second: int) -> tuple[bytes, ...]:
        """As the client's."""
        error = DOWN if self.down else self.keeps_back(first, second)
        if error is not None:
            raise error
        return prove(self.leaves, first, second)

    async def cosign(self, cosigned: bytes) -> None:
        """As the client's."""
        self.taken.append(cosigned)


@asynccontextmanager
async def watching(directory: Path, hub: ShownHub, **post: Any) -> AsyncIterator[Witness]:
    """Open a witness on this hub, with its state in this directory; peers and the published file as in `Post`."""
    state, disk = State.open(directory, owner=OWN), Disk()
    history: Any = LogHistory(state, disk, hub, directory=directory)  # type: ignore[arg-type]
    site: Any = SimpleNamespace(
        trust=SimpleNamespace(current=lambda: TRUST.list, log_keys=(TRUST.list.log_verifier,)),
        client=hub,
        disk=disk,
        participant=OWN,
        origin=ORIGIN,
        clock=SimpleNamespace(now=lambda: NOW),
        history=history,
    )
    try:
        yield Witness(site, state, Post(key=TRUST.witnesses[OWN], **post))
    finally:
        disk.close()
        state.close()
