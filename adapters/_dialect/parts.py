"""Small parts that several documents have.

Keys of names:

text.         ru en
authority.    name unit participant state
legal_basis.  law article part state
evidence.     tier item document_ref note forged
reason.       code text
"""

from dataclasses import dataclass

from adapters._dialect.dialect import Dialect
from adapters._dialect.person import make_document, make_person
from adapters._parts.json_form import LINES, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one dialect."""

    text: Form
    authority: Form
    legal_basis: Form
    evidence: Form
    reason: Form
    person: Form
    document: Form


def make(dialect: Dialect) -> Parts:
    """Return the parts of a dialect."""
    member = dialect.member
    text = Form(member("text.ru", LINES), member("text.en", LINES))
    return Parts(
        text=text,
        authority=Form(
            member("authority.name", required=True),
            member("authority.unit"),
            member("authority.participant"),
            member("authority.state", dialect.state),
        ),
        legal_basis=Form(
            member("legal_basis.law", required=True),
            member("legal_basis.article", required=True),
            member("legal_basis.part"),
            member("legal_basis.state", dialect.state),
        ),
        evidence=Form(
            member("evidence.tier", required=True),
            member("evidence.item", required=True),
            member("evidence.document_ref"),
            member("evidence.note", LINES),
            member("evidence.forged", dialect.flag),
        ),
        reason=Form(member("reason.code", required=True), member("reason.text", text)),
        person=make_person(dialect),
        document=make_document(dialect),
    )
