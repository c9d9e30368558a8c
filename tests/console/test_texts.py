"""Texts of pages: all there in Russian, none left over, all taken from the catalogue."""

import re

import pytest

from hub.console import texts

PLACES = re.compile(r"%\((\w+)\)s|%[sd]|\{(\w+)\}")


@pytest.fixture(scope="module", name="wanted")
def extracted():
    """What templates and code say."""
    return texts.extract()


def _forms(string):
    return [string] if isinstance(string, str) else list(string)


def _places(text):
    return sorted(match.group(0) for match in PLACES.finditer(text))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_catalogues_hold_what_pages_say_and_nothing_else(lang, wanted):
    """`python -m hub.console.texts` adds what is missing; what no page says any more is taken out by hand."""
    kept = {
        (each.id if isinstance(each.id, str) else tuple(each.id), each.context) for each in texts.read(lang) if each.id
    }

    assert {str(each[0]) for each in wanted - kept} == set(), "run python -m hub.console.texts"
    assert {str(each[0]) for each in kept - wanted} == set(), "no page says these any more"


def test_every_text_is_translated_with_all_forms_of_its_plural():
    lacking = [each.id for each in texts.read("ru") if each.id and not all(_forms(each.string))]
    plurals = [each for each in texts.read("ru") if isinstance(each.id, tuple | list)]

    assert lacking == []
    assert [each.id for each in plurals if len(each.string) != 3] == []
    assert plurals != []


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_a_translation_has_the_places_of_its_text(lang):
    wrong = [
        each.id
        for each in texts.read(lang)
        if each.id
        for form in _forms(each.string)
        if form and _places(form) != _places(each.id if isinstance(each.id, str) else each.id[1])
    ]
    assert wrong == []


def test_russian_counts_in_three_forms():
    count = texts.load("ru").ngettext
    forms = [count("%(count)s participant", "%(count)s participants", number) for number in (1, 2, 5, 11, 21)]

    assert [form % {"count": ""} for form in forms] == [
        " участник",
        " участника",
        " участников",
        " участников",
        " участник",
    ]
