"""Where a refused JSON text is wrong: the character and the path, as far as they can be told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import json_place, strict_json
from keys.errors import StrictJsonError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def place_of(raw: bytes) -> tuple[object, object]:
    with pytest.raises(StrictJsonError) as caught:
        strict_json.loads(raw)
    return caught.value.facts.get("offset"), caught.value.facts.get("path")


@pytest.mark.parametrize(
    ("raw", "offset", "path"),
    [
        (b'{"a":{"b":1,"b":2}}', 12, ("a", "b")),
        (b'{"a":1,"\\u0061":2}', 7, ("a",)),
        (b'{"a":[1,2,{"x":NaN}]}', 15, ("a", 2, "x")),
        (b"[1, -Infinity]", 4, (1,)),
        (b'{"a":[9007199254740993]}', 6, ("a", 0)),
        (b'{"a":1e999}', 5, ("a",)),
        (b'{"r":"\\ud800"}', 5, ("r",)),
        (b'{"r":"x\\u0000","s":1}', 5, ("r",)),
        (b'{"a":[1,2,}', 10, ("a", 1)),
        (b'{"a":1', 6, ("a",)),
        (b"]", 0, ()),
        (b"", 0, ()),
        (b'{"a":"\xff"}', 6, None),
        (b"[" * 40 + b"]" * 40, 32, (0,) * 32),
        (b"[" * 5000, 32, (0,) * 32),
    ],
)
def test_a_refused_text_is_wrong_at_a_place(raw: bytes, offset: int, path: tuple[object, ...] | None) -> None:
    assert place_of(raw) == (offset, path)


def test_a_place_far_into_a_long_text_is_not_looked_for() -> None:
    raw = b"[" + b"1," * json_place.MOST + b"NaN]"
    assert place_of(raw) == (None, None)


@given(VALUES)
def test_every_literal_of_a_good_text_is_found_at_its_path(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    for place in json_place.places(text):
        found = value
        for step in place.path:
            found = found[step]  # type: ignore[index]
        assert not place.twice
        assert text[place.offset :].startswith(place.literal)
        if place.literal in "[{":
            assert isinstance(found, list | dict)


@given(st.text(max_size=60))
def test_any_text_has_places_without_a_fall(text: str) -> None:
    list(json_place.places(text))
    json_place.path_at(text, len(text) // 2)


@given(VALUES, st.data())
def test_a_broken_text_is_refused_with_a_place_within_it(value: object, data: st.DataObject) -> None:
    raw = json.dumps(value, ensure_ascii=False).encode()
    at = data.draw(st.integers(0, len(raw)))
    broken = raw[:at] + data.draw(st.sampled_from([b"}", b"]", b",", b":", b'"', b"NaN", b"\\ud800"])) + raw[at:]
    try:
        strict_json.loads(broken)
    except StrictJsonError as error:
        offset = error.facts.get("offset", 0)
        assert isinstance(offset, int)
        assert 0 <= offset <= len(broken)
