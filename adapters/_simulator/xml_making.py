"""XML written as nested calls: `EB.Decision(EB.Number("77/1"), EB.Date("12.03.2026"))`."""

from collections.abc import Callable, Mapping

from lxml import etree


class Maker:
    """Makes elements of one namespace; children are elements or texts."""

    def __init__(self, namespace: str, prefixes: Mapping[str, str]) -> None:
        self._namespace = namespace
        self._prefixes = dict(prefixes)

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        return lambda *children: self.make(name, *children)

    def make(self, name: str, *children: etree._Element | str) -> etree._Element:
        """Return an element."""
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)
        for child in children:
            if isinstance(child, str):
                element.text = child
            else:
                element.append(child)
        return element
