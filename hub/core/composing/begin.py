"""What a record begins with: the sender's own names, today, a reference; what one that follows another takes from it.

begin    a new record
follow   a new revision of an own record, or the next step of a document; of a type without revisions, a copy
answer   a record that answers a received one
about    a record about a ban
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.core import sealed_part
from hub.core.composing.part import Kind, Part, join
from hub.core.composing.spread import THERE
from hub.core.council import document
from schemas.record_type import RecordType

FIRST = 1
REVISION, STAGE, STATUS, AUTHORITY, REQUESTING = "revision", "stage", "status", "authority", "requesting_authority"
BAN = "ban"
OWN = frozenset({"owner", "participant", "reporting_authority"})
ISSUED_BY_US = frozenset({"entry-ban", "amnesty-act"})
# Records of a case whose first record somebody sent before: who that was is for the writer to say.
ASKED_BEFORE = frozenset({"interview-request", "readmission-return", "travel-document", "handover-act"})
# Days of the sheet of paper itself; the days of what is told of (held, arrived, issued) are not proposed.
OF_TODAY = frozenset(
    {
        *("requested_on", "decided_on", "asked_on", "answered_on", "withdrawn_on", "noticed_on", "received_on"),
        *("given_on", "returned_on", "claimed_on", "notified_on", "reported_on", "registered_on", "described_on"),
        *("as_of", "signed_on"),
    }
)
OTHERS_STEPS = {document.COMMENTS: ("comments",), document.PROGRESS: ("progress",)}
ENTRIES = frozenset({"title", "items", "entries", "measures", "sections", "adopted", "comments", "progress"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Who writes: the participant, what it is called, its state; the day and the instant; a reference not used yet."""

    participant: str
    title: str
    today: str
    now: str
    reference: str


def begin(kind: RecordType, part: Part, own: Own) -> dict[str, Any]:
    """Return what a new record of a type has before anything is typed."""
    proposed = {**_days(part, own), **_names(kind, own)}
    if kind.subject_member is not None and kind.subject_member not in OWN:
        proposed[kind.subject_member] = own.reference
    if kind.name in document.TYPES:
        proposed[STAGE] = document.DRAFT
    known = {each.name for each in part.parts}
    return {name: value for name, value in proposed.items() if name in known}


def follow(kind: RecordType, part: Part, record: Mapping[str, Any], own: Own, revision: int) -> dict[str, Any]:
    """Return the record that follows an own one of the same type; `revision` is the last one in the log.

    What is sealed is sealed for one message, and does not come along.
    """
    if REVISION not in record:
        again = begin(kind, part, own)
        subject = {} if kind.subject_member is None else {kind.subject_member: own.reference}
        days = {name: again[name] for name in _days(part, own) if name in record}
        kept = {name: value for name, value in record.items() if name != sealed_part.MEMBER}
        return {**kept, **subject, **days}
    found = {**record, **_days(part, own), REVISION: revision + 1}
    found.pop(sealed_part.MEMBER, None)
    if kind.name in document.TYPES:
        found = {name: value for name, value in found.items() if name not in {"adopted", "comments", "progress"}}
        found[STAGE] = document.DRAFT
    return found


def report(record: Mapping[str, Any], own: Own, *, no: str | None, revision: int) -> dict[str, Any]:
    """Return a report on items of an adopted plan; `no` is the number of the first, None where it is not named yet."""
    item: dict[str, Any] = {"no": no, "on": own.today} if no else {"on": own.today}
    kept = {name: value for name, value in record.items() if name not in ENTRIES}
    return {**kept, STAGE: document.PROGRESS, REVISION: revision, "progress": [item]}


def comment(record: Mapping[str, Any], revision: int) -> dict[str, Any]:
    """Return a record with comments on a draft of somebody else's."""
    kept = {name: value for name, value in record.items() if name not in ENTRIES}
    return {**kept, STAGE: document.COMMENTS, REVISION: revision}


def answer(kind: RecordType, part: Part, record: Mapping[str, Any], sender: str, own: Own) -> dict[str, Any]:
    """Return what the answer to a received record begins with: the same case or ban, and who asked."""
    found = begin(kind, part, own)
    asked = {REQUESTING: sender, **record}
    same = [name for name in (kind.subject_member, REQUESTING, BAN) if name is not None and name in asked]
    known = {each.name for each in part.parts}
    return {**found, **{name: asked[name] for name in same if name in known}}


def opened(part: Part) -> dict[str, str]:
    """Return the marks of what a blank form shows though it may be left out: birth and documents of its person."""
    persons = [each for each in part.parts if each.required and each.child("nationalities") is not None]
    return {join(each.name, inside): THERE for each in persons for inside in ("birth", "documents")}


def about(kind: RecordType, part: Part, ban: Mapping[str, Any], issuer: str, own: Own) -> dict[str, Any]:
    """Return what a record about a ban begins with."""
    return {**begin(kind, part, own), BAN: {"issuer": issuer, **{name: ban[name] for name in ("ban_id", REVISION)}}}


def _days(part: Part, own: Own) -> dict[str, Any]:
    said = {Kind.DATE: own.today, Kind.MOMENT: own.now}
    found = [each for each in part.parts if each.required and each.kind in said and each.name in OF_TODAY]
    return {each.name: said[each.kind] for each in found}


def _names(kind: RecordType, own: Own) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(OWN, own.participant)
    found |= {REVISION: FIRST, "sequence": FIRST, AUTHORITY: {"name": own.title, "participant": own.participant}}
    if kind.name in ISSUED_BY_US:
        found["issuer"] = own.participant
    if not kind.replies_to and kind.name not in ASKED_BEFORE:
        found[REQUESTING] = own.participant
    return found
