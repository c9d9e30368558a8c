"""One-time codes, against the vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B)."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.console import one_time_code

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STEP = one_time_code.step_of(NOW)


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    ),
)
def test_counters_give_the_codes_of_rfc_4226(counter, code):
    assert one_time_code.make(SECRET, counter) == code


@pytest.mark.parametrize(
    ("seconds", "sha1", "sha256", "sha512"),
    [
        (59, "94287082", "46119246", "90693936"),
        (1111111109, "07081804", "68084774", "25091201"),
        (1111111111, "14050471", "67062674", "99943326"),
        (1234567890, "89005924", "91819424", "93441116"),
        (2000000000, "69279037", "90698825", "38618901"),
        (20000000000, "65353130", "77737706", "47863826"),
    ],
)
def test_times_give_the_codes_of_rfc_6238(seconds, sha1, sha256, sha512):
    step = one_time_code.step_of(datetime.fromtimestamp(seconds, UTC))
    found = [
        one_time_code.make((SECRET * 4)[:size], step, digits=8, algorithm=name)
        for name, size in (("sha1", 20), ("sha256", 32), ("sha512", 64))
    ]

    assert found == [sha1, sha256, sha512]


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_code_of_now_or_of_a_neighbour_is_found(ahead):
    code = one_time_code.make(SECRET, STEP + ahead)

    assert one_time_code.find_step(SECRET, f" {code[:3]} {code[3:]} ", NOW, last=0) == STEP + ahead


@pytest.mark.parametrize("ahead", [-2, 2, 100])
def test_a_code_of_another_time_is_not(ahead):
    assert one_time_code.find_step(SECRET, one_time_code.make(SECRET, STEP + ahead), NOW, last=0) is None


def test_a_code_that_was_used_is_not_found_again():
    code = one_time_code.make(SECRET, STEP)

    assert one_time_code.find_step(SECRET, code, NOW, last=STEP) is None
    assert one_time_code.find_step(SECRET, code, NOW, last=STEP - 1) == STEP


@given(st.text(max_size=12))
def test_what_is_no_code_is_refused(text):
    digits = "".join(text.split())
    found = one_time_code.find_step(SECRET, text, NOW, last=0)

    assert (found is None) == (digits not in {one_time_code.make(SECRET, STEP + each) for each in (-1, 0, 1)})


def test_the_secret_is_shown_as_people_type_it_and_as_authenticators_read_it():
    text = one_time_code.secret_text(SECRET)
    address = one_time_code.address(SECRET, issuer="mig.example", login="anna.probe")

    assert base64.b32decode(text.replace(" ", "")) == SECRET
    assert {len(each) for each in text.split()} == {4}
    assert address == f"otpauth://totp/mig.example:anna.probe?secret={text.replace(' ', '')}&issuer=mig.example"
    assert "%D1%8F%3A" in one_time_code.address(SECRET, issuer="я:", login="x")
