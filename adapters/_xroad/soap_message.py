"""Messages of the X-Road message protocol 4.0 over SOAP (PR-MESS 4.0.25): made for a call, and held against its answer.

    <Envelope><Header> client, service, id, userId?, issue?, protocolVersion=4.0 </Header>
    <Body><p:code>…</p:code></Body></Envelope>                                    document/literal wrapped

The answer repeats the header fields in their order and adds `requestHash` of the bytes that were sent (§2.2); its body
is `codeResponse` (§2.3). One that repeats other fields, or hashes another request, belongs to somebody else.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from adapters._parts import xml_document
from adapters._xroad.errors import XRoadFaultError, XRoadUnavailableError
from adapters._xroad.identifiers import Client
from adapters._xroad.rest_client import HashCheck

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XROAD = "http://x-road.eu/xsd/xroad.xsd"
IDENTIFIERS = "http://x-road.eu/xsd/identifiers"
PROTOCOL = "4.0"

_NS = {"soap": SOAP, "xro": XROAD, "iden": IDENTIFIERS}
_OBJECT_TYPE = f"{{{IDENTIFIERS}}}objectType"
_REQUEST_HASH = f"{{{XROAD}}}requestHash"
_CLIENT_PARTS = ("xRoadInstance", "memberClass", "memberCode", "subsystemCode")
_ALGORITHMS: Mapping[str, str] = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
"""Hashes of requests that are compared; X-Road's own is SHA-512."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The header of one request; `code` is the service's and the name of the body's element."""

    client: Client
    provider: Client
    code: str
    version: str | None
    id: str
    user_id: str | None = None
    issue: str | None = None


def format_request(call: Call, content: etree._Element) -> bytes:
    """Return the bytes of a request; `content` is the element named by the service's code."""
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap=_NS)
    header = etree.SubElement(envelope, f"{{{SOAP}}}Header")
    _add_identifier(header, "client", "SUBSYSTEM", dict(zip(_CLIENT_PARTS, call.client.parts, strict=True)))
    service = dict(zip(_CLIENT_PARTS, call.provider.parts, strict=True)) | {"serviceCode": call.code}
    if call.version is not None:
        service["serviceVersion"] = call.version
    _add_identifier(header, "service", "SERVICE", service)
    fields = {"id": call.id, "userId": call.user_id, "issue": call.issue, "protocolVersion": PROTOCOL}
    for name, text in fields.items():
        if text is not None:
            etree.SubElement(header, f"{{{XROAD}}}{name}").text = text
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def _add_identifier(header: etree._Element, name: str, kind: str, parts: Mapping[str, str]) -> None:
    element = etree.SubElement(header, f"{{{XROAD}}}{name}")
    element.set(_OBJECT_TYPE, kind)
    for part, text in parts.items():
        etree.SubElement(element, f"{{{IDENTIFIERS}}}{part}").text = text


def parse_answer(raw: bytes, max_bytes: int, request: bytes, check: HashCheck) -> etree._Element:
    """Return the element in the body of an answer, once it is known to answer this request.

    Raises:
        XRoadFaultError: it is a fault.
        XRoadUnavailableError: it is no SOAP, or belongs to another request.
    """
    content, header = _envelope(raw, max_bytes)
    if content.tag == f"{{{SOAP}}}Fault":
        raise _fault(content)
    ours = etree.fromstring(request)
    _check_header(ours, header)
    _check_hash(header, request, check)
    asked = ours.find("soap:Body/*", _NS)
    if asked is None or content.tag != f"{asked.tag!s}Response":
        raise XRoadUnavailableError("the answer's body is not that of the service that was called")
    return content


def _envelope(raw: bytes, max_bytes: int) -> tuple[etree._Element, etree._Element]:
    try:
        root = xml_document.parse(raw, max_bytes)
    except xml_document.XmlRefusedError as error:
        raise XRoadUnavailableError(f"the security server answered what is not SOAP ({error.code})") from None
    body = root.find("soap:Body", _NS) if root.tag == f"{{{SOAP}}}Envelope" else None
    if body is None or len(body) != 1:
        raise XRoadUnavailableError("the security server answered what is not SOAP")
    header = root.find("soap:Header", _NS)
    return body[0], etree.Element("none") if header is None else header


def _fault(fault: etree._Element) -> XRoadFaultError:
    """Return the error of a fault; its code may stand behind a prefix of the envelope's namespace."""
    code = (fault.findtext("faultcode") or "").strip().rpartition(":")[2]
    detail = fault.findtext("detail/xro:faultDetail", None, _NS) or fault.findtext("detail/faultDetail") or ""
    return XRoadFaultError(code or "Server", detail.strip())


def _check_header(ours: etree._Element, theirs: etree._Element) -> None:
    header = ours.find("soap:Header", _NS)
    expected = [] if header is None else [_told(field) for field in header]
    fields = [field for field in theirs if str(field.tag).startswith(f"{{{XROAD}}}") and field.tag != _REQUEST_HASH]
    if [_told(field) for field in fields] != expected:
        raise XRoadUnavailableError("the answer does not repeat the header of the request: it belongs to another")


def _told(field: etree._Element) -> tuple[str, str | None, tuple[tuple[str, str], ...]]:
    """Return what a header field says: its name and text, or the parts of its identifier."""
    parts = tuple((str(part.tag), (part.text or "").strip()) for part in field)
    text = "" if parts else (field.text or "").strip()
    return f"{field.tag!s} {text}", _text(field.get(_OBJECT_TYPE)), parts


def _text(value: str | bytes | None) -> str | None:
    return value.decode() if isinstance(value, bytes) else value


def _check_hash(header: etree._Element, request: bytes, check: HashCheck) -> None:
    found = header.findall("xro:requestHash", _NS)
    if len(found) != 1 or not (found[0].text or "").strip():
        raise XRoadUnavailableError("the answer has no request hash")
    if check is HashCheck.PRESENT:
        return
    algorithm = _ALGORITHMS.get(_text(found[0].get("algorithmId")) or "")
    if algorithm is None:
        raise XRoadUnavailableError("the answer's request hash is of an algorithm that is not known here")
    expected = base64.b64encode(hashlib.new(algorithm, request).digest())
    if not hmac.compare_digest((found[0].text or "").strip().encode(), expected):
        raise XRoadUnavailableError("the answer belongs to another request: its request hash is not ours")
