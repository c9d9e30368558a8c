"""Delegations and approvals: one form each, read back as they were signed, and nothing half-said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import approval, delegation, jwk, statement
from keys.approval import Approval
from keys.delegation import EVERYTHING, MAX_LIFETIME, Delegation
from keys.errors import SignatureError, StatementError, TokenTypeError
from keys.jwk import ES256, PrivateKey
from keys.statement import Kind
from tests.support import private_keys

OWNER = private_keys.from_seed(b"\1" * 32)
PERSON = private_keys.from_seed(b"\2" * 32)
HUB = "mig.example/test"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ENCRYPTION = jwk.parse({"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"})
GIVEN = Delegation(
    hub=HUB,
    id="0193a1b2-0000-7000-8000-000000000000",
    participant="tj-mvd",
    person="p-1",
    public=PERSON.public,
    types=("readmission-reply",),
    purposes=("readmission",),
    valid_from=NOW,
    valid_until=NOW + timedelta(days=90),
    issued_at=NOW,
)
APPROVED = Approval(
    hub=HUB, participant="tj-mvd", person="p-2", payload_sha256="ab" * 32, type="readmission-reply", at=NOW
)
SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
NAMES = st.one_of(st.just(EVERYTHING), st.lists(SLUG, min_size=1, max_size=5, unique=True).map(tuple))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  (made aware below)
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
LIFETIMES = st.integers(1, int(MAX_LIFETIME.total_seconds())).map(lambda seconds: timedelta(seconds=seconds))
ALGORITHMS = st.sampled_from([PERSON, PrivateKey.generate(ES256)])


def with_members(**members: object) -> bytes:
    """Sign a delegation with members replaced."""
    return statement.sign(delegation.format(GIVEN) | members, OWNER, Kind.DELEGATION)


@given(
    types=NAMES,
    purposes=NAMES,
    begin=INSTANTS,
    lifetime=LIFETIMES,
    key=ALGORITHMS,
    person=st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True),
)
def test_a_delegation_is_read_as_it_was_signed(types, purposes, begin, lifetime, key, person):  # noqa: PLR0917
    said = replace(
        GIVEN,
        types=types,
        purposes=purposes,
        valid_from=begin,
        valid_until=begin + lifetime,
        issued_at=begin,
        public=key.public,
        person=person,
    )
    token = delegation.sign(said, OWNER)
    unread, found = delegation.read(token)
    unread.verify(OWNER.public)

    assert found == said
    assert delegation.sign(found, OWNER) == token


@given(at=INSTANTS, digest=st.binary(min_size=32, max_size=32).map(bytes.hex), kind=SLUG)
def test_an_approval_is_read_as_it_was_signed(at, digest, kind):
    said = replace(APPROVED, at=at, payload_sha256=digest, type=kind)
    token = approval.sign(said, PERSON)
    unread, found = approval.read(token)
    unread.verify(PERSON.public)

    assert found == said
    assert approval.sign(found, PERSON) == token


def test_a_delegation_covers_its_types_and_purposes_and_no_others():
    assert GIVEN.covers("readmission-reply", "readmission")
    assert not GIVEN.covers("readmission-reply", "entry-control")
    assert not GIVEN.covers("entry-ban", "readmission")
    assert GIVEN.covers_type("readmission-reply")
    assert not GIVEN.covers_type("entry-ban")
    assert not GIVEN.covers_type("*")
    assert replace(GIVEN, types=EVERYTHING, purposes=EVERYTHING).covers("entry-ban", "entry-control")
    assert GIVEN.kid == PERSON.kid


def test_a_withdrawal_is_a_delegation_of_nothing():
    taken = delegation.withdrawal(
        hub=HUB, id=GIVEN.id, participant="tj-mvd", person="p-1", public=PERSON.public, at=NOW
    )
    _, found = delegation.read(delegation.sign(taken, OWNER))

    assert found == taken
    assert found.is_withdrawal
    assert not found.covers("readmission-reply", "readmission")
    assert not GIVEN.is_withdrawal


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("types", []),
        ("purposes", []),
        ("types", ["*", "entry-ban"]),
        ("types", ["Entry-Ban"]),
        ("types", ["a"] * 2),
        ("types", [f"a{n}" for n in range(33)]),
        ("types", "*"),
        ("types", [""]),
        ("types", ["-".join("a" * 17)]),
        ("purposes", ["**"]),
        ("jwk", ENCRYPTION.to_jwk()),
        ("jwk", None),
        ("valid_until", "2026-11-21T09:00:00Z"),
        ("valid_until", "2026-11-21T08:59:59Z"),
        ("valid_until", "2027-11-23T09:00:00Z"),
        ("id", "1"),
        ("hub", ""),
        ("person", "Фамилия"),
    ],
)
def test_a_delegation_that_says_something_else_is_refused(member, value):
    with pytest.raises(StatementError):
        delegation.read(with_members(**{member: value}))


def test_a_withdrawal_says_nothing_of_a_time():
    with pytest.raises(StatementError):
        delegation.read(with_members(types=[], purposes=[]))


@pytest.mark.parametrize(("member", "value"), [("type", "*"), ("type", "a b"), ("payload_sha256", "ab"), ("at", "x")])
def test_an_approval_that_says_something_else_is_refused(member, value):
    token = statement.sign(approval.format(APPROVED) | {member: value}, PERSON, Kind.APPROVAL)

    with pytest.raises(StatementError):
        approval.read(token)


def test_neither_is_read_as_the_other():
    with pytest.raises(TokenTypeError):
        approval.read(delegation.sign(GIVEN, OWNER))
    with pytest.raises(TokenTypeError):
        delegation.read(approval.sign(APPROVED, PERSON))


def test_an_approval_is_good_for_a_day_and_names_the_exact_bytes():
    assert APPROVED.expires_at == NOW + timedelta(hours=24)
    assert approval.digest(b"{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(st.binary(max_size=300))
def test_no_bytes_make_the_readers_fall(raw):
    for read in (delegation.read, approval.read):
        with pytest.raises((SignatureError, StatementError)):
            read(raw)
