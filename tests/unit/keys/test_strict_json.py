"""Strict JSON: what it takes, what it refuses, and that it says the same as the ordinary reader where it takes it."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import strict_json
from keys.strict_json import StrictJsonError

# Any text but U+0000, surrogates and noncharacters, which I-JSON does not know.
texts = st.text(st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\x00"), max_size=12)
numbers = st.integers(-strict_json.MAX_INTEGER, strict_json.MAX_INTEGER) | st.floats(
    allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300
)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def code_of(raw: bytes) -> str:
    """Return the code with which the text is refused."""
    with pytest.raises(StrictJsonError) as caught:
        strict_json.loads(raw)
    return caught.value.code


@given(values)
def test_what_is_written_is_read_as_it_was(value):
    assert strict_json.loads(strict_json.dumps(value)) == value
    assert strict_json.loads(strict_json.dumps_lines(value)) == value


@given(values, st.booleans())
def test_what_is_read_is_what_the_ordinary_reader_reads(value, ascii_only):
    raw = json.dumps(value, ensure_ascii=ascii_only).encode()

    assert strict_json.loads(raw) == json.loads(raw)


@given(
    st.binary(max_size=40)
    | st.text(alphabet='[]{}":,\\u0dDfFeE123.-+ntrfaalse \ud83d', max_size=30).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_read_alike_or_refused_with_a_code(raw):
    try:
        outcome = strict_json.loads(raw), json.loads(raw)
    except StrictJsonError as error:
        outcome = error.code[:5], "json-"

    assert outcome[0] == outcome[1]


def test_written_json_is_compact_utf8_in_the_order_given():
    assert strict_json.dumps({"б": 1, "a": [True, None]}) == '{"б":1,"a":[true,null]}'.encode()


def test_written_lines_are_for_reading_and_hold_no_empty_one():
    raw = strict_json.dumps_lines({"a": [], "b": {"c": "д"}})

    assert raw == '{\n  "a": [],\n  "b": {\n    "c": "д"\n  }\n}\n'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_not_written(value):
    with pytest.raises(StrictJsonError, match="json-number"):
        strict_json.dumps(value)


def test_a_lone_surrogate_is_not_written():
    with pytest.raises(StrictJsonError, match="json-character"):
        strict_json.dumps("\ud800")


@pytest.mark.parametrize(
    "raw",
    [b"", b" ", b"{", b'{"a"}', b'{"a":1,}', b"[1,]", b"nul", b"'a'", b"01", b"+1", b".5", b"1.", b"[1] x", b'"\x01"',
     b'"\\x41"', b'"\\u12g4"', b'"\\u 123"', b'{"a":1}{', b"// x\n1", b"{1:2}", b"0x10", b'"a', b"tru\x00e", b"\x0b1"],
)  # fmt: skip
def test_what_is_no_json_is_refused(raw):
    assert code_of(raw) == "json-malformed"


def test_an_error_says_where_and_not_what():
    with pytest.raises(StrictJsonError) as caught:
        strict_json.loads('{"surname": "ТЕСТОВА"'.encode())

    assert "21" in caught.value.en
    assert "ТЕСТОВА" not in f"{caught.value} {caught.value.ru} {caught.value.en} {caught.value.__cause__}"


@pytest.mark.parametrize("raw", [b'{"a":1,"a":1}', b'{"a":1,"b":{"c":1,"\\u0063":2}}', b'[{"":0,"":0}]'])
def test_a_member_that_stands_twice_is_refused_however_it_is_spelled(raw):
    assert code_of(raw) == "json-duplicate-member"


@pytest.mark.parametrize("raw", [b"NaN", b"[Infinity]", b"-Infinity", b"9007199254740992", b"-9007199254740992",
                                 b"1" + b"0" * 5000, b"1e400", b"-1e400", b"1e-400", b"0.1e-9999", b"0." + b"0" * 99 + b"1",
                                 b"0." + b"1" * 100])  # fmt: skip
def test_a_number_that_readers_understand_differently_is_refused(raw):
    assert code_of(raw) == "json-number"


@pytest.mark.parametrize(
    ("raw", "value"),
    [(b"9007199254740991", 2**53 - 1), (b"-9007199254740991", 1 - 2**53), (b"1e22", 1e22), (b"0e10", 0.0),
     (b"-0", 0), (b"0.0E-999", 0.0), (b"1E-300", 1e-300), (b"123456789012345", 123456789012345)],
)  # fmt: skip
def test_a_number_within_bounds_is_read(raw, value):
    assert strict_json.loads(raw) == value


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xff"',
                                 b'"\xf4\x90\x80\x80"'])  # fmt: skip
def test_what_is_not_plain_utf8_is_refused(raw):
    assert code_of(raw) == "json-encoding"


@pytest.mark.parametrize(
    "raw",
    [rb'"\ud800"', rb'"\udc00\ud800"', rb'{"\uDBFF":1}', rb'["a",{"b":"\ud83dx"}]', rb'"\u0000"', rb'"\ufffe"',
     rb'"\uFDD0"', rb'"\ud83f\udffe"', b'"\xef\xbf\xbe"', b'{"a":["\xef\xb7\x90"]}', b'"\xf4\x8f\xbf\xbf"'],
)  # fmt: skip
def test_a_code_point_that_is_no_character_is_refused(raw):
    assert code_of(raw) == "json-character"


@pytest.mark.parametrize(
    ("raw", "value"),
    [(rb'"\ud83d\ude00"', "\U0001f600"), (rb'"\\u0000"', "\\u0000"), (rb'"\\ud800"', "\\ud800"),
     ('"\ufe70\U0001f37f"'.encode(), "\ufe70\U0001f37f"), (rb'{"a":1,"b":"\ud83d\ude00"}', {"a": 1, "b": "\U0001f600"}),
     (rb'"\u04ab"', "ҫ")],
)  # fmt: skip
def test_what_only_looks_like_one_is_read(raw, value):
    assert strict_json.loads(raw) == value


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_nesting_is_read_to_its_limit_and_no_deeper(opening):
    closing = b"]" if opening == b"[" else b"}"

    def nested(depth):
        return opening * depth + b"1" + closing * depth

    assert strict_json.loads(nested(32)) is not None
    assert code_of(nested(33)) == "json-too-deep"
    assert code_of(nested(100_000)) == "json-too-deep"


def test_many_brackets_side_by_side_or_inside_strings_are_not_deep():
    assert len(strict_json.loads(b"[" + b",".join([b"[[{}]]"] * 100) + b"]")) == 100
    assert strict_json.loads(b'["' + b"[{" * 1000 + b'"]') == ["[{" * 1000]


def test_a_text_beyond_the_limit_is_refused_before_it_is_read():
    with pytest.raises(StrictJsonError, match="json-too-large"):
        strict_json.loads(b"[1,2,3]", limit=6)

    assert strict_json.loads(b"[1,2,3]", limit=7) == [1, 2, 3]


@pytest.mark.parametrize("unit", [b'"\\"', b'{"', b"[", b'"\\ud83d', b"-", b"1e", b'{"a":{},"b":'])
def test_hostile_repetition_is_refused_in_linear_time(unit):
    started = time.process_time()
    with pytest.raises(StrictJsonError):
        strict_json.loads(unit * (1_000_000 // len(unit)))

    assert time.process_time() - started < 2


@pytest.mark.parametrize("raw", [b"1.0", b"1e0", b"0.1e1", b"1.0000000000000000001", b"10.0e-1"])
@pytest.mark.parametrize("around", [b"%s", b"[%s]", b'{"a": %s}'])
def test_a_whole_number_is_an_integer_however_it_is_written(raw, around):
    value = strict_json.loads(around % raw)
    while not isinstance(value, int | float):
        (value,) = value.values() if isinstance(value, dict) else value
    assert (value, type(value)) == (1, int)


def test_a_number_with_a_fraction_stays_one():
    assert strict_json.loads(b"[1.5,2.50]") == [1.5, 2.5]
