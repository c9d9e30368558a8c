"""Readmission requests and replies.

Keys of names:

request.        case_id procedure requesting_authority requested_authority subject_class person evidence
                interview_requested languages knowledge_on route last_address circumstances legal_ground requested_on
route.          description crossing_point entered_on stops permit
permit.         kind number state valid_until
circumstances.  care_needed security_measures
legal_ground.   basis decision_number decided_on
reply.          case_id decision reasons decided_on authority identity_established travel_document valid_until
travel.         status document

Code lists: readmission-procedures, subject-classes, permit-kinds, readmission-decisions, travel-document-statuses.
"""

from adapters._dialect.dialect import Dialect
from adapters._dialect.parts import Parts
from adapters._parts.json_form import LINES, Form


def make_request(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a request."""
    member = dialect.member
    return Form(
        member("request.case_id", required=True),
        member("request.procedure", dialect.coded("readmission-procedures"), required=True),
        member("request.requesting_authority"),
        member("request.requested_authority", required=True),
        member("request.subject_class", dialect.coded("subject-classes"), required=True),
        member("request.person", parts.person, required=True),
        member("request.evidence", parts.evidence, required=True, many=True),
        member("request.interview_requested", dialect.flag, required=True),
        member("request.languages", many=True),
        member("request.knowledge_on", dialect.day),
        member("request.route", _route(dialect)),
        member("request.last_address"),
        member("request.circumstances", _circumstances(dialect)),
        member("request.legal_ground", _legal_ground(dialect, parts)),
        member("request.requested_on", dialect.day, required=True),
    )


def make_reply(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a reply."""
    member = dialect.member
    travel = Form(
        member("travel.status", dialect.coded("travel-document-statuses"), required=True),
        member("travel.document", parts.document),
    )
    return Form(
        member("reply.case_id", required=True),
        member("reply.decision", dialect.coded("readmission-decisions"), required=True),
        member("reply.reasons", parts.reason, many=True),
        member("reply.decided_on", dialect.day, required=True),
        member("reply.authority", parts.authority, required=True),
        member("reply.identity_established", dialect.flag),
        member("reply.travel_document", travel),
        member("reply.valid_until", dialect.day),
    )


def _route(dialect: Dialect) -> Form:
    permit = Form(
        dialect.member("permit.kind", dialect.coded("permit-kinds"), required=True),
        dialect.member("permit.number"),
        dialect.member("permit.state", dialect.state, required=True),
        dialect.member("permit.valid_until", dialect.day),
    )
    return Form(
        dialect.member("route.description", LINES),
        dialect.member("route.crossing_point"),
        dialect.member("route.entered_on", dialect.day),
        dialect.member("route.stops", dialect.state, many=True),
        dialect.member("route.permit", permit),
    )


def _circumstances(dialect: Dialect) -> Form:
    return Form(
        dialect.member("circumstances.care_needed", dialect.flag),
        dialect.member("circumstances.security_measures", dialect.flag),
    )


def _legal_ground(dialect: Dialect, parts: Parts) -> Form:
    return Form(
        dialect.member("legal_ground.basis", parts.legal_basis, required=True),
        dialect.member("legal_ground.decision_number"),
        dialect.member("legal_ground.decided_on", dialect.day),
    )
