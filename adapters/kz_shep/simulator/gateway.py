"""The SOAP side of the simulated gateway: both channels, their operations and faults."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from lxml import etree

from adapters._parts.xml_signature import SignatureRefusedError
from adapters._simulator.door import behaving
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.register import Register
from adapters._simulator.signing import Signing, spoil
from adapters._simulator.xml_making import Maker
from adapters.kz_shep.names import ASYNC, BASE64, DS, NS, SOAP, SYNC, WSSE, WSU, X509
from adapters.kz_shep.simulator import reading
from adapters.kz_shep.simulator.writing import CM, NAMESPACE
from adapters.kz_shep.ws_security import Security

E = Maker(SOAP, {"soap": SOAP})
NOW = "2026-11-21T14:00:00.000+05:00"
Element = etree._Element  # noqa: SLF001 - the type of elements has no other name


class _FaultError(Exception):
    """The operation ends in a SOAP fault with this code."""


class Gateway:
    """Answers POSTs with signed envelopes; `password` and signature of the member are demanded."""

    def __init__(self, register: Register, orders: Orders, signing: Signing, password: str) -> None:
        self.register = register
        self._signing = signing
        self._password = password
        self._operations: Mapping[str, Callable[[Element, Order | None], Element]] = {
            f"{{{SYNC}}}SendMessage": self._send_sync,
            f"{{{ASYNC}}}getMessages": self._get_messages,
            f"{{{ASYNC}}}sendDeliveryNotification": self._notified,
            f"{{{ASYNC}}}sendMessage": self._answered,
        }
        self.handle = behaving(orders, lambda _, raw: _name(_parse(raw)), self._answer)

    def _answer(self, _request: web.Request, raw: bytes, order: Order | None) -> web.Response:
        operation = _parse(raw)
        try:
            body, status = self._perform(operation, order), HTTPStatus.OK
        except _FaultError as fault:
            body, status = _fault(str(fault)), HTTPStatus.INTERNAL_SERVER_ERROR
        envelope = E.Envelope(E.Body(body))
        self._sign(envelope, order)
        answer = etree.tostring(envelope, encoding="utf-8")
        return web.Response(body=answer, status=status, content_type="text/xml", charset="utf-8")

    def _sign(self, envelope: Element, order: Order | None) -> None:
        """Sign the body; the certificate stands inside the signature."""
        envelope[0].set(f"{{{WSU}}}Id", "id-1")
        security = etree.Element(f"{{{WSSE}}}Security", nsmap={"wsse": WSSE, "wsu": WSU})
        header = E.Header(security)
        envelope.insert(0, header)
        made = self._signing.provider(order).sign(envelope, ["id-1"], None)
        found = made.find(".//ds:X509Certificate", NS)
        identifier = etree.Element(f"{{{WSSE}}}KeyIdentifier", EncodingType=BASE64, ValueType=X509)
        identifier.text = "" if found is None else found.text
        info = made.find(f"{{{DS}}}KeyInfo")
        if info is not None:
            info[0].addnext(etree.Element(f"{{{WSSE}}}SecurityTokenReference"))
            info.remove(info[0])
            info[0].append(identifier)
        security.append(made)
        spoil(envelope, order)

    def _perform(self, operation: Element | None, order: Order | None) -> Element:
        if operation is None or str(operation.tag) not in self._operations:
            raise _FaultError("SCSE001")
        if operation.findtext(".//sender/password") != self._password:
            raise _FaultError("SCSE002")
        envelope = operation.getroottree().getroot()
        try:
            Security(checker=self._signing.client).check(envelope, envelope.findall("soap:Body", NS)[0])
        except SignatureRefusedError:
            raise _FaultError("SCSE003") from None
        if order is not None and order.mode is Misbehaviour.FAULT and order.name != "refused":
            raise _FaultError(order.name or "SCSE009")
        answer = etree.Element(f"{operation.tag}Response", nsmap={"ch": str(etree.QName(operation).namespace)})
        answer.append(self._operations[str(operation.tag)](operation, order))
        return answer

    # The synchronous channel

    def _send_sync(self, operation: Element, order: Order | None) -> Element:
        info = operation.find("request/requestInfo")
        data = operation.find("request/requestData/data/*")
        if info is None or data is None:
            raise _FaultError("SCSE001")
        refused = is_ordered(order, Misbehaviour.FAULT)
        verdict = "refused" if refused or not self._take_in(data) else "accepted"
        return _make(
            "response",
            responseInfo={
                "messageId": self.register.next_id(),
                "correlationId": info.findtext("messageId"),
                "responseDate": NOW,
                "status": {"code": "SCSS001", "message": "Message has been processed successfully"},
            },
            responseData={"data": CM.result(CM.verdict(verdict))},
        )

    def _take_in(self, data: Element) -> bool:
        """Note what came, and hold it; False when the register cannot read it."""
        if data.tag == f"{{{NAMESPACE}}}erasure":
            for subject in data:
                self.register.state.erase(subject.text or "")
            return True
        told = {etree.QName(each).localname: each for each in data}
        content = next((each for each in data if len(each) and not str(each.tag).endswith("}attachment")), None)
        if content is None:
            return False
        try:
            type_, facts = reading.read(content)
        except (KeyError, ValueError):
            return False
        about = {name: told[name].text for name in ("sender", "replyTo", "logIndex") if name in told}
        attachments = [
            each.findtext(f"{{{NAMESPACE}}}mediaType") for each in data.findall(f"{{{NAMESPACE}}}attachment")
        ]
        self.register.arrive(told["messageId"].text or "", type_, facts, **about, attachments=attachments)
        return True

    # The asynchronous channel

    def _get_messages(self, operation: Element, order: Order | None) -> Element:
        state = self.register.state
        response = _make("response", responseDate=NOW, sessionId=self.register.next_id())
        again = state.last_acknowledged() if is_ordered(order, Misbehaviour.DUPLICATE) else None
        offers = [again] if again is not None else []
        for _ in range(min(int(operation.findtext("request/amount") or 1), 1000) - len(offers)):
            taken = state.take(newest=is_ordered(order, Misbehaviour.OUT_OF_ORDER))
            if taken is None:
                break
            offers.append(taken)
        for offer in offers:
            info = {"messageId": offer.id, "messageType": "REQUEST", "messageDate": NOW}
            data = {"data": etree.fromstring(offer.body)}
            response.append(_make("messages", messageInfo=info, messageData=data))
        return response

    def _notified(self, operation: Element, _order: Order | None) -> Element:
        found = operation.find("request/notification")
        if found is None or found.findtext("deliveryStatus/receiveStatus") != "MESSAGE_ACCEPTED":
            raise _FaultError("SCSE001")
        self.register.state.acknowledge(found.findtext("messageId") or "")
        return _make("response")

    def _answered(self, operation: Element, _order: Order | None) -> Element:
        info = operation.find("request/messageInfo")
        outcome = operation.find(f"request/messageData/data/{{{NAMESPACE}}}outcome")
        if info is None or outcome is None or info.findtext("messageType") != "RESPONSE":
            raise _FaultError("SCSE001")
        if self.register.state.find(info.findtext("correlationId") or "") is None:
            raise _FaultError("SCSE004")
        message_id = info.findtext("messageId") or ""
        self.register.state.tell(message_id, {"reply_to": info.findtext("correlationId"), **_outcome(outcome)})
        told = {"messageId": message_id, "correlationId": info.findtext("correlationId"), "responseDate": NOW}
        return _make("response", **told, sessionId=self.register.next_id())


def _outcome(outcome: Element) -> dict[str, Any]:
    ns = {"cm": NAMESPACE}
    return {
        "subject": outcome.findtext("cm:subject", None, ns),
        "accepted": outcome.findtext("cm:verdict", None, ns) == "accepted",
        "hub_message_id": outcome.findtext("cm:hubMessageId", None, ns),
        "problems": [each.findtext("cm:code", "", ns) for each in outcome.findall("cm:problem", ns)],
        "places": [each.findtext("cm:place", "", ns) for each in outcome.findall("cm:problem", ns)],
    }


def _make(name: str, **members: Any) -> Element:
    """Return an element in no namespace with its members."""
    element = etree.Element(name)
    for member, value in members.items():
        if isinstance(value, Mapping):
            element.append(_make(member, **value))
        elif isinstance(value, Element):
            child = etree.SubElement(element, member)
            child.append(value)
        else:
            etree.SubElement(element, member).text = value
    return element


def _parse(raw: bytes) -> Element | None:
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    return root.find("soap:Body/*", NS)


def _name(operation: Element | None) -> str:
    return "" if operation is None else etree.QName(operation).localname


def _fault(code: str) -> Element:
    fault = E.Fault()
    for child, text in (("faultcode", "soap:Server"), ("faultstring", "Ошибка шлюза (учебная)")):
        etree.SubElement(fault, child).text = text
    detail = etree.SubElement(fault, "detail")
    detail.append(_make("ErrorInfo", errorCode=code, errorMessage="учебная", errorDate=NOW))
    return fault
