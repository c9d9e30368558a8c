"""What a page shows of persons is in the log first, and in the audit, which says who looked: a deed names the leaf."""

from aiohttp import web

from hub.console.visit import visit_of
from hub.core.envelope import Envelope
from hub.web.state import PROCESS
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.data_protection.log_access import Access, log_access
from schemas.record_type import RecordType


async def log_record(
    request: web.Request, action: str, envelope: Envelope, kind: RecordType, *, question: str, **facts: str
) -> None:
    """Log that a record is shown, where records of its type tell of persons. Until this has returned, nothing may be.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
    """
    if not kind.person_data:
        return
    visit = visit_of(request)
    said = Access(
        participant=visit.party,
        question=question,
        purpose=envelope.purpose,
        case=envelope.subject or "",
        facts={**facts, "account": visit.person.id},
    )
    leaf = await log_access(visit.exchange, request.app[PROCESS].committer, said)
    await note_alone(visit.exchange, deed_of(visit.person, action, str(leaf)))
