"""List the agreements in which the reader has a part: the newest version of each with its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.core.agreement import Agreement
from hub.store import register
from hub.workflows.exchange import Exchange
from hub.workflows.trust.agreement_consents import has_part
from keys import strict_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One agreement: its newest version, the version that judges today (None: none does), whether it is in force."""

    newest: Agreement
    document: Mapping[str, Any] = field(repr=False)
    judging: int | None
    in_force: bool


async def list_agreements(exchange: Exchange, *, reader: str) -> Sequence[Listed]:
    """Return the agreements by id; what the reader has no part in does not exist for him."""
    judgement, today = exchange.judgement, exchange.clock.now().date()
    async with exchange.pool.acquire() as conn:
        kept = {(each.id, each.version): each.body for each in await register.read_agreements(conn)}
    found = []
    for name in sorted(judgement.register):
        known = judgement.register.versions(name)
        if not has_part(reader, known, judgement) or (name, known[-1].version) not in kept:
            continue
        judging = judgement.register.judging(name, today)
        found.append(
            Listed(
                newest=known[-1],
                document=_object(kept[name, known[-1].version]),
                judging=None if judging is None else judging.version,
                in_force=judging is not None and judging.is_in_force(today),
            )
        )
    return found


def _object(body: bytes) -> dict[str, Any]:
    document = strict_json.loads(body)
    return document if isinstance(document, dict) else {}
