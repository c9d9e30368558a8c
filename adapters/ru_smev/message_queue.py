"""The client of the queue: SendRequest, GetRequest, SendResponse and Ack over SOAP 1.1, synchronous and bounded.

    adapter                              queue
       | GetRequest                        |
       | --------------------------------> |   the oldest message not acknowledged; none: an empty response
       | Ack(message id)                   |
       | --------------------------------> |   only now does the queue forget it
       | SendResponse(reply-to, result)    |
       | --------------------------------> |
       | SendRequest(message id, content)  |
       | --------------------------------> |   the same id again: fault MessageIsAlreadySent

What is sent and what comes is signed (`signatures`); an answer whose signature does not hold is no answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from lxml import etree

from adapters._parts import xml_document
from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpTooLargeError, HttpUnavailableError
from adapters._parts.xml_signature import SignatureRefusedError
from adapters.ru_smev import attachments, message_ids, names
from adapters.ru_smev.errors import SmevFaultError, SmevTooLargeError, SmevUnavailableError
from adapters.ru_smev.signatures import UNSIGNED, Signatures
from hub.sdk.ports import Part

_NS = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueMessage:
    """One message taken from the queue: its id, where to answer to, its business content."""

    message_id: str
    reply_to: str
    content: etree._Element | None
    raw: bytes = field(repr=False)
    attachments: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A message refused as a whole: code and description."""

    code: str
    description: str


class Queue:
    """The queue behind one connection; `token` is for a node before it."""

    def __init__(self, http: HttpExchange, *, token: str | None = None, signatures: Signatures = UNSIGNED) -> None:
        self._http = http
        self._signatures = signatures
        self._headers = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    def get_request(self) -> QueueMessage | None:
        """Return the next message of the queue, or None when it is empty.

        Raises:
            SmevError: the queue did not answer, or answered with a fault.
        """
        operation, body = _operation("GetRequestRequest")
        selector = _add(operation, names.TYPES, "MessageTypeSelector")
        moment = message_ids.instant(message_ids.make())
        _add(selector, names.BASIC, "Timestamp", moment.isoformat(timespec="milliseconds"))
        request, raw = self._call("GetRequest", operation, body)
        if request is None:
            return None
        if request.tag != f"{{{names.TYPES}}}Request":
            raise SmevUnavailableError("the queue gave something else than a request")
        data = request.find("ns:SenderProvidedRequestData", _NS)
        message_id = None if data is None else data.findtext("ns:MessageID", None, _NS)
        if data is None or message_id is None:
            raise SmevUnavailableError("the queue gave a message without MessageID")
        primary = data.find("basic:MessagePrimaryContent", _NS)
        return QueueMessage(
            message_id=message_id.strip(),
            reply_to=(request.findtext("ns:ReplyTo", None, _NS) or "").strip(),
            content=primary[0] if primary is not None and len(primary) else None,
            raw=raw,
            attachments=attachments.read(data, request.getparent()),
        )

    def acknowledge(self, message_id: str) -> None:
        """Tell the queue that a message is safe here.

        Raises:
            SmevError: as above; `TargetMessageIsNotFound` when it was acknowledged before.
        """
        operation, body = _operation("AckRequest")
        target = _add(operation, names.BASIC, "AckTargetMessage", message_id)
        target.set("accepted", "true")
        self._call("Ack", operation, body)

    def send_request(self, message_id: str, content: etree._Element, parts: Sequence[Part] = ()) -> None:
        """Put a document into the queue of the register, with its attachments.

        Raises:
            SmevError: as above; `MessageIsAlreadySent` when this id was sent before.
        """
        operation, body = _operation("SendRequestRequest")
        data = _add(operation, names.TYPES, "SenderProvidedRequestData")
        _add(data, names.TYPES, "MessageID", message_id)
        _add(data, names.BASIC, "MessagePrimaryContent").append(content)
        attachments.write(data, operation, parts)
        self._send("SendRequest", message_id, operation, body)

    def send_response(self, message_id: str, to: str, answer: etree._Element | Rejection) -> None:
        """Answer a message that was taken: with a result, or with the rejection of the whole.

        Raises:
            SmevError: as above; `MessageIsAlreadySent` when this id was sent before.
        """
        operation, body = _operation("SendResponseRequest")
        data = _add(operation, names.TYPES, "SenderProvidedResponseData")
        _add(data, names.TYPES, "MessageID", message_id)
        _add(data, names.TYPES, "To", to)
        if isinstance(answer, Rejection):
            rejected = _add(data, names.TYPES, "RequestRejected")
            _add(rejected, names.TYPES, "RejectionReasonCode", answer.code)
            _add(rejected, names.TYPES, "RejectionReasonDescription", answer.description)
        else:
            _add(data, names.BASIC, "MessagePrimaryContent").append(answer)
        self._send("SendResponse", message_id, operation, body)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _send(self, action: str, message_id: str, operation: etree._Element, envelope: etree._Element) -> None:
        """Send a message; the answer has to be about this one, and not one that was heard before."""
        about, _ = self._call(action, operation, envelope)
        heard = None if about is None else about.findtext("ns:MessageId", None, _NS)
        if heard != message_id:
            raise SmevUnavailableError("the queue answered about another message")

    def _call(
        self, action: str, operation: etree._Element, envelope: etree._Element
    ) -> tuple[etree._Element | None, bytes]:
        """Sign and send one operation; returns the element of the answer to read, and the answer as received."""
        self._signatures.sign(envelope, operation)
        body = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        headers = {**self._headers, "SOAPAction": f'"urn:{action}"'}
        try:
            answer = self._http.send("POST", self._http.path or "/", headers, body)
        except HttpTooLargeError as error:
            raise SmevTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise SmevUnavailableError(error.detail) from None
        return self._answer(answer), answer.body

    def _answer(self, answer: HttpAnswer) -> etree._Element | None:
        refused = f"the queue answered {answer.status} with what is not SOAP"
        try:
            root = xml_document.parse(answer.body, self._http.max_bytes)
        except xml_document.XmlRefusedError as error:
            raise SmevUnavailableError(f"{refused} ({error.code})") from None
        content = root.find("soap:Body/*", _NS) if root.tag == f"{{{names.SOAP}}}Envelope" else None
        if content is None:
            raise SmevUnavailableError(refused)
        if content.tag == f"{{{names.SOAP}}}Fault":
            detail = content.find("detail/*")
            raise SmevFaultError("SMEVFailure" if detail is None else xml_document.local_name(detail))
        if answer.status != HTTPStatus.OK:
            raise SmevUnavailableError(f"the queue answered {answer.status}")
        try:
            return self._signatures.check(root, content)
        except SignatureRefusedError as error:
            raise SmevUnavailableError(f"the signature of the queue does not hold ({error.code})") from None


def _operation(name: str) -> tuple[etree._Element, etree._Element]:
    envelope = etree.Element(f"{{{names.SOAP}}}Envelope", nsmap=_NS)
    body = etree.SubElement(envelope, f"{{{names.SOAP}}}Body")
    return etree.SubElement(body, f"{{{names.TYPES}}}{name}"), envelope


def _add(parent: etree._Element, namespace: str, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    child.text = text
    return child
