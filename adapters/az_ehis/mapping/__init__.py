"""Azerbaijani XML <-> records, pure: no network, no files, no clock. One table for each document, both ways.

    <Qadaga>              entry-ban                     <VetendasliqSorgusu>  citizenship-check-request
    <ReadmissiyaSorgusu>  readmission-request           <VetendasliqCavabi>   citizenship-check-reply
    <ReadmissiyaCavabi>   readmission-reply             <Icmal>               situation-summary

Every member of a record has its place, so a record sent into the register and read from it again is the same. Only
`sealed` has none: what was sealed travels beside the document, opened.
"""

from collections.abc import Mapping

from adapters._dialect import documents
from adapters._dialect.dialect import Dialect, Spelling
from adapters.az_ehis.mapping import values
from adapters.az_ehis.mapping.letters import capitals
from adapters.az_ehis.mapping.names import NAMES
from adapters.az_ehis.mapping.words import WORDS

NAMESPACE = "urn:cis-migration:az-ehis:1"
KINDS: Mapping[str, str] = {
    "Qadaga": "entry-ban",
    "ReadmissiyaSorgusu": "readmission-request",
    "ReadmissiyaCavabi": "readmission-reply",
    "VetendasliqSorgusu": "citizenship-check-request",
    "VetendasliqCavabi": "citizenship-check-reply",
    "Icmal": "situation-summary",
}
"""Elements of the register's documents and the record types they are."""

DIALECT = Dialect(
    names=NAMES,
    words=WORDS,
    spellings=(
        Spelling(script="Cyrl", suffix="Kiril"),
        Spelling(script="Latn", suffix="Pasport"),
        Spelling(script="Latn", lang="az"),
    ),
    own_scheme="AZ-FIN",
    own_number=values.FIN,
    day=values.DAY,
    partial=values.PARTIAL,
    moment=values.MOMENT,
    state=values.STATE,
    citizenship=values.CITIZENSHIP,
    flag=values.FLAG,
    whole=values.WHOLE,
    number=values.NUMBER,
    fold=capitals,
    nothing=frozenset({"YOX", "YOXDUR"}),
    number_letters=str.maketrans({"İ": "I"}),
)
FORMS = documents.make(DIALECT)
