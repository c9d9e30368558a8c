"""A page of a feed whose answer may be too large: smaller pages, and at last the document that no answer can hold.

    after 17, 100 documents   too large: 50, 25, … 1
    after 17, one document    too large: 18 is passed over and told so, once what stands behind it can be read

A document is passed over only when the feed answers properly behind it: an address that gives endless rubbish is no
reason to refuse anything, nor is one that did so for a moment: the document is asked for once more. Several in a row
are looked behind, a few; then a person has to look.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters._parts.faults import Fault

PASSED_AT_ONCE = 5
P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[P]):
    """A page, and the numbers of documents before it that are too large for any."""

    page: P
    passed: Sequence[int] = ()


def read(ask: Callable[[int, int], P], after: int, limit: int, too_large: type[Exception]) -> Found[P]:
    """Return the page after a number.

    Args:
        ask: returns at most so many documents after a number, or raises `too_large`.
        after: the number.
        limit: how many documents are asked for at first.
        too_large: says that the answer is larger than allowed.

    Raises:
        Whatever `ask` raises; `too_large` where no page behind the document can be read either.
    """
    while True:
        try:
            return Found(page=ask(after, limit))
        except too_large:
            if limit == 1:
                break
            limit = (limit + 1) // 2
    return _behind(ask, after, too_large)


def _behind(ask: Callable[[int, int], P], after: int, too_large: type[Exception]) -> Found[P]:
    number = after + 1
    while True:
        try:
            page = ask(number, 1)
            break
        except too_large:
            if number == after + PASSED_AT_ONCE:
                raise
            number += 1
    try:
        return Found(page=ask(after, 1))  # the address has only come to itself meanwhile
    except too_large:
        return Found(page=page, passed=range(after + 1, number + 1))


TOO_LARGE = Fault(
    code="document-too-large",
    place="",
    ru="Документ больше, чем может быть ответ (max_answer_bytes), и не прочитан. "
    "Сократите его или вложения и подайте под новым номером, или поднимите предел.",
    en="The document is larger than an answer may be (max_answer_bytes) and was not read. "
    "Make it or its attachments smaller and offer it under a new number, or raise the limit.",
)
