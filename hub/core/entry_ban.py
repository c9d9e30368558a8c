"""Entry bans: how revisions of one ban follow each other, and what a ban's own members must say of each other.

A ban is one subject with revisions, numbered by its issuer from 1 on. Amending, lifting and correcting are later
revisions; `annulled` and `superseded` end it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, Fault, RevisionError
from hub.core.mover import Head, Mover, by_sender, member

TYPE = "entry-ban"
FINAL = frozenset({"annulled", "superseded"})


def step(state: str | None, revision: int, record: Mapping[str, Any]) -> tuple[str, int]:
    """Return status and revision after this record, given those before it (None and 0: the ban is new).

    Raises:
        CaseMoveError: the ban has ended.
        RevisionError: the record is not newer than the last accepted revision.
    """
    if state in FINAL:
        raise CaseMoveError(state=state, move=record["status"], allowed="-")
    if record["revision"] <= revision:
        raise RevisionError(expected=revision + 1)
    return record["status"], record["revision"]


def check(record: Mapping[str, Any], *, sender: str) -> list[Fault]:
    """Return what is wrong in a ban that fits its schema."""
    faults = []
    if record["issuer"] != sender:
        faults.append(
            Fault(
                pointer="/issuer",
                code="issuer-mismatch",
                ru="Запрет выдан не отправителем. Отправлять запрет может только выдавший его орган.",
                en="The sender did not issue this ban. Only its issuer may send a ban.",
            )
        )
    return faults + _check_period(record["period"], record["status"])


def _check_period(period: Mapping[str, Any], status: str) -> list[Fault]:
    faults = []
    start, end = (_day(period.get(member)) for member in ("start_on", "end_on"))
    if start and end and end < start:
        faults.append(
            Fault(
                pointer="/period/end_on",
                code="period-ends-before-start",
                ru="Срок запрета кончается раньше, чем начинается. Исправьте дату начала или окончания.",
                en="The ban ends before it starts. Mend the start or the end date.",
            )
        )
    if status == "pending_start" and start:
        faults.append(
            Fault(
                pointer="/period/start_on",
                code="pending-with-start",
                ru="Запрет ждёт события начала, но дата начала указана. Уберите дату или смените состояние.",
                en="The ban waits for its start event, yet has a start date. Remove the date or change the status.",
            )
        )
    return faults


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _move(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    state, revision = (None, 0) if head is None else (head.state, head.version)
    return step(state, revision, envelope.record)


MOVERS: Mapping[str, Mover] = {TYPE: Mover(kind="ban", owner=by_sender, subject=member("ban_id"), step=_move)}
