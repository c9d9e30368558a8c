"""Signatures in the SOAP header: both ways to name the certificate, and what forgers try."""

import copy
import datetime
from collections.abc import Callable

import pytest
from lxml import etree

from adapters._parts.xml_document import parse
from adapters._parts.xml_signature import Identity, SignatureRefusedError, SignxmlProvider
from adapters.kz_shep.names import NS, SOAP, WSSE, WSU
from adapters.kz_shep.ws_security import Security
from keys import certificate
from keys.platform_key import ECDSA_SHA256, PlatformKey

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
KEY = PlatformKey.generate(ECDSA_SHA256)
OWN = Identity(key=KEY, certificate=certificate.issue(KEY, name="ШЭП", not_before=NOW - HOUR, not_after=NOW + 9 * HOUR))
TOKEN = "".join(OWN.certificate.pem.splitlines()[1:-1])
SIGNER = Security(signer=SignxmlProvider(OWN, ()), token=TOKEN, now=lambda: NOW)


def checker(now: datetime.datetime = NOW) -> Security:
    return Security(checker=SignxmlProvider(None, [OWN.certificate]), now=lambda: now)


def message() -> etree._Element:
    envelope = parse(f'<s:Envelope xmlns:s="{SOAP}"><s:Body><x>1</x></s:Body></s:Envelope>'.encode(), 10_000)
    SIGNER.sign(envelope)
    return parse(etree.tostring(envelope), 100_000)


def check(envelope: etree._Element, security: Security | None = None) -> None:
    (security or checker()).check(envelope, envelope.findall("soap:Body", NS)[0])


def test_a_signed_message_holds_in_its_time() -> None:
    check(message())
    check(message(), checker(NOW + datetime.timedelta(minutes=6)))
    with pytest.raises(SignatureRefusedError, match="signature-not-in-time"):
        check(message(), checker(NOW + HOUR))
    with pytest.raises(SignatureRefusedError, match="signature-not-in-time"):
        check(message(), checker(NOW - datetime.timedelta(minutes=3)))


def test_the_header_looks_as_the_token_profile_has_it() -> None:
    security = message().find("soap:Header/wsse:Security", NS)
    assert security is not None

    assert security.get(f"{{{SOAP}}}mustUnderstand") == "1"
    assert [etree.QName(child).localname for child in security] == ["BinarySecurityToken", "Timestamp", "Signature"]
    assert [each.get("URI") for each in security.iterfind(".//ds:Reference", NS)] == ["#id-body", "#TS-1"]
    assert security.find(".//wsse:Reference", NS).get("URI") == "#X509-token"  # type: ignore[union-attr]


Forge = Callable[[etree._Element], object]


def element(envelope: etree._Element, path: str) -> etree._Element:
    found = envelope.find(path, NS)
    assert found is not None
    return found


def wrap(envelope: etree._Element) -> None:
    """The signed body moves into the header, another one is read."""
    true = element(envelope, "soap:Body")
    false = copy.deepcopy(true)
    false[0].text = "2"
    envelope.replace(true, false)
    element(envelope, "soap:Header").append(true)


def second_header(envelope: etree._Element) -> None:
    envelope.insert(0, copy.deepcopy(element(envelope, "soap:Header")))


def token_twice(envelope: etree._Element) -> None:
    token = element(envelope, ".//wsse:BinarySecurityToken")
    token.addnext(copy.deepcopy(token))


SECURITY = "soap:Header/wsse:Security"


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda envelope: setattr(element(envelope, "soap:Body/x"), "text", "2"), "signature-wrong"),
        (lambda envelope: setattr(element(envelope, ".//wsu:Expires"), "text", "2027-01-01T00:00:00Z"), "-wrong"),
        (lambda envelope: setattr(element(envelope, ".//wsu:Expires"), "text", "never"), "not-in-time"),
        (lambda envelope: element(envelope, ".//wsu:Timestamp").remove(element(envelope, ".//wsu:Expires")), "in-time"),
        (lambda envelope: element(envelope, SECURITY).remove(element(envelope, ".//wsu:Timestamp")), "-references"),
        (lambda envelope: element(envelope, "soap:Body").attrib.pop(f"{{{WSU}}}Id"), "signature-references"),
        (wrap, "signature-wrapped"),
        (second_header, "signature-repeated"),
        (token_twice, "certificate-missing"),
        (lambda envelope: element(envelope, ".//wsse:Reference").set("URI", "#other"), "certificate-missing"),
        (lambda envelope: setattr(element(envelope, ".//wsse:BinarySecurityToken"), "text", "§"), "signature-form"),
        (
            lambda envelope: etree.SubElement(
                element(envelope, ".//wsse:SecurityTokenReference"), f"{{{WSSE}}}KeyIdentifier"
            ),
            "certificate-missing",
        ),
        (lambda envelope: envelope.remove(element(envelope, "soap:Header")), "signature-missing"),
    ],
)
def test_a_forged_message_is_refused(forge: Forge, code: str) -> None:
    envelope = message()
    forge(envelope)

    with pytest.raises(SignatureRefusedError, match=code):
        check(envelope)


def test_without_key_and_certificates_nothing_is_signed_and_all_is_taken() -> None:
    envelope = parse(f'<s:Envelope xmlns:s="{SOAP}"><s:Body/></s:Envelope>'.encode(), 10_000)
    Security().sign(envelope)
    Security().check(envelope, envelope[0])

    assert len(envelope) == 1
