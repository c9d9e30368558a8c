"""The client of the gateway's two channels: SOAP 1.1 over HTTP, signed, synchronous and bounded.

    sync   SendMessage               one request, one answer: what the exchange brings goes to the register at once
    async  getMessages               the oldest messages for a service that were not acknowledged
           sendDeliveryNotification  a message is safe here (MESSAGE_ACCEPTED), only now the gateway forgets it
           sendMessage               an answer (messageType RESPONSE) under the id of the message it answers

An answer must be about the message that was sent: its correlationId says so, inside what is signed.
"""

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from lxml import etree

from adapters._parts import clock, xml_document
from adapters._parts.clock import Clock
from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpTooLargeError, HttpUnavailableError
from adapters._parts.queue_source import Message, QueueError
from adapters._parts.xml_document import XmlRefusedError
from adapters._parts.xml_signature import SignatureRefusedError
from adapters.kz_shep.mapping.values import ASTANA
from adapters.kz_shep.names import ASYNC, NS, SOAP, SYNC
from adapters.kz_shep.ws_security import Security
from hub.core.ids import make_message_id

SUCCESS = "SCSS001"
"""Status of an answer on the synchronous channel: the message was processed."""


class ShepError(QueueError):
    """The gateway did not do what it was asked for."""


class ShepTooLargeError(ShepError):
    """The gateway's answer is larger than allowed: ask for less; where it is one message, a person has to look."""

    person = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """As whom the member is known to the gateway."""

    id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Ids of the services: the one whose messages are taken, and the one that takes ours."""

    inbound: str
    outbound: str


class Channels:
    """Both channels; each has its own connection."""

    def __init__(
        self,
        *,
        sync: HttpExchange,
        async_: HttpExchange,
        sender: Sender,
        services: Services,
        security: Security,
        now: Clock = clock.now,
    ) -> None:
        self._sync, self._async = sync, async_
        self._sender, self._services = sender, services
        self._security, self._now = security, now

    def close(self) -> None:
        """Close the connections."""
        self._sync.close()
        self._async.close()

    def send(self, message_id: str, correlation_id: str, data: etree._Element) -> etree._Element:
        """Send a document to the register and return what the register answers.

        Raises:
            ShepError: it was not processed.
        """
        info = {"messageId": message_id, "correlationId": correlation_id, "serviceId": self._services.outbound}
        answer = self._call(
            self._sync,
            f"{{{SYNC}}}SendMessage",
            {"requestInfo": {**info, "messageDate": self._moment(), "sender": self._signature()}, "requestData": data},
        )
        heard = answer.find("responseInfo")
        if heard is None or message_id not in {heard.findtext("correlationId"), heard.findtext("messageId")}:
            raise ShepError("the gateway answered about another message")
        content = answer.find("responseData/data/*")
        if heard.findtext("status/code") != SUCCESS or content is None:
            raise ShepError("the gateway did not process the message")
        return content

    def get_messages(self, most: int) -> Sequence[Message]:
        """Return the next messages of the inbound service.

        Raises:
            ShepError: they are not to be had.
        """
        asked = {
            "messageId": self.new_id(),
            "requestDate": self._moment(),
            "serviceId": self._services.inbound,
            "sender": self._signature(),
            "amount": str(most),
        }
        found = self._call(self._async, f"{{{ASYNC}}}getMessages", asked).findall("messages")
        if len(found) > most:
            raise ShepError("the gateway gave more messages than asked for")
        return [_message(each, self.new_id()) for each in found]

    def notify(self, message_id: str) -> None:
        """Tell that a message is safe here.

        Raises:
            ShepError: it was not heard.
        """
        status = {"receiveStatus": "MESSAGE_ACCEPTED", "statusDate": self._moment(), "resendMessage": "NOT_RESEND"}
        notification = {"messageId": message_id, "notificationDate": self._moment(), "deliveryStatus": status}
        asked = {"notification": notification, "requestDate": self._moment(), "sender": self._signature()}
        self._call(self._async, f"{{{ASYNC}}}sendDeliveryNotification", asked)

    def respond(self, message_id: str, correlation_id: str, data: etree._Element) -> None:
        """Answer a message that was taken.

        Raises:
            ShepError: the answer was not taken.
        """
        info = {
            "messageId": message_id,
            "correlationId": correlation_id,
            "serviceId": self._services.inbound,
            "messageType": "RESPONSE",
            "messageDate": self._moment(),
            "sender": self._signature(),
        }
        answer = self._call(self._async, f"{{{ASYNC}}}sendMessage", {"messageInfo": info, "messageData": data})
        if answer.findtext("messageId") != message_id:
            raise ShepError("the gateway answered about another message")

    def _signature(self) -> Mapping[str, str]:
        return {"senderId": self._sender.id, "password": self._sender.password}

    def new_id(self) -> str:
        """Return a new message id."""
        return make_message_id(self._now(), secrets.token_bytes(10))

    def _moment(self) -> str:
        return write_moment(self._now())

    def _call(self, http: HttpExchange, operation: str, request: Mapping[str, Any]) -> etree._Element:
        """Sign and send one operation; returns the `response` inside its answer, whose signature holds."""
        envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
        body = etree.SubElement(envelope, f"{{{SOAP}}}Body")
        asked = etree.SubElement(body, operation, nsmap={"ch": str(etree.QName(operation).namespace)})
        _fill(etree.SubElement(asked, "request"), request)
        self._security.sign(envelope)
        headers = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml", "SOAPAction": '""'}
        raw = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        try:
            answer = http.send("POST", http.path or "/", headers, raw)
            return self._read(answer, http.max_bytes, operation)
        except HttpTooLargeError as error:
            raise ShepTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise ShepError(error.detail) from None
        except SignatureRefusedError as error:
            raise ShepError(f"the signature of the gateway does not hold ({error.code})") from None

    def _read(self, answer: HttpAnswer, max_bytes: int, operation: str) -> etree._Element:
        refused = f"the gateway answered {answer.status} with what is not SOAP"
        try:
            root = xml_document.parse(answer.body, max_bytes)
        except XmlRefusedError as error:
            raise ShepError(f"{refused} ({error.code})") from None
        bodies = root.findall("soap:Body", NS) if root.tag == f"{{{SOAP}}}Envelope" else []
        if len(bodies) != 1 or len(bodies[0]) != 1:
            raise ShepError(refused)
        if bodies[0][0].tag == f"{{{SOAP}}}Fault":
            raise ShepError(f"the gateway answered with a fault ({_fault_code(bodies[0][0])})")
        if answer.status != HTTPStatus.OK:
            raise ShepError(f"the gateway answered {answer.status}")
        self._security.check(root, bodies[0])
        response = bodies[0][0].find("response")
        if bodies[0][0].tag != f"{operation}Response" or response is None:
            raise ShepError("the gateway answered something else than was asked for")
        return response


def write_moment(moment: datetime.datetime) -> str:
    """Return a moment as Astana has it, with milliseconds and zone."""
    return moment.astimezone(ASTANA).isoformat(timespec="milliseconds")


def _message(element: etree._Element, answer_id: str) -> Message:
    message_id = (element.findtext("messageInfo/messageId") or "").strip()
    if not message_id:
        raise ShepError("the gateway gave a message without messageId")
    data = element.findall("messageData/data/*")
    return Message(
        id=message_id,
        info={"answer_id": answer_id},
        content=data[0] if len(data) == 1 else None,
        raw=etree.tostring(element, encoding="utf-8", with_tail=False),
    )


def _fill(element: etree._Element, members: Mapping[str, Any]) -> None:
    """Append members, none in a namespace; an element goes inside `data`."""
    for name, value in members.items():
        child = etree.SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(child, value)
        elif isinstance(value, str):
            child.text = value
        else:
            etree.SubElement(child, "data").append(value)


def _fault_code(fault: etree._Element) -> str:
    """Return the code of a fault, if it is one: letters and digits only, so that nothing else gets into reports."""
    code = next((each.text or "" for each in fault.iter("errorCode")), "")
    return code if code.isascii() and code.isalnum() and len(code) <= 16 else "no code"
