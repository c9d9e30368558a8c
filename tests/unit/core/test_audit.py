"""What an audit says of a bad entry."""

import pytest

from hub.core.audit import REASONS, BadEntryError, Finding, reading, require


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_is_said_in_both_languages(code: str) -> None:
    found = Finding(where="message 17", code=code)

    assert found.text("ru") != found.text("en")
    assert any("а" <= letter <= "я" for letter in found.text("ru"))
    assert found.text("en").isascii()


def test_what_holds_is_passed_over_and_what_does_not_is_named() -> None:
    require(True, "leaf 1", "missing")
    with pytest.raises(BadEntryError) as bad:
        require([], "leaf 2", "missing")

    assert bad.value.finding == Finding(where="leaf 2", code="missing")
    assert str(bad.value) == "leaf 2: missing"


def test_an_entry_that_cannot_be_looked_at_is_named():
    with pytest.raises(BadEntryError) as caught, reading("message 17"):
        int("no number")

    assert caught.value.finding == Finding(where="message 17", code="malformed")
