"""The objects of a record and where they stand."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.core.record_objects import MAX_DEPTH, objects

NAMES = st.text("abc_", min_size=1, max_size=3)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def count(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, list) else 0


def nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


@given(VALUES)
def test_every_object_is_found_once_where_its_pointer_says(value):
    found = objects(value)

    assert all(at(value, pointer) is node for pointer, node in found)
    assert len({pointer for pointer, _ in found}) == len(found) == count(value)


@given(VALUES)
def test_outer_objects_come_first(value):
    depths = [pointer.count("/") for pointer, _ in objects(value)]
    assert depths == sorted(depths)


def test_nobody_looks_deeper_than_strict_json_goes():
    assert len(objects(nested(MAX_DEPTH))) == MAX_DEPTH + 1
    assert len(objects(nested(MAX_DEPTH + 5))) == MAX_DEPTH + 1
