"""One message of the queue -> changes for the gateway, and verdicts on the documents that cannot be sent."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from adapters._parts.faults import Fault, MappingError
from adapters._parts.queue_source import Message, Taken
from adapters._parts.sending import Sending
from adapters._parts.spool import Verdicted
from adapters._parts.xml_document import path_of
from adapters.ru_smev import attachments, names
from adapters.ru_smev.mapping import (
    citizenship_check,
    entry_ban,
    readmission_reply,
    readmission_request,
    summary,
)
from hub.sdk.ports import Change, Verdict

Element = etree._Element  # noqa: SLF001 - the type of elements has no other name
Parse = Callable[[Element, Element, str], dict[str, Any]]

_NOTICE = f"{{{names.ENTRY_BAN}}}EntryBanNotice"
_BAN = f"{{{names.ENTRY_BAN}}}EntryBan"
_NUMBERS = (
    f"{{{names.ENTRY_BAN}}}RegistryNumber",
    f"{{{names.READMISSION}}}CaseNumber",
    f"{{{names.CITIZENSHIP}}}CheckNumber",
)


def _own(parse: Callable[[etree._Element, etree._Element], dict[str, Any]]) -> Parse:
    """Return a parser of documents whose acting authority is the register's own."""

    def parse_own(element: etree._Element, root: etree._Element, participant: str) -> dict[str, Any]:
        record = parse(element, root)
        record["authority"].setdefault("participant", participant)
        return record

    return parse_own


def _check(element: etree._Element, root: etree._Element, participant: str) -> dict[str, Any]:
    record = citizenship_check.parse_request(element, root, participant)
    record["authority"].setdefault("participant", participant)
    return record


DOCUMENTS: Mapping[str, tuple[str, Parse]] = {
    _BAN: (entry_ban.TYPE, entry_ban.parse),
    f"{{{names.READMISSION}}}ReadmissionRequest": (readmission_request.TYPE, readmission_request.parse),
    f"{{{names.READMISSION}}}ReadmissionReply": (readmission_reply.TYPE, _own(readmission_reply.parse)),
    f"{{{names.CITIZENSHIP}}}CitizenshipCheckRequest": (citizenship_check.REQUEST, _check),
    f"{{{names.CITIZENSHIP}}}CitizenshipCheckReply": (citizenship_check.REPLY, _own(citizenship_check.parse_reply)),
    f"{{{names.STATISTICS}}}SituationSummary": (summary.TYPE, lambda element, root, _: summary.parse(element, root)),
}
"""Elements of the register's documents, the record types they are, and who reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Maps, validates and routes what the register sends."""

    sending: Sending

    def take(self, message: Message) -> Taken:
        """Return the changes and verdicts of the business content of one message."""
        content = message.content
        elements = [] if content is None else list(_documents(content))
        if content is None or not elements:
            return Taken(whole=True, verdicts=[_refused("/", None, [_NOT_A_DOCUMENT])])
        changes: list[Change] = []
        verdicts: list[Verdicted] = []
        for element in elements:
            place = path_of(element, content)
            try:
                changes.append(self._change(element, message, place))
            except MappingError as error:
                verdicts.append(_refused(place, _subject(element), error.faults))
        return Taken(changes=changes, verdicts=verdicts)

    def _change(self, element: etree._Element, message: Message, place: str) -> Change:
        type_, parse = DOCUMENTS[str(element.tag)]
        parts = attachments.take(element, message.attachments, place)
        root = element if message.content is None else message.content
        record = parse(element, root, self.sending.participant)
        return self.sending.change(
            type_, record, lambda pointer: f"{place}#{pointer}", origin={"place": place}, parts=parts
        )


def _documents(content: etree._Element) -> Iterator[etree._Element]:
    if content.tag == _NOTICE:
        yield from content.iterchildren(_BAN)
    elif content.tag in DOCUMENTS and content.tag != _BAN:
        yield content


def _subject(element: etree._Element) -> str | None:
    """Return the number of a document, where it has a plain one, to name it in the answer."""
    text = next((found for name in _NUMBERS if (found := element.findtext(name))), None)
    return text.strip()[:64] if text else None


def _refused(place: str, subject: str | None, faults: Sequence[Fault]) -> Verdicted:
    return Verdicted(
        place=place,
        subject=subject,
        message_id="",
        verdict=Verdict.REFUSED,
        problems=[fault.problem() for fault in faults],
    )


_NOT_A_DOCUMENT = Fault(
    code="document-unknown",
    place="/",
    ru="Сообщение не содержит известного документа. Проверьте пространство имён и корневой элемент.",
    en="The message holds no document that is known. Check the namespace and the root element.",
)
