"""Lists of cases for one party: filtered, sorted by the time that is left, page by page; and whom they are about.

A person is in a list only as the page shows him: the record is opened for each row that is shown, and for no other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core import envelope as envelopes
from hub.core import instant
from hub.core.console.account import Account
from hub.core.errors import HubError, MissingError
from hub.core.readmission import legal
from hub.store import desk
from hub.store.connection import Connection
from hub.store.desk import ALWAYS, NEVER, Wanted
from hub.store.messages import StoredBody
from hub.workflows.audit_console import deed_of, note
from hub.workflows.data_protection.log_access import Access, log_access, name_leaf
from hub.workflows.desk.arrange_absence import represented
from hub.workflows.desk.read_tasks import Task, bounds, task_of
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from keys import jws
from keys.errors import KeysError

PAGE = 25
QUESTION, PURPOSE = "case-list", "readmission"
EXPORTED = 5000
_LAST = 2**53 - 1
BOXES: Mapping[str, dict[str, Any]] = {"in": {"inbound": True}, "out": {"inbound": False}, "act": {"acting": True}}
SHOWS = ("open", "overdue", "soon", "undated", "mine", "unassigned", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was chosen above a list: a box (received, sent, our move), what is shown of it, and how it is sorted."""

    box: str = "in"
    show: str = "open"
    stage: str = ""
    other: str = ""
    number: str = ""
    sort: str = "left"
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row: the case with its term, and the name in the script of the language, None where the record is gone."""

    task: Task
    name: Mapping[str, str] | None = field(repr=False)
    procedure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list; `after` begins the next one, "" where there is none."""

    rows: Sequence[Listed]
    after: str = ""


async def list_desk(exchange: Exchange, account: Account, party: str, chosen: Filter, *, lang: str) -> Page:
    """Return a page of a party's cases.

    Raises:
        MissingError: something was chosen that there is not.
    """
    wanted = await _wanted(exchange, account, party, chosen)
    async with exchange.pool.acquire() as conn:
        rows = await _rows(conn, wanted, chosen, PAGE + 1)
        shown = rows[:PAGE]
        bodies = await desk.read_records(conn, [row.opened for row in shown], party)
    listed = [_listed(exchange, row, bodies.get(row.opened), lang) for row in shown]
    return Page(rows=listed, after=_cursor(shown[-1], chosen) if len(rows) > PAGE else "")


async def export_desk(exchange: Exchange, account: Account, party: str, chosen: Filter) -> Sequence[Task]:
    """Return what a list has for a file, `EXPORTED` rows at most and nobody's name; it is noted who took it."""
    wanted = await _wanted(exchange, account, party, chosen)
    async with exchange.pool.acquire() as conn, conn.transaction():
        rows = await _rows(conn, wanted, chosen, EXPORTED)
        await note(conn, deed_of(account, "case-export", f"{chosen.box}/{chosen.show}"), exchange.clock.now())
    return [task_of(exchange, row) for row in rows]


async def log_reveal(
    exchange: Exchange, committer: GroupCommitter, account: Account, party: str, rows: Sequence[Listed]
) -> None:
    """Log that a page shows the names of these cases' persons, and note it for each; nothing may be shown before.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
    """
    named = [each.task.row for each in rows if each.name is not None]
    if not named:
        return
    facts = {"shown": [row.opened for row in named], "account": account.id}
    said = Access(participant=party, question=QUESTION, purpose=PURPOSE, case="", facts=facts)
    leaf = await log_access(exchange, committer, said)
    async with exchange.pool.acquire() as conn, conn.transaction():
        for row in named:
            shown = name_leaf(f"{row.key.owner}/{row.key.subject}", leaf)
            await note(conn, deed_of(account, "case-reveal", shown), exchange.clock.now())


async def _wanted(exchange: Exchange, account: Account, party: str, chosen: Filter) -> Wanted:
    if chosen.box not in BOXES or chosen.show not in SHOWS or (chosen.stage and chosen.stage not in legal.STAGES):
        raise MissingError
    ends = {urgency.value: each for urgency, each in bounds(exchange, party).items()}
    begin, end = ends.get(chosen.show, (ALWAYS, None))
    return Wanted(
        party=party,
        open=chosen.show != "closed",
        stage=chosen.stage or None,
        other=chosen.other or None,
        assignees=[account.id, *await represented(exchange, account)] if chosen.show == "mine" else None,
        unassigned=chosen.show == "unassigned",
        begin=begin,
        end=end,
        **BOXES[chosen.box],
    )


async def _rows(conn: Connection, wanted: Wanted, chosen: Filter, limit: int) -> list[desk.DeskRow]:
    if chosen.number:
        return await desk.search(conn, wanted, chosen.number, min(limit, PAGE))
    if chosen.sort == "moved" or not wanted.open:
        return await desk.list_by_move(conn, wanted, before=_place(chosen.after), limit=limit)
    return await desk.list_by_due(conn, wanted, after=_after(chosen.after), limit=limit)


def _cursor(row: desk.DeskRow, chosen: Filter) -> str:
    due = "" if row.due_at is None else instant.format(row.due_at)
    return "" if chosen.number else f"{due}~{row.newest}"


def _place(after: str) -> int:
    return _split(after)[1] if after else _LAST


def _after(after: str) -> tuple[datetime, int]:
    return _split(after) if after else (ALWAYS, -1)


def _split(after: str) -> tuple[datetime, int]:
    due, _, place = after.partition("~")
    at = instant.parse(due) if due else NEVER
    if at is None or not (place.isascii() and place.isdecimal() and len(place) < 16):
        raise MissingError
    return at, int(place)


def _listed(exchange: Exchange, row: desk.DeskRow, stored: StoredBody | None, lang: str) -> Listed:
    record = _open(exchange, stored)
    person = record.get("person", {})
    return Listed(task=task_of(exchange, row), name=name_of(person, lang) or None, procedure=record.get("procedure"))


def _open(exchange: Exchange, stored: StoredBody | None) -> Mapping[str, Any]:
    if stored is None:
        return {}
    try:
        raw = exchange.vault.find(stored)
        return {} if raw is None else envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw).record
    except (HubError, KeysError):
        return {}


def name_of(person: Mapping[str, Any], lang: str) -> Mapping[str, str]:
    """Return the name that a list shows: the primary one, in Cyrillic for Russian and in Latin letters for English."""
    wanted = "Latn" if lang == "en" else "Cyrl"
    names = [each for each in person.get("names", ()) if each.get("role") in {"primary", "mrz"}]
    names.sort(key=lambda each: (each.get("script") != wanted, each.get("role") != "primary"))
    return names[0] if names else {}
