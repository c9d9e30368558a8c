"""Read one page of a participant's own inbox, with what it takes to verify every message in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hub.core.errors import MissingError
from hub.core.receipt import encode_hash
from hub.store import log, messages
from hub.store.messages import InboxEntry
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import prove_inclusions

LANES = ("urgent", "ordinary")
ERASED = "erased"
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries after a number, each with its inclusion proof under one checkpoint (a signed note).

    `envelopes` are those of the entries, in their order; None where there is a tombstone.
    """

    lane: str
    after: int
    checkpoint: bytes
    entries: tuple[InboxEntry, ...]
    envelopes: tuple[bytes | None, ...]
    proofs: tuple[list[bytes], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the page as it is served."""
        return {
            "lane": self.lane,
            "after": self.after,
            "next": self.entries[-1].number if self.entries else self.after,
            "checkpoint": self.checkpoint.decode("utf-8"),
            "messages": list(map(_entry, self.entries, self.envelopes, self.proofs)),
        }


def _entry(entry: InboxEntry, envelope: bytes | None, proof: list[bytes]) -> dict[str, Any]:
    if envelope is None:
        tombstone = entry.tombstone or ERASED
        return {"number": entry.number, "id": entry.id, "sha256": entry.sha256, "tombstone": tombstone}
    return {
        "number": entry.number,
        "index": entry.index,
        "envelope": envelope.decode("ascii"),
        "leaf": entry.leaf.decode("ascii"),
        "proof": [encode_hash(hashed) for hashed in proof],
    }


async def read_inbox(exchange: Exchange, *, recipient: str, lane: str, after: int, limit: int) -> Page:
    """Return the released entries of the inbox after number `after`, at most `limit` and about 16 MiB.

    Raises:
        MissingError: there is no such lane.
        DamagedError, EncryptionKeyError: a message does not open; what comes after it waits.
    """
    if lane not in LANES:
        raise MissingError
    async with exchange.pool.acquire() as conn:
        released, note = await log.read_release(conn)
        found = await messages.read_inbox(
            conn, recipient=recipient, lane=lane, after=after, released=released, limit=limit
        )
        entries = _within(found)
        proofs = await prove_inclusions(exchange, conn, [entry.index for entry in entries], released)
    envelopes = tuple(None if entry.tombstone else exchange.vault.find(entry.body) for entry in entries)
    return Page(lane=lane, after=after, checkpoint=note, entries=entries, envelopes=envelopes, proofs=tuple(proofs))


def _within(entries: Iterable[InboxEntry]) -> tuple[InboxEntry, ...]:
    """Return as many entries as fit a page; at least one."""
    taken: list[InboxEntry] = []
    size = 0
    for entry in entries:
        size += len(entry.body.body)
        if taken and size > MAX_BYTES:
            break
        taken.append(entry)
    return tuple(taken)
