"""XML elements <-> the plain trees that `shapes` reads and writes.

    <x:Qerar><x:Nomre>77/1</x:Nomre><x:Esas>a</x:Esas><x:Esas>b</x:Esas></x:Qerar>
    {"Nomre": "77/1", "Esas": ["a", "b"]}

All elements of a document are of one namespace; an element of another, an attribute and a text beside elements appear
under names (`{other}Thing`, `@kind`, `#text`) that no table has, so that they are told and not passed over.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree

_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


def to_plain(element: etree._Element, namespace: str) -> Any:
    """Return a dict of an element with children, else its text."""
    return _to_plain(element, f"{{{namespace}}}")


def _to_plain(element: etree._Element, prefix: str) -> Any:
    plain: dict[str, Any] = {}
    for attribute, value in element.attrib.items():
        if not str(attribute).startswith(_SCHEMA_INSTANCE):
            plain[f"@{attribute!s}"] = value
    if not len(element) and not plain:
        return element.text or ""
    if element.text is not None and not element.text.isspace():
        plain["#text"] = element.text
    for child in element:
        _add(plain, str(child.tag).removeprefix(prefix), _to_plain(child, prefix))
        if child.tail is not None and not child.tail.isspace():
            plain["#text"] = child.tail
    return plain


def _add(plain: dict[str, Any], name: str, value: Any) -> None:
    if name not in plain:
        plain[name] = value
    elif isinstance(plain[name], list):
        plain[name].append(value)
    else:
        plain[name] = [plain[name], value]


def fill(element: etree._Element, plain: Mapping[str, Any], namespace: str) -> etree._Element:
    """Append the children of a plain tree to an element, and return it.

    Raises:
        ValueError: a text has signs that XML has no place for.
    """
    for name, value in plain.items():
        for item in value if isinstance(value, list) else (value,):
            child = etree.SubElement(element, f"{{{namespace}}}{name}")
            if isinstance(item, Mapping):
                fill(child, item, namespace)
            else:
                child.text = item
    return element


def document(name: str, plain: Mapping[str, Any], namespace: str, prefix: str) -> etree._Element:
    """Return a new element with the children of a plain tree."""
    return fill(etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace}), plain, namespace)
