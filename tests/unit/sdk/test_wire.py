"""What crosses the pipe comes out as it went in, and nothing else comes in."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.client.members import ShapeError
from hub.sdk.adapter_process import wire
from hub.sdk.ports import Batch, Change, Delivery, Outcome, Part, Problem, Sent, Verdict
from keys import strict_json

TEXT = st.text(alphabet=st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=20)
JSON = st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1), st.lists, max_leaves=5)
RECORD = st.dictionaries(TEXT, JSON, max_size=2)
PARTS = st.lists(st.builds(Part, media_type=TEXT, content=st.binary(max_size=20)), max_size=2).map(tuple)
CHANGE = st.builds(
    Change,
    type=TEXT,
    version=TEXT,
    subject=st.none() | TEXT,
    to=st.lists(TEXT, max_size=3).map(tuple),
    agreement=st.none() | TEXT,
    purpose=TEXT,
    record=RECORD,
    reply_to=st.none() | TEXT,
    origin=RECORD,
    parts=PARTS,
)
PROBLEM = st.builds(Problem, code=TEXT, pointer=TEXT, ru=TEXT, en=TEXT)
DELIVERY = st.builds(
    Delivery,
    message_id=TEXT,
    index=st.integers(0, 2**53 - 1),
    sender=TEXT,
    type=TEXT,
    version=TEXT,
    subject=st.none() | TEXT,
    reply_to=st.none() | TEXT,
    accepted_at=TEXT,
    record=RECORD,
    parts=PARTS,
)


def through(value: object) -> Any:
    """Return a value as it looks at the other end of the pipe."""
    assert isinstance(value, dict)
    return strict_json.loads(strict_json.dumps(value))


@settings(max_examples=30)
@given(st.lists(CHANGE, max_size=2).map(tuple), TEXT, st.booleans())
def test_a_batch_arrives_as_it_was(changes: tuple[Change, ...], cursor: str, more: bool) -> None:
    batch = Batch(changes=changes, cursor=cursor, more=more)

    try:
        arrived = wire.parse_batch(through(wire.format_batch(batch, 10)), 10)
    except (ShapeError, strict_json.StrictJsonError):
        assert any(char >= "￾" or char.isprintable() is False for char in repr(batch))
        return
    assert arrived == batch


@settings(max_examples=30)
@given(DELIVERY)
def test_a_delivery_arrives_as_it_was(delivery: Delivery) -> None:
    assert wire.parse_delivery(through(wire.format_delivery(delivery))) == delivery


@settings(max_examples=30)
@given(st.builds(Sent, origin=RECORD, message_id=TEXT, verdict=st.sampled_from(Verdict), problems=st.tuples(PROBLEM)))
def test_an_outcome_arrives_as_it_was(sent: Sent) -> None:
    assert wire.parse_sent(through(wire.format_sent(sent))) == sent


def make_batch(**members: Any) -> dict[str, Any]:
    """Return a batch with one change as plain values."""
    change = {"type": "t", "version": "1", "subject": None, "to": ["a"], "agreement": None, "purpose": "p"}
    change |= {"record": {}, "reply_to": None, "origin": {}, "parts": []}
    return {"changes": [{**change, **members}], "cursor": "c", "more": False}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"changes": [], "cursor": "c"},
        {"changes": [], "cursor": "c", "more": 0},
        {"changes": [], "cursor": None, "more": False},
        {"changes": [], "cursor": "c", "more": False, "extra": 1},
        {"changes": {}, "cursor": "c", "more": False},
        {"changes": [None], "cursor": "c", "more": False},
        {"changes": [make_batch()["changes"][0]] * 3, "cursor": "c", "more": False},
        {"changes": [], "cursor": "c" * 4097, "more": False},
        make_batch(type=None),
        make_batch(type="t" * 201),
        make_batch(to="tj-molme"),
        make_batch(to=[1]),
        make_batch(to=["a"] * 51),
        make_batch(to=["a" * 201]),
        make_batch(record=[]),
        make_batch(origin={"x": "y" * 20_000}),
        make_batch(surprise=True),
        make_batch(parts=None),
        make_batch(parts=[{"media_type": "text/plain"}]),
        make_batch(parts=[{"media_type": "text/plain", "content": 1}]),
        make_batch(parts=[{"media_type": "text/plain", "content": "Ю"}]),
        make_batch(parts=[{"media_type": "text/plain", "content": "A"}]),
        make_batch(parts=[{"media_type": "text/plain", "content": "", "more": 1}]),
        make_batch(parts=[{"media_type": "text/plain", "content": ""}] * 17),
        make_batch(parts=[{"media_type": "text/plain", "content": "A" * 360_452}]),
    ],
)
def test_what_is_not_a_batch_is_refused(value: object) -> None:
    with pytest.raises(ShapeError):
        wire.parse_batch(value, 2)


@pytest.mark.parametrize("line", [b"", b"[]", b"nonsense", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":"\xff"}'])
def test_what_is_not_an_object_of_strict_json_is_refused(line: bytes) -> None:
    with pytest.raises(ShapeError):
        wire.parse_line(line)


def test_a_long_problem_is_cut_and_not_refused() -> None:
    """A sentence that is too long must not cost the outcome that it explains."""
    problem = Problem(code="c" * 500, pointer="/x", ru="я" * 5000, en="i" * 5000)
    delivery = Delivery(message_id="m", index=0, sender="s", type="t", version="1", subject=None, reply_to=None,
                        accepted_at="", record={})  # fmt: skip

    (outcome,) = wire.parse_outcomes(wire.format_outcomes([Outcome(message_id="m", problem=problem)], 1), [delivery])

    assert outcome.problem is not None
    assert len(outcome.problem.ru) == 1000


def test_a_batch_without_end_is_read_to_one_more_than_asked_for() -> None:
    change = wire.parse_batch(make_batch(), 1).changes[0]

    def endless() -> Any:
        while True:
            yield change

    assert len(wire.format_batch(Batch(changes=endless(), cursor="c"), 5)["changes"]) == 6
