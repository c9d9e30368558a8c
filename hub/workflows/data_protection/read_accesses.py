"""Read a participant's own accesses: what its officers asked, for what, in which case, and which messages they saw."""

from dataclasses import dataclass
from typing import Any

from hub.core import leaf as leaves
from hub.core.leaf import ActLeaf
from hub.store import access, log
from hub.store.access import StoredAccess
from hub.workflows.data_protection.log_access import open_access
from hub.workflows.exchange import Exchange
from keys import strict_json

SCANNED = 1000  # leaves of accesses, everybody's, that one page looks through
KEPT_BACK = frozenset({"v", "act", "salt", "participant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """Accesses at places from `after` on; the next page begins at `next`."""

    after: int
    next: int
    accesses: tuple[dict[str, Any], ...]


async def read_accesses(exchange: Exchange, *, participant: str, after: int) -> AccessPage:
    """Return a page of the participant's own accesses, oldest first; those whose term is over are left out."""
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        rows = await access.read_page(conn, after, released, SCANNED)
    own = [found for row in rows if (found := _open(exchange, participant, *row)) is not None]
    following = rows[-1][0].index + 1 if len(rows) == SCANNED else max(after, released)
    return AccessPage(after=after, next=following, accesses=tuple(own))


def _open(exchange: Exchange, participant: str, stored: StoredAccess, raw: bytes) -> dict[str, Any] | None:
    leaf = leaves.parse(raw)
    if not isinstance(leaf, ActLeaf) or leaf.subject != participant:
        return None
    try:
        body = open_access(stored, leaf.salt, exchange.vault.keyring.wrapping)
    except KeyError:
        return None
    document = strict_json.loads(body)
    if not isinstance(document, dict):
        return None
    said = {name: value for name, value in document.items() if name not in KEPT_BACK}
    return {"index": stored.index, **said}
