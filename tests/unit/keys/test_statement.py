"""Statements: exactly their members, each of its form, of one kind, and nothing until somebody verified them."""

import hashlib
import re
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import jws, statement, strict_json
from keys.errors import (
    KeyIdError,
    SignatureError,
    StatementError,
    StatementKindError,
    TokenTooLargeError,
    TokenTypeError,
)
from keys.statement import Kind
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
OTHER = private_keys.from_seed(b"\1" * 32)
MEMBERS = ("hub", "id", "participant", "person", "jwk", "types", "sha256", "at", "until")
PAYLOAD = {
    "hub": "mig.example/test",
    "id": "0193a1b2-0000-7000-8000-000000000000",
    "participant": "tj-molme",
    "person": "p-1",
    "jwk": OTHER.public.to_jwk(),
    "types": ["entry-ban", "readmission-reply"],
    "sha256": "ab" * 32,
    "at": "2026-11-21T09:00:00Z",
    "until": None,
}
WORD = re.compile(r"[a-z-]{1,20}")


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


def read(**changes: object) -> statement.Unread:
    """Sign and read the statement with these members changed."""
    return statement.read(statement.sign(PAYLOAD | changes, KEY, Kind.DELEGATION), Kind.DELEGATION, MEMBERS)


def only(value: object) -> statement.Unread:
    """Sign and read a statement with one member."""
    return statement.read(statement.sign({"m": value}, KEY, Kind.APPROVAL), Kind.APPROVAL, ("m",))


def test_what_was_signed_is_read():
    unread = read()

    unread.verify(KEY.public)
    assert unread.payload == PAYLOAD
    assert unread.kid == KEY.kid
    assert unread.sha256 == hashlib.sha256(unread.token).hexdigest()
    assert unread.participant() == "tj-molme"
    assert unread.person() == "p-1"
    assert unread.uuid() == PAYLOAD["id"]
    assert unread.public_key() == OTHER.public
    assert unread.names("types", WORD, 2) == ("entry-ban", "readmission-reply")
    assert unread.digest("sha256") == "ab" * 32
    assert unread.instant("at") == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert unread.optional_instant("until") is None
    assert read(until="2026-11-21T09:00:00Z").optional_instant("until") == unread.instant("at")
    assert only("red").one_of("m", Colour) is Colour.RED


def test_it_says_nothing_for_a_key_that_did_not_sign_it():
    with pytest.raises(KeyIdError):
        read().verify(OTHER.public)
    with pytest.raises(SignatureError):
        statement.read(read().token[:-4] + b"AAAA", Kind.DELEGATION, MEMBERS).verify(KEY.public)


@pytest.mark.parametrize(
    ("kind", "other"), [(kind, other) for kind in Kind for other in [*Kind, "cis-record+jws"] if kind != other]
)
def test_one_kind_is_never_read_as_another(kind, other):
    token = statement.sign(PAYLOAD, KEY, other)

    with pytest.raises(TokenTypeError):
        statement.read(token, kind, MEMBERS)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_door_for_several_kinds_finds_out_which_it_is(kind):
    assert statement.kind_of(statement.sign(PAYLOAD, KEY, kind)) is kind


@pytest.mark.parametrize("typ", ["cis-record+jws", "cis-access+jwt", "cis-approval", "CIS-APPROVAL+JWS"])
def test_what_is_no_statement_has_no_kind(typ):
    with pytest.raises(StatementKindError):
        statement.kind_of(jws.sign(b"{}", KEY, typ))
    with pytest.raises(StatementKindError):
        statement.kind_of(jws.sign(b"{}", KEY))
    with pytest.raises(SignatureError):
        statement.kind_of(b"no token")


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"m":1,"m":1}',
        b'{"m":1,"n":1}',
        b'{"n":1}',
        b'"m"',
        b"null",
        b"\xef\xbb\xbf{}",
        b'{"m":"\\ud800"}',
        b'{"m":' + b"[" * 40 + b"]" * 40 + b"}",
    ],
)
def test_other_members_and_other_json_are_refused(payload):
    token = jws.sign(payload, KEY, Kind.APPROVAL)

    with pytest.raises(StatementError) as caught:
        statement.read(token, Kind.APPROVAL, ("m",))

    assert caught.value.code == "statement-malformed"


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("text", [None, 1, True, "", "x" * 257, [], {}]),
        ("participant", [None, "", "RU", "ru_guvm", "ru--guvm", "-ru", "a" * 65, "ru\n", "р"]),
        ("person", [None, 1, "", "Иван", "Ivan", "p 1", "p_1", "a" * 65, "p\n"]),
        (
            "uuid",
            ["", "0193A1B2-0000-7000-8000-000000000000", "0193a1b2-0000-4000-8000-000000000000", "0193a1b200007000"],
        ),
        ("digest", [None, "ab" * 31, "AB" * 32, "ab" * 33]),
        ("instant", [None, 1, "2026-11-21", "2026-11-21T09:00:00+00:00", "2026-13-21T09:00:00Z"]),
        ("optional_instant", [1, "", "2026-11-21T09:00:00.000Z"]),
        (
            "public_key",
            [
                None,
                {},
                "x",
                [],
                {"kty": "OKP", "crv": "Ed25519", "x": OTHER.public.to_jwk()["x"]},
                {**OTHER.public.to_jwk(), "kid": "other"},
                {**OTHER.public.to_jwk(), "d": "A" * 43},
                {**OTHER.public.to_jwk(), "kid": 1},
            ],
        ),
    ],
)
def test_a_member_of_another_form_is_refused_by_its_name(form, values):
    for value in values:
        unread = only(value)
        with pytest.raises(StatementError) as caught:
            getattr(unread, form)("m")
        assert caught.value.facts == {"member": "m"}


@pytest.mark.parametrize("value", [None, "entry-ban", {}, ["a", "a"], ["a", 1], ["A"], ["a", "b", "c"], [["a"]]])
def test_a_list_of_names_is_bounded_and_has_none_twice(value):
    with pytest.raises(StatementError):
        only(value).names("m", WORD, 2)


def test_a_list_of_names_may_be_empty():
    assert only([]).names("m", WORD, 2) == ()


@pytest.mark.parametrize("value", [None, "green", "", "RED"])
def test_a_word_is_one_of_those_that_are_allowed(value):
    with pytest.raises(StatementError):
        only(value).one_of("m", Colour)


def test_a_long_statement_is_neither_signed_nor_read():
    with pytest.raises(TokenTooLargeError):
        statement.sign({"m": "x" * statement.LIMIT}, KEY, Kind.APPROVAL)
    long = jws.sign(strict_json.dumps({"m": "x" * statement.LIMIT}), KEY, Kind.APPROVAL)
    with pytest.raises(TokenTooLargeError):
        statement.read(long, Kind.APPROVAL, ("m",))
    with pytest.raises(TokenTooLargeError):
        statement.kind_of(long)


@given(st.dictionaries(st.text("abcdef_", min_size=1, max_size=8), st.text("xyzжя ", max_size=40), max_size=6))
def test_whatever_members_are_signed_are_read_again(members):
    unread = statement.read(statement.sign(members, KEY, Kind.ENROLMENT), Kind.ENROLMENT, members.keys())

    unread.verify(KEY.public)
    assert unread.payload == members


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall(raw):
    for call in (lambda: statement.kind_of(raw), lambda: statement.read(raw, Kind.APPROVAL, ("m",))):
        with pytest.raises((SignatureError, StatementError)):
            call()


@given(st.binary(max_size=200))
def test_no_payload_makes_the_reader_fall(payload):
    with pytest.raises(StatementError):
        statement.read(jws.sign(payload, KEY, Kind.APPROVAL), Kind.APPROVAL, ("m",))
