"""The SOAP side of the simulated service: the four operations and their faults."""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from lxml import etree

from adapters.ru_smev import names
from adapters.ru_smev.simulator.building import Maker
from adapters.ru_smev.simulator.mischief import Command, Mischief
from adapters.ru_smev.simulator.register import Register

_NS = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC, "ex": names.EXCHANGE, "rm": names.READMISSION}
_MAP = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC}
SOAP = Maker(names.SOAP, _MAP)
NS = Maker(names.TYPES, _MAP)
BASIC = Maker(names.BASIC, _MAP)
FAULT = Maker(names.FAULTS, {"f": names.FAULTS})


class _FaultError(Exception):
    """The operation ends in a SOAP fault."""


class SoapService:
    """Answers POSTs with envelopes; `token` is demanded when it is set."""

    def __init__(self, register: Register, mischief: Mischief, token: str | None) -> None:
        self._register = register
        self._mischief = mischief
        self._token = token
        self._operations: Mapping[str, Callable[[etree._Element, Command | None], etree._Element]] = {
            "GetRequestRequest": self._get_request,
            "AckRequest": self._acknowledge,
            "SendRequestRequest": self._send_request,
            "SendResponseRequest": self._send_response,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or misbehave as ordered."""
        raw = await request.read()
        operation = self._parse(raw)
        name = "" if operation is None else etree.QName(operation).localname
        command = self._mischief.next(name.removesuffix("Request"))
        if command is not None and (answer := await self._misbehave(request, command)) is not None:
            return answer
        allowed = self._token is None or request.headers.get("Authorization") == f"Bearer {self._token}"
        try:
            body, status = self._perform(operation, name if allowed else None, command), 200
        except _FaultError as fault:
            body, status = _fault(str(fault)), 500
        return self._reply(etree.tostring(SOAP.Envelope(SOAP.Body(body)), encoding="utf-8"), status, command)

    def _perform(self, operation: etree._Element | None, name: str | None, command: Command | None) -> etree._Element:
        if name is None:
            raise _FaultError("AccessDenied")
        if operation is None or name not in self._operations:
            raise _FaultError("InvalidContent")
        if command is not None and command.mode == "fault":
            raise _FaultError(command.name)
        return self._operations[name](operation, command)

    def _parse(self, raw: bytes) -> etree._Element | None:
        try:
            root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return None
        return root.find("soap:Body/*", _NS)

    async def _misbehave(self, request: web.Request, command: Command) -> web.StreamResponse | None:
        """Return a wrong answer that needs nothing done, or None."""
        match command.mode:
            case "slow":
                await asyncio.sleep(command.seconds)
            case "error":
                return web.Response(status=500, text="Internal Server Error")
            case "html":
                return web.Response(text="<html><body>Проводятся технические работы</body></html>")
            case "reset" if request.transport is not None:
                request.transport.close()
                return web.Response()
        return None

    def _reply(self, raw: bytes, status: int, command: Command | None) -> web.Response:
        if command is not None and command.mode == "garbage":
            raw = raw[: len(raw) // 2]
        if command is not None and command.mode == "forget":
            return web.Response(status=500, text="Internal Server Error")
        return web.Response(body=raw, status=status, content_type="text/xml", charset="utf-8")

    def _get_request(self, _operation: etree._Element, command: Command | None) -> etree._Element:
        again = command is not None and command.mode == "duplicate"
        shuffle = command is not None and command.mode == "shuffle"
        taken = (self._register.last_taken() if again else None) or self._register.take(shuffle=shuffle)
        answer = NS.GetRequestResponse()
        if taken is not None:
            message_id, content = taken
            answer.append(
                NS.RequestMessage(
                    NS.Request(
                        NS.SenderProvidedRequestData(
                            NS.MessageID(message_id), BASIC.MessagePrimaryContent(etree.fromstring(content))
                        ),
                        NS.MessageMetadata(NS.MessageId(message_id), NS.MessageType("REQUEST")),
                        NS.ReplyTo(message_id),
                    )
                )
            )
        return answer

    def _acknowledge(self, operation: etree._Element, _command: Command | None) -> etree._Element:
        if not self._register.acknowledge(operation.findtext("basic:AckTargetMessage", "", _NS)):
            raise _FaultError("TargetMessageIsNotFound")
        return NS.AckResponse()

    def _send_request(self, operation: etree._Element, _command: Command | None) -> etree._Element:
        data = _need(operation, "ns:SenderProvidedRequestData")
        message_id = _message_id(data)
        content = _need(data, "basic:MessagePrimaryContent/*")
        if content.tag not in {f"{{{names.EXCHANGE}}}Delivery", f"{{{names.EXCHANGE}}}EraseNotice"}:
            raise _FaultError("UnknownMessageType")
        hub_id = content.findtext("ex:HubMessageId", None, _NS)
        if not self._register.add_received(message_id, hub_id, _received(content)):
            raise _FaultError("MessageIsAlreadySent")
        return NS.SendRequestResponse(_queued(message_id))

    def _send_response(self, operation: etree._Element, _command: Command | None) -> etree._Element:
        data = _need(operation, "ns:SenderProvidedResponseData")
        message_id, reply_to = _message_id(data), data.findtext("ns:To", "", _NS)
        if not self._register.is_waiting(reply_to):
            raise _FaultError("RecipientIsNotFound")
        if not self._register.add_answer(message_id, reply_to, _answer(data)):
            raise _FaultError("MessageIsAlreadySent")
        return NS.SendResponseResponse(_queued(message_id))


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


def _received(content: etree._Element) -> dict[str, Any]:
    """Return what the register notes about a record from the hub."""
    if content.tag == f"{{{names.EXCHANGE}}}EraseNotice":
        return {"document": "EraseNotice", "subjects": [child.text for child in content]}
    document = _need(content, "ex:Content/*")
    subject = document.findtext("rm:CaseNumber", None, _NS) or document.findtext(f"{{{names.ENTRY_BAN}}}RegistryNumber")
    return {
        "document": etree.QName(document).localname,
        "hub_message_id": content.findtext("ex:HubMessageId", None, _NS),
        "log_index": int(content.findtext("ex:LogIndex", "0", _NS)),
        "sender": content.findtext("ex:Sender", None, _NS),
        "reply_to": content.findtext("ex:ReplyTo", None, _NS),
        "subject": subject,
        "decision": document.findtext("rm:Decision", None, _NS),
        "reasons": [reason.text for reason in document.findall("rm:Reason/rm:Code", _NS)],
        "xml": etree.tostring(document, encoding="unicode"),
    }


def _answer(data: etree._Element) -> dict[str, Any]:
    """Return what the register notes about the answer to one of its messages."""
    rejected = data.find("ns:RequestRejected", _NS)
    if rejected is not None:
        return {
            "rejected": rejected.findtext("ns:RejectionReasonCode", "", _NS),
            "description": rejected.findtext("ns:RejectionReasonDescription", "", _NS),
            "documents": [],
        }
    documents = data.findall("basic:MessagePrimaryContent/ex:ExchangeResult/ex:Document", _NS)
    return {
        "rejected": None,
        "documents": [
            {
                "path": document.findtext("ex:Path", None, _NS),
                "subject": document.findtext("ex:Subject", None, _NS),
                "accepted": document.findtext("ex:Result", None, _NS) == "ПРИНЯТ",
                "hub_message_id": document.findtext("ex:HubMessageId", None, _NS),
                "problems": [problem.findtext("ex:Code", "", _NS) for problem in document.findall("ex:Problem", _NS)],
            }
            for document in documents
        ],
    }
