"""Kazakh XML <-> records, pure: no network, no files, no clock. One table for each document, both ways.

    <entryBan>             entry-ban                     <citizenshipRequest>  citizenship-check-request
    <readmissionRequest>   readmission-request           <citizenshipReply>    citizenship-check-reply
    <readmissionReply>     readmission-reply             <summary>             situation-summary

A name stands in Kazakh letters (`surname`), as Russian documents have it (`surnameRus`) and as the passport has it
(`surnameLat`). Every member of a record has its place, so a record that went into the register and is read from it
again is the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from adapters._dialect import documents
from adapters._dialect.dialect import Dialect, Spelling
from adapters._parts import authorship, xml_tree
from adapters._parts.faults import Fault, Findings, MappingError
from adapters._parts.xml_document import local_name
from adapters.kz_shep.mapping import values
from adapters.kz_shep.mapping.names import NAMES
from adapters.kz_shep.mapping.words import WORDS

NAMESPACE = "urn:cis-migration:kz-shep:1"
PREFIX = "cm"
KINDS: Mapping[str, str] = {
    "entryBan": "entry-ban",
    "readmissionRequest": "readmission-request",
    "readmissionReply": "readmission-reply",
    "citizenshipRequest": "citizenship-check-request",
    "citizenshipReply": "citizenship-check-reply",
    "summary": "situation-summary",
}
"""Elements of the register's documents and the record types they are."""
ELEMENTS: Mapping[str, str] = {type_: name for name, type_ in KINDS.items()}

DIALECT = Dialect(
    names=NAMES,
    words=WORDS,
    spellings=(
        Spelling(script="Cyrl", suffix="Rus"),
        Spelling(script="Latn", suffix="Lat"),
        Spelling(script="Cyrl", lang="kk"),
    ),
    own_scheme="KZ-IIN",
    own_number=values.IIN,
    day=values.DAY,
    partial=values.PARTIAL,
    moment=values.MOMENT,
    state=values.STATE,
    citizenship=values.CITIZENSHIP,
    flag=values.FLAG,
    whole=values.WHOLE,
    number=values.NUMBER,
    nothing=frozenset({"жоқ"}),
)
FORMS = documents.make(DIALECT)


def type_of(element: etree._Element) -> str | None:
    """Return the record type of a document; None when it is none of ours."""
    known = element.tag == f"{{{NAMESPACE}}}{local_name(element)}"
    return KINDS.get(local_name(element)) if known else None


def parse(element: etree._Element, participant: str) -> dict[str, Any]:
    """Return the record of a document; what it leaves open about its author is filled in from `participant`.

    Raises:
        MappingError: the document cannot be mapped; its faults have XPaths from the document.
    """
    name = local_name(element)
    type_, findings = KINDS[name], Findings()
    form = FORMS[type_]
    record = form.parse(xml_tree.to_plain(element, NAMESPACE, form), findings, (name,))
    try:
        findings.settle()
    except MappingError as error:
        raise MappingError(replace(fault, place=xml_tree.xpath_of(fault.place)) for fault in error.faults) from None
    return authorship.complete(type_, record, participant)


def format(type_: str, record: Mapping[str, Any]) -> etree._Element:  # noqa: A001 - the inverse of parse
    """Return the document of a record.

    Raises:
        KeyError: a code of the record has no national word.
        ValueError: the record has a member or a sign that the document has no place for.
    """
    return xml_tree.document(ELEMENTS[type_], FORMS[type_].format(record), NAMESPACE, PREFIX)


def place_of(type_: str, pointer: str) -> str:
    """Return the XPath of a member of the record, as far as it can be told."""
    return xml_tree.xpath_of(f"/{ELEMENTS[type_]}{FORMS[type_].place_of(pointer)}")


def unknown() -> Fault:
    """Return the fault of a document of another kind."""
    return Fault(
        code="document-unknown",
        place="/",
        ru="Сообщение не содержит известного документа. Проверьте пространство имён и корневой элемент.",
        en="The message holds no document that is known. Check the namespace and the root element.",
    )
