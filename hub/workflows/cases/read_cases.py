"""Read cases: those of one party, and one of them with its moves, its records, its receipts and its terms.

Only parties read a case. To everybody else, it is as if there were none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.core import envelope as envelopes
from hub.core import instant
from hub.core.errors import Fault, HubError, MissingError
from hub.core.mover import HeadKey
from hub.core.readmission import evidence, kinds, legal, standing
from hub.core.readmission.case_state import Side
from hub.core.readmission.movers import CASE_KIND
from hub.core.readmission.standing import Standing
from hub.store import cases
from hub.store.cases import CaseReceipt, CaseRecord, CaseRow
from hub.workflows.deadline.count_terms import Term, count_terms
from hub.workflows.exchange import Exchange
from keys import jws
from keys.errors import KeysError

_WEIGHED = frozenset({kinds.REQUEST, kinds.INFORMATION, kinds.REPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as a party sees it: `rows` are its moves, `records` those of them that this reader may see."""

    rows: Sequence[CaseRow]
    records: Mapping[int, CaseRecord]
    receipts: Sequence[CaseReceipt]
    terms: Sequence[Term]
    weight: evidence.Weight | None
    questioned: Mapping[int, Sequence[Fault]]

    def to_json(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        newest = self.rows[-1]
        return {
            **summary(newest),
            "standing": self.standing,
            "allowed": _allowed(newest, self.standing),
            "evidence": None if self.weight is None else _weight(self.weight),
            "timeline": [self._event(row) for row in self.rows],
            "clocks": [term.to_json() for term in self.terms],
        }

    @property
    def standing(self) -> Standing | None:
        """How it stands by its clocks."""
        head = self.rows[-1].head
        clocks = [term.clock for term in self.terms]
        return standing.find(legal.stage_of(head.state), clocks) if head.key.kind == CASE_KIND else None

    def _event(self, row: CaseRow) -> dict[str, Any]:
        record = self.records.get(row.index)
        return {
            "index": row.index,
            "id": row.head.last,
            "type": row.type,
            "from": row.sender,
            "at": instant.format(row.at),
            "state": legal.stage_of(row.head.state),
            "sha256": None if record is None else record.sha256,
            "leaf": None if record is None else record.leaf.decode("ascii"),
            "receipts": [
                {"recipient": each.recipient, "status": each.status, "index": each.receipt, "at": each.at}
                for each in self.receipts
                if each.index == row.index
            ],
            "needs_explanation": [
                {"pointer": each.pointer, "code": each.code, "ru": each.ru, "en": each.en}
                for each in self.questioned.get(row.index, ())
            ],
        }


def summary(row: CaseRow) -> dict[str, Any]:
    """Return how a case stands, as lists show it."""
    head = row.head
    return {
        "kind": head.key.kind,
        "owner": head.key.owner,
        "case_id": head.key.subject,
        "parties": list(head.parties),
        "agreement": row.agreement,
        "state": legal.stage_of(head.state),
        "extended": "+extended" in head.state,
        "closed": legal.is_closed(head.key.kind, head.state),
        "version": head.version,
        "index": row.index,
        "moved_at": instant.format(row.at),
    }


def _allowed(row: CaseRow, by_clock: Standing | None) -> list[dict[str, Any]]:
    """Return the moves allowed, each with who may make it; after silence that is consent, what goes on from it too."""
    sides = legal.sides(row.head.parties)
    try:
        moves = legal.next_moves(row.head.key.kind, row.head.state)
    except ValueError:  # a record before was erased
        return []
    if by_clock is Standing.DEEMED_ACCEPTED:
        moves = {**moves, kinds.TRAVEL_DOCUMENT: frozenset({Side.REQUESTING})}
    return [
        {"type": kind, "by": [name for side in sorted(by, reverse=True) for name in sides[side]]}
        for kind, by in sorted(moves.items())
    ]


def _weight(weight: evidence.Weight) -> dict[str, Any]:
    return {"effect": weight.effect.value, "tier": weight.tier, "ru": weight.ru, "en": weight.en}


async def list_cases(
    exchange: Exchange, *, party: str, kinds: Sequence[str], stages: Sequence[str], before: int, limit: int
) -> list[dict[str, Any]]:
    """Return how the cases of a party stand, those that moved last first."""
    async with exchange.pool.acquire() as conn:
        rows = await cases.read_cases(conn, party=party, kinds=kinds, stages=stages, before=before, limit=limit)
    return [summary(row) for row in rows]


async def read_case(exchange: Exchange, *, party: str, key: HeadKey) -> Case:
    """Return one case of a party.

    Raises:
        MissingError: there is none, or it is not this party's.
    """
    async with exchange.pool.acquire() as conn:
        rows = await cases.read_rows(conn, key)
        if not rows or party not in rows[-1].head.parties:
            raise MissingError
        places = [row.index for row in rows]
        records = await cases.read_records(conn, places, party)
        receipts = await cases.read_receipts(conn, places)
    parties = rows[-1].head.parties
    seen = {record.index: record for record in records}
    weight, questioned = _question(exchange, rows, seen)
    return Case(
        rows=rows,
        records=seen,
        receipts=receipts,
        terms=count_terms(exchange, [row.event for row in rows], agreement=rows[0].agreement, parties=parties),
        weight=weight,
        questioned=questioned,
    )


def _question(
    exchange: Exchange, rows: Sequence[CaseRow], records: Mapping[int, CaseRecord]
) -> tuple[evidence.Weight | None, dict[int, list[Fault]]]:
    """Return what the last request's evidence comes to, and which replies go against that of their request."""
    request: Mapping[str, Any] | None = None
    added, was_interviewed, questioned = list[Mapping[str, Any]](), False, dict[int, list[Fault]]()
    for row in rows:
        record = _open(exchange, records.get(row.index)) if row.type in _WEIGHED else None
        if row.type == kinds.REQUEST:
            request, added, was_interviewed = record, [], False
        elif row.type == kinds.INFORMATION:
            added += (record or {}).get("evidence", ())
        elif row.type == kinds.INTERVIEW_MINUTES:
            was_interviewed = True
        elif row.type == kinds.REPLY and request is not None and record is not None:
            effect = evidence.weigh(request, added).effect
            questioned[row.index] = evidence.question_reply(effect, record, was_interviewed=was_interviewed)
    return None if request is None else evidence.weigh(request, added), questioned


def _open(exchange: Exchange, record: CaseRecord | None) -> Mapping[str, Any] | None:
    """Return what a record says; None: it was erased, or does not open."""
    if record is None:
        return None
    try:
        raw = exchange.vault.find(record.body)
        return None if raw is None else envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw).record
    except (HubError, KeysError):
        return None
