"""XML elements <-> the plain trees that `json_form` maps, so that one table serves both wire forms.

    <x:Qerar><x:Nomre>77/1</x:Nomre><x:Esas>a</x:Esas><x:Esas>b</x:Esas></x:Qerar>
    {"Nomre": "77/1", "Esas": ["a", "b"]}

All elements of a document are of one namespace; an element of another, an attribute and a text beside elements appear
under names (`{other}Thing`, `@kind`, `#text`) that no form has, so that they are told and not passed over.
Values are texts: forms of XML read and write flags and numbers as text.
"""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from adapters._parts.json_form import Form

_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_STEP = re.compile(r"/(\d+)(?=/|$)")
_OTHER = re.compile(r"/\{[^}]*\}")


def to_plain(element: etree._Element, namespace: str, form: Form) -> dict[str, Any]:
    """Return the tree of an element with children; what `form` calls a list is one, however often it is there."""
    found = _to_plain(element, f"{{{namespace}}}", form)
    return found if isinstance(found, dict) else ({"#text": found} if found.strip() else {})


def _to_plain(element: etree._Element, prefix: str, form: Form | None) -> Any:
    plain: dict[str, Any] = {
        f"@{name!s}": value for name, value in element.attrib.items() if not str(name).startswith(_SCHEMA_INSTANCE)
    }
    if not len(element) and not plain and form is None:
        return element.text or ""
    members = {} if form is None else {member.name: member for member in form.members}
    for child in element:
        name = str(child.tag).removeprefix(prefix)
        member = members.get(name)
        inner = member.kind if member is not None and isinstance(member.kind, Form) else None
        _add(plain, name, _to_plain(child, prefix, inner), many=member is not None and member.many)
    for loose in (element.text, *(child.tail for child in element)):
        if loose is not None and not loose.isspace():
            plain["#text"] = loose
    plain.update(
        {name: [] for name, member in members.items() if member.many and member.required and name not in plain}
    )
    return plain


def _add(plain: dict[str, Any], name: str, value: Any, *, many: bool) -> None:
    if many:
        plain.setdefault(name, []).append(value)
    else:
        plain[name] = [plain[name], value] if name in plain else value


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


def xpath_of(pointer: str) -> str:
    """Return the XPath, with local names, of a pointer that begins with the name of the root element."""
    return _OTHER.sub("/", _STEP.sub(lambda match: f"[{int(match[1]) + 1}]", pointer))
