"""Labels of codes in the forms of records: chosen from a list, or typed where the list is long."""

import functools
from collections.abc import Mapping

from hub.console import choices
from hub.core.composing.part import Kind, Part
from schemas import catalogue

COUNTRIES = "countries"
MANY = 100  # codes of which none is looked for in a list: its name is typed, and the browser completes it


def is_typed(part: Part) -> bool:
    """Say whether the label of a code is typed."""
    return part.kind is Kind.CODE and len(part.codes) > MANY


@functools.lru_cache(maxsize=512)
def labels_of(lists: tuple[str, ...], codes: tuple[str, ...], lang: str) -> Mapping[str, str]:
    """Return the labels of codes in the order in which they are offered."""
    known = catalogue.load()
    entries = [(each.code, each.label(lang)) for name in lists for each in known.code_list(name).entries]
    labels = dict([*(choices.countries(lang) if COUNTRIES in lists else ()), *entries])
    allowed = frozenset(codes)
    return {code: label for code, label in labels.items() if code in allowed}
