"""Writing elements: the small other half of `xml_document.Reader`."""

from collections.abc import Mapping

from lxml import etree

from adapters.ru_smev import names

_BUSINESS = {prefix: names.PREFIXES[prefix] for prefix in ("pd", "eb", "rm", "cc", "st", "ex")}


class Writer:
    """Appends children to one element, all in one namespace; values that are None are left out."""

    def __init__(self, element: etree._Element, namespace: str) -> None:
        self.element = element
        self._namespace = namespace

    def text(self, name: str, text: str | None) -> etree._Element | None:
        """Append a child with a text."""
        if text is None:
            return None
        child = etree.SubElement(self.element, f"{{{self._namespace}}}{name}")
        child.text = text
        return child

    def flag(self, name: str, value: bool | None) -> None:
        """Append a child with `true` or `false`."""
        if value is not None:
            self.text(name, "true" if value else "false")

    def child(self, name: str, namespace: str | None = None) -> "Writer":
        """Append a child that gets children of its own; `namespace` is theirs, when it is another."""
        return Writer(etree.SubElement(self.element, f"{{{self._namespace}}}{name}"), namespace or self._namespace)


def make_document(namespace: str, name: str) -> Writer:
    """Return a writer of a new document."""
    return Writer(etree.Element(f"{{{namespace}}}{name}", nsmap=_BUSINESS), namespace)


def inverse(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return a table of words turned round."""
    return {code: word for word, code in words.items()}
