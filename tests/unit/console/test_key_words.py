"""Everything that can be said of a request about a key has its words, in both languages."""

import pytest

from hub.console import key_words, texts
from hub.core.console.key_claim import Why
from hub.core.console.key_request import RequestStatus, RequestStep
from keys.trust_requests import RequestKind


def test_every_kind_status_step_and_refusal_has_words():
    assert set(key_words.KINDS) == set(RequestKind)
    assert set(key_words.STATUSES) == set(RequestStatus)
    assert set(key_words.STEPS) == set(RequestStep)
    assert set(key_words.WHY) == set(Why)
    assert set(key_words.FIELDS) <= set(Why)


@pytest.mark.parametrize("reason", list(Why))
def test_a_refusal_is_told_in_both_languages_with_what_to_do(reason: Why):
    ru, en = key_words.why(reason, "ru"), key_words.why(reason, "en")
    assert ru != en == key_words.WHY[reason]
    assert texts.load("ru").gettext(en) == ru


def test_a_thumbprint_is_read_in_groups_that_together_are_the_thumbprint():
    kid = "FA7_L9I8CdBpbFQFTGi-hxBVOn5oAc1BXH2owjwlJUA"
    assert "".join(key_words.in_groups(kid)) == kid
    assert {len(group) for group in key_words.in_groups(kid)[:-1]} == {4}
