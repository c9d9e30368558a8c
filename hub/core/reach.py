"""Reach: a record about another's ban or search comes from somebody whom that ban or search was sent to.

What the sender has nothing to do with looks like what is not there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hub.core.entry_ban import reports
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.missing import search
from hub.core.mover import HeadKey


def _ban(record: Mapping[str, Any]) -> Mapping[str, HeadKey]:
    return {"/ban": HeadKey("ban", record["ban"]["issuer"], record["ban"]["ban_id"])}


def _pair(record: Mapping[str, Any]) -> Mapping[str, HeadKey]:
    kinds = {"am": search.MOVERS[search.PERSON].kind, "pm": search.MOVERS[search.REMAINS].kind}
    return {f"/{name}": HeadKey(kind, record[name]["owner"], record[name]["case_id"]) for name, kind in kinds.items()}


_NAMED: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, HeadKey]]] = {
    reports.HIT: _ban,
    reports.REQUEST: _ban,
    search.MATCH: _pair,
}


def named(envelope: Envelope) -> Mapping[str, HeadKey]:
    """Return the heads that a record speaks of without moving them, by the member that names each."""
    find = _NAMED.get(envelope.type)
    return {} if find is None else find(envelope.record)


def unknown(member: str) -> Fault:
    """Return what is said of a member that names what the sender does not have."""
    return Fault(
        pointer=f"/record{member}",
        code="record-unknown",
        ru="Такой записи нет, или вы не её сторона. Сверьте участника и номер.",
        en="There is no such record, or you are no party of it. Check the participant and the reference.",
    )
