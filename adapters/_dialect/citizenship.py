"""Citizenship checks: is this person, known by number, document or name, a citizen?

Keys of names:

check.         check_id requesting_authority requested_authority requested_on authority reason person evidence
               languages case_id
check_reply.   check_id requesting_authority result decided_on authority person reasons

Code lists: citizenship-check-reasons, citizenship-check-results.
"""

from adapters._dialect.dialect import Dialect
from adapters._dialect.parts import Parts
from adapters._parts.json_form import Form


def make_request(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a request."""
    member = dialect.member
    return Form(
        member("check.check_id", required=True),
        member("check.requesting_authority"),
        member("check.requested_authority", required=True),
        member("check.requested_on", dialect.day, required=True),
        member("check.authority", parts.authority, required=True),
        member("check.reason", dialect.coded("citizenship-check-reasons"), required=True),
        member("check.person", parts.person, required=True),
        member("check.evidence", parts.evidence, many=True),
        member("check.languages", many=True),
        member("check.case_id"),
    )


def make_reply(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a reply."""
    member = dialect.member
    return Form(
        member("check_reply.check_id", required=True),
        member("check_reply.requesting_authority", required=True),
        member("check_reply.result", dialect.coded("citizenship-check-results"), required=True),
        member("check_reply.decided_on", dialect.day, required=True),
        member("check_reply.authority", parts.authority, required=True),
        member("check_reply.person", parts.person),
        member("check_reply.reasons", parts.reason, many=True),
    )
