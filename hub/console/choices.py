"""Codes of lists as choices of a form: code and label in the visitor's language, by label or in the list's order."""

import functools
from collections.abc import Sequence

from hub.console.comparing import Label
from hub.core.errors import Fault
from schemas import catalogue

Choices = Sequence[tuple[str, str]]


@functools.cache
def options(name: str, lang: str) -> Choices:
    """Return the entries of a list in its own order."""
    return tuple((each.code, each.label(lang)) for each in catalogue.load().code_list(name).entries)


@functools.cache
def countries(lang: str) -> Choices:
    """Return all countries, the states of the exchange first."""
    own = [str(each.more["alpha3"]) for each in catalogue.load().code_list("states").entries]
    known = dict(options("countries", lang))
    others = sorted((code for code in known if code not in own), key=lambda code: known[code].casefold())
    return tuple((code, known[code]) for code in (*own, *others))


def label_in(lang: str) -> Label:
    """Return what gives the label of a code; one that the list does not have is shown as it is."""

    def label(name: str, code: str) -> str:
        entry = catalogue.load().code_list(name).index.get(code)
        return code if entry is None else entry.label(lang)

    return label


@functools.cache
def of_person(lang: str) -> dict[str, Choices]:
    """Return the choices of the fields of a person."""
    return {
        "schemes": options("identifier-schemes", lang),
        "sexes": [each for each in options("sexes", lang) if each[0] in "MF"],
        "countries": countries(lang),
    }


def say(fault: Fault, lang: str) -> str:
    """Return a fault's words in the visitor's language."""
    return fault.en if lang == "en" else fault.ru


PURPOSE = Fault(
    pointer="/purpose", code="purpose-needed", ru="Выберите цель проверки.", en="Choose what the search is for."
)
CASE = Fault(
    pointer="/case_number",
    code="case-number-needed",
    ru="Введите номер дела, по которому делается запрос.",
    en="Enter the number of the case for which it is asked.",
)
