"""What has to be done before a step of a case is signed: decisive evidence opened, safeguards reviewed.

    decisive     of the request and what followed it, the items of the strongest tier that counts; each officer who
                 signs has to have opened them
    a minor      where the request concerns one, the participant's officer in charge has to have reviewed the case

Only the requested side decides on evidence, so only its replies ask for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hub.core import protection
from hub.core.console.account import Account
from hub.core.mover import HeadKey
from hub.core.readmission import evidence, kinds
from hub.core.record_objects import objects
from hub.store import drafts
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from hub.workflows.legal_day import legal_day
from hub.workflows.open_case import OpenCase, open_case
from hub.workflows.open_evidence import opened
from schemas import protection_rules

WEIGHED = (kinds.REQUEST, kinds.INFORMATION)
WAITING = frozenset({kinds.REPLY, kinds.TRANSFER_NOTICE, kinds.HANDOVER_ACT})
"""Steps that a minor's case does not take unreviewed."""


class BlockKind(StrEnum):
    """Why something cannot be signed yet."""

    EVIDENCE = "evidence"
    SAFEGUARD = "safeguard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing that has to be done first; of evidence, `index` and `item` say which, `what` is its code."""

    kind: BlockKind
    index: int = 0
    item: int = 0
    what: str = ""


async def find_blocks(
    exchange: Exchange, account: Account, key: HeadKey | None, record_type: str, *, case: OpenCase | None = None
) -> Sequence[Block]:
    """Return what the account has to do before it signs a record of this type in this case, `case` if it is open.

    Raises:
        MissingError: the case is not the account's participant's.
    """
    if key is None or record_type not in WAITING or account.participant is None:
        return ()
    case = case or await open_case(exchange, party=account.participant, key=key)
    found = await _unopened(exchange, account, case) if record_type == kinds.REPLY else []
    if _concerns_minor(exchange, case, account.participant, exchange.clock.now()):
        async with exchange.pool.acquire() as conn:
            if not await drafts.are_safeguards_reviewed(conn, account.participant, key):
                found.append(Block(kind=BlockKind.SAFEGUARD))
    return found


async def review_safeguards(exchange: Exchange, account: Account, key: HeadKey) -> None:
    """Note that the officer in charge has reviewed the case, says this account."""
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        await drafts.review_safeguards(conn, str(account.participant), key, account.id, now)
        await note(conn, deed_of(account, "safeguard-review", key.subject), now)


def decisive(case: OpenCase) -> Sequence[Block]:
    """Return the items that decide: those of the strongest tier that counts, none of them forged."""
    request = case.request
    if request is None:
        return ()
    after = [(index, each) for index, each in case.said if each.type in WEIGHED and index >= request[0]]
    added = [item for _, each in after[1:] for item in each.record.get("evidence", ())]
    tier = evidence.weigh(request[1].record, added).tier
    return [
        Block(kind=BlockKind.EVIDENCE, index=index, item=place, what=str(item["item"]))
        for index, each in after
        for place, item in enumerate(each.record.get("evidence", ()))
        if tier is not None and item["tier"] == tier and not item.get("forged", False)
    ]


async def _unopened(exchange: Exchange, account: Account, case: OpenCase) -> list[Block]:
    wanted = decisive(case)
    seen = await opened(exchange, account, sorted({each.index for each in wanted})) if wanted else frozenset()
    return [each for each in wanted if (each.index, each.item) not in seen]


def _concerns_minor(exchange: Exchange, case: OpenCase, party: str, now: datetime) -> bool:
    if case.request is None:
        return False
    today = legal_day(exchange.judgement.trust, party, now)
    return protection.concerns_minor(objects(case.request[1].record), today, protection_rules.majority())
