"""A simulated security server with the register's services behind it: X-Road message protocol 4.0 over SOAP.

It holds the header of each request against what it expects, repeats it in the answer, adds `requestHash` of the bytes
that came, and answers with a fault where X-Road would. What may be ordered beside the modes of the door:

    fault                 a fault with the code `name`
    expired-certificate   Server.ClientProxy.SslAuthenticationFailed
    wrong-signature       a hash of another request
    stranger              a header that names another client
    duplicate             the feed begins again from its beginning
    out-of-order          the newest entries of the feed come first
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from lxml import etree

from adapters._simulator import serving
from adapters._simulator.door import Handler, behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.register import Country, Register, Write
from adapters._simulator.state import State
from adapters._simulator.xml_making import Maker

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_XROAD = "http://x-road.eu/xsd/xroad.xsd"
_IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
_NS = {"e": _SOAP, "x": _XROAD, "i": _IDENTIFIERS}
_EXPECTED = ("client", "service", "id", "protocolVersion")
_SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
ENVELOPE = Maker(_SOAP, {"e": _SOAP, "x": _XROAD, "i": _IDENTIFIERS})

Read = Callable[[Any], tuple[str, dict[str, Any]]]
"""Makes record type and facts of a document (an element); raises ValueError where it is none."""


class _FaultError(Exception):
    """The call ends in a fault of X-Road; the text is its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Whose services these are, who may call them, and their XML."""

    provider: str
    client: str
    namespace: str
    read: Read


class SecurityServer:
    """Answers POSTs of one client."""

    def __init__(self, register: Register, services: Services, orders: Orders) -> None:
        self._register, self._services, self._orders = register, services, orders
        self._make = Maker(services.namespace, {"s": services.namespace})
        self._ns = {"s": services.namespace}
        self._served: Mapping[str, Callable[[etree._Element, Order | None], etree._Element]] = {
            "getDocuments": self._get_documents,
            "putResults": self._put_results,
            "putDelivery": self._put_delivery,
            "eraseSubjects": self._erase,
        }

    def handler(self) -> Handler:
        """Return the handler of the one address that all calls go to."""
        return behaving(self._orders, _operation, self._answer)

    def _answer(self, _request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        try:
            envelope = _parsed(raw)
            content = self._serve(envelope, order)
        except _FaultError as fault:
            return _reply(ENVELOPE.Envelope(ENVELOPE.Body(_fault(str(fault)))), 500)
        header = envelope.find("e:Header", _NS)
        if header is None:
            raise ValueError("no header")
        hashed = raw + b" " if is_ordered(order, Misbehaviour.WRONG_SIGNATURE) else raw
        digest = base64.b64encode(hashlib.sha512(hashed).digest()).decode()
        etree.SubElement(header, f"{{{_XROAD}}}requestHash", algorithmId=_SHA512).text = digest
        if is_ordered(order, Misbehaviour.STRANGER):
            header.find("x:client/i:memberCode", _NS).text = "99999999"  # type: ignore[union-attr]
        return _reply(ENVELOPE.Envelope(header, ENVELOPE.Body(content)), 200)

    def _serve(self, envelope: etree._Element, order: Order | None) -> etree._Element:
        content = envelope.find("e:Body/*", _NS)
        self._check(envelope, content)
        if order is not None and order.mode is Misbehaviour.FAULT:
            raise _FaultError(order.name or "Server.ServerProxy.ServiceFailed.HttpError")
        if is_ordered(order, Misbehaviour.EXPIRED_CERTIFICATE):
            raise _FaultError("Server.ClientProxy.SslAuthenticationFailed")
        if content is None:
            raise _FaultError("Client.InvalidSoap")
        code = etree.QName(content).localname
        return self._served[code](content, order)

    def _check(self, envelope: etree._Element, content: etree._Element | None) -> None:
        """Hold the header against what X-Road and this provider ask for."""
        for name in _EXPECTED:
            if len(envelope.findall(f"e:Header/x:{name}", _NS)) != 1:
                raise _FaultError("Client.MissingHeaderField")
        if envelope.findtext("e:Header/x:protocolVersion", "", _NS) != "4.0":
            raise _FaultError("Client.InvalidProtocolVersion")
        client, (*provider, code, _version) = _identifier(envelope, "client"), _identifier(envelope, "service")
        if "/".join(client) != self._services.client:
            raise _FaultError("Server.ServerProxy.AccessDenied")
        if "/".join(provider) != self._services.provider or code not in self._served:
            raise _FaultError("Server.ServerProxy.UnknownService")
        if content is None or content.tag != f"{{{self._services.namespace}}}{code}":
            raise _FaultError("Client.InvalidSoap")

    def _get_documents(self, content: etree._Element, order: Order | None) -> etree._Element:
        after = 0 if is_ordered(order, Misbehaviour.DUPLICATE) else int(self._text(content, "after"))
        offers = self._register.state.after(after, int(self._text(content, "limit")))
        following = offers[-1].seq if offers else after
        if is_ordered(order, Misbehaviour.OUT_OF_ORDER):
            offers.reverse()
        make = self._make
        entries = [make.entry(make.number(str(each.seq)), *self._offered(each.body)) for each in offers]
        more = "true" if self._register.state.after(following, 1) else "false"
        return make.getDocumentsResponse(*entries, make.next(str(following)), make.more(more))

    def _offered(self, body: bytes) -> list[etree._Element]:
        """Return what an entry holds: a document, or all that stands in an `entry` offered as it is.

        What is no XML has no place in an answer and leaves the entry's document empty.
        """
        try:
            element = etree.fromstring(body)
        except etree.XMLSyntaxError:
            return [self._make.document()]
        if element.tag == f"{{{self._services.namespace}}}entry":
            return list(element)
        return [self._make.document(element)]

    def _put_results(self, content: etree._Element, _order: Order | None) -> etree._Element:
        for result in content.findall("s:result", self._ns):
            found = self._register.state.after(int(self._text(result, "number")) - 1, 1)
            problems = result.findall("s:problem", self._ns)
            told = {
                "subject": found[0].subject,
                "accepted": self._text(result, "accepted") == "true",
                "message_id": self._text(result, "messageId"),
                "problems": [self._text(problem, "code") for problem in problems],
                "places": [self._text(problem, "place") for problem in problems],
            }
            self._register.state.tell(found[0].id, told)
        return self._make.putResultsResponse()

    def _put_delivery(self, content: etree._Element, _order: Order | None) -> etree._Element:
        document = content.find("s:document/*", self._ns)
        try:
            type_, record = self._services.read(document) if document is not None else ("", {})
        except (KeyError, ValueError, AttributeError):
            return self._make.putDeliveryResponse(self._make.result("refused"))
        found = content.findall("s:attachment", self._ns)
        attachments = [base64.b64decode(self._text(each, "content")).decode("latin-1") for each in found]
        self._register.arrive(
            self._text(content, "messageId"),
            type_,
            record,
            sender=self._text(content, "sender"),
            reply_to=content.findtext("s:replyTo", None, self._ns),
            attachments=attachments,
        )
        return self._make.putDeliveryResponse(self._make.result("accepted"))

    def _erase(self, content: etree._Element, _order: Order | None) -> etree._Element:
        for subject in content.findall("s:subject", self._ns):
            self._register.state.erase(subject.text or "")
        return self._make.eraseSubjectsResponse()

    def _text(self, element: etree._Element, name: str) -> str:
        return element.findtext(f"s:{name}", "", self._ns)


def _parsed(raw: bytes) -> etree._Element:
    try:
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise _FaultError("Client.InvalidSoap") from None


def _operation(_request: web.Request, raw: bytes) -> str:
    """Return the name of the service that is called, by which orders name it."""
    try:
        content = _parsed(raw).find("e:Body/*", _NS)
    except _FaultError:
        return ""
    return "" if content is None else str(etree.QName(content).localname)


def _identifier(envelope: etree._Element, name: str) -> list[str]:
    field = envelope.find(f"e:Header/x:{name}", _NS)
    return [] if field is None else [(part.text or "").strip() for part in field]


def _fault(code: str) -> etree._Element:
    fault = ENVELOPE.Fault()
    for name, text in (("faultcode", code), ("faultstring", "10.0.0.7 refused")):
        etree.SubElement(fault, name).text = text
    detail = etree.SubElement(etree.SubElement(fault, "detail"), f"{{{_XROAD}}}faultDetail")
    detail.text = "5b1e6f10-0000-4000-8000-000000000001"
    return fault


def _reply(envelope: etree._Element, status: int) -> web.Response:
    raw = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return web.Response(body=raw, status=status, content_type="text/xml", charset="utf-8")


def make(folder: Path, country: Country, services: Services, orders: Orders, write: Write) -> serving.Simulation:
    """Return the simulated system of a state behind a security server."""
    state = State(folder)
    register = Register(state, country, write)
    handler = SecurityServer(register, services, orders).handler()
    return serving.Simulation(
        national=register,
        routes=[web.post("/", handler)],
        where={"security_server": ""},
        close=state.close,
    )
