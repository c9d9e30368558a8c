"""A draft that was typed into the form of any record: whether it was, and what its last edit changed, in words."""

from collections.abc import Iterator, Mapping

from hub.console.record_form import ROOT
from hub.console.record_labels import labels_of
from hub.console.record_words import SAID
from hub.core.composing.part import DOT, Kind, Part, shape
from hub.core.composing.spread import YES
from hub.core.console.draft import DraftStatus
from hub.core.readmission import kinds
from hub.core.readmission.movers import CASE_KIND
from hub.workflows.drafts.read_drafts import Draft
from schemas import catalogue

Row = tuple[str, str, str]
MARKS = frozenset({Kind.GROUP, Kind.LIST})


def is_composed(typed: Mapping[str, str]) -> bool:
    """Say whether this was typed into the form of a record."""
    return any(name.startswith(ROOT + DOT) for name in typed)


def has_case(draft: Draft) -> bool:
    """Say whether there is a page of its case: the record that opens one has none before it is sent."""
    key = draft.kept.key
    is_there = draft.kept.type != kinds.REQUEST or draft.status is DraftStatus.SENT
    return key is not None and key.kind == CASE_KIND and is_there


def changes_of(draft: Draft, lang: str) -> list[Row]:
    """Return which fields the last edit changed: the place in words, what was typed before, what is typed now."""
    content, kind = draft.content, draft.record_type
    if content is None or kind is None:
        return []
    whole = shape(catalogue.load().members(kind.name, kind.version))
    return list(_rows(whole, content.before, content.values, lang))


def _rows(whole: Part, before: Mapping[str, str], after: Mapping[str, str], lang: str) -> Iterator[Row]:
    for name in dict.fromkeys((*after, *before)):
        old, new, start = before.get(name, ""), after.get(name, ""), ROOT + DOT
        if old == new or not name.startswith(start):
            continue
        titles, part = _titled(whole, name.removeprefix(start), lang)
        if part is not None and part.kind not in MARKS:
            yield " › ".join(titles), _said(part, old, lang), _said(part, new, lang)


def _titled(whole: Part, name: str, lang: str) -> tuple[list[str], Part | None]:
    """Return the titles on the way to a field, and its part; None where the record type has no such field."""
    titles: list[str] = []
    part: Part | None = whole
    for step in name.split(DOT):
        is_item = part is not None and part.kind is Kind.LIST
        part = None if part is None else part.child(step)
        if part is None:
            return titles, None
        if is_item:
            titles[-1] = f"{titles[-1]} {int(step) + 1}"
        else:
            titles.append(part.titles[lang])
    return titles, part


def _said(part: Part, text: str, lang: str) -> str:
    if part.kind is Kind.YESNO and text:
        return SAID[lang, text == YES]
    labels = labels_of(part.lists, part.codes, lang) if part.codes else {}
    return (
        "; ".join(labels.get(each, each) for each in text.split())
        if part.kind is Kind.CHOICES
        else labels.get(text, text)
    )
