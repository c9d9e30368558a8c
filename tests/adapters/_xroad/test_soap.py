"""The SOAP protocol's messages: what is sent, which answers are taken, and whose they are."""

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters._parts.http_exchange import HttpAnswer
from adapters._xroad import soap_message
from adapters._xroad.errors import Action, XRoadFaultError, XRoadUnavailableError
from adapters._xroad.identifiers import parse_client
from adapters._xroad.rest_client import HashCheck
from adapters._xroad.soap_client import SoapClient, SoapPeer

NAMESPACE = "urn:cis-migration:test:1"
CLIENT = parse_client("AZ/GOV/10000001/exchange")
PROVIDER = parse_client("AZ/GOV/10000002/register")
SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"


def request(code: str = "getDocuments", **changed: Any) -> bytes:
    values: dict[str, Any] = {
        "client": CLIENT,
        "provider": PROVIDER,
        "code": code,
        "version": "v1",
        "id": "1",
        **changed,
    }
    return soap_message.format_request(soap_message.Call(**values), etree.Element(f"{{{NAMESPACE}}}{code}"))


def answer(to: bytes) -> bytes:
    """The right answer to a request."""
    root = etree.fromstring(to)
    header, body = root
    content = body[0]
    content.tag = f"{content.tag!s}Response"
    hashed = etree.SubElement(header, f"{{{soap_message.XROAD}}}requestHash", algorithmId=SHA512)
    hashed.text = base64.b64encode(hashlib.sha512(to).digest()).decode()
    return etree.tostring(root)


def taken(raw: bytes, to: bytes, check: HashCheck = HashCheck.COMPARE) -> etree._Element:
    return soap_message.parse_answer(raw, 100_000, to, check)


def test_a_request_names_client_service_message_and_protocol() -> None:
    root = etree.fromstring(request(user_id="AZ1234567", issue="AZ-2026-000001"))
    header = root[0]

    assert [etree.QName(field).localname for field in header] == [
        "client",
        "service",
        "id",
        "userId",
        "issue",
        "protocolVersion",
    ]
    assert [part.text for part in header[0]] == ["AZ", "GOV", "10000001", "exchange"]
    assert [part.text for part in header[1]] == ["AZ", "GOV", "10000002", "register", "getDocuments", "v1"]
    assert header[0].get(f"{{{soap_message.IDENTIFIERS}}}objectType") == "SUBSYSTEM"
    assert header[-1].text == "4.0"


def test_an_answer_that_repeats_the_header_and_hashes_the_request_is_taken() -> None:
    sent = request()

    assert taken(answer(sent), sent).tag == f"{{{NAMESPACE}}}getDocumentsResponse"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10000001", "10000009"),
        (">register<", ">other<"),
        (">v1<", ">v2<"),
        ("<xro:id>1</xro:id>", "<xro:id>2</xro:id>"),
        ("<xro:id>1</xro:id>", ""),
        ("<xro:id>1</xro:id>", "<xro:id>1</xro:id><xro:id>1</xro:id>"),
        ("<xro:id>1</xro:id>", "<xro:id>1</xro:id><xro:userId>AZ1</xro:userId>"),
        (">4.0<", ">4.1<"),
        ("SUBSYSTEM", "MEMBER"),
        ("getDocumentsResponse", "getDocuments"),
        ("getDocumentsResponse", "putResultsResponse"),
        ("xmlenc#sha512", "xmldsig-more#md5"),
        ("xro:requestHash", "xro:hash"),
        ("soap:Header>", "soap:Other>"),
        ("soap:Body>", "soap:Other>"),
    ],
)
def test_an_answer_to_another_request_is_not_taken(old: str, new: str) -> None:
    sent = request()
    raw = answer(sent).decode()
    assert old in raw

    with pytest.raises(XRoadUnavailableError):
        taken(raw.replace(old, new).encode(), sent)


def test_the_hash_is_that_of_the_very_bytes_sent() -> None:
    with pytest.raises(XRoadUnavailableError, match="hash"):
        taken(answer(request()), request() + b"\n")
    assert taken(answer(request()), request() + b"\n", HashCheck.PRESENT) is not None


FAULT = f"""<e:Envelope xmlns:e="{soap_message.SOAP}"><e:Body><e:Fault><faultcode>%s</faultcode>
<faultstring>Тестов-Секретный</faultstring><detail><x:faultDetail xmlns:x="{soap_message.XROAD}">%s</x:faultDetail>
</detail></e:Fault></e:Body></e:Envelope>"""


@pytest.mark.parametrize(
    ("code", "type_", "action"),
    [
        ("Server.ServerProxy.AccessDenied", "Server.ServerProxy.AccessDenied", Action.PERSON),
        ("Server.ClientProxy.UnknownMember", "Server.ClientProxy.UnknownMember", Action.PERSON),
        ("Client.InvalidSoap", "Client.InvalidSoap", Action.PERSON),
        ("SOAP-ENV:Client", "Client", Action.PERSON),
        ("Server.ServerProxy.ServiceFailed.HttpError", "Server.ServerProxy.ServiceFailed.HttpError", Action.RETRY),
        ("Server.ServerProxy.ServiceDisabled", "Server.ServerProxy.ServiceDisabled", Action.RETRY),
        ("Server.ClientProxy.NetworkError", "Server.ClientProxy.NetworkError", Action.RETRY),
        ("Server.ServerProxy.SslAuthenticationFailed", "Server.ServerProxy.SslAuthenticationFailed", Action.PERSON),
        ("", "Server", Action.RETRY),
        ("<script>", "unreadable", Action.RETRY),
    ],
)
def test_a_fault_prescribes_what_to_do_and_shows_nothing_of_its_text(code: str, type_: str, action: Action) -> None:
    raw = FAULT % (code.replace("<", "&lt;"), "0b2d1a0c-1111-4222-8333-444455556666")
    with pytest.raises(XRoadFaultError) as caught:
        taken(raw.encode(), request())

    assert (caught.value.type, caught.value.action) == (type_, action)
    assert "0b2d1a0c" in str(caught.value)
    assert "Секретный" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>works</body></html>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]><x>&e;</x>',
        b'<?xml version="1.0" encoding="utf-16"?><x/>',
        b"<x>" * 100 + b"</x>" * 100,
        b"<x>" + b"a" * 200_000 + b"</x>",
        f'<e:Envelope xmlns:e="{soap_message.SOAP}"><e:Body/></e:Envelope>'.encode(),
        f'<e:Envelope xmlns:e="{soap_message.SOAP}"><e:Body><a/><b/></e:Body></e:Envelope>'.encode(),
        f'<e:Envelope xmlns:e="{soap_message.SOAP}"><e:Header/><e:Body><a/></e:Body></e:Envelope>'.encode(),
    ],
)
def test_what_is_no_answer_is_unavailability(raw: bytes) -> None:
    with pytest.raises(XRoadUnavailableError):
        taken(raw, request())


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_break(raw: bytes) -> None:
    with pytest.raises(XRoadUnavailableError):
        taken(raw, request())


class Line:
    """A connection that gives one answer."""

    path = ""
    max_bytes = 100_000

    def __init__(self, make: Any) -> None:
        self.make, self.sent = make, b""

    def send(self, method: str, target: str, headers: Any, body: bytes) -> HttpAnswer:
        assert (method, target, headers["SOAPAction"]) == ("POST", "/", '""')
        self.sent = body
        status, media_type, raw = self.make(body)
        return HttpAnswer(status=status, headers={"content-type": media_type}, body=raw)


def call(make: Any) -> etree._Element:
    line: Any = Line(make)
    peer = SoapPeer(client=CLIENT, provider=PROVIDER, version="v1", user_id="AZ1234567")
    return SoapClient(line, peer).call(etree.Element(f"{{{NAMESPACE}}}getDocuments"), issue="Дело 1")


def test_a_call_is_answered() -> None:
    assert call(lambda sent: (200, "text/xml; charset=utf-8", answer(sent))).tag.endswith("getDocumentsResponse")


@pytest.mark.parametrize(
    ("status", "media_type"),
    [(200, "text/html"), (200, "multipart/related"), (404, "text/xml"), (500, "text/xml"), (302, "text/xml")],
)
def test_an_answer_with_another_status_or_type_is_none(status: int, media_type: str) -> None:
    with pytest.raises(XRoadUnavailableError):
        call(lambda sent: (status, media_type, answer(sent)))
