"""Signatures of SMEV 3: ours under each operation (`CallerInformationSystemSignature`), the queue's under each answer.

    <ns:SendRequestRequest>
      <ns:SenderProvidedRequestData Id="SIGNED_BY_CALLER">…</…>          the first child is what is signed
      <ns:CallerInformationSystemSignature><ds:Signature/></…>
    <ns:SendRequestResponse>
      <ns:MessageMetadata Id="SIGNED_BY_SMEV">…</…>
      <ns:SMEVSignature><ds:Signature/></…>

An answer that says nothing (an empty queue, `AckResponse`) bears no signature. GOST comes as another `Provider`.
"""

from dataclasses import dataclass

from lxml import etree

from adapters._parts import clock, xml_signature
from adapters._parts.clock import Clock
from adapters._parts.xml_signature import Expected, Provider
from adapters.ru_smev import names

_CALLER = "SIGNED_BY_CALLER"
_SMEV, _MESSAGE = f"{{{names.TYPES}}}SMEVSignature", f"{{{names.TYPES}}}RequestMessage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Who signs, and whose signature counts: without `signer` nothing is signed, without `checker` all is taken."""

    signer: Provider | None = None
    checker: Provider | None = None
    now: Clock = clock.now

    def sign(self, envelope: etree._Element, operation: etree._Element) -> None:
        """Sign the first child of an operation."""
        if self.signer is None:
            return
        operation[0].set("Id", _CALLER)
        place = etree.SubElement(operation, f"{{{names.TYPES}}}CallerInformationSystemSignature")
        place.append(self.signer.sign(envelope, [_CALLER], None))

    def check(self, envelope: etree._Element, answer: etree._Element) -> etree._Element | None:
        """Return the element of an answer that may be read, which is the signed one; None of an answer without any.

        Raises:
            SignatureRefusedError: it is not the queue's, or that cannot be told.
        """
        if len(answer) == 0:
            return None
        parent = answer[0] if answer[0].tag == _MESSAGE and len(answer[0]) else answer
        if self.checker is not None:
            self._check(envelope, [answer] if parent is answer else [answer, parent], parent[0], self.checker)
        return parent[0]

    def _check(
        self, envelope: etree._Element, steps: list[etree._Element], signed: etree._Element, checker: Provider
    ) -> None:
        location = "".join([f"./{{{names.SOAP}}}Body/", *(f"{step.tag}/" for step in steps), f"{_SMEV}/"])
        der = xml_signature.certificate_of(xml_signature.find(envelope, location))
        expected = Expected(location=location, signed={signed.get("Id", ""): signed}, der=der)
        xml_signature.check(envelope, expected, checker, self.now())


UNSIGNED = Signatures()
