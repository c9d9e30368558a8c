"""Entry bans.

Keys of names:

ban.       ban_id revision status issuer direction decision grounds reason_text severity period subject action as_of
           source_system appeal change
decision.  number date authority legal_basis court_ordered
period.    kind duration start_event start_on end_on condition
appeal.    filed filed_on outcome
change.    cause on decision_number note

Code lists: ban-statuses, ban-directions, ban-severities, ban-actions, ban-period-kinds, ban-start-events,
ban-change-causes, appeal-outcomes, units-of-time (Y, M, D).
"""

from adapters._dialect.dialect import Dialect
from adapters._dialect.parts import Parts
from adapters._parts.json_form import Form


def make(dialect: Dialect, parts: Parts) -> Form:
    """Return the form of a ban."""
    member = dialect.member
    return Form(
        member("ban.ban_id", required=True),
        member("ban.revision", dialect.whole, required=True),
        member("ban.status", dialect.coded("ban-statuses"), required=True),
        member("ban.issuer"),
        member("ban.direction", dialect.coded("ban-directions"), required=True),
        member("ban.decision", _decision(dialect, parts), required=True),
        member("ban.grounds", required=True, many=True),
        member("ban.reason_text", parts.text),
        member("ban.severity", dialect.coded("ban-severities"), required=True),
        member("ban.period", _period(dialect, parts), required=True),
        member("ban.subject", parts.person, required=True),
        member("ban.action", dialect.coded("ban-actions"), required=True),
        member("ban.as_of", dialect.moment, required=True),
        member("ban.source_system"),
        member("ban.appeal", _appeal(dialect)),
        member("ban.change", _change(dialect, parts)),
    )


def _decision(dialect: Dialect, parts: Parts) -> Form:
    return Form(
        dialect.member("decision.number", required=True),
        dialect.member("decision.date", dialect.day, required=True),
        dialect.member("decision.authority", parts.authority, required=True),
        dialect.member("decision.legal_basis", parts.legal_basis, required=True),
        dialect.member("decision.court_ordered", dialect.flag, required=True),
    )


def _period(dialect: Dialect, parts: Parts) -> Form:
    return Form(
        dialect.member("period.kind", dialect.coded("ban-period-kinds"), required=True),
        dialect.member("period.duration", dialect.duration),
        dialect.member("period.start_event", dialect.coded("ban-start-events")),
        dialect.member("period.start_on", dialect.day),
        dialect.member("period.end_on", dialect.day),
        dialect.member("period.condition", parts.text),
    )


def _appeal(dialect: Dialect) -> Form:
    return Form(
        dialect.member("appeal.filed", dialect.flag, required=True),
        dialect.member("appeal.filed_on", dialect.day),
        dialect.member("appeal.outcome", dialect.coded("appeal-outcomes")),
    )


def _change(dialect: Dialect, parts: Parts) -> Form:
    return Form(
        dialect.member("change.cause", dialect.coded("ban-change-causes"), required=True),
        dialect.member("change.on", dialect.day, required=True),
        dialect.member("change.decision_number"),
        dialect.member("change.note", parts.text),
    )
