"""Differences of two versions of a document."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.agreement.difference import Difference, differences

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [(("a",), 1, 2)]),
        ({"a": 1}, {"b": 2}, [(("b",), None, 2), (("a",), 1, None)]),
        ({"a": ["x", "y"]}, {"a": ["y", "z"]}, [(("a",), ["x"], ["z"])]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, []),
        ({"a": ["x"]}, {"a": ["x", "z"]}, [(("a",), None, ["z"])]),
        ({"a": [{"id": "p", "v": 1}]}, {"a": [{"id": "p", "v": 2}]}, [(("a", "p", "v"), 1, 2)]),
        ({"a": [{"v": 1}]}, {"a": [{"v": 1}, {"v": 2}]}, [(("a", "2"), None, {"v": 2})]),
        ([{"no": "1"}, {"no": "1", "v": 2}], [{"no": "1"}, {"no": "1", "v": 3}], [(("1 (2)", "v"), 2, 3)]),
        ([{"no": "1"}, "x"], [{"no": "1"}, "y"], [(("2",), "x", "y")]),
        ("x", ["x"], [((), "x", ["x"])]),
    ],
)
def test_each_place_that_differs_is_told_with_what_was_and_what_is(before: Any, after: Any, found: list[Any]):
    told = [Difference(place=place, before=was, after=now) for place, was, now in found]
    assert list(differences(before, after)) == told


@given(VALUES)
def test_nothing_differs_from_itself(value: Any):
    assert list(differences(value, value)) == []


@given(st.dictionaries(st.text(max_size=3), st.integers()), st.dictionaries(st.text(max_size=3), st.integers()))
def test_back_and_forth_the_same_places_differ(before: Any, after: Any):
    forth = {each.place: (each.before, each.after) for each in differences(before, after)}
    back = {each.place: (each.after, each.before) for each in differences(after, before)}
    assert forth == back
