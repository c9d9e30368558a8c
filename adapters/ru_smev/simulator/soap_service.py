"""The SOAP side of the simulated service: the four operations and their faults."""

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from lxml import etree

from adapters._parts import clock, xml_signature
from adapters._parts.xml_signature import Expected, SignatureRefusedError
from adapters._simulator.door import behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.signing import Signing, spoil
from adapters._simulator.xml_making import Maker
from adapters.ru_smev import names
from adapters.ru_smev.simulator import reading
from adapters.ru_smev.simulator.register import RussianRegister

_NS = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC, "ex": names.EXCHANGE, "rm": names.READMISSION}
_MAP = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC}
SOAP = Maker(names.SOAP, _MAP)
NS = Maker(names.TYPES, _MAP)
BASIC = Maker(names.BASIC, _MAP)
FAULT = Maker(names.FAULTS, {"f": names.FAULTS})


class _FaultError(Exception):
    """The operation ends in a SOAP fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is demanded of callers: a token, a signature."""

    token: str | None
    signed: bool


class SoapService:
    """Answers POSTs with envelopes, each signed."""

    def __init__(self, register: RussianRegister, orders: Orders, signing: Signing, access: Access) -> None:
        self._register = register
        self._signing = signing
        self._access = access
        self._operations: Mapping[str, Callable[[etree._Element, Order | None], etree._Element]] = {
            "GetRequestRequest": self._get_request,
            "AckRequest": self._acknowledge,
            "SendRequestRequest": self._send_request,
            "SendResponseRequest": self._send_response,
        }
        self.handle = behaving(orders, lambda _, raw: _name(_parse(raw)).removesuffix("Request"), self._answer)

    def _answer(self, request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        operation = _parse(raw)
        allowed = self._access.token is None or request.headers.get("Authorization") == f"Bearer {self._access.token}"
        try:
            body, status = self._perform(operation, allowed, order), 200
        except _FaultError as fault:
            body, status = _fault(str(fault)), 500
        root = SOAP.Envelope(SOAP.Body(body))
        if status == HTTPStatus.OK:
            self._sign(root, body, order)
        answer = etree.tostring(root, encoding="utf-8")
        return web.Response(body=answer, status=status, content_type="text/xml", charset="utf-8")

    def _sign(self, root: etree._Element, body: etree._Element, order: Order | None) -> None:
        """Sign what an answer says, where it says something."""
        signed = body.find("ns:RequestMessage/ns:Request", _NS)
        signed = body.find("ns:MessageMetadata", _NS) if signed is None else signed
        if signed is not None:
            signed.set("Id", "SIGNED_BY_SMEV")
            made = self._signing.provider(order).sign(root, ["SIGNED_BY_SMEV"], None)
            signed.addnext(NS.SMEVSignature(made))
            spoil(root, order)

    def _check_caller(self, operation: etree._Element) -> None:
        """Ask for the caller's signature over the first element of its operation."""
        envelope = operation.getroottree().getroot()
        caller = f"{{{names.TYPES}}}CallerInformationSystemSignature"
        location = f"./{{{names.SOAP}}}Body/{operation.tag}/{caller}/"
        try:
            der = xml_signature.certificate_of(xml_signature.find(envelope, location))
            expected = Expected(location=location, signed={operation[0].get("Id", ""): operation[0]}, der=der)
            xml_signature.check(envelope, expected, self._signing.client, clock.now())
        except SignatureRefusedError:
            raise _FaultError("SignatureVerificationFault") from None

    def _perform(self, operation: etree._Element | None, allowed: bool, order: Order | None) -> etree._Element:
        if not allowed:
            raise _FaultError("AccessDenied")
        if operation is None or _name(operation) not in self._operations:
            raise _FaultError("InvalidContent")
        if self._access.signed:
            self._check_caller(operation)
        if order is not None and order.mode is Misbehaviour.FAULT:
            raise _FaultError(order.name or "SMEVFailure")
        return self._operations[_name(operation)](operation, order)

    def _get_request(self, _operation: etree._Element, order: Order | None) -> etree._Element:
        state = self._register.state
        again = state.last_acknowledged() if is_ordered(order, Misbehaviour.DUPLICATE) else None
        taken = again or state.take(newest=is_ordered(order, Misbehaviour.OUT_OF_ORDER))
        answer = NS.GetRequestResponse()
        if taken is not None:
            answer.append(
                NS.RequestMessage(
                    NS.Request(
                        NS.SenderProvidedRequestData(
                            NS.MessageID(taken.id), BASIC.MessagePrimaryContent(etree.fromstring(taken.body))
                        ),
                        NS.MessageMetadata(NS.MessageId(taken.id), NS.MessageType("REQUEST")),
                        NS.ReplyTo(taken.id),
                    )
                )
            )
        return answer

    def _acknowledge(self, operation: etree._Element, _order: Order | None) -> etree._Element:
        if not self._register.state.acknowledge(operation.findtext("basic:AckTargetMessage", "", _NS)):
            raise _FaultError("TargetMessageIsNotFound")
        return NS.AckResponse()

    def _send_request(self, operation: etree._Element, _order: Order | None) -> etree._Element:
        data = _need(operation, "ns:SenderProvidedRequestData")
        message_id = _message_id(data)
        content = _need(data, "basic:MessagePrimaryContent/*")
        if content.tag not in {f"{{{names.EXCHANGE}}}Delivery", f"{{{names.EXCHANGE}}}EraseNotice"}:
            raise _FaultError("UnknownMessageType")
        self._take_in(message_id, content, operation)
        return NS.SendRequestResponse(_queued(message_id))

    def _take_in(self, message_id: str, content: etree._Element, operation: etree._Element) -> None:
        """Note what came, and hold it; the register orders revisions by itself."""
        state, noted = self._register.state, reading.arrival(content)
        noted["attachments"] = _attachments(operation)
        with state.together():
            if not state.receive(message_id, noted):
                raise _FaultError("MessageIsAlreadySent")
            for subject in noted.get("subjects", ()):
                state.erase(subject)
            if noted.get("type"):
                facts = reading.facts(content)
                state.hold(noted["type"], noted["subject"], facts, revision=facts.get("revision", 1))

    def _send_response(self, operation: etree._Element, _order: Order | None) -> etree._Element:
        data = _need(operation, "ns:SenderProvidedResponseData")
        message_id, reply_to = _message_id(data), data.findtext("ns:To", "", _NS)
        if self._register.state.find(reply_to) is None:
            raise _FaultError("RecipientIsNotFound")
        if not self._register.state.tell(message_id, {"reply_to": reply_to, **_verdict(data)}):
            raise _FaultError("MessageIsAlreadySent")
        return NS.SendResponseResponse(_queued(message_id))


def _parse(raw: bytes) -> etree._Element | None:
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    return root.find("soap:Body/*", _NS)


def _name(operation: etree._Element | None) -> str:
    return "" if operation is None else etree.QName(operation).localname


def _need(element: etree._Element, path: str) -> etree._Element:
    found = element.find(path, _NS)
    if found is None:
        raise _FaultError("InvalidContent")
    return found


def _message_id(data: etree._Element) -> str:
    text = data.findtext("ns:MessageID", "", _NS)
    try:
        version = uuid.UUID(text).version
    except ValueError:
        version = None
    if version != 1:
        raise _FaultError("InvalidMessageIdFormat")
    return text


def _queued(message_id: str) -> etree._Element:
    return NS.MessageMetadata(NS.MessageId(message_id), NS.Status("requestIsQueued"))


def _fault(name: str) -> etree._Element:
    fault = SOAP.Fault()
    for child, text in (("faultcode", "soap:Server"), ("faultstring", name)):
        etree.SubElement(fault, child).text = text
    etree.SubElement(fault, "detail").append(FAULT.make(name))
    return fault


def _attachments(operation: etree._Element) -> list[list[str]]:
    """Return what came beside a document: media types, and digests of the content as the document names them."""
    heads = operation.findall(".//basic:AttachmentHeaderList/basic:AttachmentHeader", _NS)
    contents = operation.findall("basic:AttachmentContentList/basic:AttachmentContent", _NS)
    digests = {
        each.findtext("basic:Id", "", _NS): _digest(each.findtext("basic:Content", "", _NS)) for each in contents
    }
    named = operation.findall(".//ex:Attachment", _NS)
    told = {each.findtext("ex:ContentId", "", _NS): each.findtext("ex:Sha256", "", _NS) for each in named}
    kinds = {each.findtext("basic:contentId", "", _NS): each.findtext("basic:MimeType", "", _NS) for each in heads}
    if not told == digests or kinds.keys() != digests.keys():
        raise _FaultError("AttachmentContentMiscoordination")
    return [[kind, digests[id_]] for id_, kind in kinds.items()]


def _digest(content: str) -> str:
    return hashlib.sha256(base64.b64decode(content)).hexdigest()


def _verdict(data: etree._Element) -> dict[str, Any]:
    """Return what the register notes about the answer to one of its messages."""
    rejected = data.find("ns:RequestRejected", _NS)
    if rejected is not None:
        code = rejected.findtext("ns:RejectionReasonCode", "", _NS)
        description = rejected.findtext("ns:RejectionReasonDescription", "", _NS)
        refused = {"subject": None, "accepted": False, "problems": [code]}
        return {**refused, "rejected": code, "description": description, "documents": []}
    found = data.findall("basic:MessagePrimaryContent/ex:ExchangeResult/ex:Document", _NS)
    documents = [_document(each) for each in found]
    return {
        "subject": documents[0]["subject"] if len(documents) == 1 else None,
        "accepted": all(each["accepted"] for each in documents),
        "problems": [code for each in documents for code in each["problems"]],
        "rejected": None,
        "documents": documents,
    }


def _document(document: etree._Element) -> dict[str, Any]:
    return {
        "path": document.findtext("ex:Path", None, _NS),
        "subject": document.findtext("ex:Subject", None, _NS),
        "accepted": document.findtext("ex:Result", None, _NS) == "ПРИНЯТ",
        "hub_message_id": document.findtext("ex:HubMessageId", None, _NS),
        "problems": [problem.findtext("ex:Code", "", _NS) for problem in document.findall("ex:Problem", _NS)],
    }
