"""The transform of SMEV: one spelling of XML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters.ru_smev.smev_transform import transform

BRANCHES = (
    '<one xmlns="urn:1"><q:two xmlns:q="urn:2">x</q:two><q:three xmlns:q="urn:2"><q:four xmlns:q="urn:2"> y '
    '</q:four></q:three><q:six xmlns:q="urn:3">z</q:six></one>'
)
BRANCHES_MADE = (
    '<ns1:one xmlns:ns1="urn:1"><ns2:two xmlns:ns2="urn:2">x</ns2:two><ns3:three xmlns:ns3="urn:2"><ns3:four> y '
    '</ns3:four></ns3:three><ns4:six xmlns:ns4="urn:3">z</ns4:six></ns1:one>'
)


@pytest.mark.parametrize(
    ("given_", "made"),
    [
        ('<?xml version="1.0"?><a xmlns="urn:1"/>', '<ns1:a xmlns:ns1="urn:1"></ns1:a>'),
        ("<!-- c --><?p i?><a><!-- c --><?p i?></a>", "<a></a>"),
        ('<a xmlns="urn:1">\n <b>\t</b>\n</a>', '<ns1:a xmlns:ns1="urn:1"><ns1:b></ns1:b></ns1:a>'),
        ("<a> x \n y </a>", "<a> x \n y </a>"),
        ("<a>\u00a0</a>", "<a>\u00a0</a>"),
        (BRANCHES, BRANCHES_MADE),
        (
            '<a xmlns="urn:1" xmlns:z="urn:a" xmlns:b="urn:b" z="1" b:d="2" z:c="3" b:c="4" xmlns:unused="urn:u"/>',
            '<ns1:a xmlns:ns1="urn:1" xmlns:ns2="urn:a" xmlns:ns3="urn:b" ns2:c="3" ns3:c="4" ns3:d="2" z="1"></ns1:a>',
        ),
        ("<a b='&lt;&amp;&quot;&gt;'>&lt;&amp;\"&gt;</a>", '<a b="&lt;&amp;&quot;&gt;">&lt;&amp;"&gt;</a>'),
        ("<a>x<b/> y<c/> </a>", "<a>x<b></b> y<c></c></a>"),
    ],
)
def test_a_document_has_one_spelling(given_: str, made: str) -> None:
    assert transform(given_.encode()).decode() == made


NAMES = st.sampled_from(["a", "b", "{urn:1}a", "{urn:2}b", "{urn:3}c"])
TEXTS = st.text(st.characters(categories=("L", "P", "S", "Zs")), max_size=6) | st.none()


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    element = etree.Element(draw(NAMES), draw(st.dictionaries(NAMES, TEXTS.map(lambda text: text or ""), max_size=3)))
    element.text = draw(TEXTS)
    for _ in range(draw(st.integers(0, 2)) if depth else 0):
        child = draw(elements(depth=depth - 1))
        child.tail = draw(TEXTS)
        element.append(child)
    return element


def said(element: etree._Element) -> object:
    """What a document says, without spaces between elements."""
    texts = [text if text and text.strip(" ") else "" for text in (element.text, *(child.tail for child in element))]
    return element.tag, sorted(element.attrib.items()), texts, [said(child) for child in element]


@given(elements())
def test_the_spelling_says_the_same_and_is_its_own(element: etree._Element) -> None:
    raw = etree.tostring(element)
    once = transform(raw)

    assert said(etree.fromstring(once)) == said(etree.fromstring(raw))
    assert transform(once) == once
