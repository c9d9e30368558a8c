"""What the passport register says of a PIN, put beside a request from abroad: the clerk decides, nothing is answered.

    request about a person with a PIN --> passportDataByPSN (X-Road SOAP 4.0) --> "passportExtract" in the document

The extract says `found` with the card's fields, `notFound`, or `unavailable`: a silent passport register holds no
request up, and is left alone for a minute. The card's `nationality` is not taken: it may tell ethnicity.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from adapters._parts import clock
from adapters._parts.letters import tidy
from adapters._parts.xml_document import local_name
from adapters._xroad.errors import XRoadError
from adapters._xroad.register import Page, Register, Result
from adapters._xroad.soap_client import SoapClient
from hub.sdk.ports import Delivery, Problem

NAMESPACE = "http://tunduk-seccurity-infocom.x-road.fi/producer"
SERVICE = "passportDataByPSN"
FIELDS = (
    *("surname", "name", "patronymic", "dateOfBirth", "passportSeries", "passportNumber", "voidStatus"),
    *("issuedDate", "passportAuthority", "expiredDate"),
)
_ABOUT = frozenset({"readmissionRequest", "citizenshipCheckRequest"})
_LONGEST = 300
_PAUSE = datetime.timedelta(minutes=1)
_UNAVAILABLE: Mapping[str, str] = {"status": "unavailable"}


class PassportService:
    """The service `passportDataByPSN` of the passport register."""

    def __init__(self, client: SoapClient, now: clock.Clock = clock.now) -> None:
        self._client, self._now = client, now
        self._silent_until = datetime.datetime.min.replace(tzinfo=datetime.UTC)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def extract(self, pin: str, issue: str) -> Mapping[str, str]:
        """Return what the register says of a PIN, in which matter it is asked."""
        if self._now() < self._silent_until:
            return _UNAVAILABLE
        request = etree.Element(f"{{{NAMESPACE}}}{SERVICE}", nsmap={"p": NAMESPACE})
        etree.SubElement(etree.SubElement(request, f"{{{NAMESPACE}}}request"), f"{{{NAMESPACE}}}pin").text = pin
        try:
            return _card(self._client.call(request, issue), pin)
        except XRoadError:
            self._silent_until = self._now() + _PAUSE
            return _UNAVAILABLE


class WithPassports:
    """The register, given an extract with each request about a person with a PIN."""

    def __init__(self, register: Register, passports: PassportService) -> None:
        self._register, self._passports = register, passports

    def close(self) -> None:
        """Close both connections."""
        self._passports.close()
        self._register.close()

    def feed(self, after: int, limit: int) -> Page:
        """Return documents, as the register gives them."""
        return self._register.feed(after, limit)

    def report(self, results: Sequence[Result]) -> None:
        """Tell the register what became of documents."""
        self._register.report(results)

    def put(self, delivery: Delivery, kind: str, document: Any) -> Problem | None:
        """Hand over one record, with its extract."""
        pin = document["person"].get("pin") if kind in _ABOUT else None
        if pin is not None:
            document = {**document, "passportExtract": self._passports.extract(pin, delivery.subject or "")}
        return self._register.put(delivery, kind, document)

    def erase(self, subjects: Sequence[str]) -> None:
        """Let the register forget subjects."""
        self._register.erase(subjects)


def _card(answer: etree._Element, pin: str) -> Mapping[str, str]:
    """Return the extract of an answer; a card of another PIN is none."""
    response = answer.find(f"{{{NAMESPACE}}}response")
    fields = {local_name(field): tidy(field.text or "") for field in (answer if response is None else response)}
    if not fields.get("pin"):
        return {"status": "notFound"}
    if fields["pin"] != pin:
        return _UNAVAILABLE
    card = {name: fields[name][:_LONGEST] for name in FIELDS if fields.get(name)}
    return {"status": "found", **card}
