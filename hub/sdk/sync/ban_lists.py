"""Reconciliation at the member's site: the gateway states its own lists by the schedule and holds others' against its.

    sync of `ban-list-state` ──source read to its end──> a state for each recipient ──> outbox, with the run's end
    state of another's list ──noted with its page──> compared with what the national system took before its place
         equal: nothing to say            different: a state of our own with the entries that differ, to its issuer

Nothing here says who is banned. What a state comes to is in the health file; people look at `hub bans compare`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import structlog

from hub.core import instant
from hub.core.entry_ban import listing
from hub.sdk.books.ban_book import BanBook, Way
from hub.sdk.books.list_notes import ListNotes, Noted
from hub.sdk.books.outbox import Declined, Signed
from hub.sdk.ports import Change, Problem
from hub.sdk.site import Site
from hub.sdk.sync.schedule import Own
from hub.telemetry import Event

VERSION = "1.0"
ANY_WAY = Way(agreement=None, purpose="entry-control")
_events = structlog.get_logger()


class Result(StrEnum):
    """What a received state came to."""

    EQUAL = "equal"
    DIFFERENT = "different"
    ANSWERED = "answered"  # a recipient shows where its list differs from ours
    UNKNOWN = "unknown"  # this gateway has not seen the list from its beginning
    UNUSABLE = "unusable"  # it is no state of its sender's list


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A noted state, what it came to, and the answer to its issuer, if one is due."""

    noted: Noted
    result: Result
    answer: Signed | Declined | None = None


class BanLists:
    """Makes states of own lists and judges those of others."""

    def __init__(self, site: Site, book: BanBook, notes: ListNotes) -> None:
        self._site = site
        self._book = book
        self._notes = notes

    def state(self, own: Own, now: datetime) -> list[Signed | Declined]:
        """Return the signed states of the list that each recipient of a sync should have. Blocking.

        Where the list is not known here, what is returned says so: nothing is stated that might be wrong.
        """
        plan, on = own.agreed.plan, now.astimezone(own.local.zone).date()
        if not self._book.is_whole():
            return [self._site.sealer.decline(plan.recipients, _NOT_KNOWN)]
        mine = self._site.participant
        made = []
        for recipient in plan.recipients:
            way = self._book.way(mine, recipient) or ANY_WAY
            way = Way(agreement=plan.agreement or way.agreement, purpose=way.purpose)
            state = listing.state_of(self._book.read(mine, recipient, on))
            members = {"count": state.count, "digest": state.digest, "buckets": list(state.buckets)}
            made.append(self._seal(recipient, way, {**self._about(mine, on, now), **members}))
        return made

    async def step(self) -> bool:
        """Judge what was noted; returns that there is no more."""
        await self._site.disk.do(self._judge_all)
        return False

    def _judge_all(self) -> None:
        """In one go: nothing else is written between a look at a list and what is said of it."""
        now = self._site.clock.now()
        for noted in self._notes.waiting():
            judged = self._judge(noted, now)
            self._notes.settle(noted, str(judged.result), judged.answer, now)
            _events.info(Event.BAN_LIST_COMPARED, participant=noted.sender, kind=str(judged.result))

    def _judge(self, noted: Noted, now: datetime) -> Judged:
        record, mine = noted.record, self._site.participant
        if listing.check(record, sender=noted.sender):
            return Judged(noted=noted, result=Result.UNUSABLE)
        if record["issuer"] == mine:
            return Judged(noted=noted, result=Result.ANSWERED if "answers" in record else Result.EQUAL)
        if record["issuer"] != noted.sender:
            return Judged(noted=noted, result=Result.UNUSABLE)
        if not self._book.is_whole():
            return Judged(noted=noted, result=Result.UNKNOWN)
        return self._compare(noted, now)

    def _compare(self, noted: Noted, now: datetime) -> Judged:
        theirs, on = listing.read_state(noted.record), date.fromisoformat(noted.record["on"])
        held = self._book.read(noted.sender, self._site.participant, on, before=noted.place)
        members = listing.answer_to(theirs, held)
        if "answers" not in members:
            return Judged(noted=noted, result=Result.EQUAL)
        record = {**self._about(noted.sender, on, now), **members}
        answer = self._seal(noted.sender, Way(agreement=noted.agreement, purpose=noted.purpose), record)
        return Judged(noted=noted, result=Result.DIFFERENT, answer=answer)

    def _about(self, issuer: str, on: date, now: datetime) -> dict[str, Any]:
        as_of = instant.format(now, seconds=True)
        holder = self._site.participant
        return {"issuer": issuer, "holder": holder, "scheme": listing.SCHEME, "on": on.isoformat(), "as_of": as_of}

    def _seal(self, to: str, way: Way, record: dict[str, Any]) -> Signed | Declined:
        change = Change(
            type=listing.TYPE,
            version=VERSION,
            subject=None,
            to=(to,),
            agreement=way.agreement,
            purpose=way.purpose,
            record=record,
        )
        return self._site.sealer.seal_routine(change)


_NOT_KNOWN = Problem(
    code="list-not-known",
    pointer="",
    ru="Шлюз не видел список с самого начала и не может его заявить. Заявите его из выгрузки: hub bans state --list.",
    en="The gateway has not seen the list from its beginning and cannot state it. "
    "State it from an export: hub bans state --list.",
)
