"""Signatures in XML: what is signed holds, and nothing else does."""

import copy
import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters._parts import xml_signature
from adapters._parts.xml_document import parse
from adapters._parts.xml_signature import (
    DS,
    EXC_C14N,
    Algorithms,
    Expected,
    Identity,
    SignatureRefusedError,
    SignxmlProvider,
)
from keys import certificate
from keys.platform_key import ECDSA_SHA256, RSA_SHA256, PlatformKey

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
NS = {"ds": DS, "m": "urn:m"}
HEAD = "./{urn:m}Head/"


def identity(algorithm: str, *, ended: bool = False) -> Identity:
    key = PlatformKey.generate(algorithm)
    last = NOW - DAY if ended else NOW + DAY
    return Identity(
        key=key, certificate=certificate.issue(key, name="Учебная система", not_before=NOW - 9 * DAY, not_after=last)
    )


OWN, RSA, STRANGER, ENDED = (
    identity(ECDSA_SHA256),
    identity(RSA_SHA256),
    identity(ECDSA_SHA256),
    identity(ECDSA_SHA256, ended=True),
)
PROVIDER = SignxmlProvider(OWN, [OWN.certificate, RSA.certificate, ENDED.certificate])


def document() -> etree._Element:
    return parse(
        b'<m:Doc xmlns:m="urn:m" xmlns:x="urn:unused"><m:Head/><m:Body Id="b1" a="1">'
        b"\n <m:Name>\xd0\xa2\xd0\xb5\xd1\x81\xd1\x82\xd0\xbe\xd0\xb2</m:Name></m:Body>"
        b'<m:More Id="m1"><m:Thing/></m:More></m:Doc>',
        10_000,
    )


def signed(who: Identity = OWN, ids: Sequence[str] = ("b1",)) -> etree._Element:
    """A signed document as the other side reads it."""
    root = document()
    root[0].append(SignxmlProvider(who, ()).sign(root, ids, None))
    return parse(etree.tostring(root), 100_000)


def check(root: etree._Element, provider: Any = PROVIDER, *, now: datetime.datetime = NOW, **ids: int) -> None:
    elements = {id_: root[place] for id_, place in (ids or {"b1": 1}).items()}
    der = xml_signature.certificate_of(xml_signature.find(root, HEAD))
    xml_signature.check(root, Expected(location=HEAD, signed=elements, der=der), provider, now)


def refusal(root: etree._Element, **how: Any) -> str:
    with pytest.raises(SignatureRefusedError) as caught:
        check(root, **how)
    return caught.value.code


@pytest.mark.parametrize("who", [OWN, RSA], ids=["ecdsa", "rsa"])
def test_what_was_signed_holds_for_the_other_side(who: Identity) -> None:
    check(signed(who))
    check(signed(who, ("b1", "m1")), b1=1, m1=2)


def test_a_signature_looks_as_the_platforms_expect_it() -> None:
    info = signed().find("m:Head/ds:Signature/ds:SignedInfo", NS)

    assert info is not None
    assert [element.get("Algorithm") for element in info.iter() if element.get("Algorithm")] == [
        EXC_C14N,
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        EXC_C14N,
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ]


def test_other_prefixes_and_spaces_outside_do_not_matter() -> None:
    raw = etree.tostring(signed()).replace(b"xmlns:x=", b"xmlns:y=").replace(b"<m:Head>", b"<m:Head>\n  ")

    check(parse(raw, 100_000))


Change = Callable[[etree._Element], Any]


def put(path: str, **attributes: str) -> Change:
    def change(root: etree._Element) -> None:
        element = root.find(path, NS)
        assert element is not None
        for name, value in attributes.items():
            if name == "text":
                element.text = value
            else:
                element.set(name, value)

    return change


def cut(path: str) -> Change:
    def change(root: etree._Element) -> None:
        element = root.find(path, NS)
        assert element is not None
        element.getparent().remove(element)  # type: ignore[union-attr]

    return change


def add(path: str, name: str) -> Change:
    def change(root: etree._Element) -> None:
        element = root.find(path, NS)
        assert element is not None
        etree.SubElement(element, name)

    return change


def twice(path: str) -> Change:
    def change(root: etree._Element) -> None:
        element = root.find(path, NS)
        assert element is not None
        element.addnext(copy.deepcopy(element))

    return change


def wrap(root: etree._Element) -> None:
    """The signed body moves aside, and another stands where the reader looks."""
    true = root[1]
    false = copy.deepcopy(true)
    false[0].text = "Подложный"
    root.replace(true, false)
    etree.SubElement(root[0], "{urn:m}Aside").append(true)


def wrap_under_another_id(root: etree._Element) -> None:
    wrap(root)
    root[1].attrib.pop("Id")


def wrap_with_another_kind_of_id(root: etree._Element) -> None:
    wrap(root)
    root[1].attrib.pop("Id")
    root[1].set("{urn:other}ID", "b1")


REFERENCE = "m:Head/ds:Signature/ds:SignedInfo/ds:Reference"
ATTACKS: Mapping[str, tuple[Change, str]] = {
    "changed-text": (put("m:Body/m:Name", text="Пробный"), "signature-wrong"),
    "changed-attribute": (put("m:Body", a="2"), "signature-wrong"),
    "element-added": (add("m:Body", "x"), "signature-wrong"),
    "changed-digest": (put(f"{REFERENCE}/ds:DigestValue", text="AAAA"), "signature-wrong"),
    "digest-no-base64": (put(f"{REFERENCE}/ds:DigestValue", text="§"), "signature-form"),
    "changed-value": (put("m:Head/ds:Signature/ds:SignatureValue", text="AAAA"), "signature-wrong"),
    "zero-value": (put("m:Head/ds:Signature/ds:SignatureValue", text="A" * 86 + "=="), "signature-wrong"),
    "value-no-base64": (put("m:Head/ds:Signature/ds:SignatureValue", text="-"), "signature-form"),
    "no-signature": (cut("m:Head/ds:Signature"), "signature-missing"),
    "two-signatures": (twice("m:Head/ds:Signature"), "signature-repeated"),
    "no-value": (cut("m:Head/ds:Signature/ds:SignatureValue"), "signature-form"),
    "no-method": (cut("m:Head/ds:Signature/ds:SignedInfo/ds:SignatureMethod"), "signature-form"),
    "no-reference": (cut(REFERENCE), "signature-references"),
    "reference-twice": (twice(REFERENCE), "signature-references"),
    "whole-document": (put(REFERENCE, URI=""), "signature-references"),
    "external": (put(REFERENCE, URI="http://127.0.0.1:9/x"), "signature-references"),
    "xpointer": (put(REFERENCE, URI="#xpointer(/)"), "signature-references"),
    "another-element": (put(REFERENCE, URI="#m1"), "signature-references"),
    "hmac": (
        put("m:Head/ds:Signature/ds:SignedInfo/ds:SignatureMethod", Algorithm=f"{DS}hmac-sha1"),
        "signature-algorithm",
    ),
    "rsa-sha1": (
        put("m:Head/ds:Signature/ds:SignedInfo/ds:SignatureMethod", Algorithm=f"{DS}rsa-sha1"),
        "signature-algorithm",
    ),
    "sha1": (put(f"{REFERENCE}/ds:DigestMethod", Algorithm=f"{DS}sha1"), "signature-algorithm"),
    "inclusive-c14n": (
        put(
            "m:Head/ds:Signature/ds:SignedInfo/ds:CanonicalizationMethod",
            Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        ),
        "signature-algorithm",
    ),
    "xslt": (
        put(f"{REFERENCE}/ds:Transforms/ds:Transform", Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"),
        "signature-algorithm",
    ),
    "xpath-in-transform": (
        add(f"{REFERENCE}/ds:Transforms/ds:Transform", f"{{{DS}}}XPath"),
        "signature-form",
    ),
    "two-transforms": (twice(f"{REFERENCE}/ds:Transforms/ds:Transform"), "signature-transforms"),
    "object": (add("m:Head/ds:Signature", f"{{{DS}}}Object"), "signature-form"),
    "key-value-beside": (
        add("m:Head/ds:Signature/ds:KeyInfo", f"{{{DS}}}KeyValue"),
        "signature-form",
    ),
    "two-certificates": (twice(".//ds:X509Certificate"), "signature-certificate-missing"),
    "no-certificate": (cut(".//ds:X509Certificate"), "signature-certificate-missing"),
    "another-trusted-certificate": (
        put(".//ds:X509Certificate", text=RSA.certificate.pem.split("-----")[2]),
        "signature-wrong",
    ),
    "wrapped": (wrap, "signature-wrapped"),
    "wrapped-under-another-id": (wrap_under_another_id, "signature-wrapped"),
    "wrapped-with-another-kind-of-id": (wrap_with_another_kind_of_id, "signature-wrapped"),
    "id-twice": (put("m:More", ID="b1"), "signature-wrapped"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_does_not_hold_is_refused_and_says_why(name: str) -> None:
    root = signed()
    attack, code = ATTACKS[name]
    attack(root)

    assert refusal(root) == code


@pytest.mark.parametrize(
    ("who", "now", "code"),
    [
        (STRANGER, NOW, "signature-certificate-unknown"),
        (ENDED, NOW, "signature-certificate-not-in-term"),
        (OWN, NOW + 2 * DAY, "signature-certificate-not-in-term"),
        (OWN, NOW - 10 * DAY, "signature-certificate-not-in-term"),
    ],
)
def test_only_listed_certificates_in_their_term_count(who: Identity, now: datetime.datetime, code: str) -> None:
    assert refusal(signed(who), now=now) == code


def test_an_element_that_must_be_signed_and_is_not_is_refused() -> None:
    assert refusal(signed(), b1=1, m1=2) == "signature-references"


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(SignatureRefusedError):
        SignxmlProvider(None, ()).sign(document(), ["b1"], None)


@given(st.binary(max_size=200))
def test_a_mutation_anywhere_never_holds(noise: bytes) -> None:
    root = signed()
    value = root.find("m:Head/ds:Signature/ds:SignatureValue", NS)
    assert value is not None
    value.text = "".join(chr(65 + byte % 26) for byte in noise)

    assert refusal(root) in {"signature-wrong", "signature-form"}


class OtherCryptography:
    """Another family of algorithms, as a provider of GOST would be."""

    algorithms = Algorithms(signature=frozenset({"urn:other:sign"}), digest="urn:other:digest")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def sign(self, root: etree._Element, ids: Sequence[str], key_info: etree._Element | None) -> etree._Element:
        made = SignxmlProvider(OWN, ()).sign(root, ids, key_info)
        for path, algorithm in (
            (".//ds:SignatureMethod", "urn:other:sign"),
            (".//ds:DigestMethod", "urn:other:digest"),
        ):
            made.find(path, NS).set("Algorithm", algorithm)  # type: ignore[union-attr]
        return made

    def verify(self, root: etree._Element, location: str, der: bytes, now: datetime.datetime) -> None:  # noqa: ARG002
        self.asked.append(location)


def test_another_family_of_algorithms_plugs_in_and_keeps_the_checks_of_form() -> None:
    other, root = OtherCryptography(), document()
    root[0].append(other.sign(root, ["b1"], None))
    check(root, other)

    assert other.asked == [HEAD]
    assert refusal(root) == "signature-algorithm"
    assert refusal(signed(), provider=other) == "signature-algorithm"
