"""A platform's own transform of what is signed, after exc-c14n: `signxml` taught one algorithm more.

The bytes of exclusive canonical XML go through `apply` before they are digested, in signing and in checking alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree
from signxml.signer import XMLSigner
from signxml.verifier import XMLVerifier

_DS = "{http://www.w3.org/2000/09/xmldsig#}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """One transform: its identifier, and what it does to canonical XML."""

    uri: str
    apply: Callable[[bytes], bytes]


class TransformingSigner(XMLSigner):
    """Signs references that go through a transform."""

    def __init__(self, transform: Transform, **how: Any) -> None:
        super().__init__(**how)
        self._transform = transform

    def _build_transforms_for_reference(self, *, transforms_node: etree._Element, **how: Any) -> None:
        super()._build_transforms_for_reference(transforms_node=transforms_node, **how)
        etree.SubElement(transforms_node, f"{_DS}Transform", Algorithm=self._transform.uri)

    def _c14n(self, nodes: Any, *arguments: Any, **how: Any) -> bytes:
        canonical: bytes = super()._c14n(nodes, *arguments, **how)
        return canonical if nodes.tag == f"{_DS}SignedInfo" else self._transform.apply(canonical)


class TransformingVerifier(XMLVerifier):
    """Checks references that went through a transform; that they name it was checked before."""

    def __init__(self, transform: Transform) -> None:
        super().__init__()
        self._transform = transform

    def _apply_transforms(self, payload: Any, **how: Any) -> bytes:
        canonical: bytes = super()._apply_transforms(payload, **how)
        return self._transform.apply(canonical)
