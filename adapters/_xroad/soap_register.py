"""A register's services over X-Road SOAP. The services are this project's assumption; the wire below them is PR-MESS.

    getDocuments   after, limit -> entry* {number, document {…}, attachment* {mediaType, content}}, next, more
    putResults     result* {number, accepted, messageId?, problem* {code, place?, ru, en}}
    putDelivery    messageId, sender, index, acceptedAt, replyTo?, document, attachment*  -> result: accepted | refused
    eraseSubjects  subject*

Entries rise by number, and none is behind `next`: a page that says otherwise is none, nothing of it is taken.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from adapters._parts import xml_tree
from adapters._parts.faults import Fault
from adapters._parts.json_form import Form
from adapters._parts.outcomes import NOT_EXPRESSIBLE
from adapters._parts.xml_document import local_name
from adapters._xroad.errors import XRoadUnavailableError
from adapters._xroad.register import Entry, Page, Result
from adapters._xroad.soap_client import SoapClient
from hub.sdk.ports import Delivery, Part, Problem

_MOST = 500
_OF_AN_ENTRY = frozenset({"number", "document", "attachment"})
_TRUE = frozenset({"true", "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespaces:
    """XML namespaces of one register: of its services, and of its documents with their prefix."""

    services: str
    documents: str
    prefix: str


class SoapRegister:
    """The register behind X-Road services; `forms` are those of its documents by the names of their elements."""

    def __init__(self, client: SoapClient, forms: Mapping[str, Form], namespaces: Namespaces) -> None:
        self._client = client
        self._forms = forms
        self._namespaces = namespaces
        self._ns = {"s": namespaces.services}

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def feed(self, after: int, limit: int) -> Page:
        """Return at most `limit` documents after a number.

        Raises:
            XRoadError: the page is not to be had whole.
        """
        answer = self._call("getDocuments", {"after": str(after), "limit": str(min(limit, _MOST))})
        found = answer.findall("s:entry", self._ns)
        numbers = [_number(entry.findtext("s:number", None, self._ns)) for entry in found]
        following = _number(answer.findtext("s:next", None, self._ns))
        if len(found) > limit or not _is_rising([after, *numbers], following):
            raise XRoadUnavailableError("the register's page of documents has no proper end; it may be cut off")
        more = answer.findtext("s:more", None, self._ns) in _TRUE
        entries = [self._entry(number, entry) for number, entry in zip(numbers, found, strict=True)]
        return Page(entries=entries, next=following, more=more)

    def report(self, results: Sequence[Result]) -> None:
        """Tell what became of documents.

        Raises:
            XRoadError: it was not heard.
        """
        self._call("putResults", {"result": [_result(result) for result in results]})

    def put(self, delivery: Delivery, kind: str, document: Any) -> Problem | None:
        """Hand over one record.

        Raises:
            XRoadError: it was not taken now.
        """
        told = {
            "messageId": delivery.message_id,
            "sender": delivery.sender,
            "index": str(delivery.index),
            "acceptedAt": delivery.accepted_at,
            **({} if delivery.reply_to is None else {"replyTo": delivery.reply_to}),
        }
        try:
            request = self._request("putDelivery", told)
            content = etree.SubElement(request, f"{{{self._namespaces.services}}}document")
            content.append(xml_tree.document(kind, document, self._namespaces.documents, self._namespaces.prefix))
            xml_tree.fill(request, {"attachment": [_attachment(part) for part in delivery.parts]}, self._services)
        except ValueError:
            return NOT_EXPRESSIBLE
        answer = self._client.call(request, delivery.subject or "")
        match answer.findtext("s:result", None, self._ns):
            case "accepted":
                return None
            case "refused":
                return _REFUSED
        raise XRoadUnavailableError("the register's answer to a delivery says neither accepted nor refused")

    def erase(self, subjects: Sequence[str]) -> None:
        """Let the register forget subjects.

        Raises:
            XRoadError: it was not heard.
        """
        self._call("eraseSubjects", {"subject": list(subjects)})

    @property
    def _services(self) -> str:
        return self._namespaces.services

    def _call(self, code: str, plain: Mapping[str, Any]) -> etree._Element:
        return self._client.call(self._request(code, plain))

    def _request(self, code: str, plain: Mapping[str, Any]) -> etree._Element:
        return xml_tree.document(code, plain, self._services, "s")

    def _entry(self, number: int, entry: etree._Element) -> Entry:
        beside = next((child for child in entry if not self._is_known(child)), None)
        if beside is not None:
            return Entry(number=number, kind="", fault=_unknown(local_name(beside)[:64]))
        content = entry.findall("s:document/*", self._ns)
        if len(content) != 1 or etree.QName(content[0]).namespace != self._namespaces.documents:
            return Entry(number=number, kind="", fault=NOT_A_DOCUMENT)
        kind = local_name(content[0])[:64]
        form = self._forms.get(kind)
        plain = None if form is None else xml_tree.to_plain(content[0], self._namespaces.documents, form)
        try:
            parts = [_part(element, self._ns) for element in entry.findall("s:attachment", self._ns)]
        except ValueError:
            return Entry(number=number, kind=kind, fault=_ATTACHMENT_INVALID)
        return Entry(number=number, kind=kind, document=plain, attachments=parts)

    def _is_known(self, child: etree._Element) -> bool:
        name = etree.QName(child)
        return name.namespace == self._namespaces.services and name.localname in _OF_AN_ENTRY


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) <= 18 else -1


def _is_rising(numbers: Sequence[int], following: int) -> bool:
    steps = list(numbers)
    return -1 not in steps and sorted(set(steps)) == steps and following >= steps[-1]


def _result(result: Result) -> dict[str, Any]:
    return {
        "number": str(result.number),
        "accepted": "true" if result.accepted else "false",
        **({"messageId": result.message_id} if result.message_id else {}),
        "problem": [_problem(problem) for problem in result.problems],
    }


def _problem(problem: Problem) -> dict[str, str]:
    place = {"place": problem.pointer} if problem.pointer else {}
    return {"code": problem.code, **place, "ru": problem.ru, "en": problem.en}


def _attachment(part: Part) -> dict[str, str]:
    return {"mediaType": part.media_type, "content": base64.b64encode(part.content).decode()}


def _part(element: etree._Element, ns: Mapping[str, str]) -> Part:
    """Return a part of an attachment.

    Raises:
        ValueError: it has no media type, or no base64.
    """
    media_type, content = (element.findtext(f"s:{name}", "", dict(ns)) for name in ("mediaType", "content"))
    if not media_type or not content:
        raise ValueError("an attachment has a media type and a content")
    try:
        return Part(media_type=media_type.strip(), content=base64.b64decode("".join(content.split()), validate=True))
    except binascii.Error:
        raise ValueError("an attachment is base64") from None


def _unknown(name: str) -> Fault:
    return Fault(
        code="element-unknown",
        place=f"/entry/{name}",
        ru="Рядом с документом стоит неизвестный элемент, его смысл пропал бы. Уберите его или обновите адаптер.",
        en="An unknown element stands beside the document: its meaning would be lost. Remove it or update the adapter.",
    )


_REFUSED = Problem(
    code="refused-by-national-system",
    pointer="",
    ru="Национальная система отклонила документ. Исправьте запись и отправьте новую редакцию.",
    en="The national system refused the document. Correct the record and send a new revision.",
)
NOT_A_DOCUMENT = Fault(
    code="document-unknown",
    place="/entry/document",
    ru="Запись не содержит известного документа. Проверьте пространство имён и корневой элемент.",
    en="The entry holds no document that is known. Check the namespace and the root element.",
)
_ATTACHMENT_INVALID = Fault(
    code="attachment-invalid",
    place="/entry/attachment",
    ru="Вложение без вида содержимого или не в base64. Приложите его заново.",
    en="An attachment has no media type or is not base64. Attach it again.",
)
