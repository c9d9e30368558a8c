"""Whether anybody can be found under a ban: by a number, or by a whole name with a date of birth."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.errors import Fault

_OWN = ("surname", "given")


def warn(record: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is odd where a person can be found by nothing surely."""
    subject = record["subject"]
    if subject.get("documents") or subject.get("identifiers"):
        return
    dated = "date" in subject.get("birth", {})
    if not dated or not any(all(name.get(part) for part in _OWN) for name in subject.get("names", ())):
        yield _HARDLY_FINDABLE


_HARDLY_FINDABLE = Fault(
    pointer="/subject",
    code="hardly-findable",
    ru="Нет номера документа и полного имени с датой рождения: поиск даст лишь сомнение. Дополните сведения о лице.",
    en="There is no number and no whole name with a birth date: searches give a doubt at most. Say more of the person.",
)
