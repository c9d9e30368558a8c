"""XML from outside: bounded, without DTD, entities and network; and a reader that leaves nothing unread.

What is refused before the parser sees it: documents over the size limit, any document type declaration (it is where
entities, external references and expansion bombs live), encodings other than UTF-8. Depth is bounded after parsing,
which costs no recursion.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from lxml import etree

from adapters._parts.faults import Fault, Findings, FormError
from adapters._parts.letters import tidy, tidy_lines

MAX_DEPTH = 40

T = TypeVar("T")

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?[^>]{0,300}\?>|<!--(?:[^-]|-(?!-))*+-->)*+(?=<[A-Za-z_])")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


class XmlRefusedError(ValueError):
    """A document is not read: too large, too deep, with a DTD, in another encoding, or not well-formed."""

    def __init__(self, code: str, ru: str, en: str) -> None:
        super().__init__(code)
        self.code = code
        self.ru = ru
        self.en = en


def parse(raw: bytes, max_bytes: int) -> etree._Element:
    """Return the root element of a document.

    Raises:
        XmlRefusedError: the document is refused, for the reasons above.
    """
    if len(raw) > max_bytes:
        raise XmlRefusedError(
            "xml-too-large",
            f"Документ XML больше {max_bytes} байт. Разделите его на несколько.",
            f"The XML document is larger than {max_bytes} bytes. Split it into several.",
        )
    _check_prolog(raw)
    try:
        root = etree.fromstring(raw, _make_parser())
    except etree.XMLSyntaxError:
        raise _malformed() from None
    if _TOO_DEEP(root.getroottree()):
        raise XmlRefusedError(
            "xml-too-deep",
            f"Вложенность документа XML больше {MAX_DEPTH}. Проверьте, что это документ обмена.",
            f"The XML document is nested deeper than {MAX_DEPTH}. Check that it is a document of this exchange.",
        )
    return root


def _make_parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _check_prolog(raw: bytes) -> None:
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in raw[:4] or (declared is not None and declared[1].upper() != b"UTF-8"):
        raise XmlRefusedError(
            "xml-encoding",
            "Документ XML не в кодировке UTF-8. Сохраните его в UTF-8.",
            "The XML document is not in UTF-8. Save it in UTF-8.",
        )
    if _PROLOG.match(raw) is None:
        raise _doctype() if b"<!DOCTYPE" in raw[:100_000].upper() else _malformed()


def _doctype() -> XmlRefusedError:
    return XmlRefusedError(
        "xml-doctype",
        "Документ XML содержит объявление DTD; такие документы не читаются. Уберите DOCTYPE и сущности.",
        "The XML document has a document type declaration; such documents are not read. Remove DOCTYPE and entities.",
    )


def _malformed() -> XmlRefusedError:
    return XmlRefusedError(
        "xml-malformed",
        "Документ XML построен неправильно. Проверьте его по схеме и отправьте снова.",
        "The XML document is not well-formed. Check it against its schema and send it again.",
    )


def has_plain_prolog(start: bytes) -> bool:
    """Say whether a document begins without a document type declaration, and in UTF-8."""
    try:
        _check_prolog(start)
    except XmlRefusedError:
        return False
    return True


def path_of(element: etree._Element, root: etree._Element) -> str:
    """Return the XPath of an element below `root`, with local names: `/EntryBanNotice/EntryBan[3]/Decision`."""
    steps: list[str] = []
    at: etree._Element | None = element
    while at is not None:
        name = local_name(at)
        parent = at.getparent() if at is not root else None
        if parent is not None:
            twins = [child for child in parent if child.tag == at.tag]
            if len(twins) > 1:
                name += f"[{twins.index(at) + 1}]"
        steps.append(name)
        at = parent
    return "/" + "/".join(reversed(steps))


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Reader:
    """Reads the children of one element by local name, all of one namespace; what is left over at `close` is a fault.

    Missing and malformed values become faults in `findings`, and reading goes on, so that one pass finds everything.
    """

    def __init__(self, element: etree._Element, namespace: str, findings: Findings, root: etree._Element) -> None:
        self._element = element
        self._namespace = namespace
        self._findings = findings
        self._root = root
        self._children: dict[str, list[etree._Element]] = {}
        self._foreign: list[etree._Element] = []
        prefix = f"{{{namespace}}}"
        for child in element:
            if str(child.tag).startswith(prefix):
                self._children.setdefault(str(child.tag)[len(prefix) :], []).append(child)
            else:
                self._foreign.append(child)

    @property
    def path(self) -> str:
        """The XPath of the element."""
        return path_of(self._element, self._root)

    def text(self, name: str) -> str | None:
        """Return the tidied text of a child, or None when it is absent or empty."""
        child = self._only(name)
        return None if child is None else tidy(child.text or "") or None

    def lines(self, name: str) -> str | None:
        """Return the text of a child in its lines, each tidied, or None when it is absent or empty."""
        child = self._only(name)
        return None if child is None else tidy_lines(child.text or "") or None

    def need(self, name: str) -> str:
        """Return the text of a child that must be there; its absence is a fault."""
        text = self.text(name)
        if text is None:
            self._missing(name)
            return ""
        return text

    def read(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of a child's text, or None when it is absent or not understood."""
        text = self.text(name)
        return None if text is None else self._attempt(name, read, text)

    def must_read(self, name: str, read: Callable[[str], T], instead: T) -> T:
        """Return what `read` makes of a child that must be there; `instead` stands for it once a fault is kept."""
        text = self.need(name)
        value = self._attempt(name, read, text) if text else None
        return instead if value is None else value

    def child(self, name: str, namespace: str | None = None) -> "Reader | None":
        """Return a reader of a child element, or None; `namespace` is that of its own children, when it is another."""
        child = self._only(name)
        return None if child is None else Reader(child, namespace or self._namespace, self._findings, self._root)

    def must_child(self, name: str, namespace: str | None = None) -> "Reader | None":
        """Return a reader of a child element that must be there."""
        child = self.child(name, namespace)
        if child is None:
            self._missing(name)
        return child

    def children(self, name: str) -> Sequence["Reader"]:
        """Return readers of all children of that name."""
        found = self._children.pop(name, [])
        return [Reader(child, self._namespace, self._findings, self._root) for child in found]

    def read_all(self, name: str, read: Callable[[str], T]) -> list[T]:
        """Return what `read` makes of the texts of all children of that name, without those not understood."""
        values: list[T] = []
        for child in self._children.pop(name, []):
            try:
                values.append(read(tidy(child.text or "")))
            except FormError as error:
                self._findings.add(error.at(path_of(child, self._root)))
        return values

    def fault(self, code: str, place: str, ru: str, en: str) -> None:
        """Keep a fault at a place below this element (empty: the element itself)."""
        self._findings.add(Fault(code=code, place=f"{self.path}/{place}" if place else self.path, ru=ru, en=en))

    def close(self) -> None:
        """End the reading: children that nobody asked for are faults, for their meaning would be lost in silence."""
        left = [child for children in self._children.values() for child in children]
        for child in (*left, *self._foreign):
            place = path_of(child, self._root)
            self._findings.add(
                Fault(
                    code="element-unknown",
                    place=place,
                    ru="Элемент адаптеру неизвестен, и его смысл был бы потерян. Обновите адаптер или уберите элемент.",
                    en="The adapter does not know this element, and its meaning would be lost. "
                    "Update the adapter or remove the element.",
                )
            )

    def _only(self, name: str) -> etree._Element | None:
        found = self._children.pop(name, [])
        if len(found) > 1:
            self.fault(
                "element-repeated",
                f"{name}[2]",
                "Элемент указан более одного раза. Оставьте одно значение.",
                "The element is given more than once. Leave one value.",
            )
        return found[0] if found else None

    def _attempt(self, name: str, read: Callable[[str], T], text: str) -> T | None:
        # The path is made only for a fault: it costs more than the reading.
        try:
            return read(text)
        except FormError as error:
            self._findings.add(error.at(f"{self.path}/{name}"))
            return None

    def _missing(self, name: str) -> None:
        self.fault(
            "element-missing",
            name,
            "Нет обязательного элемента. Заполните его и отправьте снова.",
            "A required element is missing. Fill it in and send again.",
        )


def one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a reader of coded words; its `FormError` lists the words known."""

    def read(text: str) -> str:
        if text not in words:
            known = ", ".join(words)
            raise FormError(
                "word-unknown",
                f"Значение не из перечня. Допустимы: {known}.",
                f"The value is not in its list. Known are: {known}.",
            )
        return words[text]

    return read


def flag(text: str) -> bool:
    """Return the value of `true` or `false`.

    Raises:
        FormError: it is neither.
    """
    if text in {"true", "1"}:
        return True
    if text in {"false", "0"}:
        return False
    raise FormError("flag-invalid", "Нужно true или false.", "It must be true or false.")


def whole_number(text: str) -> int:
    """Return a whole number of at most nine digits.

    Raises:
        FormError: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise FormError("number-invalid", "Нужно целое число цифрами.", "A whole number in digits is needed.")
    return int(text)
