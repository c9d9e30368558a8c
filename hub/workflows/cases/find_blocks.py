"""What has to be done before a step of a case is signed: decisive evidence opened, safeguards reviewed, no hold.

    decisive     of the request and what followed it, the items of the strongest tier that counts, and the files that
                 came beside their records; each officer who signs has to have opened them
    a minor      where the request concerns one, or the record itself, the participant's officer in charge has to have
                 reviewed the case
    a hold       where somebody of the participant holds the case, another person has to have released it; no step of it
                 is signed before, and nobody is told why

Only the requested side decides on evidence, so only its replies ask for that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.core import protection
from hub.core.console.account import Account
from hub.core.mover import HeadKey
from hub.core.readmission import evidence, kinds
from hub.core.record_objects import objects
from hub.store import case_holds, drafts
from hub.store.case_notes import Place
from hub.workflows.audit_console import deed_of, note
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.cases.open_evidence import opened
from hub.workflows.cases.read_files import list_files
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from schemas import protection_rules

WEIGHED = (kinds.REQUEST, kinds.INFORMATION)
WAITING = frozenset({kinds.REPLY, kinds.TRANSFER_NOTICE, kinds.HANDOVER_ACT})
"""Steps that a minor's case does not take unreviewed."""


class BlockKind(StrEnum):
    """Why something cannot be signed yet."""

    EVIDENCE = "evidence"
    FILE = "file"
    SAFEGUARD = "safeguard"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One thing that has to be done first; of evidence and files, `index` and `item` say which, `what` is its code.

    A file's `index` is the place of its descriptor, its `what` the kind of the file, or its media type.
    Of a hold, `what` is `own` where the account itself has set it.
    """

    kind: BlockKind
    index: int = 0
    item: int = 0
    what: str = ""


async def find_blocks(
    exchange: Exchange,
    account: Account,
    key: HeadKey | None,
    record_type: str,
    *,
    record: Mapping[str, Any] | None = None,
    case: OpenCase | None = None,
) -> Sequence[Block]:
    """Return what the account has to do before it signs a record in a case.

    Args:
        exchange: the exchange.
        account: who is to sign.
        key: the case; None: the record is of none.
        record_type: the type of the record.
        record: what it says, once that is known: it may itself be about a minor.
        case: the case, where it is open already.

    Raises:
        MissingError: the case is not the account's participant's.
    """
    party = account.participant
    if key is None or party is None:
        return ()
    found = await _held(exchange, account, Place(party, key))
    records = [] if record is None or not _is_gated(exchange, record_type) else [record]
    if record_type in WAITING:
        case = case or await open_case(exchange, party=party, key=key)
        records += [] if case.request is None else [case.request[1].record]
        found += await _unopened(exchange, account, case) if record_type == kinds.REPLY else []
    if any(_concerns_minor(exchange, each, party) for each in records):
        async with exchange.pool.acquire() as conn:
            if not await drafts.are_safeguards_reviewed(conn, party, key):
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


async def _held(exchange: Exchange, account: Account, place: Place) -> list[Block]:
    async with exchange.pool.acquire() as conn:
        hold = await case_holds.read(conn, place)
    return [] if hold is None else [Block(kind=BlockKind.HOLD, what="own" if hold.account == account.id else "")]


async def _unopened(exchange: Exchange, account: Account, case: OpenCase) -> list[Block]:
    wanted = decisive(case)
    if not wanted:
        return []
    records = {each.index for each in wanted}
    seen = await opened(exchange, account, sorted(records))
    files = await list_files(exchange, account, case)
    return [
        *(each for each in wanted if (each.index, each.item) not in seen),
        *(
            Block(kind=BlockKind.FILE, index=each.index, item=each.item, what=each.kind or each.media_type)
            for each in files
            if each.record in records and each.sender != case.party and not each.is_opened
        ),
    ]


def _is_gated(exchange: Exchange, record_type: str) -> bool:
    known = next(each for each in exchange.catalogue.record_types() if each.name == record_type)
    gated = protection.is_gated(record_type, person_data=known.person_data)
    return gated and known.family in protection.GATED_FAMILIES


def _concerns_minor(exchange: Exchange, record: Mapping[str, Any], party: str) -> bool:
    today = legal_day(exchange.judgement.trust, party, exchange.clock.now())
    return protection.concerns_minor(objects(record), today, protection_rules.majority())
