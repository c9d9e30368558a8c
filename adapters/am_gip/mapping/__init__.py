"""Armenian JSON <-> records, pure: no network, no files, no clock. One table for each document, both ways.

Every member of a record has its place, so a record sent into the register and read from it again is the same. Only
`sealed` has none: what was sealed travels beside the document, opened.
"""

from collections.abc import Mapping

from adapters._dialect import documents
from adapters._dialect.dialect import Dialect, Spelling
from adapters._parts.json_form import FLAG, NUMBER, WHOLE
from adapters._xroad.documents import Document, Documents
from adapters.am_gip.mapping import values
from adapters.am_gip.mapping.names import NAMES
from adapters.am_gip.mapping.words import WORDS

KINDS: Mapping[str, str] = {
    "Entry_Ban": "entry-ban",
    "Readmission_Request": "readmission-request",
    "Readmission_Reply": "readmission-reply",
    "Citizenship_Request": "citizenship-check-request",
    "Citizenship_Reply": "citizenship-check-reply",
    "Migration_Summary": "situation-summary",
}
"""Kinds of the register's documents and the record types they are."""

DIALECT = Dialect(
    names=NAMES,
    words=WORDS,
    spellings=(
        Spelling(script="Cyrl", prefix="Russian_"),
        Spelling(script="Latn", prefix="English_"),
        Spelling(script="Armn"),
    ),
    own_scheme="AM-PSN",
    own_number=values.PSN,
    day=values.DAY,
    partial=values.PARTIAL,
    moment=values.MOMENT,
    state=values.STATE,
    citizenship=values.CITIZENSHIP,
    flag=FLAG,
    whole=WHOLE,
    number=NUMBER,
    nothing=frozenset({"չկա", "չունի"}),
)
FORMS = documents.make(DIALECT)
DOCUMENTS = Documents(Document(kind=kind, type=type_, form=FORMS[type_]) for kind, type_ in KINDS.items())
