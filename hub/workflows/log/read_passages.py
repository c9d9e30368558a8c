"""Read which messages passed between participants: what the log says of them, never what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from hub.core import checkpoint, instant
from hub.core import leaf as leaves
from hub.core.errors import MissingError, ProofError
from hub.core.ids import is_message_id
from hub.core.leaf import MessageLeaf
from hub.core.merkle import leaf_hash, verify_inclusion
from hub.store import gateway_syncs, log, messages, traffic
from hub.store.gateway_syncs import Sync
from hub.store.traffic import Passage
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import prove_inclusions
from keys import note as notes

RECENT = 200  # messages of each pair whose record types are counted
WINDOW = 100_000  # places of the log in which reasons of refusals are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPassages:
    """The newest messages of a pair, the types among them, why messages were refused; `more` says there are others."""

    passages: tuple[Passage, ...]
    more: bool
    types: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPassages:
    """What a gateway was sent last, and how its lanes stand."""

    passages: tuple[Passage, ...]
    more: bool
    lanes: tuple[Sync, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A message by its id: who sent it, to whom."""

    id: str
    sender: str
    parties: tuple[str, ...]
    at: datetime
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What the log says of a message: its leaf, what became of it at each recipient, and whether the log proves it.

    `size` is the released log's, whose root the leaf was held against; `root` and `hashed` are hexadecimal.
    """

    index: int
    id: str
    sender: str
    type: str
    at: datetime
    sha256: str
    passages: tuple[Passage, ...]
    size: int
    root: str
    hashed: str
    steps: int
    is_proven: bool


async def read_pair(
    exchange: Exchange, senders: Sequence[str], recipients: Sequence[str], *, before: int, limit: int
) -> PairPassages:
    """Return what these senders sent to these recipients."""
    async with exchange.pool.acquire() as conn:
        found = await traffic.read_page(conn, senders, recipients, before=before, limit=limit + 1)
        released, _ = await log.read_release(conn)
        return PairPassages(
            passages=tuple(found[:limit]),
            more=len(found) > limit,
            types=tuple(await traffic.read_types(conn, senders, recipients, RECENT)),
            reasons=tuple(await traffic.count_reasons(conn, senders, recipients, released - WINDOW)),
        )


async def read_gateway(exchange: Exchange, participant: str, *, before: int, limit: int) -> GatewayPassages:
    """Return what a participant was sent last."""
    async with exchange.pool.acquire() as conn:
        found = await traffic.read_to(conn, participant, before=before, limit=limit + 1)
        lanes = await gateway_syncs.read(conn, participant)
    return GatewayPassages(passages=tuple(found[:limit]), more=len(found) > limit, lanes=tuple(lanes))


async def find_passages(exchange: Exchange, message_id: str) -> list[Found]:
    """Return the messages with this id; none where it is no id."""
    if not is_message_id(message_id):
        return []
    async with exchange.pool.acquire() as conn:
        rows = await traffic.find(conn, sorted(exchange.judgement.trust.participants), message_id)
    return [
        Found(
            id=message_id,
            sender=same[0].sender,
            parties=tuple(each.recipient for each in same),
            at=same[0].at,
            type=same[0].type,
        )
        for same in (list(group) for _, group in groupby(rows, key=lambda row: row.index))
    ]


async def read_message_trace(exchange: Exchange, sender: str, message_id: str) -> Trace:
    """Return what the log says of a message, and hold it against the log's released root.

    Raises:
        MissingError: there is none that readers may see.
    """
    if not is_message_id(message_id):
        raise MissingError
    async with exchange.pool.acquire() as conn:
        released, note = await log.read_release(conn)
        passages = await traffic.read_named(conn, sender, message_id)
        if not passages or passages[0].index >= released:
            raise MissingError
        index = passages[0].index
        body = await messages.read_accepted_leaf(conn, index)
        (proof,) = await prove_inclusions(exchange, conn, [index], released)
        root = checkpoint.parse(notes.parse(note).text).root
    leaf = leaves.parse(body)
    at = instant.parse(leaf.at)
    if not isinstance(leaf, MessageLeaf) or at is None:
        raise MissingError
    return Trace(
        index=index,
        id=leaf.id,
        sender=leaf.sender,
        type=passages[0].type,
        at=at,
        sha256=leaf.sha256,
        passages=tuple(passages),
        size=released,
        root=root.hex(),
        hashed=leaf_hash(body).hex(),
        steps=len(proof),
        is_proven=_is_proven(leaf_hash(body), index, released, proof, root),
    )


def _is_proven(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    try:
        verify_inclusion(hashed=hashed, index=index, size=size, proof=proof, root=root)
    except ProofError:
        return False
    return True
