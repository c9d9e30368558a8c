"""Records at rest: they open with their key in their own place, and nowhere else; derived keys tell nothing of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import at_rest
from keys.at_rest import Ciphertext, WrappingKey
from keys.blind_index import BlindKey, Kind, normalise
from keys.derivation import derive
from keys.errors import CiphertextError

KEY = WrappingKey("entry-ban/2032-03", bytes(range(32)))
OTHER = WrappingKey("entry-ban/2032-04", bytes(range(32)))
RECORD, CONTEXT = b"one record", b"ru-guvm\x000193"


@given(record=st.binary(max_size=300), context=st.binary(max_size=40))
def test_a_record_opens_with_its_key_in_its_place(record, context):
    ciphertext = at_rest.encrypt(record, context, KEY)

    assert at_rest.decrypt(ciphertext, context, KEY) == record
    assert ciphertext.key == KEY.name
    assert len(ciphertext.body) == len(record) + at_rest.NONCE_BYTES + at_rest.TAG_BYTES


def test_no_two_records_share_a_key_or_a_nonce():
    made = [at_rest.encrypt(RECORD, CONTEXT, KEY) for _ in range(50)]

    assert len({each.body for each in made}) == len({each.wrapped for each in made}) == 50
    assert len({each.body[:12] for each in made}) == len({each.wrapped[:12] for each in made}) == 50


@given(data=st.data())
def test_a_single_changed_bit_does_not_open(data):
    ciphertext = at_rest.encrypt(RECORD, CONTEXT, KEY)
    part = data.draw(st.sampled_from(["wrapped", "body"]))
    raw = bytearray(getattr(ciphertext, part))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    changed = Ciphertext(
        **{"key": ciphertext.key, "wrapped": ciphertext.wrapped, "body": ciphertext.body, part: bytes(raw)}
    )

    with pytest.raises(CiphertextError):
        at_rest.decrypt(changed, CONTEXT, KEY)


@pytest.mark.parametrize("cut", [0, 11, 27, 37])
def test_what_is_cut_short_does_not_open(cut):
    whole = at_rest.encrypt(RECORD, CONTEXT, KEY)
    for changed in (
        Ciphertext(key=whole.key, wrapped=whole.wrapped[:cut], body=whole.body),
        Ciphertext(key=whole.key, wrapped=whole.wrapped, body=whole.body[:cut]),
    ):
        with pytest.raises(CiphertextError):
            at_rest.decrypt(changed, CONTEXT, KEY)


def test_it_opens_neither_for_another_message_nor_under_another_name_of_the_same_key():
    ciphertext = at_rest.encrypt(RECORD, CONTEXT, KEY)
    for context, key in ((b"ru-guvm\x000194", KEY), (CONTEXT, OTHER)):
        with pytest.raises(CiphertextError):
            at_rest.decrypt(ciphertext, context, key)


def test_a_data_key_is_wrapped_anew_and_the_record_stays_as_it_is():
    before = at_rest.encrypt(RECORD, CONTEXT, KEY)
    after = at_rest.rewrap(before, CONTEXT, KEY, OTHER)

    assert (after.key, after.body) == (OTHER.name, before.body)
    assert at_rest.decrypt(after, CONTEXT, OTHER) == RECORD
    with pytest.raises(CiphertextError):
        at_rest.decrypt(after, CONTEXT, KEY)
    with pytest.raises(CiphertextError):
        at_rest.rewrap(after, CONTEXT, KEY, OTHER)


def test_nothing_shows_a_key_or_a_record():
    ciphertext = at_rest.encrypt(RECORD, CONTEXT, KEY)

    assert repr(KEY) == "WrappingKey('entry-ban/2032-03')"
    assert repr(ciphertext) == "Ciphertext(key='entry-ban/2032-03')"
    assert repr(BlindKey(bytes(32))) == "BlindKey()"


def test_a_wrapping_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        WrappingKey("open/2026-11", bytes(16))


@pytest.mark.parametrize("length", [0, 255 * 32 + 1])
def test_hkdf_gives_no_more_than_it_can(length):
    with pytest.raises(ValueError, match="HKDF"):
        derive(b"secret", b"purpose", length=length)


def test_purposes_have_keys_of_their_own():
    assert derive(b"secret", b"one") != derive(b"secret", b"two")
    assert derive(b"secret", b"one", salt=b"salt") != derive(b"secret", b"one")


def test_tokens_differ_by_kind_value_and_key():
    first, second = BlindKey(bytes(32)), BlindKey(bytes(31) + b"\x01")
    tokens = {
        key.token(kind, value) for key in (first, second) for kind in Kind for value in ("400000001", "400000002")
    }

    assert len(tokens) == 2 * len(Kind) * 2
    assert {len(token) for token in tokens} == {16}
    assert first.token(Kind.NAME, "тестов") == first.token(Kind.NAME, "тестов")


@pytest.mark.parametrize(
    ("written", "one_spelling"),
    [("40 000-001", "40000001"), ("ab № 12/3", "abno123"), ("ТЕСТОВ", "тестов"), ("４０", "40"), ("O’G‘li", "og‘li")],
)
def test_separators_case_and_width_do_not_count(written, one_spelling):
    assert normalise(written) == one_spelling
    assert normalise(one_spelling) == one_spelling
