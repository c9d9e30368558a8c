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

Messages are not signed here (XML-DSig): `_operation` is the one place where `CallerInformationSystemSignature` is put,
and `_answer` the one where `SMEVSignature` is checked, once the member's certificates are there (see README.md).
"""

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from adapters._parts import xml_document
from adapters.ru_smev import message_ids, names
from adapters.ru_smev.errors import SmevFaultError, SmevUnavailableError

_NS = {"soap": names.SOAP, "ns": names.TYPES, "basic": names.BASIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueMessage:
    """One message taken from the queue: its id, where to answer to, its business content."""

    message_id: str
    reply_to: str
    content: etree._Element | None
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A message refused as a whole: code and description."""

    code: str
    description: str


class Queue:
    """One connection to the queue, kept open between calls. Redirects are not followed."""

    def __init__(self, endpoint: str, *, timeout: float, max_bytes: int, token: str | None = None) -> None:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
        self._connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout)
        self._path = parts.path or "/"
        self._max_bytes = max_bytes
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
        answer, raw = self._call("GetRequest", body)
        request = answer.find("ns:RequestMessage/ns:Request", _NS)
        if request is None:
            return None
        message_id = request.findtext("ns:SenderProvidedRequestData/ns:MessageID", None, _NS)
        if message_id is None:
            raise SmevUnavailableError("the queue gave a message without MessageID")
        primary = request.find("ns:SenderProvidedRequestData/basic:MessagePrimaryContent", _NS)
        return QueueMessage(
            message_id=message_id.strip(),
            reply_to=(request.findtext("ns:ReplyTo", None, _NS) or "").strip(),
            content=primary[0] if primary is not None and len(primary) else None,
            raw=raw,
        )

    def acknowledge(self, message_id: str) -> None:
        """Tell the queue that a message is safe here.

        Raises:
            SmevError: as above; `TargetMessageIsNotFound` when it was acknowledged before.
        """
        operation, body = _operation("AckRequest")
        target = _add(operation, names.BASIC, "AckTargetMessage", message_id)
        target.set("accepted", "true")
        self._call("Ack", body)

    def send_request(self, message_id: str, content: etree._Element) -> None:
        """Put a document into the queue of the register.

        Raises:
            SmevError: as above; `MessageIsAlreadySent` when this id was sent before.
        """
        operation, body = _operation("SendRequestRequest")
        data = _add(operation, names.TYPES, "SenderProvidedRequestData")
        _add(data, names.TYPES, "MessageID", message_id)
        _add(data, names.BASIC, "MessagePrimaryContent").append(content)
        self._call("SendRequest", body)

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
        self._call("SendResponse", body)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _call(self, action: str, envelope: etree._Element) -> tuple[etree._Element, bytes]:
        """Send one envelope; returns the element inside the answer's body, and the answer as received."""
        body = etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        headers = {**self._headers, "SOAPAction": f'"urn:{action}"'}
        reused = self._connection.sock is not None
        try:
            status, raw = self._exchange(body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # A kept connection that the other side has closed meanwhile; every operation may be sent twice.
            self._connection.close()
            if not reused:
                raise SmevUnavailableError("the queue closed the connection") from None
            status, raw = self._again(body, headers)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise SmevUnavailableError(f"the queue does not answer ({type(error).__name__})") from None
        return self._answer(status, raw), raw

    def _again(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        try:
            return self._exchange(body, headers)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise SmevUnavailableError(f"the queue does not answer ({type(error).__name__})") from None

    def _exchange(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request("POST", self._path, body, headers)
        response = self._connection.getresponse()
        raw = response.read(self._max_bytes + 1)
        if len(raw) > self._max_bytes:
            self._connection.close()
        return response.status, raw

    def _answer(self, status: int, raw: bytes) -> etree._Element:
        try:
            root = xml_document.parse(raw, self._max_bytes)
        except xml_document.XmlRefusedError as error:
            raise SmevUnavailableError(f"the queue answered {status} with what is not SOAP ({error.code})") from None
        content = root.find("soap:Body/*", _NS) if root.tag == f"{{{names.SOAP}}}Envelope" else None
        if content is None:
            raise SmevUnavailableError(f"the queue answered {status} with what is not SOAP")
        if content.tag == f"{{{names.SOAP}}}Fault":
            detail = content.find("detail/*")
            raise SmevFaultError("SMEVFailure" if detail is None else xml_document.local_name(detail))
        if status != http.client.OK:
            raise SmevUnavailableError(f"the queue answered {status}")
        return content


def _operation(name: str) -> tuple[etree._Element, etree._Element]:
    envelope = etree.Element(f"{{{names.SOAP}}}Envelope", nsmap=_NS)
    body = etree.SubElement(envelope, f"{{{names.SOAP}}}Body")
    return etree.SubElement(body, f"{{{names.TYPES}}}{name}"), envelope


def _add(parent: etree._Element, namespace: str, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{namespace}}}{name}")
    child.text = text
    return child
