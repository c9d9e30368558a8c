"""Errors: every one has a code of its own and says in two languages what was wrong and what to do."""

import re

import pytest

from keys import errors
from keys.errors import KeysError

CLASSES = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, KeysError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_has_a_code_and_two_sentences_in_each_language(kind):
    error = kind()

    assert re.fullmatch(r"[a-z][a-z0-9-]*", error.code)
    for text in (error.ru, error.en):
        assert len(re.findall(r"[.](?: |$)", text)) >= 2
        assert "{" not in text
    assert re.search("[а-я]", error.ru)
    assert not re.search("[а-я]", error.en)
    assert (error.text("ru"), error.text("en"), error.text("kk")) == (error.ru, error.en, error.ru)


def test_no_two_errors_share_a_code():
    codes = [kind.code for kind in CLASSES]

    assert sorted(codes) == sorted(set(codes))


def test_the_places_are_filled_in():
    error = errors.TrustListError(document="root", place="keys[1]")

    assert "keys[1]" in error.en
    assert "keys[1]" in error.ru
    assert error.facts == {"document": "root", "place": "keys[1]"}
