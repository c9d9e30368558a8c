"""Read the public register of statements about keys, page by page, each with the proof of its place in the log."""

from dataclasses import dataclass
from typing import Any

from hub.core import leaf as leaves
from hub.core.receipt import encode_hash
from hub.core.statement import Stated
from hub.store import log, statements
from hub.workflows.exchange import Exchange
from hub.workflows.log.prove_log import prove_inclusions

KINDS = ("delegation", "approval", "consent", "calendar", "outage", "schedule")
"""What everybody may read. Reports of syncs say how much two sides send: they see them in the schedule."""
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Statements after the first `after` leaves of the log, each with its inclusion proof under one checkpoint."""

    kind: str
    after: int
    checkpoint: bytes
    stated: tuple[Stated, ...]
    proofs: tuple[list[bytes], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the page as it is served; `next` is what to ask for next."""
        return {
            "kind": self.kind,
            "after": self.after,
            "next": self.stated[-1].index + 1 if self.stated else self.after,
            "checkpoint": self.checkpoint.decode("utf-8"),
            "statements": [
                {
                    "index": each.index,
                    "statement": each.token.decode("ascii"),
                    "leaf": leaves.format(each.leaf).decode("ascii"),
                    "proof": [encode_hash(hashed) for hashed in proof],
                }
                for each, proof in zip(self.stated, self.proofs, strict=True)
            ],
        }


async def read_statements(exchange: Exchange, *, kind: str, about: str | None, after: int, limit: int) -> StatementPage:
    """Return released statements of a kind after the first `after` leaves of the log, at most `limit`.

    With `about`, those that speak of this key or this payload's digest (hex).
    """
    async with exchange.pool.acquire() as conn:
        released, note = await log.read_release(conn)
        stated = await statements.read_page(conn, kind=kind, about=about, after=after, released=released, limit=limit)
        proofs = await prove_inclusions(exchange, conn, [each.index for each in stated], released)
    return StatementPage(kind=kind, after=after, checkpoint=note, stated=tuple(stated), proofs=tuple(proofs))
