"""WS-Security of the gateway's messages (OASIS WSS 1.0, X.509 token profile): the body signed, in the SOAP header.

    <wsse:Security soap:mustUnderstand="1">
      <wsse:BinarySecurityToken wsu:Id="X509-token">certificate</…>
      <wsu:Timestamp wsu:Id="TS-1"><wsu:Created/><wsu:Expires/></…>
      <ds:Signature>  over #id-body (soap:Body) and #TS-1; its KeyInfo refers to the token
    </wsse:Security>

What comes may carry its certificate in a token or inside `KeyIdentifier`, and need not have a timestamp; one that it
has must be signed and not be over.
"""

import datetime
from dataclasses import dataclass

from lxml import etree

from adapters._parts import clock, xml_signature
from adapters._parts.clock import Clock
from adapters._parts.xml_signature import Expected, Provider, SignatureRefusedError
from adapters.kz_shep.names import BASE64, DS, NS, SOAP, WSSE, WSU, X509

LIFETIME = datetime.timedelta(minutes=5)
SKEW = datetime.timedelta(minutes=2)
_LOCATION = f"./{{{SOAP}}}Header/{{{WSSE}}}Security/"
_ID = f"{{{WSU}}}Id"
_BODY, _TIMESTAMP, _TOKEN = "id-body", "TS-1", "X509-token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Who signs and with which certificate; whose signature counts. Without `checker` all is taken."""

    signer: Provider | None = None
    token: str = ""
    checker: Provider | None = None
    now: Clock = clock.now

    def sign(self, envelope: etree._Element) -> None:
        """Put the header into an envelope that has a body only."""
        if self.signer is None:
            return
        body, now = envelope[0], self.now()
        body.set(_ID, _BODY)
        header = etree.Element(f"{{{SOAP}}}Header")
        envelope.insert(0, header)
        security = etree.SubElement(header, f"{{{WSSE}}}Security", {f"{{{SOAP}}}mustUnderstand": "1"}, nsmap=_MAP)
        attributes = {_ID: _TOKEN, "ValueType": X509, "EncodingType": BASE64}
        etree.SubElement(security, f"{{{WSSE}}}BinarySecurityToken", attributes).text = self.token
        timestamp = etree.SubElement(security, f"{{{WSU}}}Timestamp", {_ID: _TIMESTAMP})
        for name, moment in (("Created", now), ("Expires", now + LIFETIME)):
            etree.SubElement(timestamp, f"{{{WSU}}}{name}").text = write_moment(moment)
        security.append(self.signer.sign(envelope, [_BODY, _TIMESTAMP], _key_info()))

    def check(self, envelope: etree._Element, body: etree._Element) -> None:
        """Check that the body of an envelope is signed by whom it should be.

        Raises:
            SignatureRefusedError: it is not, or that cannot be told.
        """
        if self.checker is None:
            return
        now, signed = self.now(), {body.get(_ID, ""): body}
        timestamp = envelope.find("soap:Header/wsse:Security/wsu:Timestamp", NS)
        if timestamp is not None:
            signed[timestamp.get(_ID, "")] = timestamp
            _check_term(timestamp, now)
        der = _certificate(envelope, xml_signature.find(envelope, _LOCATION))
        xml_signature.check(envelope, Expected(location=_LOCATION, signed=signed, der=der), self.checker, now)


def write_moment(moment: datetime.datetime) -> str:
    """Return an instant with milliseconds, in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _key_info() -> etree._Element:
    info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS, "wsse": WSSE})
    reference = etree.SubElement(info, f"{{{WSSE}}}SecurityTokenReference")
    etree.SubElement(reference, f"{{{WSSE}}}Reference", URI=f"#{_TOKEN}", ValueType=X509)
    return info


def _check_term(timestamp: etree._Element, now: datetime.datetime) -> None:
    try:
        created, expires = (datetime.datetime.fromisoformat(each.text or "") for each in timestamp)
        fits = created - SKEW <= now <= expires + SKEW
    except (ValueError, TypeError):
        fits = False
    if not fits:
        raise SignatureRefusedError("signature-not-in-time")


def _certificate(envelope: etree._Element, signature: etree._Element) -> bytes:
    """Return the certificate that a signature names: inside it, or in a token of the header."""
    [*named] = signature.findall("ds:KeyInfo/wsse:SecurityTokenReference/*", NS)
    if len(named) != 1:
        raise SignatureRefusedError("signature-certificate-missing")
    if named[0].tag == f"{{{WSSE}}}KeyIdentifier":
        return xml_signature.decode(named[0].text)
    tokens = envelope.findall("soap:Header/wsse:Security/wsse:BinarySecurityToken", NS)
    fitting = [token for token in tokens if f"#{token.get(_ID)}" == named[0].get("URI")]
    if len(fitting) != 1:
        raise SignatureRefusedError("signature-certificate-missing")
    return xml_signature.decode(fitting[0].text)


_MAP = {"wsse": WSSE, "wsu": WSU}
