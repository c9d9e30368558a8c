"""Tell the parties of cases how their clocks stand, and the issuers of bans that a review is due: once per stage.

    cases, checks, transits  ┐
    reviews, enquiries       │
    requests about data      ├─ a stretch at a step ─> clocks ─> hub-notice `case-term` to every party
    bans to be reviewed      ┘                                   hub-notice `ban-review-term` to the issuer

A notice holds whose case it is, its reference, the term's code, day and stage; nothing of a person. What was told is
kept by the place in the log that the clock is counted from, or by a digest of the ban's reference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from hub.core.deadline.case_clock import Clock
from hub.core.deadline.warning import Stage, Warned, warning_of
from hub.core.mover import HeadKey
from hub.core.notice import Notice
from hub.core.readmission import legal
from hub.store import ban_cases, bans, cases, data_requests, suspensions
from hub.store.bans import BanRow
from hub.workflows.bans.read_ban_cases import terms_of
from hub.workflows.bans.read_bans import standing_on
from hub.workflows.data_protection import read_data_requests
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.exchange import Exchange
from hub.workflows.notices.send_notice import Herald

NOTICE_VERSION = "1.2"
CASES_A_STEP = 100
BANS_A_STEP = 500
OLDEST = timedelta(days=29)  # a notice dated further back would not be accepted
CLOSED_FOR = timedelta(days=366)  # terms that begin when a case ends: a claim to take back, a renewed request
CLOSED = [f"{kind}/{stage}" for kind in legal.KINDS for stage in sorted(legal.STAGES) if legal.is_closed(kind, stage)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One stage that participants have to be told of; `what` is the name by which it is kept that they were."""

    what: str
    notices: tuple[Notice, ...]


class TermWarner:
    """Goes through what has terms again and again, a stretch at a step."""

    def __init__(self, herald: Herald) -> None:
        self._herald = herald
        self._case = -1
        self._ban_case = -1
        self._request = -1
        self._ban = (date.min, -1)

    async def step(self) -> int:
        """Tell what the next stretch has come to and nobody was told of; return how many stages were told.

        Raises:
            UnavailableError: in doubt; the stretch is gone through again.
        """
        cases_told = await self._step_cases() + await self._step_ban_cases()
        return cases_told + await self._step_requests() + await self._step_bans()

    async def _step_cases(self) -> int:
        exchange = self._herald.exchange
        since = exchange.clock.now() - CLOSED_FOR
        async with exchange.pool.acquire() as conn:
            found = await cases.read_keys(conn, after=self._case, closed=CLOSED, since=since, limit=CASES_A_STEP)
        told = await self._tell([each for _, key in found for each in await _of_case(exchange, key)])
        self._case = found[-1][0] if len(found) == CASES_A_STEP else -1
        return told

    async def _step_ban_cases(self) -> int:
        exchange = self._herald.exchange
        async with exchange.pool.acquire() as conn:
            found = await ban_cases.read_unanswered(conn, after=self._ban_case, limit=CASES_A_STEP)
        tellings = [
            telling
            for case in found
            for term in terms_of(exchange, case)
            for telling in _of_clock(
                exchange, HeadKey(case.kind, case.owner, case.subject), (case.owner, case.issuer), term.clock
            )
        ]
        told = await self._tell(tellings)
        self._ban_case = found[-1].opened if len(found) == CASES_A_STEP else -1
        return told

    async def _step_requests(self) -> int:
        exchange = self._herald.exchange
        async with exchange.pool.acquire() as conn:
            found = await data_requests.read_waiting(conn, after=self._request, limit=CASES_A_STEP)
        tellings = [
            telling
            for each in found
            for term in read_data_requests.terms_of(exchange, each)
            for telling in _of_clock(
                exchange, HeadKey(each.kind, each.owner, each.subject), (each.owner, each.waits_for), term.clock
            )
        ]
        told = await self._tell(tellings)
        self._request = found[-1].index if len({each.index for each in found}) == CASES_A_STEP else -1
        return told

    async def _step_bans(self) -> int:
        exchange = self._herald.exchange
        today = exchange.clock.now().date()
        async with exchange.pool.acquire() as conn:
            found = await bans.read_to_review(conn, on=today, after=self._ban, limit=BANS_A_STEP)
        told = await self._tell([_of_ban(exchange, row) for row in found if standing_on(row, today).is_listed])
        self._ban = (found[-1].warn_from, found[-1].index) if len(found) == BANS_A_STEP else (date.min, -1)
        return told

    async def _tell(self, tellings: Sequence[Telling]) -> int:
        """Say what was not said before; return how many were said. Without a key of the hub they wait."""
        async with self._herald.exchange.pool.acquire() as conn:
            before = await suspensions.read_told(conn, [each.what for each in tellings])
        told = 0
        for each in tellings:
            if each.what not in before and await self._herald.say(*each.notices):
                told += await self._herald.tell(each.what)
        return told


async def _of_case(exchange: Exchange, key: HeadKey) -> list[Telling]:
    async with exchange.pool.acquire() as conn:
        rows = await cases.read_rows(conn, key)
    if not rows:  # erased since
        return []
    parties = rows[-1].head.parties
    terms = count_terms(exchange, [row.event for row in rows], agreement=rows[0].agreement, parties=parties)
    return [telling for term in terms for telling in _of_clock(exchange, key, parties, term.clock)]


def _of_clock(exchange: Exchange, key: HeadKey, parties: Sequence[str], clock: Clock) -> Iterator[Telling]:
    """Yield what the parties have to be told of a clock."""
    now = exchange.clock.now()
    days = [int(each.more["value"]) for each in exchange.catalogue.code_list("term-warnings").entries]
    warned = warning_of(clock, now, days)
    if warned is None:
        return
    stage = warned.stage.value if warned.days is None else f"{warned.stage.value}-{warned.days}"
    what = f"case-term/{clock.index}/{clock.profile}/{clock.parameter.name}/{stage}/{warned.due_on or ''}"
    if key.kind in read_data_requests.OPENED_BY:  # one request, and a clock for each who is to answer
        what = f"{what}/{clock.acting}"
    record = _record(key, clock, warned)
    at = _dated(warned.at, now)
    yield Telling(what=what, notices=tuple(_notice(what, party, at, record) for party in dict.fromkeys(parties)))


def _record(key: HeadKey, clock: Clock, warned: Warned) -> dict[str, Any]:
    known = {
        "due_on": None if warned.due_on is None else warned.due_on.isoformat(),
        "days": warned.days,
        "unit": None if warned.unit is None else warned.unit.value,
        "effect": None if clock.effect is None else clock.effect.value,
    }
    return {
        "kind": "case-term",
        "stage": warned.stage.value,
        "case_kind": key.kind,
        "owner": key.owner,
        "case_id": key.subject,
        "clock": clock.parameter.name,
        "started_by": clock.index,
        "acting": clock.acting,
        "verified": clock.verified,
        **{name: value for name, value in known.items() if value is not None},
    }


def _of_ban(exchange: Exchange, row: BanRow) -> Telling:
    """Return what the issuer of a ban has to be told: that its review is due soon, or overdue."""
    now = exchange.clock.now()
    over = row.review_due < now.date()
    stage = Stage.OVERDUE if over else Stage.DUE_SOON
    begun = datetime.combine(row.review_due + timedelta(days=1) if over else row.warn_from, time(), UTC)
    reference = sha256(f"{row.issuer}/{row.ban_id}".encode()).hexdigest()
    what = f"ban-review-term/{reference}/{stage.value}/{row.review_due}"
    record = {
        "kind": "ban-review-term",
        "stage": stage.value,
        "owner": row.issuer,
        "ban_id": row.ban_id,
        "due_on": row.review_due.isoformat(),
        "verified": exchange.catalogue.code_list("ban-terms").index["review"].more["verified"],
    }
    return Telling(what=what, notices=(_notice(what, row.issuer, _dated(begun, now), record),))


def _notice(what: str, to: str, at: datetime, record: dict[str, Any]) -> Notice:
    return Notice(name=what, to=to, at=at, record=record, version=NOTICE_VERSION)


def _dated(at: datetime, now: datetime) -> datetime:
    """Return when a stage was reached, in UTC; of what was found long after, the day on which it was found."""
    return at.astimezone(UTC) if at >= now - OLDEST else datetime.combine(now.date(), time(), UTC)
