"""XML signatures (W3C XML-DSig): elements of a document signed beside it, and checked without any leniency.

    <ds:Signature>                            exactly these children, in this order
      <ds:SignedInfo>   exc-c14n, one method, one Reference for each element that must be signed, none beside them
      <ds:SignatureValue/>
      <ds:KeyInfo/>                           says which certificate; it is trusted only if it is in the member's file
    </ds:Signature>

What makes a valid signature worthless is refused before any cryptography: an id that two elements bear, a reference
to another element than the one that will be read (“wrapping”), more or fewer references, other transforms, other
algorithms, a second signature in the same place.

The cryptography is a `Provider`. Ours signs with RSA-SHA256 or ECDSA-SHA256 through `signxml`. GOST R 34.10-2012 plugs
in here: a provider of the member's certified cryptographic tool, with
`urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256` for the signature and
`…:gostr34112012-256` for the digest, is handed to the adapter instead; checks of form stay the same.
"""

import base64
import binascii
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from adapters._parts.xml_transforms import Transform, TransformingSigner, TransformingVerifier
from keys.certificate import Certificate
from keys.platform_key import ECDSA_SHA256, RSA_SHA256, PlatformKey

DS = "http://www.w3.org/2000/09/xmldsig#"
EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
METHODS: Mapping[str, str] = {
    RSA_SHA256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    ECDSA_SHA256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
}
SIGNATURE = f"{{{DS}}}Signature"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_NS = {"ds": DS}
_KEY_INFO = ([f"{{{DS}}}X509Data"], [f"{{{WSSE}}}SecurityTokenReference"])


class SignatureRefusedError(ValueError):
    """A signature is missing or does not hold; `code` says why, and never what was signed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithms:
    """The algorithm identifiers that a signature must have, each of them exactly."""

    signature: frozenset[str]
    digest: str = SHA256
    transforms: tuple[str, ...] = (EXC_C14N,)


class Provider(Protocol):
    """The cryptography of one family of algorithms."""

    @property
    def algorithms(self) -> Algorithms:
        """What its signatures look like."""
        ...

    def sign(self, root: etree._Element, ids: Sequence[str], key_info: etree._Element | None) -> etree._Element:
        """Return the `ds:Signature` over the elements with these ids; `key_info` None: the certificate itself."""
        ...

    def verify(self, root: etree._Element, location: str, der: bytes, now: datetime.datetime) -> None:
        """Check digests and signature value of the one signature at a place, whose form was checked before.

        Raises:
            SignatureRefusedError: the certificate is not trusted or not in its term, or the signature does not hold.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A key and its certificate."""

    key: PlatformKey
    certificate: Certificate


class SignxmlProvider:
    """RSA-SHA256 and ECDSA-SHA256: signs as `identity`, trusts the certificates of a file and no others.

    `transform` is the platform's own, after exc-c14n, where it has one.
    """

    def __init__(
        self, identity: Identity | None, trusted: Sequence[Certificate], transform: Transform | None = None
    ) -> None:
        own = () if transform is None else (transform.uri,)
        self.algorithms = Algorithms(signature=frozenset(METHODS.values()), transforms=(EXC_C14N, *own))
        self._transform = transform
        self._identity = identity
        self._trusted = {certificate.der: certificate for certificate in trusted}

    def sign(self, root: etree._Element, ids: Sequence[str], key_info: etree._Element | None) -> etree._Element:
        """Return the `ds:Signature` over the elements with these ids.

        Raises:
            SignatureRefusedError: there is no key to sign with.
        """
        if self._identity is None:
            raise SignatureRefusedError("signature-no-key")
        key: Any = self._identity.key  # it is asked for `sign` and `key_size` only
        made_with: dict[str, Any] = {
            "method": SignatureConstructionMethod.detached,
            "signature_algorithm": METHODS[self._identity.key.algorithm],
            "digest_algorithm": SHA256,
            "c14n_algorithm": EXC_C14N,
        }
        own = self._transform
        signer: XMLSigner = XMLSigner(**made_with) if own is None else TransformingSigner(own, **made_with)
        made: etree._Element = signer.sign(
            root,
            key=key,
            cert=[self._identity.certificate.pem],
            reference_uri=[f"#{id_}" for id_ in ids],
            key_info=key_info,
        )
        return made

    def verify(self, root: etree._Element, location: str, der: bytes, now: datetime.datetime) -> None:
        """Check digests and signature value of the one signature at a place.

        Raises:
            SignatureRefusedError: the certificate is not trusted or not in its term, or the signature does not hold.
        """
        certificate = self._trusted.get(der)
        if certificate is None:
            raise SignatureRefusedError("signature-certificate-unknown")
        if not certificate.is_valid(now):
            raise SignatureRefusedError("signature-certificate-not-in-term")
        expected = SignatureConfiguration(
            location=location,
            expect_references=True,
            signature_methods=frozenset({SignatureMethod(METHODS[certificate.algorithm])}),
            digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
            verification_time=now,
        )
        verifier = XMLVerifier() if self._transform is None else TransformingVerifier(self._transform)
        try:
            verifier.verify(root, x509_cert=certificate.pem, expect_config=expected, validate_schema=False)
        except (SignXMLException, ValueError):
            raise SignatureRefusedError("signature-wrong") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a document must have: one signature at `location`, over exactly the elements that will be read.

    `location` is the path from the root to the parent of the signature (`./{namespace}name/`), `signed` the elements by
    the id each must bear, `der` the certificate that the message names (`certificate_of`).
    """

    location: str
    signed: Mapping[str, etree._Element]
    der: bytes


def check(root: etree._Element, expected: Expected, provider: Provider, now: datetime.datetime) -> None:
    """Check that a document is signed as expected; `now` is the moment to hold the certificate against.

    Raises:
        SignatureRefusedError: the signature is missing, has another form, covers something else, or does not hold.
    """
    signature = find(root, expected.location)
    _check_form(signature, provider.algorithms, expected.signed)
    for id_, element in expected.signed.items():
        if _bearers(root, id_) != [element]:
            raise SignatureRefusedError("signature-wrapped")
    provider.verify(root, expected.location, expected.der, now)


def find(root: etree._Element, location: str) -> etree._Element:
    """Return the one signature at a place.

    Raises:
        SignatureRefusedError: there is none, or more than one.
    """
    found = root.findall(f"{location}ds:Signature", _NS)
    if len(found) != 1:
        raise SignatureRefusedError("signature-missing" if not found else "signature-repeated")
    return found[0]


def certificate_of(signature: etree._Element) -> bytes:
    """Return the one certificate in the `KeyInfo` of a signature (DER).

    Raises:
        SignatureRefusedError: there is not exactly one.
    """
    found = signature.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", _NS)
    if len(found) != 1:
        raise SignatureRefusedError("signature-certificate-missing")
    return decode(found[0].text)


def decode(text: str | None) -> bytes:
    """Return the bytes of base64 with line breaks.

    Raises:
        SignatureRefusedError: it is not base64, or of nothing.
    """
    try:
        found = base64.b64decode("".join((text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not found:
        raise SignatureRefusedError("signature-form")
    return found


def _check_form(signature: etree._Element, algorithms: Algorithms, ids: Mapping[str, Any]) -> None:
    info, value, key = _children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
    if len(info) < 2 or [child.tag for child in key] not in _KEY_INFO:
        raise SignatureRefusedError("signature-form")
    method, kind, *references = info
    _expect(method, "CanonicalizationMethod", frozenset({EXC_C14N}))
    _expect(kind, "SignatureMethod", algorithms.signature)
    named = [_reference(reference, algorithms) for reference in references]
    if sorted(named) != sorted(ids):
        raise SignatureRefusedError("signature-references")
    decode(value.text)


def _children(element: etree._Element, *names: str) -> list[etree._Element]:
    children = list(element)
    if [child.tag for child in children] != [f"{{{DS}}}{name}" for name in names]:
        raise SignatureRefusedError("signature-form")
    return children


def _expect(element: etree._Element, name: str, algorithms: frozenset[str]) -> None:
    """Hold an element to its algorithm; prefixes to keep are the only thing that may stand in it."""
    if element.tag != f"{{{DS}}}{name}" or any(child.tag != f"{{{EXC_C14N}}}InclusiveNamespaces" for child in element):
        raise SignatureRefusedError("signature-form")
    if element.get("Algorithm") not in algorithms:
        raise SignatureRefusedError("signature-algorithm")


def _reference(reference: etree._Element, algorithms: Algorithms) -> str:
    """Return the id that a reference names."""
    if reference.tag != f"{{{DS}}}Reference":
        raise SignatureRefusedError("signature-form")
    transforms, digest, value = _children(reference, "Transforms", "DigestMethod", "DigestValue")
    if len(transforms) != len(algorithms.transforms):
        raise SignatureRefusedError("signature-transforms")
    for transform, algorithm in zip(transforms, algorithms.transforms, strict=True):
        _expect(transform, "Transform", frozenset({algorithm}))
    _expect(digest, "DigestMethod", frozenset({algorithms.digest}))
    decode(value.text)
    uri = reference.get("URI", "")
    if not uri.startswith("#"):
        raise SignatureRefusedError("signature-references")
    return uri[1:]


def _bearers(root: etree._Element, id_: str) -> list[etree._Element]:
    """Return every element that has this id, under any name that somebody might take for an id."""
    named: Any = root.xpath("//*[@*[translate(local-name(), 'ID', 'id') = 'id'] = $id]", id=id_)
    return list(named)
