"""Envelopes: read back as written; every wrong member is named by its pointer, never by its value."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core import envelope, ids
from hub.core.envelope import MEMBERS, Envelope
from hub.core.errors import EnvelopeMalformedError
from keys import strict_json
from keys.errors import StrictJsonError

CANARY = "Тестов-Канарейкин"
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "Nd", "Pd"]), min_size=1, max_size=16)
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001 (hypothesis asks for naive ones)
    lambda moment: moment.replace(microsecond=0)
)
IDS = st.builds(ids.make_message_id, TIMES, st.binary(min_size=10, max_size=10))
MADE = st.fixed_dictionaries(
    {
        "hub": TEXTS,
        "message_id": IDS,
        "sender": NAMES,
        "to": st.lists(NAMES | NAMES.map("@{}".format), min_size=1, max_size=5, unique=True),
        "sent_at": TIMES,
        "type": TEXTS,
        "version": TEXTS,
        "record": st.dictionaries(TEXTS, TEXTS | st.integers(-(2**53) + 1, 2**53 - 1) | st.none(), max_size=3),
        "purpose": TEXTS,
        "agreement": st.none() | TEXTS,
        "subject": st.none() | TEXTS,
        "reply_to": st.none() | IDS,
        "expires_at": st.none() | TIMES,
    }
)


def payload(**changes: object) -> bytes:
    members = {
        "hub": "mig.example/test",
        "id": "0193b1c0-0000-7000-8000-000000000000",
        "from": "ru-guvm",
        "to": ["tj-mvd"],
        "sent_at": "2026-11-21T09:00:00Z",
        "type": "entry-ban",
        "version": "1.0",
        "subject": None,
        "reply_to": None,
        "agreement": "cis-2000",
        "purpose": "entry-control",
        "expires_at": None,
        "record": {},
    }
    return strict_json.dumps({**members, **changes})


@settings(max_examples=50)
@given(MADE, st.binary(max_size=20))
def test_an_envelope_is_read_back_as_it_was_written(members, raw):
    read = envelope.parse(envelope.format(**members), raw)

    assert read == Envelope(
        **{name: value for name, value in members.items() if name not in {"message_id", "to"}},
        id=members["message_id"],
        to=tuple(members["to"]),
        raw=raw,
        sha256=sha256(raw).hexdigest(),
    )


@settings(max_examples=50)
@given(MADE)
def test_what_was_read_is_written_back_byte_for_byte(members):
    raw = envelope.format(**members)
    read = envelope.parse(raw, b"")
    again = {name: getattr(read, name) for name in members if name != "message_id"}

    assert envelope.format(message_id=read.id, **again) == raw


def test_the_payload_has_exactly_the_documented_members():
    assert strict_json.loads(payload()).keys() == MEMBERS  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        *[
            (name, value)
            for name in ("hub", "type", "version", "purpose")
            for value in (None, "", 1, "a\nb", "x" * 200)
        ],
        *[(name, value) for name in ("subject", "agreement") for value in ("", 1, "\u202e", "x" * 200, ["a"])],
        *[("from", value) for value in (None, "RU", "@council", "x" * 33, CANARY)],
        *[("id", value) for value in (None, "1", "0193b1c0-0000-4000-8000-000000000000", CANARY)],
        *[("reply_to", value) for value in (1, "", CANARY)],
        *[("to", value) for value in (None, [], "tj-mvd", [1], [None], ["@"], ["@@council"], ["tj-mvd", "tj-mvd"])],
        ("to", [f"tj-{number}" for number in range(65)]),
        *[("sent_at", value) for value in (None, 0, "2026-11-21", "2026-11-21T09:00:00+03:00")],
        *[("expires_at", value) for value in (0, "", "2026-02-30T09:00:00Z")],
        *[("record", value) for value in (None, [], "{}", 1)],
    ],
)
def test_a_wrong_member_is_named_by_its_pointer(member, value):
    with pytest.raises(EnvelopeMalformedError) as caught:
        envelope.parse(payload(**{member: value}), b"")

    (fault,) = caught.value.faults
    assert fault.pointer == f"/{member}"
    assert f"/{member}" in caught.value.text("ru")
    assert CANARY not in str(caught.value.faults) + caught.value.text("en")


@pytest.mark.parametrize("member", sorted(MEMBERS))
def test_a_missing_member_is_named(member):
    members = strict_json.loads(payload())
    assert isinstance(members, dict)
    del members[member]
    with pytest.raises(EnvelopeMalformedError) as caught:
        envelope.parse(strict_json.dumps(members), b"")

    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [(f"/{member}", "member-missing")]


def test_an_unknown_member_is_refused_and_its_name_is_not_echoed():
    """It came from the sender, and may be a person's name."""
    with pytest.raises(EnvelopeMalformedError) as caught:
        envelope.parse(payload(**{CANARY: 1}), b"")

    (fault,) = caught.value.faults
    assert (fault.pointer, fault.code) == ("", "member-unknown")
    assert CANARY not in f"{caught.value.faults} {caught.value.text('ru')} {caught.value.text('en')}"


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"text"', b"{}"])
def test_a_payload_that_is_no_envelope_at_all_is_refused(raw):
    with pytest.raises(EnvelopeMalformedError) as caught:
        envelope.parse(raw, b"")

    assert caught.value.faults


def test_a_payload_that_is_not_strict_json_is_refused_as_such():
    with pytest.raises(StrictJsonError):
        envelope.parse(b'{"hub":1,"hub":2}', b"")
