"""Passwords and the console's secret."""

import pytest
from argon2 import PasswordHasher

from keys import console_secret, password
from keys.console_secret import ConsoleSecret
from keys.errors import CiphertextError
from keys.master_key import MasterKey


def test_a_password_matches_its_hash_and_no_other_does():
    kept = password.make_hash("только для пробы")

    assert password.matches("только для пробы", kept)
    assert not password.matches("Только для пробы", kept)
    assert kept.startswith("$argon2id$")
    assert not password.is_old(kept)


def test_spellings_of_one_password_are_one():
    assert password.matches("e\u0301te\u0301 passe\uff11", password.make_hash("été passe1"))


@pytest.mark.parametrize("kept", [None, "", "no hash"])
def test_where_nothing_is_kept_no_password_matches(kept):
    assert not password.matches("", kept)


def test_a_hash_of_lower_cost_is_to_be_made_anew():
    assert password.is_old(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("x"))


def test_the_consoles_secret_comes_back_from_its_wrapping():
    master, other = MasterKey.generate(), MasterKey.generate()
    secret = ConsoleSecret.generate()
    kept = secret.wrap(master)

    again = console_secret.unwrap(kept, master.id, [other, master])

    assert again.open(secret.seal(b"value", "place"), "place") == b"value"
    assert again.token("form", b"session") == secret.token("form", b"session")
    with pytest.raises(CiphertextError):
        console_secret.unwrap(kept, master.id, [other])
    with pytest.raises(CiphertextError):
        console_secret.unwrap(kept[:-1] + b"\0\0", master.id, [master])


def test_what_is_sealed_or_bound_holds_in_its_place_alone():
    secret = ConsoleSecret.generate()

    with pytest.raises(CiphertextError):
        secret.open(secret.seal(b"value", "one"), "another")
    assert len({secret.token("a", b"x"), secret.token("b", b"x"), secret.token("a", b"y")}) == 3
    assert repr(secret) == "ConsoleSecret()"
    with pytest.raises(ValueError, match="32 bytes"):
        ConsoleSecret(b"short")
