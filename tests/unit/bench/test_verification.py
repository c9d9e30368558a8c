"""The figure of verification compares the same work over the same tokens, and counts nothing that fails."""

import pytest
from cryptography.exceptions import InvalidSignature

from keys.errors import SignatureError
from tests.bench import verification
from tests.support.hub import now
from tests.support.trust import make_trust


def test_both_figures_are_there_and_the_ratio_is_theirs():
    bare, whole = verification.measure(rounds=3, seconds=0.02, count=5)

    assert (bare.name, whole.name, whole.baseline) == ("verify-cryptography", "verify-batch", "verify-cryptography")
    assert bare.value > 0
    assert whole.ratio == pytest.approx(whole.value / bare.value, rel=0.01)


def test_every_token_is_another():
    assert len(set(verification.make_tokens(make_trust(now=now()), 20))) == 20


def test_a_signature_that_does_not_hold_ends_the_measurement(monkeypatch):
    honest = verification.make_tokens
    monkeypatch.setattr(verification, "make_tokens", lambda *given: [raw[:-9] + b"AAAAAAAAA" for raw in honest(*given)])

    with pytest.raises((SignatureError, InvalidSignature)):
        verification.measure(rounds=1, seconds=0.01, count=2)
