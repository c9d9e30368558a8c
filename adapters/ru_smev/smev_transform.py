"""The transform `urn://smev-gov-ru/xmldsig/transform`: one spelling of XML, whoever chose its prefixes.

    1  declarations, processing instructions, and texts of white space alone are left out
    2  an element without content has a start and an end tag
    3  prefixes are ns1, ns2, … in the order in which namespaces are first needed; one holds for the element where it
       is declared and for what is inside
    4  declarations come first, the element's own before those of its attributes
    5  attributes are sorted by namespace and name; those without a namespace come last

After the methodical recommendations on SMEV 3.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from adapters._parts.xml_transforms import Transform

URI = "urn://smev-gov-ru/xmldsig/transform"
_BLANK = "".join(map(chr, range(33)))
"""White space as the rules have it: a no-break space is none."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def transform(raw: bytes) -> bytes:
    """Return a document in its one spelling.

    Raises:
        lxml.etree.XMLSyntaxError: it is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return "".join(_Writer().write(etree.fromstring(raw, parser), {})).encode()


class _Writer:
    """Writes elements; counts the prefixes of the whole document."""

    def __init__(self) -> None:
        self._count = 0

    def write(self, element: etree._Element, known: Mapping[str, str]) -> Iterator[str]:
        """Yield the pieces of an element; `known` are the prefixes in force by namespace."""
        inside = dict(known)
        tag = self._name(str(element.tag), inside)
        found = {str(name): str(value) for name, value in element.attrib.items()}
        attributes = [(self._name(name, inside), found[name]) for name in sorted(found, key=_order)]
        yield f"<{tag}"
        for namespace, prefix in inside.items():
            if namespace not in known:
                yield f' xmlns:{prefix}="{_quoted(namespace)}"'
        for name, value in attributes:
            yield f' {name}="{_quoted(value)}"'
        yield ">"
        yield _text(element.text)
        for child in element:
            yield from self.write(child, inside)
            yield _text(child.tail)
        yield f"</{tag}>"

    def _name(self, name: str, inside: dict[str, str]) -> str:
        namespace, _, local = name.rpartition("}")
        namespace = namespace[1:]
        if not namespace:
            return local
        if namespace not in inside:
            self._count += 1
            inside[namespace] = f"ns{self._count}"
        return f"{inside[namespace]}:{local}"


def _order(name: str) -> tuple[bool, str, str]:
    namespace, _, local = name.rpartition("}")
    return not namespace, namespace, local


def _text(text: str | None) -> str:
    return "" if text is None or not text.strip(_BLANK) else text.translate(_ESCAPES)


def _quoted(value: str) -> str:
    return value.translate(_ESCAPES).replace('"', "&quot;")


SMEV = Transform(uri=URI, apply=transform)
